"""A column of an upload: its name, kind, meaning and rule, said once.

`expects` is the one sentence that stands in the template's notes, in the dictionary and in every refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qi_eval.vocabulary import Word


class Kind(Enum):
    """What a cell of a column must hold, and the type it has in the checked frame."""

    IDENT = "identifier"  # trimmed text, compared without regard to case; Arrow string
    TEXT = "text"  # free text, trimmed; Arrow string
    CODE = "code"  # one word of a vocabulary; Arrow string
    CODES = "codes"  # several words joined by |; Arrow string
    DATE = "date"  # Arrow date32
    INTEGER = "whole number"  # Arrow int64
    NUMBER = "number"  # Arrow float64
    BOOLEAN = "yes or no"  # Arrow bool


@dataclass(frozen=True)
class Column:
    """One column. `refers` = (dataset, column) that must hold the value; `low`/`high` bound a number, ends allowed.

    `by_month`: a month without a day means its first day, as in the header of a wide file. `resolved` says that a
    blank is filled in while loading (a measurement's unit is its measure's unit). `soft`: an id that `refers` does not
    find is a warning, since the row that it names may arrive in a later file. `answer`: cells are answers to
    questions, where n/a means none.
    """

    name: str
    kind: Kind
    meaning: str
    example: str = ""
    required: bool = False
    words: type[Word] | None = None
    refers: tuple[str, str] | None = None
    low: float | None = None
    high: float | None = None
    may_be_future: bool = False
    resolved: bool = False
    soft: bool = False
    by_month: bool = False
    answer: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that a cell may hold; empty where any text may stand."""
        return self.words.codes() if self.words else ()

    @property
    def expects(self) -> str:
        """What a cell must hold, as a sentence."""
        return _EXPECTS[self.kind](self)

    @property
    def personal_allowed(self) -> bool:
        """Free text may hold an e-mail or a postcode after a confirming tick; ids and codes never."""
        return self.kind is Kind.TEXT


def _number(column: Column) -> str:
    noun = "a whole number" if column.kind is Kind.INTEGER else "a number"
    if column.low is not None and column.high is not None:
        return f"Write {noun} from {column.low:g} to {column.high:g}."
    if column.low is not None:
        return f"Write {noun}, {column.low:g} or more."
    return f"Write {noun}, with a point for decimals."


def _codes(column: Column) -> str:
    listed = ", ".join(column.codes)
    return f"Write one of: {listed}." if column.kind is Kind.CODE else f"Write one or more, joined by |: {listed}."


def _ident(column: Column) -> str:
    return f"Write the {column.refers[1]} of a row in {column.refers[0]}." if column.refers else "Write a short code."


_EXPECTS = {
    Kind.IDENT: _ident,
    Kind.TEXT: lambda column: "Write plain text, at most 10,000 characters.",
    Kind.CODE: _codes,
    Kind.CODES: _codes,
    Kind.DATE: lambda column: "Write it as 2024-04-30 or 30/04/2024.",
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: lambda column: "Write true or false (yes, no, 1 and 0 are understood).",
}


def ident(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """An identifier column."""
    return Column(name, Kind.IDENT, meaning, example, **options)  # type: ignore[arg-type]


def text(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """A free-text column."""
    return Column(name, Kind.TEXT, meaning, example, **options)  # type: ignore[arg-type]


def code(name: str, words: type[Word], meaning: str, example: str = "", **options: object) -> Column:
    """A column that holds one word of a vocabulary."""
    return Column(name, Kind.CODE, meaning, example, words=words, **options)  # type: ignore[arg-type]


def codes(name: str, words: type[Word], meaning: str, example: str = "", **options: object) -> Column:
    """A column that holds several words of a vocabulary, joined by |."""
    return Column(name, Kind.CODES, meaning, example, words=words, **options)  # type: ignore[arg-type]


def date(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """A date column."""
    return Column(name, Kind.DATE, meaning, example, **options)  # type: ignore[arg-type]


def whole(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """A whole-number column, 0 or more unless told otherwise."""
    return Column(name, Kind.INTEGER, meaning, example, **({"low": 0} | options))  # type: ignore[arg-type]


def number(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """A number column without bounds unless told."""
    return Column(name, Kind.NUMBER, meaning, example, **options)  # type: ignore[arg-type]


def boolean(name: str, meaning: str, example: str = "", **options: object) -> Column:
    """A yes-or-no column."""
    return Column(name, Kind.BOOLEAN, meaning, example, **options)  # type: ignore[arg-type]
