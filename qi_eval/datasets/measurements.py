"""Measurements: the values of the measures over time, and the rules that hold counts and values together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import code, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset, Wide
from qi_eval.datasets.known import Known
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.projects import MEASURE
from qi_eval.datasets.rules import WARNING, Values, blank, both, known_rule, present, rule
from qi_eval.vocabulary import Frequency, SubgroupAxis, ValueType

PER_CENT = 100.0  # a proportion is stored as 0 to 100
MOST_DECIMALS = 9  # a value printed with more is taken as exact
FRACTIONS_BELOW = 10.0  # per cent; where most values are above it, one of at most 1 is perhaps a fraction
CLOSE = 1e-9  # relative; below it two floats are the same number


def by_measure(table: pa.Table, facts: Mapping[str, object], kind: pa.DataType) -> pa.Array:
    """What `facts` (measure_id in lower case → value) say of each row's measure, null where they say nothing.

    Looked up once a measure, not once a row: a file has few measures and many rows."""
    ids = _array(table["measure_id"])
    ids = ids if pa.types.is_dictionary(ids.type) else ids.dictionary_encode()
    found = pa.array([facts.get((measure or "").lower()) for measure in ids.dictionary.to_pylist()], kind)
    return found.take(ids.indices)


def of_type(table: pa.Table, known: Known, value_type: ValueType) -> Values:
    """True where the row's measure is of this value type, null where the measure is not known."""
    return by_measure(table, {m: kind == value_type for m, kind in known.value_types.items()}, pa.bool_())


def factors(table: pa.Table, known: Known) -> pa.Array:
    """What numerator / denominator is multiplied by: 100 for a proportion, a rate's multiplier (1 if it has none), null
    for any other measure."""
    proportions = {m: PER_CENT for m, kind in known.value_types.items() if kind == ValueType.PROPORTION}
    rates = {m: known.multipliers.get(m, 1.0) for m, kind in known.value_types.items() if kind == ValueType.RATE}
    return by_measure(table, proportions | rates, pa.float64())


def disagrees(table: pa.Table, known: Known) -> Values:
    """True where value is not multiplier × numerator / denominator, rounded to as many decimals as value shows.

    Half of the last printed digit is allowed, and one part in 10⁹ for the arithmetic. Trailing zeros are not kept by a
    number, so 70.80 is read as 70.8."""
    if table["value"].null_count == len(table):
        return pa.nulls(len(table), pa.bool_())
    ratio = pc.divide(_numbers(table["numerator"]), _above_zero(table["denominator"]))
    expected = _array(pc.multiply(ratio, factors(table, known))).to_numpy(zero_copy_only=False)
    value = _numbers(table["value"]).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        gap, slack = np.abs(value - expected), CLOSE * (1 + np.abs(expected))
        wrong = gap > slack  # a blank is NaN and compares false
        doubtful = np.flatnonzero(wrong & (gap <= 0.5 + slack))
    wrong[doubtful] = gap[doubtful] > 0.5 * _last_digit(value[doubtful]) + slack[doubtful]
    return pa.array(wrong)


def _last_digit(values: np.ndarray) -> np.ndarray:
    """The size of the last decimal that each value shows: 1 for 71, 0.1 for 70.8."""
    size, left = np.zeros(len(values)), np.arange(len(values))
    for decimals in range(MOST_DECIMALS + 1):
        shown = np.round(values[left], decimals) == values[left]
        size[left[shown]] = 10.0**-decimals
        left = left[~shown]
    return size


def _above_zero(denominator: Values) -> pa.Array:
    numbers = _numbers(denominator)
    return pc.if_else(pc.greater(numbers, 0), numbers, pa.scalar(None, pa.float64()))


def _numbers(column: Values) -> pa.Array:
    return _array(column).cast(pa.float64())


def _array(column: Values) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def above_whole(table: pa.Table, known: Known) -> Values:
    """True where a proportion's numerator is more than its denominator."""
    return among(pc.greater(table["numerator"], table["denominator"]), table, known, ValueType.PROPORTION)


def no_percentage(table: pa.Table, known: Known) -> Values:
    """True where a proportion's value is no percentage."""
    beyond = pc.or_(pc.less(table["value"], 0), pc.greater(table["value"], PER_CENT))
    return among(beyond, table, known, ValueType.PROPORTION)


def negative_count(table: pa.Table, known: Known) -> Values:
    """True where a count is below 0."""
    return among(pc.less(table["value"], 0), table, known, ValueType.COUNT)


def among(suspects: Values, table: pa.Table, known: Known, value_type: ValueType) -> Values:
    """The suspects whose measure is of this value type. Without suspects, the usual case, nothing is looked up."""
    return both(suspects, of_type(table, known, value_type)) if pc.any(suspects).as_py() else suspects


def part_of_a_count(table: pa.Table, known: Known) -> Values:
    """True where a count has decimals."""
    return among(pc.not_equal(table["value"], pc.floor(table["value"])), table, known, ValueType.COUNT)


def part_of_a_case(table: pa.Table, known: Known) -> Values:
    """True where a proportion is counted in parts of a case."""
    given = (pc.fill_null(table[name], 0) for name in ("numerator", "denominator"))
    suspects = pc.or_(*(pc.not_equal(numbers, pc.floor(numbers)) for numbers in given))
    return among(suspects, table, known, ValueType.PROPORTION)


