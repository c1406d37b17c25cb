"""What the programme costs and is worth: validated and estimated benefits apart."""

from __future__ import annotations

from qi_eval.metrics.money import Money, money, money_sentence, select_money
from qi_eval.narrative import pounds, pounds_about, pounds_between
from tests.metrics.ground import NOW, Ground, project


def cost(ground: Ground, id: str, first: str, last: str, pounds: float) -> None:
    ground.put("plan", plan_id=id, kind="cost_gbp", subject_type="programme", quantity=pounds, valid_from=first,
               valid_to=last)  # fmt: skip


def benefit(ground: Ground, id: str, central: float, *, validated_on: str = "", **cells: object) -> None:
    figures = {"quantity_low": 1, "quantity_central": 1, "quantity_high": 1}
    worth = {f"unit_value_gbp_{name}": central * by for name, by in (("low", 0.5), ("central", 1), ("high", 2))}
    dated = {"period_start": "2026-01-01", "period_end": "2026-06-30", "validated_on": validated_on}
    ground.put("benefits", benefit_id=id, project_id="P1", **(figures | worth | dated | cells))


def found(ground: Ground) -> Money:
    store = ground.loaded()
    return money(store.frames(select_money(store.tables(), NOW)), NOW)


def test_the_cost_of_the_year_and_benefits_validated_and_estimated_stand_apart(ground: Ground) -> None:
    project(ground, "P1")
    cost(ground, "1", "2025-10-01", "2026-09-30", 1_100_000)
    cost(ground, "2", "2024-10-01", "2025-09-30", 900_000)
    benefit(ground, "B1", 300_000, validated_on="2026-07-01", benefit_class="cost_avoided")
    benefit(ground, "B2", 20_000, validated_on="2026-07-01", benefit_class="cashable")
    benefit(ground, "B3", 200_000, benefit_class="capacity_released")
    benefit(ground, "B5", 40_000, benefit_class="cashable")
    benefit(ground, "B4", 50_000, period_start="2024-01-01", period_end="2024-12-31", validated_on="2025-02-01")
    assert money_sentence(found(ground)) == (
        "The programme costs £1.1m a year; validated benefits: £20,000 cashable, £0.30m cost avoided; estimated "
        "benefits: £20,000 to £80,000 cashable, £0.10m to £0.40m capacity released."
    )


def test_a_benefit_that_overlaps_another_of_its_kind_counts_once(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "B1", 300, validated_on="2026-07-01")
    benefit(ground, "B2", 200, validated_on="2026-07-01", overlap_with="B1")
    assert list(found(ground).validated.values()) == [300]


def test_of_a_validated_and_an_estimated_benefit_that_overlap_the_validated_one_counts(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "B1", 300, validated_on="2026-07-01", overlap_with="B2")
    benefit(ground, "B2", 200)
    assert list(found(ground).validated.values()) == [300]
    assert not found(ground).estimated


def test_without_a_cost_nothing_is_said(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "B1", 300)
    assert money_sentence(found(ground)) == ""


def test_pounds_are_said_with_as_many_digits_as_matter() -> None:
    assert [pounds(value) for value in (950, 47_300, 309_770, 1_100_000)] == ["£950", "£47,300", "£0.31m", "£1.1m"]


def test_the_ends_of_a_range_stand_on_one_scale() -> None:
    assert pounds_between(69_920, 170_000) == "£0.07m to £0.17m"
    assert pounds_between(44_800, 47_300) == "£44,800 to £47,300"
    assert pounds_about(77_550, 48_000, 110_000) == "£0.08m (£0.05m to £0.11m)"
    assert pounds_about(47_300, 44_800, 47_300) == "£47,300 (£44,800 to £47,300)"
    assert pounds_between(640, 1_900_000) == "£640 to £1.9m"
