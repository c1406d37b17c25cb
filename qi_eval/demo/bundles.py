"""Bundles: the elements and their all-or-none measure are counted on the same patients, so they must agree."""

from __future__ import annotations

from collections.abc import Sequence

from qi_eval.demo.catalogue import Line
from qi_eval.demo.writing import Point


def of_one_bundle(lines: Sequence[Line], drawn: Sequence[list[Point]]) -> list[list[Point]]:
    """The same series; where some belong to one bundle, with one denominator a period and possible numerators.

    All-or-none of k elements lies between the sum of their counts less (k - 1) × patients, and the smallest count
    (Nolan and Berwick, all-or-none measurement)."""
    whole = [n for n, line in enumerate(lines) if line.all_of]
    parts = [n for n, line in enumerate(lines) if line.element_of]
    series = [list(rows) for rows in drawn]
    for place in range(len(series[whole[0]])) if whole else ():
        cases = series[whole[0]][place]["denominator"]
        for n in parts:
            row = series[n][place]
            share = row["numerator"] / row["denominator"]
            series[n][place] = row | {"numerator": round(share * cases), "denominator": cases}
        given = [series[n][place]["numerator"] for n in parts]
        least, most = max(0, sum(given) - (len(given) - 1) * cases), min(given)
        row = series[whole[0]][place]
        series[whole[0]][place] = row | {"numerator": min(most, max(least, row["numerator"]))}
    return series
