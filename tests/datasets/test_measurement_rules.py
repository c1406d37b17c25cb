"""The rules that hold a measurement's value, numerator and denominator together, in figures."""

from __future__ import annotations

import numpy as np
import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from tests.build import row, table

KINDS = Known(
    value_types={"p1": "proportion", "r1": "rate", "r2": "rate", "c1": "count", "d1": "time_between"},
    multipliers={"r1": 1000.0},
)
RULES = {rule.name: rule for rule in BY_NAME["measurements"].rules}


def broken(rule: str, **cells: object) -> bool:
    """Whether a proportion with nothing but these cells breaks the rule."""
    blank = {"measure_id": "P1", "numerator": None, "denominator": None}
    rows = table("measurements", [row("measurements", **(blank | cells))])
    return RULES[rule].broken(rows, KINDS)[0].as_py()


def test_a_row_needs_a_value_or_both_counts_or_a_reason() -> None:
    assert broken("value_missing")
    assert broken("value_missing", numerator=3)
    assert broken("value_missing", denominator=3)
    assert not broken("value_missing", value=0)
    assert not broken("value_missing", numerator=0, denominator=3)
    assert not broken("value_missing", missing_reason="nobody audited")


def test_a_proportion_counts_part_of_its_denominator_but_a_rate_need_not() -> None:
    rule = "numerator_above_denominator"
    assert broken(rule, numerator=25, denominator=24)
    assert broken(rule, measure_id="p1", numerator=25, denominator=24)
    assert not broken(rule, numerator=24, denominator=24)
    assert not broken(rule, numerator=25)
    assert not broken(rule, measure_id="R1", numerator=25, denominator=24)
    assert not broken(rule, measure_id="NEW", numerator=25, denominator=24)


def test_a_proportion_is_a_percentage() -> None:
    assert broken("not_a_percentage", value=100.1)
    assert broken("not_a_percentage", value=-1)
    assert not broken("not_a_percentage", value=100)
    assert not broken("not_a_percentage", measure_id="R1", value=140)


def test_a_count_is_not_below_nothing() -> None:
    assert broken("negative_count", measure_id="C1", value=-1)
    assert not broken("negative_count", measure_id="C1", value=0)
    assert not broken("negative_count", measure_id="D1", value=-1)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"value": 71, "numerator": 17, "denominator": 24}, False),  # 100 × 17 / 24 = 70.833…
        ({"value": 70.8, "numerator": 17, "denominator": 24}, False),
        ({"value": 70.83, "numerator": 17, "denominator": 24}, False),
        ({"value": 70.9, "numerator": 17, "denominator": 24}, True),
        ({"value": 70, "numerator": 17, "denominator": 24}, True),
        ({"value": 0.708, "numerator": 17, "denominator": 24}, True),  # a fraction, not a percentage
        ({"value": 12, "numerator": 1, "denominator": 8}, False),  # 12.5: half of the last digit is allowed
        ({"value": 13, "numerator": 1, "denominator": 8}, False),
        ({"value": 14, "numerator": 1, "denominator": 8}, True),
        ({"measure_id": "R1", "value": 4.2, "numerator": 21, "denominator": 5000}, False),  # 1000 × 21 / 5000
        ({"measure_id": "R1", "value": 0.0042, "numerator": 21, "denominator": 5000}, True),
        ({"measure_id": "R2", "value": 0.0042, "numerator": 21, "denominator": 5000}, False),  # no multiplier: 1
        ({"measure_id": "D1", "value": 9, "numerator": 1, "denominator": 2}, False),  # nothing to compare
        ({"measure_id": "NEW", "value": 9, "numerator": 1, "denominator": 2}, False),
        ({"value": 50, "numerator": 1, "denominator": 0}, False),
        ({"value": 50, "numerator": 1}, False),
        ({"numerator": 1, "denominator": 2}, False),
    ],
)
def test_the_value_is_what_the_counts_give_as_printed(cells: dict[str, object], wrong: bool) -> None:
    assert broken("value_disagrees", **cells) is wrong


def test_a_disagreement_is_told_but_does_not_stop_the_file() -> None:
    assert RULES["value_disagrees"].severity is Severity.WARNING
    assert RULES["denominator_zero"].severity is Severity.WARNING
    assert RULES["numerator_above_denominator"].severity is Severity.ERROR


def test_a_denominator_of_nothing_is_a_gap() -> None:
    assert broken("denominator_zero", numerator=0, denominator=0)
    assert not broken("denominator_zero", numerator=0, denominator=1)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"numerator": 0, "denominator": 0}, "denominator_zero"),
        ({"denominator": 0, "value": 3}, "denominator_zero"),
        ({"numerator": 3, "denominator": 0}, "numerator_above_denominator"),
        ({"measure_id": "R1", "numerator": 3, "denominator": 0}, "counted_of_none"),
        ({"measure_id": "NEW", "numerator": 3, "denominator": 0}, "counted_of_none"),
    ],
)
def test_one_thing_is_said_of_a_denominator_of_nothing(cells: dict[str, object], told: str) -> None:
    rules = ("denominator_zero", "numerator_above_denominator", "counted_of_none", "value_disagrees")
    assert [rule for rule in rules if broken(rule, **cells)] == [told]


def test_a_subgroup_and_its_axis_come_together() -> None:
    assert broken("subgroup_needed", subgroup_axis="sex")
    assert broken("subgroup_axis_needed", subgroup="women")
    assert not broken("subgroup_needed", subgroup_axis="sex", subgroup="women")
    assert not broken("subgroup_axis_needed", subgroup_axis="sex", subgroup="women")
    assert not broken("subgroup_needed")


def agrees_naively(value: str, numerator: int, denominator: int) -> bool:
    """The same rule the slow way, from the digits as they are printed."""
    decimals = len(value.partition(".")[2].rstrip("0"))
    return abs(float(value) - 100 * numerator / denominator) <= 0.5 * 10**-decimals + 1e-7


def test_a_thousand_values_are_judged_as_by_hand() -> None:
    random = np.random.default_rng(14)
    denominators = random.integers(1, 300, 1000)
    numerators = (random.random(1000) * (denominators + 1)).astype(int)
    off = random.choice([0, 0, 0.4, 1, -0.06, 0.006], 1000)
    values = [
        f"{100 * n / d + gap:.{digits}f}"
        for n, d, gap, digits in zip(numerators, denominators, off, random.integers(0, 5, 1000), strict=True)
    ]
    rows = [
        row("measurements", measure_id="P1", value=value, numerator=n, denominator=d)
        for value, n, d in zip(values, numerators, denominators, strict=True)
    ]
    found = RULES["value_disagrees"].broken(table("measurements", rows), KINDS).to_pylist()
    by_hand = [not agrees_naively(*cells) for cells in zip(values, numerators, denominators, strict=True)]
    assert found == by_hand
    assert 100 < sum(found) < 900


@pytest.mark.parametrize(
    ("cells", "warned"),
    [
        ({"numerator": 1.204, "denominator": 2}, True),  # 1,204 of 2,000 with full stops, read as decimals
        ({"numerator": 1, "denominator": 2.5}, True),
        ({"numerator": 1, "denominator": 2}, False),
        ({"numerator": None, "denominator": None, "value": 12.5}, False),
        ({"measure_id": "R1", "numerator": 3, "denominator": 1.5}, False),  # thousands of bed days, say
    ],
)
def test_parts_of_a_case_are_pointed_out(cells: dict[str, object], warned: bool) -> None:
    assert broken("part_of_a_case", **cells) is warned
    assert RULES["part_of_a_case"].severity is Severity.WARNING
