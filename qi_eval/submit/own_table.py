"""Rows of texts to a table with one header: titles, merged headers, totals, and months side by side are dealt with.

Nothing is left out without being named in `said`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qi_eval.datasets.own_series import listed
from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused
from qi_eval.intake.headers import LOOKED_AT, tidy
from qi_eval.submit.own_dates import MONTH_NAMES, bare, is_day, is_day_number, period_in, reread
from qi_eval.submit.own_rows import OwnRows, refuse_patients, refuse_people
from qi_eval.submit.own_sums import below, is_total
from qi_eval.submit.own_words import known

_NUMBER = re.compile(r"[-+£]?[\d.\s]*\d%?")
_YEAR = re.compile(r"(19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3},\d{3}(?:\.\d+)?")
DATE = "Date"  # what a column of dates is called that has no name of its own
MANY_DATES = 3  # dates in one row: the months stand side by side
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class OwnTable:
    """Columns of texts under their names, '' for a blank cell; `numbers`: the row that a person sees of each row;
    `is_named`: whether the names are the person's own; `unnamed`: the columns whose header was blank, which carry the
    name of the one before; `typed`: the numbers of the rows that were typed on the page."""

    header: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    said: tuple[str, ...]
    epoch_1904: bool = False
    is_named: bool = True
    unnamed: frozenset[str] = frozenset()
    typed: frozenset[int] = frozenset()

    def column(self, name: str) -> tuple[str, ...]:
        """The cells under a name."""
        return self.columns[self.header.index(name)]

    def with_rows(self, typed: Sequence[Mapping[str, str]]) -> OwnTable:
        """The table with rows that were typed on the page (name of a column → text) at its end. Raises Refused."""
        next_number = max(self.numbers) + 1
        rows = [
            (next_number + place, [bare(row.get(name, "").strip()) for name in self.header])
            for place, row in enumerate(typed)
        ]
        refuse_patients(rows)
        columns = tuple(known((*column, *(row[at] for _, row in rows))) for at, column in enumerate(self.columns))
        new = [number for number, _ in rows]
        return replace(self, columns=columns, numbers=(*self.numbers, *new), typed=self.typed.union(new))


def table_of(found: OwnRows) -> OwnTable:
    """The table in some rows. Raises Refused where no row begins with a date, or a header names people."""
    said = list(found.said)
    cells = [(number, [bare(cell.strip()) for cell in row]) for number, row in found.rows]
    rows = _evened(cells)
    said += reread([(old.strip(), bare(old.strip())) for _, row in found.rows for old in row])
    if (side := _side_by_side(rows)) is not None:
        rows = _turned(rows, side, said)
    first = _first(rows)
    if side is None and first:
        rows = _within(rows, max(len(row) for _, row in cells[:first]), first, said)
    header, is_named = _header(rows[:first], len(rows[0][1]), said)
    heads = [row for _, row in rows[:first]]
    named = heads[-1] if heads else header
    rows = _data(rows[first:], header, said)
    columns = [known(column) for column in zip(*(row for _, row in rows), strict=True)]
    filled = [place for place, column in enumerate(columns) if any(column) or (is_named and named[place])]
    refuse_people([header[place] for place in filled])
    return OwnTable(
        tuple(header[place] for place in filled),
        tuple(columns[place] for place in filled),
        tuple(number for number, _ in rows),
        tuple(said),
        found.epoch_1904,
        is_named,
        frozenset(header[place] for place in filled if is_named and not any(above[place] for above in heads)),
    )


def _first(rows: Sequence[Row]) -> int:
    """The place of the first row of data: the first with a date in the column that holds most dates."""
    for is_one in (is_day, is_day_number):
        days = [[is_one(cell) for cell in row] for _, row in rows[:LOOKED_AT]]
        counts = [sum(column) for column in zip(*days, strict=True)]
        if any(counts):
            best = counts.index(max(counts))
            return _without_a_date(rows, next(place for place, row in enumerate(days) if row[best]), best)
    if sum(row[0].lower() in MONTH_NAMES for _, row in rows) >= MANY_DATES:
        sentence = "The months have no year. Write it beside each month, such as Apr 2025."
        raise Refused([Problem(None, None, None, "month_without_year", sentence)])
    sentence = "No dates were found. Give each row a date, such as 30/04/2024, or each month its name (Apr 2024)."
    if why := _period_of(rows):
        sentence = (
            f"No dates could be read: {why}. Write the first day of each week, such as 01/04/2024, or each "
            "month with its year, such as Apr 2024."
        )
    raise Refused([Problem(None, None, None, "not_a_date", sentence)])


def _without_a_date(rows: Sequence[Row], first: int, dates: int) -> int:
    """The place of the first row of data where rows above the first date hold data too: a number where the dated row
    has one, beside a period that cannot be read. They are named as rows without a date, not taken for headers."""
    numbers = [at for at, cell in enumerate(rows[first][1]) if at != dates and _NUMBER.fullmatch(cell)]
    while first:
        row = rows[first - 1][1]
        period = row[dates].lower()
        beside = [row[at] for at in numbers if _NUMBER.fullmatch(row[at]) and not _YEAR.fullmatch(row[at])]
        is_top = first == 1 and not any(map(str.isdigit, period)) and period not in MONTH_NAMES
        if not period or not beside or is_top:
            break
        first -= 1
    return first


def _period_of(rows: Sequence[Row]) -> str:
    """Why the weeks, months or quarters in the first column are no dates; "" where it holds none."""
    cells = [row[0] for _, row in rows]
    return period_in(cells[0], cells[1:]) or period_in("", cells)


def _evened(rows: list[Row]) -> list[Row]:
    """Rows of one length."""
    width = max(len(row) for _, row in rows)
    return [(number, [*row, *[""] * (width - len(row))]) for number, row in rows]


def _within(rows: list[Row], width: int, first: int, said: list[str]) -> list[Row]:
    """The rows without the cells that lie beyond the header. Raises Refused where a number lies there: it may be the
    second half of one with a comma for thousands, so that every number of the row is in doubt."""
    longer = [(number, row) for number, row in rows[first:] if any(row[width:])]
    split = [(number, row) for number, row in longer if any(_NUMBER.fullmatch(cell) for cell in row[width:])]
    if split:
        raise Refused([_longer(*one, width) for one in split[: limits.SHOWN_PROBLEMS]])
    if longer:
        said.append(f"{_rows([number for number, _ in longer])} longer than the header; what has none was left out.")
    return [(number, row[:width]) for number, row in rows]


def _longer(number: int, row: list[str], width: int) -> Problem:
    """The problem of a row with more cells than the header, with the number that a comma may have torn in two."""
    torn = [",".join(two) for two in pairwise(row) if _THOUSANDS.fullmatch(",".join(two))]
    cells = max(place for place, cell in enumerate(row, 1) if cell)
    sentence = (
        f"Row {number} holds {cells} cells, but the header only {width}. Put a number such as {(torn or ['1,020'])[0]} "
        "in quotation marks or take the comma out; give every column a name."
    )
    return Problem(number, None, None, "ragged_row", sentence)


def _side_by_side(rows: Sequence[Row]) -> int | None:
    """The place of a header row of dates or months with one series a row beneath; None for a usual table."""
    for place, (_, row) in enumerate(rows[:LOOKED_AT]):
        filled = [cell for cell in row if cell]
        days = [cell for cell in filled if is_day(cell)]
        if len(days) >= MANY_DATES and len(days) * 2 > len(filled):
            below = [cell for _, later in rows[place + 1 :] for cell in later]
            return place if below and not any(is_day(cell) for cell in below) else None
    return None


def _turned(rows: list[Row], place: int, said: list[str]) -> list[Row]:
    """A table with months side by side turned so that each month is a row, each row of it a column."""
    _, heads = rows[place]
    series = [(row[0] or f"Row {number}", row) for number, row in rows[place + 1 :] if any(row[1:])]
    days = [at for at, cell in enumerate(heads) if is_day(cell)]
    left = [cell for at, cell in enumerate(heads) if at and cell and at not in days]
    said.append(f"The dates stand side by side in row {rows[place][0]}; each was taken as a row.")
    if left:
        said.append(f"Left out, as no date stands above them: {listed(left)}.")
    turned = [(rows[place][0], [DATE, *(name for name, _ in series)])]
    return turned + [(rows[place][0], [heads[at], *(row[at] for _, row in series)]) for at in days]


def _header(above: list[Row], width: int, said: list[str]) -> tuple[list[str], bool]:
    """The names of the columns from the rows above the data, and whether they are the person's own."""
    wanted = min(2, width)
    heads = [row for row in above if sum(map(bool, row[1])) >= wanted]
    if not heads and width == 1:
        return [DATE], False
    if not heads:
        said.append("There is no header; the columns are named by their place.")
        return [f"Column {place + 1}" for place in range(width)], False
    number, names = heads[-1]
    names = _joined(heads, names, said)
    if titles := [place for place, _ in above if place < min(head for head, _ in heads[-2:])]:
        said.append(f"{_rows(titles)} taken as a title; the header is in row {number}.")
    return _each_its_own(names, said), True


