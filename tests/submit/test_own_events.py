"""A list of the days on which something happened: counts with zeros kept, days between, days watched in part."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.vocabulary import Frequency
from tests.submit.own import dates

FALLS = "3 Jan 2024\n19 Jan 2024\n19 Jan 2024\n2 April 2024\n30/04/2024"
YEAR = OwnAnswers(frequency=Frequency.MONTHLY, first=date(2024, 1, 1), last=date(2024, 5, 31))


def test_months_without_an_event_count_as_zero() -> None:
    series = dates(FALLS, YEAR)
    assert series.kind is OwnKind.EVENTS
    assert series.dates == tuple(date(2024, month, 1) for month in (1, 2, 3, 4, 5))
    assert series.values == (3, 0, 0, 2, 0)


def test_a_month_that_was_watched_in_part_is_no_point_and_is_named() -> None:
    answers = OwnAnswers(frequency=Frequency.MONTHLY, first=date(2024, 1, 10), last=date(2024, 5, 20))
    series = dates(FALLS, answers)
    assert series.dates == tuple(date(2024, month, 1) for month in (2, 3, 4))
    assert "A month that was watched in part, 10 January 2024 to 31 January 2024, was left out." in series.understood
    assert "A month that was watched in part, 1 May 2024 to 20 May 2024, was left out." in series.understood
    assert "2 counted in 3 whole months; a month without any is 0." in series.understood
    assert "1 event lies outside the days watched and was left out." in series.understood


def test_a_line_that_is_no_date_is_named_and_not_lost_without_a_word() -> None:
    series = dates("Falls\n3/1/2024\n19/1/2024\n2/2/2024 bathroom\n30/4/2024", YEAR)
    assert sum(series.values) == 3
    assert [problem.row for problem in series.problems] == [4]


def test_weeks_begin_on_monday() -> None:
    answers = OwnAnswers(frequency=Frequency.WEEKLY, first=date(2024, 1, 1), last=date(2024, 1, 28))
    series = dates("3 Jan 2024\n7 Jan 2024\n8 Jan 2024", answers)
    assert series.dates == (date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15), date(2024, 1, 22))
    assert series.values == (2, 1, 0, 0)


def test_days_between_are_counted_from_each_event_to_the_next() -> None:
    series = dates(FALLS, OwnAnswers(kind=OwnKind.EVENTS_BETWEEN, first=YEAR.first, last=YEAR.last))
    assert series.values == (16, 0, 74, 28)
    assert series.last_watched == date(2024, 5, 31)


def test_what_nobody_said_of_the_days_watched_is_said_to_be_assumed() -> None:
    series = dates(FALLS, OwnAnswers(frequency=Frequency.MONTHLY))
    assert series.values == (3, 0, 0, 2)
    assumed = "It is taken that somebody watched from 1 January 2024 to 30 April 2024; say so if it was otherwise."
    assert assumed in series.understood


def test_rare_events_open_as_the_days_between_and_frequent_ones_as_counts() -> None:
    rare = dates("\n".join(f"3 {month} 2024" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")))
    assert (rare.kind, rare.name) == (OwnKind.EVENTS_BETWEEN, "Days between events")
    assert rare.values == (31, 29, 31, 30, 31, 30, 31)
    assert rare.often is not None
    assert (rare.often.middle, rare.often.frequency) == (1, Frequency.MONTHLY)
    often = dates("\n".join(f"{day} {month} 2024" for month in ("Jan", "Feb", "Mar") for day in range(1, 27, 2)))
    assert often.kind is OwnKind.EVENTS


def test_who_asks_for_months_or_for_counts_gets_them_however_rare() -> None:
    assert dates(FALLS, OwnAnswers(frequency=Frequency.MONTHLY)).kind is OwnKind.EVENTS
    assert dates(FALLS, OwnAnswers(kind=OwnKind.EVENTS)).kind is OwnKind.EVENTS


def test_a_header_says_what_happened() -> None:
    assert dates("Date of fall\n3 Jan 2024\n9 Feb 2024").name == "Fall"
    assert dates("When?\n3 Jan 2024\n9 Feb 2024").name == "Events"
    assert dates("Falls\n3 Jan 2024\n9 Feb 2024", OwnAnswers(kind=OwnKind.EVENTS)).name == "Falls"
    assert dates("Falls\n3 Jan 2024\n9 Feb 2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN)).name == "Days between falls"
    assert dates("3 Jan 2024\n9 Feb 2024", OwnAnswers(kind=OwnKind.EVENTS)).name == "Events"


DAYS = st.lists(st.dates(date(2023, 1, 1), date(2024, 12, 31)), min_size=1, max_size=60)


@settings(deadline=None, max_examples=40)
@given(DAYS, st.sampled_from([Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY]))
def test_no_event_is_lost_or_counted_twice(days: list[date], frequency: Frequency) -> None:
    whole = OwnAnswers(frequency=frequency, first=date(2022, 12, 26), last=date(2025, 3, 31))
    series = dates("\n".join(day.isoformat() for day in days), whole)
    assert sum(series.values) == len(days)


@settings(deadline=None, max_examples=40)
@given(DAYS)
def test_the_days_between_add_up_to_the_whole_time(days: list[date]) -> None:
    series = dates("\n".join(day.isoformat() for day in days), OwnAnswers(kind=OwnKind.EVENTS_BETWEEN))
    known = [value for value in series.values if value == value]
    assert timedelta(days=sum(known)) == max(days) - min(days)
