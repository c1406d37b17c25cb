"""How many false signs to expect wherever charts are counted: signs that chance gives although nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from qi_eval import spc
from qi_eval.narrative import count, number
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import ChartType, Method

LEAST = 0.5  # expected false signs: fewer round to none


@dataclass(frozen=True)
class Rests:
    """What the chance of a false sign on one chart rests on: its rule, its kind, the points that are judged."""

    method: Method
    chart: ChartType
    points: int


def rests_of(verdict: Verdict) -> Rests | None:
    """The same of a verdict; None where none was reached."""
    if verdict.last.variation is None or verdict.chart is None:
        return None
    last = verdict.phases[-1]
    return Rests(verdict.method, verdict.chart, int(verdict.subject.counted[last.start : last.stop].sum()))


def expected(charts: Iterable[Rests | None]) -> float:
    """The sum of the chances that each chart shows a sign although nothing changed."""
    points: dict[tuple[Method, ChartType], list[int]] = {}
    for one in charts:
        if one is not None:
            points.setdefault((one.method, one.chart), []).append(one.points)
    return float(sum(spc.false_alarm(*pair, np.array(lengths)).sum() for pair, lengths in points.items()))


def by_chance(charts: Iterable[Rests | None]) -> str:
    """By chance alone about 3 of the 218 measures that can be judged show a sign at any time; "" where that is none."""
    judged = [one for one in charts if one is not None]
    false = expected(judged)
    if false < LEAST:
        return ""
    of = count(len(judged), "measure that can be judged shows", "measures that can be judged show")
    return f"By chance alone about {number(false)} of the {of} a sign at any time."
