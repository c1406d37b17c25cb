"""C3, C4 and C6: volunteers, partners, the network, and learning from elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, over_time_of, project, rows_of

HOURS, VOLUNTEERS = BY_ID["c3_hours"], BY_ID["c3_volunteers"]
SHARED, CAME, KEPT = BY_ID["c4_shared"], BY_ID["c4_network"], BY_ID["c4_still_coming"]
LEARNING = BY_ID["c6_learning"]


def volunteered(ground: Ground, id: str, day: str, heads: int, hours: float | None, **cells: object) -> None:
    ground.put("activity", activity_id=id, activity_type="volunteering", activity_date=day, unit_id="W1",
               n_volunteers=heads, volunteer_hours=hours, **cells)  # fmt: skip


def came(ground: Ground, id: str, org: str, day: str) -> None:
    ground.put("activity", activity_id=id, activity_type="network", activity_date=day, org_code=org)


def test_hours_of_the_year_by_month_and_for_every_100_staff(ground: Ground) -> None:
    project(ground, "P1")
    volunteered(ground, "1", "2026-08-31", 8, 30)
    volunteered(ground, "2", "2026-08-31", 6, 10.5, project_id="P1")
    volunteered(ground, "3", "2026-09-30", 7, 20)
    volunteered(ground, "4", "2025-09-30", 9, 99)
    ground.put(
        "workforce", period_end="2026-08-31", unit_id="RNB", staff_group="ahp", headcount_end=300, wte_in_post=250
    )
    result = ground.result(HOURS)
    assert (result.value, result.n, result.n_expected) == (30 + 10.5 + 20, 2, 12)
    assert over_time_of(result)[date(2026, 8, 1)] == 40.5
    assert result.facts["per_wte"] == pytest.approx(100 * 60.5 / 2 / 250)
    assert HOURS.sentence(result).startswith("Volunteers gave 60 hours in 2 of the 12 months to 30 September 2026")


def test_volunteers_of_the_newest_month_and_few_are_hidden(ground: Ground) -> None:
    project(ground, "P1")
    volunteered(ground, "1", "2026-08-31", 8, None)
    volunteered(ground, "2", "2026-08-15", 3, None, project_id="P1")
    volunteered(ground, "3", "2026-07-31", 40, None)
    result = ground.result(VOLUNTEERS)
    assert (result.value, result.facts["people_on_projects"]) == (8 + 3, 3)
    assert VOLUNTEERS.sentence(protect(result, NOW)) == (
        "11 volunteers served in August 2026, fewer than 5 people on our projects."
    )


def test_projects_with_partners_and_what_is_not_recorded(ground: Ground) -> None:
    project(ground, "P1", orgs_involved="RNB|RXX|rzz")
    project(ground, "P2", orgs_involved="rnb")
    project(ground, "P3", orgs_involved="RXX")  # ours goes without saying
    project(ground, "P4")
    project(ground, "P5", orgs_involved="RNB|RYY", status="completed", close_date="2026-01-31")
    result = ground.result(SHARED)
    assert (result.facts["met"], result.n, result.n_expected, result.facts["partners"]) == (2, 3, 4, 2)
    assert (result.low, result.high) == (50.0, 75.0)
    assert SHARED.sentence(result) == (
        "2 of 4 running projects are shared with another organisation, 1 not recorded: between 50% and 75%; 2 partner "
        "organisations in all."
    )


VISITS = (
    *(("RXX", "2025-01-14"), ("RYY", "2025-01-14"), ("RZZ", "2026-05-14")),
    *(("rxx", "2026-08-14"), ("RZZ", "2026-08-14"), ("RNB", "2026-08-14")),
)


def network(ground: Ground) -> Ground:
    for n, (org, day) in enumerate(VISITS):
        came(ground, str(n), org, day)
    return ground


def test_who_came_in_the_newest_quarter_of_those_enrolled(ground: Ground) -> None:
    network(ground)
    assert ground.result(CAME).state is State.NO_DATA  # nobody says how many joined
    ground.put("plan", kind="enrolled", subject_type="programme", code="network", quantity=5, valid_from="2026-01-01",
               valid_to=None)  # fmt: skip
    result = ground.result(CAME)
    assert (result.value, result.numerator) == (40.0, 2)  # RXX and RZZ; our own does not count
    assert over_time_of(result) == {date(2025, 1, 1): 40.0, date(2026, 4, 1): 20.0, date(2026, 7, 1): 40.0}


def test_who_still_comes_and_who_began_late(ground: Ground) -> None:
    result = network(ground).result(KEPT)
    assert (result.numerator, result.denominator, result.facts["late"]) == (2, 3, 1)  # RYY stayed away, RZZ began late
    assert result.breakdown is not None
    assert list(result.breakdown.table["label"]) == ["RXX", "RYY", "RZZ"]


def test_learning_from_elsewhere_with_what_is_not_recorded(ground: Ground) -> None:
    for n, source in enumerate(("nice_guideline", "other_trust", "staff_idea", None, None)):
        project(ground, f"P{n}", evidence_source=source)
    ground.put("spread", spread_id="1", project_id="P3", direction="in", adopter_org_code="RNB", status="adopted",
               started_on="2025-03-02", source_org_code="RXX", source_published_on="2025-01-01")  # fmt: skip
    result = ground.result(LEARNING)
    assert (result.value, result.n, result.n_expected) == (75.0, 4, 5)
    assert (result.low, result.high) == (60.0, 80.0)
    assert (result.facts["lag"], result.facts["sources"]) == (60.0, 1)
    assert rows_of(result)["Not recorded"] == 1
    assert LEARNING.sentence(result) == (
        "3 of 5 projects rest on what others have found out, 1 not recorded: between 60% and 80%. From publication to "
        "our start took 60 days in the middle."
    )


def test_without_any_record_learning_is_unknown(ground: Ground) -> None:
    project(ground, "P1")
    assert ground.result(LEARNING).state is State.NO_DATA
