"""The hub's score beside the data, and involvement by stage."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project

BESIDE, STAGES = BY_ID["j6_beside_data"], BY_ID["c2_stages"]
STEADY = [50.0, 54.0, 47.0, 53.0, 46.0, 52.0] * 2


def followed(ground: Ground, id: str, after: float, score: float, kind: str = "strategic") -> None:
    """A project with a steady baseline, twelve points at `after` since its change, and its score by the hub."""
    project(ground, id, project_type=kind, title=f"Project {id}")
    ground.put("project_log", project_id=id, log_date="2026-04-06", log_type="intervention_start", title="Began")
    ground.put("measures", measure_id=f"{id}-1", project_id=id, measure_name="Seen in time", direction="increase",
               measure_type="outcome", value_type="count", unit_label="patients", frequency="weekly")  # fmt: skip
    for week, value in enumerate([*STEADY, *[after + n % 2 for n in range(12)]]):
        day = (date(2026, 1, 12) + timedelta(weeks=week)).isoformat()
        ground.put("measurements", measure_id=f"{id}-1", unit_id="W1", period_start=day, value=value)
    for day, given in (("2026-05-01", 1.0), ("2026-08-01", score)):
        ground.put("assessments", subject_type="project", subject_id=id, instrument="ihi_progress",
                   item_code="overall", score=given, assessed_on=day, assessor_role="Hub")  # fmt: skip


def test_score_and_data_agree_where_both_say_improved_or_neither(ground: Ground) -> None:
    followed(ground, "P1", 80, 3.5)  # both
    followed(ground, "P2", 50, 2.0)  # neither
    followed(ground, "P3", 50, 4.0)  # the score further
    followed(ground, "P4", 80, 2.5, "service_led")  # the data ahead
    result = ground.result(BESIDE)
    assert (result.value, result.numerator, result.denominator) == (100 * (1 + 1) / 4, 2, 4)
    assert BESIDE.sentence(result) == (
        "In 2 of 4 scored projects that can be judged, score and data agree. The hub sees 1 project (“Project P3”) "
        "further than the data do yet. The data are ahead of the score in 1 project."
    )
    assert result.breakdown is not None
    assert list(result.breakdown.table["value"]) == [2, 2]


def test_without_a_score_nothing_is_compared(ground: Ground) -> None:
    project(ground, "P1")
    assert ground.result(BESIDE).state is State.NO_DATA


def took_part(ground: Ground, id: str, stage: str, rung: str, day: str = "2026-03-01") -> None:
    ground.put("involvement", project_id=id, recorded_on=day, stage=stage, ladder_level=rung)


def test_each_stage_shows_the_rung_of_its_newest_record_and_who_has_none(ground: Ground) -> None:
    for id in ("P1", "P2", "P3"):
        project(ground, id)
    took_part(ground, "P1", "design", "informing", "2026-01-01")
    took_part(ground, "P1", "design", "co_design")
    took_part(ground, "P2", "design", "consultation")
    took_part(ground, "P2", "delivery", "co_production")
    result = ground.result(STAGES)
    assert (result.numerator, result.denominator) == (2, 3)
    assert result.breakdown is not None
    table = result.breakdown.table.set_index("label")
    columns = ["co_production", "co_design", "engagement", "told", "not_recorded"]
    assert table.loc["Design", columns].tolist() == [0, 1, 1, 0, 1]
    assert table.loc["Delivery", columns].tolist() == [1, 0, 0, 0, 2]
    assert "most often at design, delivery (1 of 3)" in STAGES.sentence(result)
