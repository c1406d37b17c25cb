"""The measurements: a value a period for each measure, with the cases that a dashboard must cope with."""

from __future__ import annotations

from datetime import date

from qi_eval.demo.bundles import of_one_bundle
from qi_eval.demo.catalogue import ENTRIES, Entry, Fate, Line
from qi_eval.demo.points import points
from qi_eval.demo.subgroups import by_group, by_ward
from qi_eval.demo.ward_bundle import by_wards_of_bundle
from qi_eval.demo.writing import Point, Row

GAP = {"P012": ("2025-03-01", "2025-04-30"), "P026": ("2025-12-15", "2026-01-11")}  # nothing was sent
NOT_COUNTED = {"P031": ("2026-02-16", "2026-03-08")}  # rows that say why there is no value
OUTAGE = ("P006-1", date(2025, 11, 10))  # the week without the letter system: excluded on the chart, with its reason
BROKEN_BUNDLE = ("STROKE3", date(2026, 3, 1))  # all-or-none above its weakest element: impossible, and must be seen


def measurements(seed: int) -> list[Row]:
    """One row a measure and period; some measures also by group of people or by ward."""
    rows: list[Row] = []
    for entry in ENTRIES:
        if entry.fate is not Fate.NO_DATA:
            drawn = [points(seed, entry, number) for number in range(len(entry.lines))]
            whole = of_one_bundle(entry.lines, drawn)
            rows += by_wards_of_bundle(seed, entry.lines, whole)
            for line, series in zip(entry.lines, whole, strict=True):
                kept = [_special(entry, line, row) for row in series if not _within(GAP, entry, row)]
                rows += [*kept, *by_group(kept), *by_ward(seed, kept)]
    return rows


def _within(spans: dict[str, tuple[str, str]], entry: Entry, row: Point) -> bool:
    first, last = spans.get(entry.id, ("9", "9"))
    return first <= row["period_start"].isoformat() <= last


def _special(entry: Entry, line: Line, row: Point) -> Point:
    """The points that somebody will ask about."""
    named = {"measure_id": row["measure_id"], "period_start": row["period_start"]}
    if _within(NOT_COUNTED, entry, row):
        return named | {"missing_reason": "audit nurse on leave"}
    if (row["measure_id"], row["period_start"]) == OUTAGE:
        return named | {"numerator": 41, "denominator": 244, "note": "letter system down for four days"}
    if (line.all_of, row["period_start"]) == BROKEN_BUNDLE:
        return row | {"numerator": row["denominator"] - 1, "note": "counted from the paper register"}
    return row