def _joined(heads: Sequence[Row], names: list[str], said: list[str]) -> list[str]:
    """The last header row, with the one above it spread over the columns that it was merged over."""
    if len(heads) < 2 or heads[-1][0] != heads[-2][0] + 1:
        return names
    said.append(f"The header stands in two rows, {heads[-2][0]} and {heads[-1][0]}; they were read as one.")
    above, joined = "", []
    for upper, lower in zip(heads[-2][1], names, strict=True):
        above = upper or above
        joined.append(" ".join(dict.fromkeys(filter(None, [above, lower]))))
    return joined


def _each_its_own(names: list[str], said: list[str]) -> list[str]:
    """Names that all differ: a blank one takes that of the cell before, which was merged over it."""
    last, found = "", []
    for place, name in enumerate(names, 1):
        last = name or last or f"Column {place}"
        own = last
        count = 2
        while own in found:
            own, count = f"{last} ({count})", count + 1
        found.append(own)
    if len(set(filter(None, names))) < len([name for name in names if name]):
        said.append("Some headers stand above two columns; the second ones carry a number.")
    return found


def _data(rows: list[Row], header: list[str], said: list[str]) -> list[Row]:
    """The rows that hold data: no totals, and not the header again."""
    totals = [number for number, row in rows if is_total(row)]
    ends = [rows[place][0] for place in sorted(below([row for _, row in rows])) if rows[place][0] not in totals]
    again = [number for number, row in rows if not is_day(row[0]) and [*map(tidy, row)] == [*map(tidy, header)]]
    if totals:
        said.append(f"{_rows(totals)} left out: totals or averages, no data.")
    if ends := [number for number in ends if number not in again]:
        said.append(f"{_rows(ends)} left out: below the last date, and without a date of {_own(ends)}.")
    if again:
        said.append(f"{_rows(again)} left out: the header stands there again.")
    left = {*totals, *again, *ends}
    return [(number, row) for number, row in rows if number not in left]


def _own(numbers: Sequence[int]) -> str:
    return "its own" if len(numbers) == 1 else "their own"


def _rows(numbers: Sequence[int]) -> str:
    """Row 14 was, rows 1 and 2 were; many are counted."""
    if len(numbers) == 1:
        return f"Row {numbers[0]} was"
    shown = listed([str(number) for number in numbers]) if len(numbers) <= 6 else f"{len(numbers):,} in all"
    return f"Rows {shown} were"