def among_percentages(table: pa.Table, known: Known) -> Values:
    """True where a proportion's value is at most 1, as a fraction is, and most values of its measure are not."""
    low = both(pc.greater(table["value"], 0), pc.less_equal(table["value"], 1))
    suspects = among(low, table, known, ValueType.PROPORTION)
    if not pc.any(suspects).as_py():
        return suspects
    frame = pd.DataFrame({"measure": table["measure_id"].to_pandas().str.lower(), "value": table["value"].to_pandas()})
    usual = frame.groupby("measure")["value"].transform("median").to_numpy()
    return both(suspects, pa.array(usual > FRACTIONS_BELOW))


def nobody_counted(table: pa.Table) -> Values:
    """True where no numerator stands, or one of 0."""
    return pc.invert(pc.fill_null(pc.greater(table["numerator"], 0), False))


def counted_of_none(table: pa.Table, known: Known) -> Values:
    """True where something was counted out of nothing; of a proportion the rule on its two counts says it already."""
    suspects = both(pc.equal(table["denominator"], 0), pc.greater(table["numerator"], 0))
    if not pc.any(suspects).as_py():
        return suspects
    is_told = pc.fill_null(of_type(table, known, ValueType.PROPORTION), False)
    return both(suspects, pc.invert(is_told))


def nothing_said(table: pa.Table) -> Values:
    """True where a row holds neither a value, nor numerator and denominator, nor the reason why not."""
    no_ratio = pc.or_(blank(table["numerator"]), blank(table["denominator"]))
    return both(both(blank(table["value"]), no_ratio), blank(table["missing_reason"]))


RULES = (
    rule(
        "value_missing",
        "value",
        "The row holds no value. Give value, or numerator and denominator, or say in missing_reason why there is none.",
        nothing_said,
    ),
    known_rule(
        "numerator_above_denominator",
        "numerator",
        "numerator {numerator} is more than denominator {denominator}. {measure_id} is a proportion: those counted are "
        "part of the denominator. Perhaps the two are swapped.",
        above_whole,
    ),
    known_rule(
        "not_a_percentage",
        "value",
        "{value} is no percentage. {measure_id} is a proportion, so value goes from 0 to 100.",
        no_percentage,
    ),
    known_rule("negative_count", "value", "{value} is below 0, but {measure_id} is a count.", negative_count),
    known_rule(
        "fractional_count", "value", "{value} is no whole number, but {measure_id} is a count.", part_of_a_count
    ),
    known_rule(
        "part_of_a_case",
        "numerator",
        "numerator {numerator} of denominator {denominator}: {measure_id} is a proportion, so both count cases, and "
        "one of them is no whole number. If its full stop parts the thousands, as in 1.204, write 1204.",
        part_of_a_case,
        severity=WARNING,
    ),
    known_rule(
        "fraction_among_percentages",
        "value",
        "{value} stands among much larger values of {measure_id}. If it is a fraction, write it as a percentage: 0.9 "
        "is 90.",
        among_percentages,
        severity=WARNING,
    ),
    known_rule(
        "value_disagrees",
        "value",
        "value {value} is not what numerator {numerator} and denominator {denominator} give. The two counts are used. "
        "A proportion is 100 × numerator / denominator; a rate is multiplier × numerator / denominator.",
        disagrees,
        severity=WARNING,
    ),
    rule(
        "denominator_zero",
        "denominator",
        "denominator is 0, so there is no value: the chart shows a gap. If nobody was looked at, that is right.",
        lambda t: both(pc.equal(t["denominator"], 0), nobody_counted(t)),
        severity=WARNING,
    ),
    known_rule(
        "counted_of_none",
        "denominator",
        "denominator is 0 but numerator is {numerator}, so there is no value: the chart shows a gap. Mend one of the "
        "two.",
        counted_of_none,
        severity=WARNING,
    ),
    rule(
        "subgroup_needed",
        "subgroup",
        "subgroup_axis is {subgroup_axis}, so subgroup must say which group. Blank both for everyone.",
        lambda t: both(present(t["subgroup_axis"]), blank(t["subgroup"])),
    ),
    rule(
        "subgroup_axis_needed",
        "subgroup_axis",
        "subgroup is '{subgroup}', so subgroup_axis must say by what people are grouped. Blank both for everyone.",
        lambda t: both(blank(t["subgroup_axis"]), present(t["subgroup"])),
    ),
)

MEASUREMENTS = Dataset(
    name="measurements",
    title="Measurements",
    grain="one value of one measure in one unit for one period, for everyone or for one group of people",
    purpose="Is it getting better? Every run chart, and every project outcome, is drawn from these.",
    key=("measure_id", "unit_id", "period_start", "sequence", "subgroup_axis", "subgroup"),
    scope=("measure_id",),
    columns=(
        ident("measure_id", "The measure.", "M031", required=True, refers=MEASURE),
        ident("unit_id", "The unit; blank: the measure's own unit.", "RNB", refers=UNIT, resolved=True),
        date(
            "period_start",
            "First day of the period, or the day of the event.",
            "2025-03-03",
            required=True,
            by_month=True,
        ),
        code("subgroup_axis", SubgroupAxis, "By what people are grouped; blank for everyone.", ""),
        text("subgroup", "Which group, such as the most deprived fifth; blank for everyone.", ""),
        number("value", "The value; leave blank where numerator and denominator are given.", ""),
        number("numerator", "How many were counted.", "17", low=0),
        number("denominator", "Out of how many.", "24", low=0),
        whole("n_cases", "Cases behind the value, where there is no denominator.", ""),
        text("missing_reason", "Why there is no value.", ""),
        text("note", "Anything to know about this point.", ""),
        whole("sequence", "1, 2, 3 … where a period has several values; blank means 1.", "", low=1),
    ),
    rules=RULES,
    wide=Wide(variable="period_start", value="value", accepts="date"),
    frequency=Frequency.MONTHLY,
    dated_by=("period_start",),
    defaults={"sequence": "1"},
)
