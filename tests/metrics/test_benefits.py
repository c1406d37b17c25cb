"""Q2 and C8: benefits by class, in ranges, and events averted with the worked example of the domain."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project, rows_of

WORTH, AVERTED = BY_ID["q2_benefits"], BY_ID["c8_averted"]


def benefit(
    ground: Ground,
    id: str,
    kind: str,
    figures: tuple[float | None, ...],
    prices: tuple[float | None, ...],
    **cells: object,
) -> None:
    ends = ("low", "central", "high")
    quantity = {f"quantity_{end}": figure for end, figure in zip(ends, figures, strict=True)}
    value = {f"unit_value_gbp_{end}": price for end, price in zip(ends, prices, strict=True)}
    usual = {
        "period_start": "2026-01-01",
        "period_end": "2026-06-30",
        "benefit_class": kind,
        "benefit_kind": "productivity",
    }
    ground.put("benefits", benefit_id=id, project_id="P1", **(usual | quantity | value | cells))


def test_the_headline_is_cashable_and_validated_and_classes_stay_apart(ground: Ground) -> None:
    project(ground, "P1")
    checked = {"validated_on": "2026-08-01", "validated_by": "finance"}
    benefit(ground, "1", "cashable", (1, 2, 3), (100, 100, 100), cost_gbp=50, **checked)
    benefit(ground, "2", "cashable", (1, 1, 1), (300, 400, 500), cost_gbp=150, **checked)
    benefit(ground, "3", "cost_avoided", (1, 1, 1), (7, 8, 9), **checked)
    benefit(ground, "4", "cashable", (1, 1, 1), (70_000, 80_000, 90_000))  # nobody has checked it
    benefit(ground, "5", "cashable", (1, 1, 1), (1, 2, 3), overlap_with="1", **checked)
    benefit(
        ground, "6", "cashable", (1, 1, 1), (1, 2, 3), period_start="2024-01-01", period_end="2024-12-31", **checked
    )
    result = ground.result(WORTH)
    assert (result.low, result.value, result.high) == (1 * 100 + 300, 2 * 100 + 400, 3 * 100 + 500)
    assert result.breakdown is not None
    table = result.breakdown.table.set_index("label")
    assert table.loc["Cashable, validated", "roi"] == pytest.approx(100 * (600 - 200) / 200)
    assert table.loc["Cashable, validated", "payback"] == pytest.approx(200 / (600 / (181 / (365.25 / 12))))
    assert table.loc["Cashable, estimated", "value"] == 80_000
    assert table.loc["Cost avoided, validated", "value"] == 8
    assert WORTH.sentence(result) == (
        "3 of 4 benefits of the 12 months since 1 October 2025 are validated: cashable £600 (£400 to £800); cost "
        "avoided £8 (£7 to £9)."
    )
    assert "1 benefit left out: another one counts the same in part." in result.notes


def test_what_nobody_has_validated_has_no_headline(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3))
    result = ground.result(WORTH)
    assert (result.value, result.state) == (None, State.PARTIAL)


def test_what_has_no_price_is_counted_in_a_note(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3))
    benefit(ground, "2", "quality_only", (1, 1, 1), (None, None, None))
    result = ground.result(WORTH)
    assert result.breakdown is not None
    assert list(result.breakdown.table["label"]) == ["Cashable, estimated"]
    assert "1 benefit without a price: not in the table, nor in any sum." in result.notes


CHECKED = {"validated_on": "2026-08-01", "validated_by": "finance"}


def test_a_benefit_counts_once_though_one_row_of_it_is_validated_and_the_other_estimated(ground: Ground) -> None:
    """Whichever of the two says so."""
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3), overlap_with="2", **CHECKED)
    benefit(ground, "2", "cashable", (1, 1, 1), (10, 20, 30))
    benefit(ground, "3", "cost_avoided", (1, 1, 1), (4, 5, 6), **CHECKED)
    benefit(ground, "4", "cost_avoided", (1, 1, 1), (10, 20, 30), overlap_with="3")
    assert rows_of(ground.result(WORTH)) == {"Cashable, validated": 2, "Cost avoided, validated": 5}


def test_two_that_name_each_other_leave_one(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3), overlap_with="2", **CHECKED)
    benefit(ground, "2", "cashable", (1, 1, 1), (10, 20, 30), overlap_with="1", **CHECKED)
    assert ground.result(WORTH).value == 20


def test_validated_without_a_price_is_not_nothing(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (None, None, None), **CHECKED)
    result = ground.result(WORTH)
    assert (result.value, result.state) == (None, State.PARTIAL)
    assert any(note.startswith("What can be cashed and is validated has no price") for note in result.notes)


def test_a_benefit_whose_period_still_runs_is_not_counted_yet(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3), **CHECKED)
    benefit(ground, "2", "cashable", (1, 1, 1), (10, 20, 30), period_end="2026-12-31", **CHECKED)
    result = ground.result(WORTH)
    assert result.value == 2
    assert "1 benefit whose period still runs: not counted yet." in result.notes


def test_the_return_is_not_told_where_a_cost_is_missing(ground: Ground) -> None:
    project(ground, "P1")
    checked = {"validated_on": "2026-08-01", "validated_by": "finance"}
    benefit(ground, "1", "cashable", (1, 1, 1), (1, 2, 3), cost_gbp=1, **checked)
    benefit(ground, "2", "cashable", (1, 1, 1), (1, 2, 3), **checked)
    found = ground.result(WORTH).breakdown
    assert found is not None
    assert found.table["roi"].isna().all()


def test_27_strokes_averted_by_anticoagulants_give_0_32_to_0_63_million(ground: Ground) -> None:
    project(ground, "P1")
    benefit(ground, "1", "cost_avoided", (27, 27, 27), (11_900, 13_352, 23_296), quantity_unit="strokes",
            benefit_kind="events_averted", method="modelled")  # fmt: skip
    result = ground.result(AVERTED)
    assert (result.low, result.value, result.high) == (321_300, 360_504, 628_992)
    assert AVERTED.sentence(result) == (
        "Averted by our estimates, 1 of 1 of them modelled: 27 strokes (27 to 27). Together a saving of £0.36m (£0.32m "
        "to £0.63m), none of it validated yet, if the assumptions hold."
    )
    assert ground.counted(AVERTED) == {"benefits": [2]}


def test_events_without_a_price_are_told_without_a_saving(ground: Ground) -> None:
    project(ground, "P1")
    benefit(
        ground, "1", "quality_only", (1, 2, 3), (None, None, None), quantity_unit="falls", benefit_kind="events_averted"
    )
    assert AVERTED.sentence(ground.result(AVERTED)).endswith("2 falls (1 to 3). Their cost is not recorded.")
