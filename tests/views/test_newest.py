"""The newest value of a measure is told by the last day of its period, the one that silence is counted from."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.periods import last_day
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views import calls, project
from qi_eval.views.newest import newest_words
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Frequency
from tests.metrics.ground import REPORT_DATE


@pytest.mark.parametrize(
    ("start", "frequency", "words"),
    [
        (date(2026, 6, 15), Frequency.DAILY, "15 June 2026"),
        (date(2026, 6, 15), Frequency.WEEKLY, "week to 21 June 2026"),
        (date(2026, 6, 15), Frequency.FORTNIGHTLY, "two weeks to 28 June 2026"),
        (date(2026, 2, 1), Frequency.MONTHLY, "February 2026"),
        (date(2026, 6, 15), Frequency.MONTHLY, "month to 14 July 2026"),
        (date(2026, 4, 1), Frequency.QUARTERLY, "quarter to 30 June 2026"),
        (date(2025, 4, 1), Frequency.ANNUAL, "year to 31 March 2026"),
    ],
)
def test_a_period_is_named_by_its_last_day(start: date, frequency: Frequency, words: str) -> None:
    assert newest_words(start, frequency, event=False) == words
    assert (frequency is Frequency.MONTHLY and start.day == 1) or date_words(last_day(start, frequency)) in words


def test_an_event_has_its_own_day() -> None:
    assert newest_words(date(2026, 6, 15), Frequency.MONTHLY, event=True) == "15 June 2026"


def test_a_silent_team_of_the_demo_is_told_one_day_on_both_pages(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=REPORT_DATE)
    silent = [
        (line.project_id, reason.removeprefix("No new value since ").split(" (")[0])
        for line in calls.calls_view(demo_store, scope).lines
        for reason in line.reasons
        if reason.startswith("No new value since ")
    ]
    assert silent
    for id_, day in silent:
        shown = [line.base for line in project.project_view(demo_store, scope, id_).measures]
        told = [one for one in shown if one.endswith(day) or one.endswith(day.split(" ", 1)[1])]
        assert told, (id_, day, shown)
