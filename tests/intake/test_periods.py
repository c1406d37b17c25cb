"""Two dates in one period of a measure's frequency are told, by row and date; nothing is refused for it."""

from __future__ import annotations

import pytest

from qi_eval.datasets.known import Known
from tests.build import known, row, table
from tests.intake.given import checked, errors, warnings

HEADER = "measure_id,unit_id,period_start,value,subgroup_axis,subgroup"


def given(frequency: str, value_type: str = "mean") -> Known:
    return known().learn("measures", table("measures", [row("measures", frequency=frequency, value_type=value_type)]))


def told(*days: str, often: str = "monthly", kind: str = "mean", group: str = "") -> list[str]:
    """What is said of a file with these days, the last of them of `group`."""
    rows = [f"M031,RNB,{day},5,," for day in days]
    if group:
        rows[-1] = f"M031,RNB,{days[-1]},5,sex,{group}"
    result = checked("\n".join([HEADER, *rows, ""]), given=given(often, kind))
    assert errors(result) == []
    assert [rule for _, _, rule in warnings(result)] in ([], ["two_in_a_period"])
    return [problem.message for problem in result.problems]


def test_two_dates_in_a_month_are_told_by_row_and_date():
    assert told("2026-10-01", "2026-11-15", "2026-11-01") == [
        'Row 4, column "period_start": 1 November 2026 lies in the same month as 15 November 2026 in row 3, and '
        "'M031' has one value a month: both would be drawn. If one is a slip, mend its date or take its row out."
    ]


def test_many_are_told_once_with_their_number():
    [message] = told("2026-10-01", "2026-10-02", "2026-10-03", "2026-09-01", "2026-09-30")
    assert message.startswith('Row 3, column "period_start": 2 October 2026 lies in the same month as 1 October 2026')
    assert message.endswith("(2 more rows alike.)")


@pytest.mark.parametrize(
    ("often", "first", "second", "crowded"),
    [
        ("weekly", "2026-11-02", "2026-11-08", True),  # Monday and Sunday
        ("weekly", "2026-11-08", "2026-11-09", False),
        ("quarterly", "2026-07-01", "2026-09-30", True),
        ("quarterly", "2026-06-30", "2026-07-01", False),
        ("annual", "2025-04-01", "2025-12-31", True),
        ("annual", "2025-04-01", "2026-04-01", False),
        ("daily", "2026-11-02", "2026-11-03", False),
    ],
)
def test_the_period_is_that_of_the_measure(often: str, first: str, second: str, crowded: bool):
    assert bool(told(first, second, often=often)) is crowded


def test_events_and_other_groups_may_share_a_period():
    assert told("2026-11-01", "2026-11-15", kind="time_between") == []
    assert told("2026-11-01", "2026-11-15", group="women") == []
