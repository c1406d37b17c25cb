"""Every value of a chart as a file: days as ISO dates, bare numbers, oldest first, with all that stands on the chart.

What a person reads is the table of the page; this is for a spreadsheet, which reads it back as it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from qi_eval.narrative import date_words
from qi_eval.views.chart_marks import left_out, said, targets
from qi_eval.views.reading import Reading
from qi_eval.views.shown import Shown
from qi_eval.views.tables import TableView
from qi_eval.views.value_table import note_of, reading_of

DIGITS = 12  # of a number: all that counts, without the last bits of the arithmetic
KEPT = ("Date", "Value")  # columns that stand even where they are blank
WORDS = ("Date", "Reading", "Note", "On the chart", "Method")


def value_file(shown: Shown, reading: Reading) -> TableView:
    """The values with their counts, the level and the limits drawn and judged by, the aim in force, what the rule says
    of each, and the method. A blank cell: not known, or there is none. Columns without any entry are left out."""
    measure = shown.subject.measure
    columns = _columns(shown) | {"Method": [reading.method] * len(shown.subject.days)}
    kept = [name for name, cells in columns.items() if name in KEPT or any(cells)]
    unit = measure.unit or measure.unit_label
    heads = tuple(f"Value ({unit})" if name == "Value" and unit and "(" not in unit else name for name in kept)
    rows = tuple(zip(*(columns[name] for name in kept), strict=True))
    return TableView(f"{measure.name}, every value", heads, rows, tuple(name not in WORDS for name in kept))


def _columns(shown: Shown) -> dict[str, list[str]]:
    """All columns by name, a cell a point."""
    subject, points = shown.subject, shown.points
    if points.empty:
        return {name: [] for name in KEPT}
    days: list[date] = [day.astype(date) for day in subject.days]
    out, marks = left_out(subject.marks), zip(points["improving"], points["concerning"], strict=True)
    phases = points["phase"].astype(str).tolist()
    levels = {name: _level(shown, column) for name, column in _LEVELS.items()}
    return {
        "Date": [day.isoformat() for day in days],
        "Value": [bare(value) for value in points["y"]],
        "Numerator": [bare(value) for value in subject.above],
        "Denominator": [bare(value) for value in subject.below],
        **levels,
        "Aim": _aims(shown, days),
        "Phase": phases if len(set(phases)) > 1 else [""] * len(days),
        "Reading": [
            reading_of(kind, bool(good and bad)) for kind, (good, bad) in zip(points["point_type"], marks, strict=True)
        ],
        "Note": [
            note_of(day, note, out, bool(early))
            for day, note, early in zip(days, subject.notes, subject.early, strict=True)
        ],
        "On the chart": _on_the_chart(shown, days),
    }


_LEVELS: Mapping[str, str] = {
    "Centre": "centre",
    "Mean judged about": "mean",
    "Lower limit": "lower",
    "Upper limit": "upper",
}


def _level(shown: Shown, column: str) -> list[str]:
    """A level of the chart, no further than values can go."""
    if column not in shown.points:
        return [""] * len(shown.points)
    possible = shown.subject.measure.possible
    return [bare(possible(float(value))) if value == value else "" for value in shown.points[column]]


def _aims(shown: Shown, days: Sequence[date]) -> list[str]:
    """The aim in force at each point."""
    steps = [(mark.when, mark.value) for mark in targets(shown.subject.marks)]
    found = []
    for day in days:
        past = [value for when, value in steps if when <= day]
        aim = past[-1] if past else shown.subject.first_target
        found.append("" if aim is None else bare(aim))
    return found


def _on_the_chart(shown: Shown, days: Sequence[date]) -> list[str]:
    """Changes, events and marks, each at the first point on or after its day (the last point where none follows)."""
    subject = shown.subject
    entries = [(change.when, change.name) for change in subject.changes if change.drawn and days[0] <= change.when]
    entries += [(mark.when, said(subject.measure, mark)) for mark in subject.marks]
    cells: list[list[str]] = [[] for _ in days]
    for when, words in sorted(entries):
        cells[min(bisect_left(days, when), len(days) - 1)].append(f"{date_words(when)}: {words}")
    return ["; ".join(cell) for cell in cells]


def bare(value: float) -> str:
    """A number as a spreadsheet takes it; '' where it is not known."""
    return "" if value != value else f"{value:.{DIGITS}g}"
