"""The stages of all running projects: whose register is ahead of the records."""

from __future__ import annotations

from qi_eval.metrics.journeys import Journey, journeys_of, select_journeys
from qi_eval.metrics.outcome_projects import project_outcomes
from qi_eval.metrics.outcomes import J4_OUTCOMES
from tests.metrics.ground import NOW, Ground, project


def journeys(ground: Ground) -> list[Journey]:
    frames = ground.loaded().frames(select_journeys(ground.store.tables(), NOW))
    return journeys_of(frames, project_outcomes(ground.frames(J4_OUTCOMES), NOW))


def test_the_register_that_is_furthest_ahead_comes_first(ground: Ground) -> None:
    project(ground, "P1", stage="testing", aim_statement="Fewer falls")
    project(ground, "P2", stage="spreading", aim_statement="Fewer falls")
    project(ground, "P3", stage="framing", aim_statement="Fewer falls")
    project(ground, "P4", stage="spreading", status="completed", close_date="2026-01-05")
    found = journeys(ground)
    assert [(one.project_id, one.ahead) for one in found] == [("P2", True), ("P1", True), ("P3", False)]
    assert found[0].words.startswith("The register says spreading; the records show framing so far.")


def test_each_file_shows_its_stage(ground: Ground) -> None:
    stages = {"P1": "diagnosis", "P2": "design", "P3": "testing", "P4": "implementing", "P5": "spreading"}
    for id_, stage in stages.items():
        project(ground, id_, stage=stage)
    ground.put("measures", measure_id="M1", project_id="P1", measure_type="process")
    ground.put("measurements", measure_id="M1", unit_id="W1", period_start="2025-03-03", value=1)
    ground.put("drivers", driver_id="D", kind="aim", project_id="P2", title="Aim")
    ground.put("drivers", driver_id="D1", kind="change_idea", parent_id="D", project_id="P2", title="Idea")
    ground.put("project_log", project_id="P3", log_date="2025-03-03", log_type="pdsa", title="Test")
    ground.put("project_log", project_id="P4", log_date="2025-03-03", log_type="intervention_start", title="In use")
    ground.put("spread", spread_id="S", project_id="P5", direction="out", adopter_org_code="RQM", status="adopted")
    assert [one.project_id for one in journeys(ground) if one.ahead] == []
