"""J6: the hub's score and the teams' own, never mixed."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, over_time_of, project, rows_of

HUB, SELF = BY_ID["j6_hub"], BY_ID["j6_self"]


def score(ground: Ground, project_id: str, day: str, value: float, role: str = "hub", key: str = "h1") -> None:
    ground.put(
        "assessments",
        subject_type="project",
        subject_id=project_id,
        instrument="ihi_progress",
        item_code="overall",
        score=value,
        assessed_on=day,
        assessor_role=role,
        assessor_key=key,
    )


def test_the_latest_score_of_each_project_counts(ground: Ground) -> None:
    for id in ("P1", "P2", "P3", "P4"):
        project(ground, id)
    project(ground, "P9", project_type="consultancy")
    score(ground, "P1", "2026-03-31", 3.5)
    score(ground, "P1", "2026-06-30", 2.5)
    score(ground, "P2", "2026-09-30", 3.0)
    score(ground, "P3", "2026-09-30", 4.0)
    score(ground, "P3", "2026-10-01", 1.0)  # after the report date
    score(ground, "P9", "2026-09-30", 5.0)
    result = ground.result(HUB)
    assert result.value == pytest.approx(100 * 2 / 3)
    assert (result.n, result.n_expected) == (3, 4)
    assert (result.facts["median"], result.facts["at_4"]) == (3.0, 1)
    assert {label: n for label, n in rows_of(result).items() if n} == {"2.5": 1, "3.0": 1, "4.0": 1}
    assert HUB.sentence(result).startswith("2 of 3 projects scored by the hub (67%) stand at 3.0 or more of 5")
    assert "1 project is not scored." in HUB.sentence(result)
    assert ground.counted(HUB)["assessments"] == [2, 3, 4, 5]


def test_hub_and_teams_stand_apart_with_their_difference(ground: Ground) -> None:
    for id in ("P1", "P2"):
        project(ground, id)
        score(ground, id, "2026-09-30", 2.5)
        score(ground, id, "2026-09-30", 3.0, role="self", key="t1")
    project(ground, "P3")
    score(ground, "P3", "2026-09-30", 4.0, role="team_lead", key="t1")
    hub, own = ground.result(HUB), ground.result(SELF)
    assert (hub.value, own.value, own.n) == (0, 100, 3)
    assert (hub.facts["scored_by_both"], hub.facts["median_difference"], hub.facts["self_higher"]) == (2, 0.5, 2)


def test_several_scores_on_one_day_count_as_their_lower_median(ground: Ground) -> None:
    project(ground, "P1")
    for key, value in (("h1", 2.5), ("h2", 3.0), ("h3", 4.0), ("h4", 4.5)):
        score(ground, "P1", "2026-09-30", value, key=key)
    assert ground.result(HUB).facts["median"] == 3.0


def test_stalled_means_running_below_4_and_unchanged_for_more_than_180_days(ground: Ground) -> None:
    histories = {
        "P1": (("2026-04-03", 2.0), ("2026-09-30", 2.0)),  # unchanged for 180 days
        "P2": (("2026-04-02", 2.0), ("2026-09-30", 2.0)),  # for 181
        "P3": (("2025-04-02", 4.0), ("2026-09-30", 4.0)),  # not below 4
        "P4": (("2025-04-02", 2.0), ("2026-06-30", 2.5), ("2026-09-30", 2.0)),  # it moved
    }
    for id, history in histories.items():
        project(ground, id)
        for day, value in history:
            score(ground, id, day, value)
    project(ground, "P5", status="completed", close_date="2026-06-30")
    score(ground, "P5", "2025-04-02", 2.0)
    facts = ground.result(HUB).facts
    assert (facts["stalled"], facts["running_scored"]) == (1, 4)


def test_over_time_each_quarter_takes_the_scores_known_by_its_end(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2")
    score(ground, "P1", "2026-02-10", 3.0)
    score(ground, "P2", "2026-07-10", 2.0)
    assert over_time_of(ground.result(HUB)) == {date(2026, 1, 1): 100, date(2026, 4, 1): 100, date(2026, 7, 1): 50}


def test_without_scores_it_is_unknown(ground: Ground) -> None:
    project(ground, "P1")
    score(ground, "P1", "2026-09-30", 3.0, role="self")
    assert ground.result(HUB).state is State.NO_DATA
