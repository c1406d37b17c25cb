"""O8, O9 and O12: culture, coaching and awareness, from answers that a person can count."""

from __future__ import annotations

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, over_time_of, rows_of, session

CULTURE, IMPACT = BY_ID["o8_culture"], BY_ID["o8_impact"]
MANAGERS, AWARE = BY_ID["o9_managers_coach"], BY_ID["o12_aware"]
RATING, MODELS = BY_ID["o9_rating"], BY_ID["o9_models"]
AT_WORK, TRAINED = BY_ID["o9_coaches_at_work"], BY_ID["o9_managers_trained"]


def score(
    ground: Ground, who: str, item: str, score: float, day: str = "2026-05-01", tool: str = "clp_culture"
) -> None:
    ground.put("assessments", subject_type="unit", subject_id="D1", instrument=tool, item_code=item, score=score,
               assessed_on=day, assessor_role="leader", assessor_key=who)  # fmt: skip


def answer(ground: Ground, who: str, wave: str = "2026-Q2", **items: int) -> None:
    for item, response in items.items():
        ground.put("survey_responses", response_id=who, survey_id="pulse", wave=wave, respondent_type="staff",
                   unit_id="W1", item_code=item, response=response)  # fmt: skip


def test_each_element_stands_for_itself_and_the_lowest_is_the_headline(ground: Ground) -> None:
    for who, vision, team in (("a", 4, 5), ("b", 2, 4), ("c", 3, 4), ("d", 5, 2)):
        score(ground, who, "vision_values", vision)
        score(ground, who, "teamwork", team)
    result = ground.result(CULTURE)
    assert (result.value, result.numerator, result.denominator) == (50.0, 2, 4)
    assert rows_of(result) == {"Vision and values": 100 * 2 / 4, "Teamwork": 100 * 3 / 4}  # the picture draws the same
    assert list(result.breakdown.table["mean"]) == [(4 + 2 + 3 + 5) / 4, (5 + 4 + 4 + 2) / 4]  # type: ignore[union-attr]
    assert "to vision and values (2 of 4, 50%), most to teamwork (75%)" in CULTURE.sentence(result)
    assert result.state is State.PARTIAL  # how many were asked is not on record
    assert protect(result, NOW).state is State.SUPPRESSED  # four people


def test_answers_of_half_a_year_are_one_round_and_the_round_before_stands_beside_it(ground: Ground) -> None:
    for day, given in (("2026-05-01", 4), ("2026-01-15", 2), ("2024-01-01", 5)):
        score(ground, f"who{day}", "teamwork", given, day)
    for n in range(11):
        score(ground, f"then{n}", "teamwork", 1, "2025-05-01")
    result = ground.result(CULTURE)
    assert result.breakdown is not None
    assert result.breakdown.table.loc[0, ["value", "then", "mean"]].tolist() == [100 * 1 / 2, 0.0, (4 + 2) / 2]


def test_a_round_before_of_few_people_is_not_shown(ground: Ground) -> None:
    score(ground, "a", "teamwork", 4)
    for n in range(10):
        score(ground, f"then{n}", "teamwork", 1, "2025-05-01")
    breakdown = ground.result(CULTURE).breakdown
    assert breakdown is not None
    assert "then" not in breakdown.table


def test_an_element_that_few_scored_is_not_named(ground: Ground) -> None:
    for n in range(12):
        score(ground, f"who{n}", "teamwork", 5 if n < 8 else 2)
        score(ground, f"who{n}", "equity_inclusion", 4 if n < 6 else 2)
    for n in range(10):
        score(ground, f"who{n}", "vision_values", 1)
    shown = protect(ground.result(CULTURE), NOW)
    assert (shown.value, shown.numerator, shown.denominator) == (50.0, 6, 12)
    assert "Fewest gave 4 or 5 of 5 to equity and inclusion (6 of 12, 50%), most to teamwork (67%)" in CULTURE.sentence(
        shown
    )


def test_elements_that_tie_are_all_named(ground: Ground) -> None:
    for n in range(12):
        score(ground, f"who{n}", "teamwork", 5)
        for item in ("equity_inclusion", "vision_values"):
            score(ground, f"who{n}", item, 4 if n < 6 else 2)
    result = ground.result(CULTURE)
    assert "to vision and values, equity and inclusion (50%), most to teamwork" in CULTURE.sentence(result)


def test_components_that_few_scored_hide_a_round_of_many(ground: Ground) -> None:
    for n in range(12):
        score(ground, f"who{n}", "capability_1" if n < 6 else "people_culture", 3, tool="nhs_impact")
    shown = protect(ground.result(IMPACT), NOW)
    assert (shown.state, shown.value) == (State.SUPPRESSED, None)
    for n in range(11):
        score(ground, f"more{n}", "capability_1", 2, tool="nhs_impact")
    assert protect(ground.result(IMPACT), NOW).value == 2


def test_impact_is_ordinal_the_median_of_each_component_over_assessors(ground: Ground) -> None:
    for who, scores in (("a", (1, 2, 3)), ("b", (2, 2, 5)), ("c", (4, 4, 4))):
        for n, given in enumerate(scores, start=1):
            score(ground, who, f"capability_{n}", given, tool="nhs_impact")
        score(ground, who, "people_culture", 5, tool="nhs_impact")
    assert ground.result(IMPACT).value == 2  # the medians are 2, 2 and 4
    assert ground.result(IMPACT).n == 3
    assert "Lowest in the middle: " in IMPACT.sentence(ground.result(IMPACT))


