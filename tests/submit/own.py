"""How tests read a team's own data: from a text to its series, as the page does it."""

from __future__ import annotations

from datetime import date

from qi_eval.datasets.own_series import OwnAnswers, OwnSeries
from qi_eval.submit.own_rows import rows_of_dates, rows_of_file, rows_of_text
from qi_eval.submit.own_series import own_series
from qi_eval.submit.own_table import table_of

TODAY = date(2026, 11, 22)


def pasted(text: str, answers: OwnAnswers | None = None) -> OwnSeries:
    """The series of a pasted table."""
    return own_series(table_of(rows_of_text(text)), answers or OwnAnswers(), today=TODAY)


def dates(text: str, answers: OwnAnswers | None = None) -> OwnSeries:
    """The series of a list of dates."""
    return own_series(table_of(rows_of_dates(text)), answers or OwnAnswers(), today=TODAY)


def filed(data: bytes, file: str, answers: OwnAnswers | None = None) -> OwnSeries:
    """The series of a file."""
    return own_series(table_of(rows_of_file(data, file)), answers or OwnAnswers(), today=TODAY)


def weekly(values: list[str], header: str = "Week,Falls") -> str:
    """A pasted table of weeks from 1 January 2024, with these cells."""
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + 7 * place) for place in range(len(values))]
    return "\n".join([header, *(f"{day.isoformat()},{cell}" for day, cell in zip(days, values, strict=True))])


def messages(series: OwnSeries) -> str:
    """All that is said against the data, as one text."""
    return " ".join(problem.message for problem in series.problems)
