"""The columns of a team's table: the part that each plays on the chart, as headers and values tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from qi_eval.intake.headers import tidy
from qi_eval.submit.own_answers import answers_in
from qi_eval.submit.own_column import OwnColumn
from qi_eval.submit.own_shares import is_share_of
from qi_eval.submit.own_sums import is_sum
from qi_eval.submit.own_words import (
    COUNTERS,
    DATES,
    LINES,
    NOTES,
    PARTS,
    PERCENT,
    RUNNING,
    SUMMED,
    TARGETS,
    WHOLES,
    says,
)

EVEN = 1.5  # times the shortest gap between two dates: months have 28 to 31 days
MOST_GROUPS = 60  # different words of a column that still name groups
MOST_COUNTS = 8  # columns of counts that are tried as the two behind a percentage
RATES = (*PERCENT, "rate", "per")  # words of a column that was worked out from others


@dataclass(frozen=True)
class Roles:
    """The columns by what they can be. `dates` and `numbers` in the order of the table, likely ones first;
    `answers`: those that say yes or no of each row; `whole`: the likely denominator; `part`: its numerator; `target`,
    `note`, `group`: None where there is none;
    `is_guess`: only the size of the numbers speaks for the denominator, so that nothing is divided unasked: two wards
    side by side look the same."""

    dates: tuple[OwnColumn, ...]
    numbers: tuple[OwnColumn, ...]
    answers: tuple[OwnColumn, ...] = ()
    part: OwnColumn | None = None
    whole: OwnColumn | None = None
    target: OwnColumn | None = None
    note: OwnColumn | None = None
    group: OwnColumn | None = None
    is_sure: bool = True  # the headers, or the only columns there are, say which number is meant
    is_guess: bool = False

    @property
    def charted(self) -> tuple[OwnColumn, ...]:
        """The columns whose values a chart may show."""
        return (*self.numbers, *self.answers)

    def number(self, name: str) -> OwnColumn | None:
        """The column of this name whose values a chart may show."""
        return next((one for one in self.charted if one.name == name), None)


def roles_of(columns: tuple[OwnColumn, ...]) -> Roles:
    """The part that each column plays, as headers and values tell."""
    dates = sorted((one for one in columns if one.is_dates), key=lambda one: tidy(one.name) not in DATES)
    dates = dates or [one for one in columns if one.is_day_numbers][:1]
    numbers = [one for one in columns if one.is_numbers and one not in dates]
    target = next((one for one in numbers if tidy(one.name) in TARGETS), None)
    others = [one for one in numbers if one is not target]
    useful = [one for one in others if not _is_idle(one, others)] or others
    texts = [one for one in columns if one not in dates and one not in numbers and one.filled.any()]
    note = next((one for one in texts if tidy(one.name) in NOTES), None)
    answers = answers_in(texts)
    if not numbers and not answers and dates:
        useful = _meant_as_numbers(columns, dates[0], note)
    told = [one for one in texts if one is not note and not (answers and not numbers and _is_among(one, answers))]
    return _with_whole(Roles(tuple(dates), tuple(useful), answers, target=target, note=note, group=_group(told)))


def _is_among(column: OwnColumn, answers: tuple[OwnColumn, ...]) -> bool:
    return any(one.name == column.name for one in answers)


def _meant_as_numbers(columns: tuple[OwnColumn, ...], date: OwnColumn, note: OwnColumn | None) -> list[OwnColumn]:
    """Where no column holds numbers: one that is empty yet, or the words beside dates that follow each other evenly, as
    periods do and events do not."""
    others = [one for one in columns if one is not date and one is not note and tidy(one.name) not in NOTES]
    empty = [one for one in others if not one.filled.any()]
    gaps = np.diff(np.array([day.toordinal() for day in date.dates if day]))
    is_even = len(gaps) > 1 and gaps.min() > 0 and gaps.max() <= EVEN * gaps.min()
    return (others or empty)[:1] if is_even else empty[:1]


def _is_idle(column: OwnColumn, numbers: list[OwnColumn]) -> bool:
    """Whether a column of numbers only counts the rows, repeats a line of somebody's chart, or adds up another."""
    if tidy(column.name) in LINES or says(column.name, RUNNING):
        return True
    if any(_adds_up(column.values, one.values) for one in numbers if one is not column):
        return True
    steps = np.diff(column.values)
    return tidy(column.name) in COUNTERS and len(steps) > 1 and bool((steps == 1).all())


def _adds_up(values: np.ndarray, others: np.ndarray) -> bool:
    """Whether numbers are the running total of others; two rows may be so by chance, and sums of 0 always are."""
    known = np.isfinite(values) & np.isfinite(others)
    if known.sum() <= 2 or not others[known][1:].any():
        return False
    return bool(np.allclose(values[known], np.cumsum(others[known])))


def _group(texts: list[OwnColumn]) -> OwnColumn | None:
    """The column whose words part the rows: at least two different ones, each in several rows."""
    for one in texts:
        if 2 <= len(one.words) <= min(MOST_GROUPS, int(one.filled.sum()) // 2):
            return one
    return None


def is_share(column: OwnColumn) -> bool:
    """Whether a column was worked out from others, as its header or its per cent signs say."""
    return says(column.name, RATES) or "percent_sign" in column.numbers.notes.values()


def _with_whole(roles: Roles) -> Roles:
    """The roles with numerator and denominator, where headers or values show them."""
    counts = tuple(one for one in roles.numbers if not is_share(one))
    for share in (one for one in roles.numbers if is_share(one)):
        for two in permutations(counts[:MOST_COUNTS], 2):
            if is_share_of(share, *two):
                return replace(roles, part=two[0], whole=two[1], is_sure=True, is_guess=False)
    named = [one for one in counts if says(_own_words(one, counts), WHOLES)]
    if len(counts) < 2:
        return replace(roles, is_sure=len(roles.numbers) == 1 or len(counts) == 1)
    if len(named) == 1 and all(one.is_own for one in counts):
        others = [one for one in counts if one is not named[0]]
        part = next((one for one in others if says(one.name, PARTS)), None)
        total = tidy(named[0].name) in SUMMED or is_sum(named[0].name)  # of wards side by side
        sums = len(others) > 1 and part is None and total
        return replace(roles, part=part or others[0], whole=named[0], is_sure=len(others) == 1, is_guess=sums)
    larger, smaller = _by_size(counts)
    return replace(roles, part=smaller, whole=larger, is_sure=False, is_guess=True)


def _own_words(one: OwnColumn, others: tuple[OwnColumn, ...]) -> str:
    """The words of a header that no other shares: one that is merged over several columns tells none of them apart."""
    words = tidy(one.name).split("_")
    shared = set(words).intersection(*(tidy(other.name).split("_") for other in others))
    return "_".join(word for word in words if word not in shared) or one.name


def _by_size(numbers: tuple[OwnColumn, ...]) -> tuple[OwnColumn | None, OwnColumn | None]:
    """Denominator and numerator of two columns of whole numbers of which one is never the smaller."""
    if len(numbers) != 2 or not all(_is_whole(one.values) for one in numbers):
        return None, None
    first, second = numbers
    both = np.isfinite(first.values) & np.isfinite(second.values)
    if not both.any():
        return None, None
    if (first.values[both] <= second.values[both]).all():
        return second, first
    return (first, second) if (second.values[both] <= first.values[both]).all() else (None, None)


def _is_whole(values: np.ndarray) -> bool:
    known = values[np.isfinite(values)]
    return bool(len(known)) and bool((known == np.round(known)).all()) and bool((known >= 0).all())
