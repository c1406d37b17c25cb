"""Every value of a chart as a table, newest first: what is drawn, what it rests on, how it is read, and its note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qi_eval.narrative import date_words
from qi_eval.views.chart_marks import left_out
from qi_eval.views.series import Measure
from qi_eval.views.shown import Shown
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Variation

HEADERS = ("Date", "Value", "Numerator", "Denominator", "Centre", "Lower limit", "Upper limit", "Reading", "Note")
KEPT = 2  # headers that stand even where they are blank
NUMBERS = range(1, 7)  # places of the columns of numbers


def value_table(shown: Shown) -> TableView:
    """The table of a chart; columns that are blank throughout are left out."""
    measure = shown.subject.measure
    rows = _rows(shown)
    kept = [i for i in range(len(HEADERS)) if i < KEPT or any(row[i] for row in rows)]
    return TableView(
        f"{measure.name}, every value",
        tuple(HEADERS[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in reversed(rows)),
        tuple(i in NUMBERS for i in kept),
    )


def _rows(shown: Shown) -> list[tuple[str, ...]]:
    subject, points, out = shown.subject, shown.points, left_out(shown.subject.marks)
    if points.empty:
        return []
    levels = zip(*(_level(points[name], subject.measure) for name in ("centre", "lower", "upper")), strict=True)
    counts = zip(map(_count, subject.above), map(_count, subject.below), strict=True)
    days = [day.astype(date) for day in subject.days]
    marks = zip(points["point_type"], points["improving"] & points["concerning"], strict=True)
    return [
        (
            date_words(day),
            subject.measure.shown(float(y)) if y == y else "missing",
            *counted,
            *level,
            reading_of(*mark),
            note_of(day, note, out, bool(early)),
        )
        for day, y, counted, level, mark, note, early in zip(
            days, points["y"], counts, levels, marks, subject.notes, subject.early, strict=True
        )
    ]


def _level(values: Iterable[float], measure: Measure) -> list[str]:
    return [measure.number(measure.possible(float(value))) if value == value else "" for value in values]


def _count(value: float) -> str:
    return "" if value != value else f"{value:,.0f}"


def reading_of(mark: object, both: bool) -> str:
    """What the rule says of a point; '' where nothing out of the usual."""
    if mark is Variation.COMMON_CAUSE or not isinstance(mark, Variation):
        return ""
    return "Sign of improvement and of concern" if both else mark.label


def note_of(day: date, note: object, out: dict[date, str], early: bool) -> str:
    """What the person who counted wrote, and why a point does not count."""
    written = "" if note is None or note != note else str(note)
    without = f"Left out: {out[day]}" if day in out else "Before the baseline" if early else ""
    return ". ".join(filter(None, [without, written]))
