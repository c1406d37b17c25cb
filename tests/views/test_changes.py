"""What changed between two days: each kind from a few rows that can be added up, and the demo's list."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.change import Kind
from qi_eval.views.change_signs import kind_of
from qi_eval.views.changes import ChangesView, changes_view
from qi_eval.views.cut import months_on
from qi_eval.vocabulary import Variation
from tests.metrics.ground import Ground

NOW = Scope(date(2026, 9, 30))
BEFORE = "2026-06-03"
CALM = [50.0, 54.0, 47.0, 53.0, 46.0, 52.0] * 2  # twelve weeks from 12 January, mean 50.33
STEADY = [48.0, 51.0, 47.0, 53.0, 49.0, 52.0, 48.0, 51.0]  # eight weeks to 25 May
LOW, HIGH = [30.0] * 10, [75.0] * 10  # a run of ten from 1 June
LATER = [51.0, 48.0, 53.0, 47.0, 52.0, 49.0] * 3  # weeks that keep a weekly measure from being late


def series(ground: Ground, id: str, after: list[float], kind: str = "strategic", **cells: object) -> None:
    """A running project with one weekly measure: twelve calm weeks, its first change on 6 April, and what came."""
    ground.put("projects", project_id=id, title=f"Project {id}", project_type=kind, unit_id="W1",
               start_date="2026-01-05", **({"status": "active"} | cells))  # fmt: skip
    ground.put("project_log", project_id=id, log_date="2026-04-06", log_type="intervention_start", title="Began")
    ground.put("measures", measure_id=f"{id}-1", project_id=id, measure_name=f"Measure of {id}", direction="increase",
               measure_type="process", value_type="count", unit_label="patients", frequency="weekly")  # fmt: skip
    for week, value in enumerate(CALM + after):
        day = date(2026, 1, 12) + timedelta(weeks=week)
        ground.put("measurements", measure_id=f"{id}-1", unit_id="W1", period_start=day.isoformat(), value=value)


def told(view: ChangesView) -> dict[str, list[str]]:
    """Kind → its lines, those that are only counted after those that are named."""
    return {
        group.title: [f"{line.change.name}: {line.words}" for line in (*group.lines, *group.others)]
        for group in view.groups
    }


def test_a_sign_of_concern_says_since_when_how_many_points_and_leads_to_its_chart(ground: Ground) -> None:
    series(ground, "P1", [*STEADY, *LOW])
    view = changes_view(ground.loaded(), NOW, BEFORE)
    [group] = [group for group in view.groups if group.title == Kind.CONCERN.value]
    [line] = group.lines
    assert line.words == "sign of concern since 1 June 2026, 10 points; on 3 June 2026: usual ups and downs"
    assert (line.change.page, dict(line.change.asked)) == ("run_charts", {"measure": "P1-1"})
    assert view.answer.startswith("Since 3 June 2026: 1 new sign of concern")


def test_a_sign_that_stood_on_both_days_is_no_change(ground: Ground) -> None:
    series(ground, "P1", [*STEADY, *LOW])
    assert Kind.CONCERN.value not in told(changes_view(ground.loaded(), NOW, "2026-08-03"))


def test_a_sign_of_concern_that_is_gone_is_told_with_the_points_since(ground: Ground) -> None:
    series(ground, "P1", [*STEADY, *LOW, *LATER[:7]])
    lines = told(changes_view(ground.loaded(), NOW, "2026-08-10"))[Kind.RESOLVED.value]
    assert lines == ["Measure of P1: usual ups and downs; on 10 August 2026: sign of concern, 7 points since then"]


def test_a_sign_of_improvement_that_is_gone_is_lost(ground: Ground) -> None:
    series(ground, "P1", [*STEADY, *HIGH, *LATER[:7]])
    assert Kind.LOST.value in told(changes_view(ground.loaded(), NOW, "2026-08-10"))


def test_teams_own_projects_are_counted_and_not_named(ground: Ground) -> None:
    series(ground, "P1", [*STEADY, *LOW], "service_led")
    series(ground, "P2", [*STEADY, *LOW], "service_led", named_to_board="true")
    [group] = [g for g in changes_view(ground.loaded(), NOW, BEFORE).groups if g.title == Kind.CONCERN.value]
    assert [line.change.name for line in group.lines] == ["Measure of P2"]
    assert [line.change.name for line in group.others] == ["Measure of P1"]


def test_a_period_counts_on_the_earlier_day_only_once_it_has_ended(ground: Ground) -> None:
    """The seventh low week, that of 13 July, is over on 20 July: until then the rule has six and says nothing."""
    series(ground, "P1", [*STEADY, *[44.0] * 10])
    store = ground.loaded()
    new = {day: told(changes_view(store, NOW, day)).get(Kind.CONCERN.value, []) for day in ("2026-07-19", "2026-07-20")}
    assert [len(lines) for lines in new.values()] == [1, 0]


def test_a_running_project_that_fell_silent_is_told_and_a_finished_one_is_not(ground: Ground) -> None:
    """The last week ended on 10 August; ten and a half days later a weekly measure is late."""
    series(ground, "P1", [*STEADY, *LATER[:10]])
    series(ground, "P2", [*STEADY, *LATER[:10]], status="completed", close_date="2026-05-01")
    store = ground.loaded()
    newest = "newest value: week to 9 August 2026"
    for day, silent in ((BEFORE, True), ("2026-08-20", True), ("2026-08-21", False)):
        lines = told(changes_view(store, NOW, day)).get(Kind.STALE.value, [])
        assert not any("File" in line for line in lines)  # a month from 3 August ends on 3 September
        assert (f"Project P1: 1 measure, {newest}" in lines) is silent
        assert not any("Project P2" in line for line in lines)


def test_projects_that_ended_and_changes_that_came_into_use_are_told_once(ground: Ground) -> None:
    for id, status, closed in (("P1", "closed_unsuccessful", "2026-07-17"), ("P2", "handed_over", "2026-06-30"),
                               ("P3", "completed", "2026-06-03")):  # fmt: skip
        ground.put("projects", project_id=id, title=f"Project {id}", project_type="strategic", unit_id="W1",
                   status=status, close_date=closed, start_date="2026-01-05")  # fmt: skip
    for number, began, over in (("1", "2026-06-04", ""), ("2", "2026-09-30", ""), ("3", "2026-06-03", "2026-08-01")):
        ground.put("spread", spread_id=number, project_id="P2", direction="out", adopter_org_code="RNB",
                   adopter_unit_id=f"W{number}", adopted_on=began, stopped_on=over,
                   status="withdrawn" if over else "adopted")  # fmt: skip
    lines = told(changes_view(ground.loaded(), NOW, BEFORE))
    assert lines[Kind.FAILED.value] == ["Project P1: closed, did not work on 17 July 2026"]
    assert lines[Kind.STOPPED.value] == [
        "Project P2: 1 place stopped, last on 1 August 2026",
        "Project P2: handed over on 30 June 2026",
    ]
    assert lines[Kind.SPREAD.value] == ["Project P2: 2 more places, last on 30 September 2026"]


def test_asks_that_are_over_say_what_became_of_them(ground: Ground) -> None:
    for id, last, text in (("1", "2026-10-07", "A sponsor."), ("2", "2026-06-03", "An analyst. Agreed.")):
        ground.put("plan", plan_id=id, kind="ask", subject_type="programme", text=text, valid_from="2026-01-10",
                   valid_to=last)  # fmt: skip
    view = changes_view(ground.loaded(), NOW)
    assert view.asks == ("A sponsor. Asked on 10 January 2026.",)
    assert [(ask.text, ask.told) for ask in view.earlier] == [
        ("An analyst. Agreed.", "asked on 10 January 2026, open until 3 June 2026")
    ]


def test_the_day_is_the_last_board_meeting_unless_another_is_asked_for(ground: Ground) -> None:
    for day in ("2026-04-01", "2026-06-03", "2026-10-07"):
        ground.put("settings", key="board_date", valid_from="2026-01-01", value=day, applies_to=f"m{day}")
    store = ground.loaded()
    usual = changes_view(store, NOW)
    assert usual.since == date(2026, 6, 3)
    assert [day for day, _ in usual.meetings] == ["2026-06-03", "2026-04-01"]
    assert changes_view(store, NOW, "2026-02-01").since == date(2026, 2, 1)
    assert changes_view(store, NOW, "2026-10-07").note == "7 October 2026 does not lie before 30 September 2026."
    assert changes_view(store, NOW, "<b>").note == "'<b>' is no date such as 2026-09-30."


def test_an_empty_store_says_that_nothing_can_be_told(empty: Ground) -> None:
    view = changes_view(empty.loaded(), NOW)
    assert view.answer == "Nothing that can be told has changed since 1 July 2026."
    assert view.note.startswith("No earlier board meeting is known")
    assert "board_date" not in view.note
    assert not view.groups
    assert not view.table.rows


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ("common_cause", "concern", Kind.CONCERN),
        (None, "concern", Kind.CONCERN),
        ("improvement", "concern", Kind.CONCERN),
        ("improvement", "common_cause", Kind.LOST),
        ("concern", "common_cause", Kind.RESOLVED),
        ("concern", "improvement", Kind.IMPROVEMENT),
        ("common_cause", "neutral_high", Kind.OTHER),
        ("concern", "concern", None),
        ("concern", None, None),
        (None, "common_cause", None),
    ],
)
def test_what_becomes_of_a_sign(then: str | None, now: str | None, kind: Kind | None) -> None:
    assert kind_of(then and Variation(then), now and Variation(now)) is kind


def test_a_month_later_is_the_same_day_of_the_next_month() -> None:
    days = np.array(["2026-01-01", "2026-12-15"], dtype="datetime64[D]")
    assert months_on(days, 1).astype(str).tolist() == ["2026-02-01", "2027-01-15"]


def test_the_demo_tells_every_kind_and_names_attendance(demo_store: Store) -> None:
    view = changes_view(demo_store, NOW)
    lines = told(view)
    assert set(lines) == {kind.value for kind in Kind} - {Kind.OTHER.value}
    assert any(line.startswith("Attendance at training: sign of concern") for line in lines[Kind.CONCERN.value])
    assert any(line.startswith("Escalation written in the notes") for line in lines[Kind.RESOLVED.value])
    assert any(line.startswith("A quieter night") for line in lines[Kind.STALE.value])
    assert len(view.table.rows) == sum(map(len, lines.values()))
    assert view.table.csv.startswith("\ufeffWhat it is about,Project".encode())
