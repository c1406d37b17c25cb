"""Rows that sum up a team's table: totals, averages, all wards together, and what stands below the last date. No data.

They go before anything is decided: an average of 10.5 under whole counts would make them look like measurements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import MEANS_NOTHING
from qi_eval.submit.own_dates import MONTH_NAMES, is_day, is_day_number

FEW = 3  # numbers above, from which on it is no chance that one is their sum
_UNDATED = MEANS_NOTHING | {"tbc", "tba", "not_known", "not known", "?"}  # a date that somebody did not know
_LABEL = re.compile(
    r"(?:(?:grand|sub|over ?all|trust|ward|unit|hospital|site|team|year|yearly|annual|month|monthly|weekly|quarterly|"
    r"(?:year|financial year) to date|ytd|\d+[ -](?:month|week)|running|all)[ -]?)*"
    r"(?:totals?|sum|averages?|avg|mean|median|all|overall|ytd|year to date)",
)
_ALL = re.compile(r"(?:all|every) (?:the )?(?:wards?|units?|teams?|sites?|areas?|shifts?)|all together|trust[- ]?wide")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


def is_sum(label: str) -> bool:
    """Whether a label is that of a row which sums others up: Total, Grand total (all wards), Average, All wards."""
    text = re.sub(r"\([^()]*\)", "", label.lower()).strip(" :.=*")
    return bool(_LABEL.fullmatch(text) or _ALL.fullmatch(text))


def is_total(row: Sequence[str]) -> bool:
    """Whether a row without a date carries such a label in any cell."""
    if any(map(is_day, row)):
        return False
    return any(is_sum(cell) or cell.lower().startswith(("total ", "grand total ")) for cell in row)


def below(rows: Sequence[Sequence[str]]) -> set[int]:
    """The places of the rows below the last date that hold no data: words where a date would stand, or a number that
    sums up those above. One that may be data whose date was forgotten or misspelt stays, to be named."""
    dates = _dates_at(rows)
    last = max((place for place, row in enumerate(rows) if _is_dated(row[dates])), default=len(rows))
    above = [row for row in rows[: last + 1] if _is_dated(row[dates])]
    return {
        place
        for place, row in enumerate(rows[last + 1 :], last + 1)
        if len(row) > 1 and (_is_remark(row[dates]) or _sums_up(row, above, dates))
    }


def _dates_at(rows: Sequence[Sequence[str]]) -> int:
    """The place of the column that holds most dates."""
    for is_one in (is_day, is_day_number):
        counts = [sum(map(is_one, column)) for column in zip(*rows, strict=True)]
        if any(counts):
            return counts.index(max(counts))
    return 0


def _is_dated(cell: str) -> bool:
    return is_day(cell) or is_day_number(cell)


def _is_remark(cell: str) -> bool:
    """Whether words stand where a date would, and no misspelt month or day."""
    if not cell or tidy(cell) in _UNDATED or cell.lower() in _UNDATED or any(map(str.isdigit, cell)):
        return False
    return not any(word[:3] in MONTH_NAMES for word in re.findall("[a-z]+", cell.lower()))


def _sums_up(row: Sequence[str], above: Sequence[Sequence[str]], dates: int) -> bool:
    """Whether a number is the sum of those above it, an average of whole ones, or in per cent where they are not."""
    for at, cell in enumerate(row):
        column = [one for one in (other[at] for other in above) if _NUMBER.fullmatch(one)]
        if at != dates and _NUMBER.fullmatch(cell) and len(column) >= FEW and _stands_apart(cell, column):
            return True
    return False


def _stands_apart(cell: str, column: Sequence[str]) -> bool:
    numbers, number = [_value(one) for one in column], _value(cell)
    if "%" in cell and not any("%" in one for one in column):
        return True
    if sum(one != 0 for one in numbers) > 1 and abs(number - sum(numbers)) < 1e-6:
        return True
    is_whole = all("." not in one for one in column)
    places = len(cell.rstrip("%").partition(".")[2])
    return is_whole and places > 0 and abs(number - sum(numbers) / len(numbers)) <= 0.5 * 10**-places + 1e-9


def _value(cell: str) -> float:
    return float(cell.rstrip("%").replace(",", ""))
