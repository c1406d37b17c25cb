"""J8: what members of teams answered, each by their newest answers, of teams with three who did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.sustainability import FACTORS
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, project

LASTS, CONTEXT = BY_ID["j8_sustainability"], BY_ID["j8_context"]


def answered(ground: Ground, id: str, who: str, instrument: str, scores: dict[str, float], day: str) -> None:
    for item, score in scores.items():
        ground.put(
            "assessments",
            subject_type="project",
            subject_id=id,
            instrument=instrument,
            item_code=item,
            score=score,
            assessed_on=day,
            assessor_role="team",
            assessor_key=who,
        )


def lasting(ground: Ground, id: str, who: str, share: float, day: str = "2026-07-01") -> None:
    """Somebody who gives each factor the same share of its highest score: a total of 100 × share."""
    scores = {code: share * most for code, (_, most) in FACTORS.items()}
    answered(ground, id, who, "nhs_sustainability", scores, day)


def test_the_middle_answer_of_a_team_against_the_mark(ground: Ground) -> None:
    for id, shares in {"P1": (0.4, 0.55, 0.9), "P2": (0.2, 0.5, 0.6), "P3": (0.9, 0.9)}.items():
        project(ground, id)
        for n, share in enumerate(shares):
            lasting(ground, id, f"{id}-{n}", share)
    lasting(ground, "P1", "P1-0", 0.1, day="2026-01-01")  # older than the answers above
    answered(ground, "P2", "P2-9", "nhs_sustainability", {"fit": 7.0}, "2026-07-01")  # one factor only
    result = ground.result(LASTS)
    assert (result.numerator, result.denominator, result.n_expected) == (1, 2, 3)
    assert (result.facts["median"], result.facts["widest"]) == (pytest.approx((55 + 50) / 2), pytest.approx(90 - 40))
    assert result.breakdown is not None
    factor = result.breakdown.table.set_index("label").loc["Benefits beyond patients"]
    means = (100 * (0.4 + 0.55 + 0.9) / 3, 100 * (0.2 + 0.5 + 0.6) / 3)
    assert list(factor[["value", "low", "high"]]) == pytest.approx([sum(means) / 2, means[1], means[0]])


def test_the_mark_is_a_setting(ground: Ground) -> None:
    project(ground, "P1")
    for n, share in enumerate((0.4, 0.56, 0.9)):
        lasting(ground, "P1", f"t{n}", share)
    assert ground.result(LASTS).value == 1
    stricter = replace(NOW, settings={"sustainability_mark": "60"})
    assert ground.result(LASTS, stricter).value == 0
    assert "60 of 100" in LASTS.sentence(ground.result(LASTS, stricter))


def test_context_is_the_mean_of_each_level_over_the_teams(ground: Ground) -> None:
    answers = {
        "P1": ({"team_1": 7, "team_2": 5, "environment_1": 1}, {"team_1": 6}, {"team_1": 6}),
        "P2": ({"team_1": 2}, {"team_1": 3}, {"team_1": 4}),
        "P3": ({"team_1": 1}, {"team_1": 1}),  # two people
    }
    for id, given in answers.items():
        project(ground, id)
        for n, scores in enumerate(given):
            answered(ground, id, f"{id}-{n}", "musiq", {k: float(v) for k, v in scores.items()}, "2026-07-01")
    result = ground.result(CONTEXT)
    assert (result.value, result.n_expected) == (2, 3)
    assert result.breakdown is not None
    levels = result.breakdown.table.set_index("label")
    assert list(levels.loc["QI team", ["value", "low", "high"]]) == [((7 + 5 + 6 + 6) / 4 + (2 + 3 + 4) / 3) / 2, 3, 6]
    assert levels.loc["External environment", "value"] == 1
    assert levels["value"].isna().sum() == 3
    assert "“External environment”, 1 of 7" in CONTEXT.sentence(result)


def test_fewer_than_three_people_are_no_team_answer(ground: Ground) -> None:
    project(ground, "P1")
    for who in ("a", "b"):
        lasting(ground, "P1", who, 0.5)
    assert {ground.result(metric).state for metric in (LASTS, CONTEXT)} == {State.NO_DATA}
