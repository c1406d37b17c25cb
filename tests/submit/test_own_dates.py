"""Weeks, ranges and quarters as teams write them are read by their first day; what cannot be read is named."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.submit import Refused
from qi_eval.submit.own_kinds import kinds_of_rows
from qi_eval.submit.own_rows import rows_of_text
from tests.submit.own import TODAY, pasted


@pytest.mark.parametrize(
    ("first", "second", "third", "days"),
    [
        ("w/c 01/04/2024", "w/c 08/04/2024", "W/C 15/04/2024", (1, 8, 15)),
        ("wc 01/04/2024", "wc: 08/04/2024", "w.c. 15/04/2024", (1, 8, 15)),
        ("W/E 07/04/2024", "week ending 14/04/2024", "w/e Sunday 21 April 2024", (7, 14, 21)),
        (
            "Week commencing 1 April 2024",
            "week commencing Monday 8 April 2024",
            "week beginning 15 Apr 2024",
            (1, 8, 15),
        ),
        ("01/04/2024 - 07/04/2024", "08/04/2024 to 14/04/2024", "15/04/2024–21/04/2024", (1, 8, 15)),
        ("1-7 April 2024", "8 to 14 April 2024", "15 Apr - 21 Apr 2024", (1, 8, 15)),
        ("2024-W14", "2024-W15", "2024W16", (1, 8, 15)),
    ],
)
def test_a_week_is_read_by_its_first_day(first: str, second: str, third: str, days: tuple[int, ...]) -> None:
    series = pasted(f"Week\tFalls\n{first}\t3\n{second}\t4\n{third}\t2\n")
    assert series.dates == tuple(date(2024, 4, day) for day in days)
    assert series.values == (3, 4, 2)
    assert any(said.startswith(f"“{first}” was read as ") for said in series.understood)
    assert not series.problems


def test_a_quarter_of_the_financial_year_begins_in_april() -> None:
    series = pasted("Quarter,Falls\nQ1 2024/25,3\nQ2 2024/25,4\nQ3 24/25,2\n2024/25 Q4,5\n")
    assert series.dates == (date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1))


def test_months_from_to_are_read_by_the_first() -> None:
    series = pasted("Quarter,Falls\nApr 24 - Jun 24,3\nJul-Sep 2024,4\nOct 24 to Dec 24,2\n")
    assert series.dates == (date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1))


def test_words_with_a_date_in_them_stay_words() -> None:
    series = pasted("Date,Falls,Note\n01/04/2024,3,From Ward 7\n15/04/2024,4,Week of the fair\n")
    assert series.notes == ("From Ward 7", "Week of the fair")


@pytest.mark.parametrize(
    "text",
    [
        "Week,Falls\nWeek 1,3\nWeek 2,4\nWeek 3,2\n",
        "Quarter,Falls\nQ1 2024,3\nQ2 2024,4\n",
        "Period,Falls\nfirst,3\nsecond,4\n",
        "Falls,Number\nwk 1,3\nwk 2,4\n",
        "Month,Falls\nApril,3\nMay,4\n",
    ],
)
def test_periods_that_cannot_be_read_are_named_and_are_no_kinds(text: str) -> None:
    with pytest.raises(Refused) as refused:
        pasted(text)
    assert "No dates could be read" in str(refused.value.problems[0].message)
    assert "01/04/2024" in str(refused.value.problems[0].message)
    assert kinds_of_rows(rows_of_text(text), today=TODAY) is None


@pytest.mark.parametrize("text", ["Day,Falls\nMonday,3\nTuesday,4\n", "Where,Falls\nWard 1,3\nWard 2,4\n"])
def test_weekdays_and_wards_are_kinds(text: str) -> None:
    assert kinds_of_rows(rows_of_text(text), today=TODAY) is not None
