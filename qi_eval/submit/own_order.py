"""Whether day or month comes first, where the dates of a table can be read both ways but make sense only one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qi_eval.intake.dates import MONTH_FIRST, Style, in_words, parse_dates, read_date
from qi_eval.submit.own_column import OwnColumn
from qi_eval.submit.own_columns import EVEN

DAY_FIRST = "day_first"
ENOUGH = 4  # different dates that lie in order or evenly; fewer may do so by chance
MONTHS = 3  # different dates that are all firsts of a month
ORDERS = {DAY_FIRST: "day first", MONTH_FIRST: "month first"}

Days = Sequence[date]


@dataclass(frozen=True)
class Decided:
    """The order that makes sense, and the sentence that says so."""

    order: str
    words: str


def decided(column: OwnColumn, style: Style) -> Decided | None:
    """The only order in which the dates of a column make sense; None where that is plain anyway, or is to be asked."""
    texts = column.encoded.texts
    first = column.days
    unread = "month_above_12" in first.faults.values()
    if first.proven or not (first.two_ways or unread):
        return None
    other = parse_dates(texts, replace(style, order=MONTH_FIRST), may_be_future=False)
    if unread:
        known = not {"month_above_12", "not_a_date", "future_date"} & set(other.faults.values())
        return _said(MONTH_FIRST, column, style, "only so does each have a month") if known else None
    found = {
        DAY_FIRST: _in_rows(column, first.values.to_pylist()),
        MONTH_FIRST: _in_rows(column, other.values.to_pylist()),
    }
    for holds, words in SIGNS.items():
        fits = [order for order, days in found.items() if holds(days)]
        if len(fits) == 1:
            doubted = fits[0] == MONTH_FIRST and _even(found[DAY_FIRST])
            return None if doubted else _said(fits[0], column, style, words)
    return None


def _in_rows(column: OwnColumn, days: list[date | None]) -> list[date]:
    """The days in the order of the rows."""
    return [day for place in column.encoded.places if (day := days[place]) is not None]


def _firsts(days: Days) -> bool:
    return len(set(days)) >= MONTHS and all(day.day == 1 for day in days)


def _even(days: Days) -> bool:
    """Whether the days follow each other evenly, as periods do."""
    gaps = np.diff(sorted(day.toordinal() for day in set(days)))
    return len(gaps) >= ENOUGH - 1 and bool(gaps.max() <= EVEN * gaps.min())


def _in_order(days: Days) -> bool:
    steps = np.diff([day.toordinal() for day in days])
    return len(set(days)) >= ENOUGH and bool((steps >= 0).all() or (steps <= 0).all())


SIGNS: dict[Callable[[Days], bool], str] = {
    _firsts: "so they are the first days of months",
    _even: "so they follow each other evenly",
    _in_order: "so they are in order of time",
}  # the strongest first


def _said(order: str, column: OwnColumn, style: Style, why: str) -> Decided:
    texts = column.encoded.texts.to_pylist()
    shown = column.days.two_ways or [place for place, rule in column.days.faults.items() if rule == "month_above_12"]
    text = texts[shown[0]]
    day, _ = read_date(text, replace(style, order=order))
    read = f" ({text} as {in_words(day)})" if day else ""
    return Decided(order, f"The dates were read {ORDERS[order]}{read}: {why}.")
