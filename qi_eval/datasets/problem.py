"""A problem of an upload, and what it looks like to a person and to a program."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `row` is the row that a person sees in Excel (the header is row 1), None for the whole file;
    `column` is the header in the user's file; `value` is what was found, None where it must not be repeated."""

    row: int | None
    column: str | None
    value: str | None
    rule: str
    message: str
    severity: Severity = Severity.ERROR

    def as_dict(self) -> dict[str, object]:
        """The problem as the command line prints it."""
        return asdict(self)


def located(row: int | None, column: str | None, sentence: str) -> str:
    """`sentence` with where it happened in front: Row 14, column "period_start": …"""
    if row is None:
        return sentence if column is None else f'Column "{column}": {sentence}'
    return f"Row {row}: {sentence}" if column is None else f'Row {row}, column "{column}": {sentence}'
