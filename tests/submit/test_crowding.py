"""A date in one period with a stored one of the same series is told before loading, on pages and commands alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from qi_eval import submit
from qi_eval.store import Store, open_store
from qi_eval.submit import Outcome, Report, Request
from tests.build import csv_bytes, row

TODAY, NOW = date(2026, 11, 30), datetime(2026, 11, 30, 9, tzinfo=UTC)


def measured(*days: str, **cells: str) -> Request:
    rows = [row("measurements", measure_id="M031", period_start=day, **cells) for day in days]
    return Request("measurements", csv_bytes("measurements", rows), "m.csv")


@pytest.fixture
def store(duckdb_url: str) -> Iterator[Store]:
    measure = row("measures", measure_id="M031", frequency="monthly")
    before = [("units", row("units")), ("projects", row("projects")), ("measures", measure)]
    requests = [Request(name, csv_bytes(name, [one]), f"{name}.csv") for name, one in before]
    with open_store(duckdb_url) as opened:
        reports = submit.load_all(opened, [*requests, measured("2026-11-15")], by="Ann", today=TODAY, now=NOW)
        assert all(report.accepted for report in reports)
        yield opened


def previewed(store: Store, request: Request) -> Report:
    return submit.preview(store, request, today=TODAY).report


def test_a_date_in_the_month_of_a_stored_one_is_told_and_loads(store: Store) -> None:
    report = previewed(store, measured("2026-10-01", "2026-11-01"))
    assert (report.outcome, report.warning_count, report.new) == (Outcome.ACCEPT_WITH_WARNING, 1, 2)
    assert report.problems[0].message == (
        'Row 3, column "period_start": 1 November 2026 lies in the same month as 15 November 2026 that is stored, and '
        "'M031' has one value a month: both would be drawn. If one is a slip, mend its date or take its row out."
    )


def test_the_stored_date_itself_and_other_months_and_groups_are_not_told(store: Store) -> None:
    assert previewed(store, measured("2026-11-15", numerator="16")).warning_count == 0
    assert previewed(store, measured("2026-10-15")).warning_count == 0
    assert previewed(store, measured("2026-11-01", subgroup_axis="sex", subgroup="women")).warning_count == 0


def test_where_the_file_holds_both_dates_they_are_told_once(store: Store) -> None:
    report = previewed(store, measured("2026-11-15", "2026-11-01"))
    assert [problem.rule for problem in report.problems] == ["two_in_a_period"]
    assert "15 November 2026 in row 2" in report.problems[0].message
