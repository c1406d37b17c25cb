"""Q4 and Q5: whole bundles with the bounds of their elements, and gaps between groups of people."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.views.drawing import table_of
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, project

BUNDLES, REPORTED, GAPS = BY_ID["q4_bundles"], BY_ID["q5_reported"], BY_ID["q5_gaps"]


def measure(ground: Ground, id: str, **cells: object) -> None:
    usual: dict[str, object] = {"measure_name": f"Measure {id}", "measure_type": "outcome", "value_type": "proportion"}
    ground.put("measures", measure_id=id, project_id="P1", **(usual | {"direction": "increase"} | cells))


def counts(ground: Ground, id: str, part: int, cases: int, day: str = "2026-08-01", **cells: object) -> None:
    ground.put("measurements", measure_id=id, period_start=day, numerator=part, denominator=cases,
               **({"unit_id": "W1"} | cells))  # fmt: skip


def bundle(ground: Ground, whole: int, *elements: int, cases: int = 100) -> Ground:
    project(ground, "P1", named_to_board=True)
    measure(ground, "ALL", bundle_id="B", bundle_role="all_or_none")
    counts(ground, "ALL", whole, cases)
    for n, given in enumerate(elements):
        measure(ground, f"E{n}", bundle_id="b", bundle_role="element")
        counts(ground, f"E{n}", given, cases)
    return ground


def test_elements_of_95_92_90_and_98_allow_75_to_90_for_all_or_none(ground: Ground) -> None:
    result = bundle(ground, 80, 95, 92, 90, 98).result(BUNDLES)
    assert (result.value, result.numerator, result.denominator) == (80.0, 80, 100)
    assert result.breakdown is not None
    row = result.breakdown.table.iloc[0]
    assert (row["allowed_low"], row["least"], row["weakest"]) == (pytest.approx(75), 90.0, "Measure E2")
    assert not any("outside what its elements allow" in note for note in result.notes)
    assert BUNDLES.sentence(result) == "Every element was given, bundle by bundle: Measure ALL 80 of 100 (80%)."


@pytest.mark.parametrize("whole", [74, 91])
def test_an_all_or_none_that_its_elements_do_not_allow_is_told(ground: Ground, whole: int) -> None:
    notes = bundle(ground, whole, 95, 92, 90, 98).result(BUNDLES).notes
    assert "In 1 month all-or-none lies outside what its elements allow: check those counts." in notes


def test_the_year_ends_with_the_newest_month_that_has_counts(ground: Ground) -> None:
    bundle(ground, 80, 95)  # August 2026; the report is of 30 September
    counts(ground, "ALL", 50, 100, "2025-09-01")
    counts(ground, "ALL", 0, 100, "2025-08-01")  # a thirteenth month
    result = ground.result(BUNDLES)
    assert (result.numerator, result.denominator) == (80 + 50, 200)
    assert result.notes[0].startswith("Cases in the 12 months to 31 August 2026.")


def test_two_bundles_stand_apart_and_have_no_common_line(ground: Ground) -> None:
    bundle(ground, 80, 95)
    measure(ground, "X", bundle_id="C", bundle_role="all_or_none")
    counts(ground, "X", 1, 10)
    counts(ground, "X", 9, 10, unit_id="W2")  # not the project's own unit
    result = ground.result(BUNDLES)
    assert (result.numerator, result.denominator, result.over_time) == (81, 110, None)
    each = "Measure ALL 80 of 100 (80%); Measure X 1 of 10 (10%)"
    assert BUNDLES.sentence(result) == f"Every element was given, bundle by bundle: {each}."


def by_quintile(ground: Ground, id: str, *groups: tuple[int, int], day: str = "2026-08-01") -> None:
    for n, (part, cases) in enumerate(groups, start=1):
        counts(ground, id, part, cases, day, subgroup_axis="imd_quintile", subgroup=str(n))


def test_a_measure_of_a_project_that_did_not_agree_is_counted_and_not_named(ground: Ground) -> None:
    project(ground, "P1", named_to_board=False)
    measure(ground, "M1")
    by_quintile(ground, "M1", (40, 100), (70, 100))
    result = ground.result(GAPS)
    assert result.breakdown is not None
    assert list(result.breakdown.table["label"]) == [
        "A service-led measure not named here, by deprivation quintile (IMD)"
    ]
    assert "(a service-led measure not named here, by" in GAPS.sentence(result)


def test_the_gap_is_best_less_worst_with_newcombe_s_interval(ground: Ground) -> None:
    project(ground, "P1", named_to_board=True)
    measure(ground, "M1")
    measure(ground, "M2", direction="decrease")
    measure(ground, "M3")
    by_quintile(ground, "M1", (40, 100), (50, 100), (70, 100))
    by_quintile(ground, "M2", (30, 100), (20, 100))
    result = ground.result(GAPS)
    assert result.breakdown is not None
    table = result.breakdown.table.set_index("label")
    first, second = (table.loc[f"Measure {id}, by deprivation quintile (IMD)"] for id in ("M1", "M2"))
    assert (first["value"], first["worst"], first["best"]) == (pytest.approx(30.0), "1", "3")
    low, high = confint_proportions_2indep(70, 100, 40, 100, method="newcomb", compare="diff")
    assert (first["low"], first["high"]) == (pytest.approx(100 * low), pytest.approx(100 * high))
    assert (second["value"], second["worst"], second["best"]) == (pytest.approx(10.0), "1", "2")
    assert result.value == 1  # the second interval holds 0
    assert ground.result(REPORTED).value == pytest.approx(100 * 2 / 3)


def test_small_groups_are_pooled_over_all_years_before_they_are_left_out(ground: Ground) -> None:
    project(ground, "P1")
    measure(ground, "M1")
    by_quintile(ground, "M1", (5, 10), (7, 10), (1, 2))
    by_quintile(ground, "M1", (5, 10), (7, 10), (1, 2), day="2025-01-01")
    result = ground.result(GAPS)
    assert result.breakdown is not None
    assert result.breakdown.table.loc[0, ["value", "n"]].tolist() == [pytest.approx(70 - 50), 20]
    assert "1 comparison over all years, as the groups of one year are small." in result.notes
    assert "1 group of fewer than 11 cases left out." in result.notes


def test_a_hidden_comparison_is_counted_nowhere(ground: Ground) -> None:
    project(ground, "P1", named_to_board=True)
    measure(ground, "M1")
    measure(ground, "M2")
    by_quintile(ground, "M1", (40, 100), (70, 100))
    by_quintile(ground, "M2", (3, 100), (90, 100))  # 3 people
    result = protect(ground.result(GAPS), NOW)
    assert (result.value, result.facts["gaps"], result.n) == (1, 1, 100)
    assert "1 comparison with few people in it hidden and not counted." in result.notes
    assert "the widest distance is 30 points (Measure M1," in GAPS.sentence(result)
    assert result.breakdown is not None
    table = table_of(result.breakdown, "Gaps")
    assert table.rows[1][1:] == ("hidden", "hidden", "hidden", "Deprivation quintile (IMD)", *["hidden"] * 3)


def test_where_every_comparison_is_hidden_nothing_is_told(ground: Ground) -> None:
    project(ground, "P1")
    measure(ground, "M1")
    by_quintile(ground, "M1", (3, 100), (90, 100))
    result = protect(ground.result(GAPS), NOW)
    assert (result.state, result.value) == (State.SUPPRESSED, None)
    assert result.breakdown is not None
    assert result.breakdown.table.loc[0, list(result.breakdown.hides)].isna().all()


def test_without_groups_nothing_is_known(ground: Ground) -> None:
    project(ground, "P1")
    measure(ground, "M1")
    counts(ground, "M1", 1, 2)
    assert ground.result(GAPS).state is State.NO_DATA
    assert ground.result(REPORTED).state is State.NO_DATA