def test_components_that_all_stand_alike_have_no_lowest(ground: Ground) -> None:
    for who in "abc":
        score(ground, who, "capability_1", 3, tool="nhs_impact")
        score(ground, who, "capability_2", 3, tool="nhs_impact")
    assert IMPACT.sentence(ground.result(IMPACT)).endswith(
        "Every component that they scored stands at 3 of 5 in the middle."
    )


def test_only_those_who_agree_to_all_count_of_those_who_answered_all(ground: Ground) -> None:
    answer(ground, "a", aw_1=5, aw_2=4, aw_3=4, q3d=1)
    answer(ground, "b", aw_1=5, aw_2=4, aw_3=3)
    answer(ground, "c", aw_1=4, aw_2=4)  # aw_3 passed over
    answer(ground, "d", wave="2026-Q1", aw_1=1, aw_2=1, aw_3=1)
    result = ground.result(AWARE)
    assert (result.value, result.numerator, result.denominator) == (50.0, 1, 2)
    assert rows_of(result)["I know what quality improvement is"] == 100.0
    assert rows_of(result)["I can make suggestions"] == 0.0
    assert list(over_time_of(result).values()) == [0.0, 50.0]
    assert ground.result(MANAGERS).state is State.NO_DATA


def test_managers_who_coach_by_their_people_s_account(ground: Ground) -> None:
    answer(ground, "a", q9f=5, q9g=5, q9h=4, q9i=4)
    answer(ground, "b", q9f=5, q9g=5, q9h=4, q9i=2)
    answer(ground, "c", q9f=1, q9g=2, q9h=3, q9i=2)
    assert ground.result(MANAGERS).value == pytest.approx(100 / 3)


def contact(ground: Ground, id: str, day: str = "2026-07-06", **cells: object) -> None:
    ground.put("activity", activity_id=id, activity_type="coaching", activity_date=day, unit_id="W1", **cells)


def test_ratings_of_four_fifths_or_more_by_quarter_and_contacts_by_model(ground: Ground) -> None:
    contact(ground, "1", rating=4, rating_max=5, coaching_model="grow")
    contact(ground, "2", rating=3, rating_max=5, coaching_model="grow")
    contact(ground, "3", rating=8, rating_max=10, coaching_model="none")
    contact(ground, "4", coaching_model="oscar")
    contact(ground, "5", "2024-07-06", rating=5, rating_max=5)
    result = ground.result(RATING)
    assert (result.value, result.n) == (pytest.approx(100 * 2 / 3), 3)
    assert [day.isoformat() for day in over_time_of(result)] == ["2024-07-01", "2026-07-01"]
    models = ground.result(MODELS)
    assert rows_of(models) == {"GROW": 2, "OSCAR": 1, "No model": 1}
    assert "4 contacts with teams in the 12 months to 31 July 2026, 3 of them by" in MODELS.sentence(models)


def test_the_twelve_months_end_where_the_activity_log_ends(ground: Ground) -> None:
    """Recorded up to August: that no coach met a team in August is told, of September nobody knows yet."""
    contact(ground, "1", "2025-09-01")
    contact(ground, "2", "2025-08-31")
    contact(ground, "3", "2026-07-06")
    ground.put("activity", activity_id="4", activity_type="workshop", activity_date="2026-08-03", unit_id="W3")
    result = ground.result(MODELS)
    assert (result.value, result.facts["window"]) == (2, "in the 12 months to 31 August 2026")


def test_coaches_at_work_are_active_in_post_and_coached_lately(ground: Ground) -> None:
    for key, cells in (("a", {}), ("b", {}), ("c", {"role_active": False}), ("d", {"left_on": "2026-06-01"})):
        session(ground, key, qi_role="coach", **({"role_active": True} | cells))
    contact(ground, "1", "2026-09-01", coach_key="A")
    contact(ground, "2", "2026-02-01", coach_key="b")
    result = ground.result(AT_WORK)
    assert (result.numerator, result.denominator) == (1, 2)


def test_each_part_of_the_trust_has_its_own_plan_of_managers(ground: Ground) -> None:
    for id, kind, of, managers in (("1", "programme", "", 40), ("2", "unit", "D1", 5)):
        ground.put("plan", plan_id=id, kind="eligible", subject_type=kind, subject_id=of, code="managers",
                   quantity=managers, valid_from=f"2026-0{id}-01")  # fmt: skip
    session(ground, "a", course_name="Coaching for managers", role_tier="middle")
    assert ground.result(TRAINED).denominator == 40
    assert ground.result(TRAINED, DIVISION_1).denominator == 5


def test_managers_trained_are_set_against_the_plan(ground: Ground) -> None:
    ground.put("plan", kind="eligible", subject_type="programme", code="managers", quantity=40, valid_from="2026-01-01",
               valid_to=None)  # fmt: skip
    session(ground, "a", course_name="Coaching for managers", role_tier="middle")
    session(ground, "b", course_name="Coaching for managers", role_tier="frontline")
    session(ground, "c", course_name="QI Foundations", role_tier="senior")
    assert (ground.result(TRAINED).numerator, ground.result(TRAINED).value) == (1, 2.5)
