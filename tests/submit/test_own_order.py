"""Dates that can be read both ways: decided where only one way makes sense, and asked where both do."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.datasets.own_series import OwnAnswers
from tests.submit.own import pasted

MONTHLY = ["01/03/2024", "01/04/2024", "01/06/2024", "01/07/2024"]


def table(days: list[str]) -> str:
    """A pasted table of falls on these days."""
    return "\n".join(["Date,Falls", *(f"{day},{3 + place}" for place, day in enumerate(days))])


def test_firsts_of_months_are_taken_as_such_and_it_is_said() -> None:
    series = pasted(table(MONTHLY))
    assert series.dates == (date(2024, 3, 1), date(2024, 4, 1), date(2024, 6, 1), date(2024, 7, 1))
    assert series.order == (
        "The dates were read day first (01/03/2024 as 1 March 2024): so they are the first days of months."
    )
    asked = series.asked("date_order")
    assert asked is not None
    assert not asked.open


def test_firsts_of_months_written_the_other_way_over_two_years_are_read_so_too() -> None:
    days = [f"{month:02d}/01/{year}" for year in (2023, 2024) for month in range(1, 13)]
    series = pasted(table(days))
    assert (series.dates[1], series.dates[-1]) == (date(2023, 2, 1), date(2024, 12, 1))
    assert "month first" in series.order


def test_the_person_s_own_word_stands_above_what_makes_sense() -> None:
    series = pasted(table(MONTHLY), OwnAnswers(date_order="month_first"))
    assert series.dates[0] == date(2024, 1, 3)
    assert series.order == ""


def test_days_in_order_of_time_one_way_only_are_read_that_way() -> None:
    series = pasted(table(["03/01/2024", "11/01/2024", "02/02/2024", "09/03/2024", "04/04/2024"]))
    assert series.dates[-1] == date(2024, 4, 4)
    assert series.order.endswith("so they are in order of time.")


def test_days_that_only_the_american_way_gives_a_month_are_read_so() -> None:
    series = pasted(table(["03/13/2024", "03/14/2024"]))
    assert series.dates == (date(2024, 3, 13), date(2024, 3, 14))
    assert "only so does each have a month" in series.order


@pytest.mark.parametrize(
    "days",
    [
        ["03/04/2024", "05/06/2024"],
        [f"{month:02d}/01/2024" for month in range(4, 9)],  # months the one way, days in a row the other
    ],
)
def test_what_makes_sense_both_ways_is_asked(days: list[str]) -> None:
    asked = pasted(table(days)).asked("date_order")
    assert asked is not None
    assert asked.open


def test_a_day_above_twelve_settles_it_without_a_word() -> None:
    series = pasted(table(["01/03/2024", "15/03/2024"]))
    assert series.order == ""
    assert series.asked("date_order") is None
