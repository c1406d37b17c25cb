"""Data health: what is late and from whom, how much of what came was right, which ids lead nowhere."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.health import NOTHING, HealthView, health
from qi_eval.views.health_marks import Received
from tests.metrics.ground import Ground

NOW = Scope(date(2026, 9, 30))


def line(view: HealthView, dataset: str) -> dict[str, str]:
    """One file of the table."""
    place = [file.dataset for file in view.files].index(dataset)
    return dict(zip(view.table.headers, view.table.rows[place], strict=True))


def measure(ground: Ground, id: str, newest: str | None, role: str = "matron", **cells: object) -> None:
    """A monthly measure of project P1 with one value, or none."""
    usual = {"value_type": "count", "frequency": "monthly", "direction": "increase", "owner_role": role}
    ground.put("measures", measure_id=id, project_id="P1", measure_name=f"Measure {id}", **(usual | cells))
    if newest:
        ground.put("measurements", measure_id=id, unit_id="W1", period_start=newest, value=3)


def running(ground: Ground, status: str = "active") -> None:
    ground.put("projects", project_id="P1", title="One", project_type="service_led", unit_id="W1", status=status,
               start_date="2026-01-05")  # fmt: skip


def owed(view: HealthView) -> dict[str, list[tuple[str, str]]]:
    """Role → what it owes, and since when that is late."""
    return {owner.role: [(item.what, item.since) for item in owner.items] for owner in view.owners}


def test_a_measure_is_overdue_one_and_a_half_intervals_after_its_newest_period_ended(ground: Ground) -> None:
    """A month counts 31 days: that of 14 July is over on 14 August and late from 30 September, 47 days on."""
    running(ground)
    measure(ground, "M1", "2026-07-14")
    measure(ground, "M2", "2026-07-15")
    measure(ground, "M3", None, "")
    measure(ground, "M4", "2026-03-01", value_type="time_between", chart="t")
    view = health(ground.loaded(), NOW)
    assert owed(view) == {
        "Matron": [("Measure M1", "30 September 2026")],
        "No owner named": [("Measure M3", "21 February 2026")],
    }
    assert view.answer.startswith("In part: 4 of 20 files hold data.")
    assert "2 of 4 measures of active projects are overdue." in view.answer


def test_a_project_that_rests_owes_nothing(ground: Ground) -> None:
    running(ground, "paused")
    measure(ground, "M1", "2026-03-01")
    assert "Matron" not in owed(health(ground.loaded(), NOW))


def test_an_active_project_is_one_that_runs_as_everywhere_else(ground: Ground) -> None:
    """Its status alone does not say so: this one has ended."""
    ground.put("projects", project_id="P1", title="One", project_type="service_led", unit_id="W1", status="active",
               start_date="2026-01-05", close_date="2026-06-30")  # fmt: skip
    measure(ground, "M1", "2026-03-01")
    assert "Matron" not in owed(health(ground.loaded(), NOW))


def test_a_late_file_is_asked_of_the_hub_with_what_to_do_next(ground: Ground) -> None:
    ground.put("workforce", period_end="2026-06-30", unit_id="RNB", staff_group="")
    view = health(ground.loaded(), NOW)
    [hub] = view.owners
    [item] = hub.items
    assert (hub.role, item.what) == ("Improvement hub", "File: Workforce")
    assert item.todo == "Upload the Workforce file with what came since 30 June 2026."
    assert (item.page, dict(item.asked)) == ("upload", {"dataset": "workforce"})
    assert line(view, "workforce")["State"] == "late"
    assert int(line(view, "workforce")["Questions that wait"]) > 0


def test_an_id_that_came_early_leads_nowhere_until_it_does(ground: Ground) -> None:
    ground.put("projects", project_id="P1", title="One", project_type="service_led", unit_id="W1", status="active",
               start_date="2026-09-21", aim_measure_id="M1")  # fmt: skip
    store = ground.loaded()
    assert line(health(store, NOW), "projects")["Keys"] == "1 id leads nowhere"
    measure(ground, "m1", "2026-08-01")
    assert line(health(ground.loaded(), NOW), "projects")["Keys"] == "all matched"


def test_a_refused_file_and_rows_left_out_are_told(ground: Ground) -> None:
    running(ground)
    store = ground.loaded()
    at = datetime(2026, 9, 30)
    store.refuse("projects", "wrong.csv", "0" * 64, rows=9, counts={"required": 2}, by="test", at=at)
    assert line(health(store, NOW), "projects")["Right on arrival"] == "all; 1 file refused"
    assert Received(good=214, left_out=6, refused=2).valid_words == "214 of 220; 2 files refused"
    assert Received(refused=1).valid_words == "1 file refused, none loaded"


def test_the_marks_say_what_the_data_do_not_tell(ground: Ground) -> None:
    running(ground)
    measure(ground, "M1", "2026-08-01")
    measure(ground, "M2", "2026-08-01", "")
    marks = {row[0]: row[1:] for row in health(ground.loaded(), NOW).marks.rows}
    assert marks["Measures"] == ("in part: 1 of 2", "no set time", "passed every check, not audited", "yes")
    assert marks["Projects"][0] == "not recorded"
    assert marks["Measurements"][1] == "yes"
    assert "Training" not in marks


def test_an_empty_store_is_nothing_to_rely_on(empty: Ground) -> None:
    view = health(empty.loaded(), NOW)
    assert view.answer == NOTHING
    assert not view.owners


@pytest.mark.parametrize("part", ["6 of 7 files that are due at set times are up to date (late: Workforce)",
                                  "All rows that were handed in passed every check.", "9 of 130 measures"])  # fmt: skip
def test_the_demo_can_be_relied_on_in_part(demo_store: Store, part: str) -> None:
    assert part in health(demo_store, NOW).answer
