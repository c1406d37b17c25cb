"""J1 and J2: what assessors scored item by item, whole rubrics only, and named projects apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, project, rows_of

THEORY, PLAN, COPYING = BY_ID["j1_theory"], BY_ID["j1_measurement"], BY_ID["j2_replicability"]
ITEMS = ("aim", "drivers", "measures", "baseline_plan", "evaluation")
PARTS = ("what", "who", "dose", "materials", "core_elements", "context")


def scored(
    ground: Ground, id: str, scores: Sequence[float], items: Sequence[str] = ITEMS, day: str = "2026-06-30",
    instrument: str = "project_theory", key: str = "h1",
) -> None:  # fmt: skip
    for item, score in zip(items, scores, strict=False):
        ground.put(
            "assessments",
            subject_type="project",
            subject_id=id,
            instrument=instrument,
            item_code=item,
            score=score,
            assessed_on=day,
            assessor_role="hub",
            assessor_key=key,
        )


def test_seven_of_ten_points_and_who_lacks_a_part(ground: Ground) -> None:
    for id in ("P1", "P2", "P3", "P4"):
        project(ground, id)
    scored(ground, "P1", (2, 2, 1, 1, 1))  # 7
    scored(ground, "P2", (2, 2, 2, 0, 0))  # 6, two parts missing
    scored(ground, "P3", (2, 2, 2, 2))  # one item never scored
    result = ground.result(THEORY)
    assert (result.value, result.n, result.n_expected) == (100 * 1 / 2, 2, 4)
    assert (result.facts["any_zero"], result.facts["median"]) == (1, 6)
    assert "1 project is scored on some items only: not counted." in result.notes
    assert "1 of 2 assessed projects (50%) reach 7 of 10 points" in THEORY.sentence(result)
    both = "Weakest on the whole: baseline and data, evaluation question."  # (1 + 0) / 2 each
    assert both in THEORY.sentence(result)
    assert ground.result(PLAN).state is State.NO_DATA


def test_the_newest_day_of_each_item_counts_by_its_lower_median(ground: Ground) -> None:
    project(ground, "P1", project_type="strategic", title="Falls")
    scored(ground, "P1", (0, 0, 0, 0, 0), day="2026-01-31")
    scored(ground, "P1", (2, 2, 2, 2), day="2026-06-30")
    scored(ground, "P1", (1, 2, 2, 2), day="2026-06-30", key="h2")
    scored(ground, "P1", (2, 2, 2, 2, 2), day="2026-10-01")  # after the report date
    result = ground.result(THEORY)
    assert rows_of(result) == {"Falls": 1 + 2 + 2 + 2 + 0}
    assert result.breakdown is not None
    assert list(result.breakdown.table.loc[0, list(ITEMS)]) == [1, 2, 2, 2, 0]


def test_only_projects_that_may_be_named_are_named(ground: Ground) -> None:
    project(ground, "P1", project_type="strategic", title="Falls")
    project(ground, "P2", title="Letters", named_to_board=True)
    project(ground, "P3", title="Quiet")
    project(ground, "P4", title="Quieter", unit_id="W3")
    project(ground, "P5", project_type="consultancy")
    for id, first in {"P1": 2, "P2": 1, "P3": 2, "P4": 0, "P5": 2}.items():
        scored(ground, id, (first, 1, 1, 1, 1))
    assert rows_of(ground.result(THEORY)) == {"2 others, mean": 5, "Falls": 6, "Letters": 5}
    assert ground.result(THEORY, DIVISION_1).n == 3


def test_replicability_asks_for_all_six_parts(ground: Ground) -> None:
    for id, scores in {"P1": (1, 1, 1, 1, 1, 1), "P2": (1, 1, 1, 1, 1, 0), "P3": (1, 0, 0, 1, 0, 0)}.items():
        project(ground, id)
        scored(ground, id, scores, PARTS, instrument="replicability")
    result = ground.result(COPYING)
    assert result.value == pytest.approx(100 * 1 / 3)
    assert "half describe 5 or fewer. Most often missing: context." in COPYING.sentence(result)
    assert len(ground.counted(COPYING)["assessments"]) == 18
