"""Measures: what teams follow over time, and the marks that they set on their charts."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import code, date, ident, number, text
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.projects import MEASURE, PROJECT
from qi_eval.datasets.rules import WARNING, Values, blank, both, in_order, needed_when, present, rule
from qi_eval.vocabulary import (
    BundleRole,
    ChartType,
    CqcDomain,
    Direction,
    Frequency,
    MarkKind,
    MeasureType,
    Method,
    Purpose,
    ValueType,
)

# The charts on which each set of rules may be read; anhoej and a blank method go with all.
CHARTS = {
    Method.PLOTTHEDOTS: (ChartType.I,),
    Method.IHI: (ChartType.RUN,),
    Method.MDC: (
        ChartType.I,
        ChartType.P,
        ChartType.PP,
        ChartType.U,
        ChartType.UP,
        ChartType.C,
        ChartType.T,
        ChartType.G,
    ),
}


def chart_unsuited(table: pa.Table) -> Values:
    """True where the chart and the method that a measure asks for do not go together; a blank goes with anything."""
    pairs = pc.binary_join_element_wise(table["method"], table["chart"], " ")
    wrong = [f"{method} {chart}" for method in CHARTS for chart in ChartType if chart not in CHARTS[method]]
    return pc.is_in(pairs, value_set=pa.array(wrong, pa.string()))


MEASURES = Dataset(
    name="measures",
    title="Measures",
    grain="one measure: what is counted, how, and which way is better",
    purpose="What does each project follow? Without a measure no project outcome can be shown.",
    key=("measure_id",),
    columns=(
        ident("measure_id", "Short code of the measure.", "M031", required=True),
        ident("project_id", "The project; blank for a measure of the whole trust.", "P014", refers=PROJECT),
        text("measure_name", "Name of the measure.", "Antibiotics within one hour", required=True),
        code("measure_type", MeasureType, "What it tells of the change.", "outcome", required=True),
        code("value_type", ValueType, "How its values come about.", "proportion", required=True),
        text("unit_label", "Unit of its values, such as % or days.", "%", required=True),
        code("direction", Direction, "Which way is better.", "increase", required=True),
        text("numerator_def", "What is counted.", "given within 60 minutes"),
        text("denominator_def", "Out of what.", "red-flag sepsis, palliative care left out"),
        text(
            "operational_definition",
            "So exactly that two people would count the same.",
            "Time from the red flag to the first dose, from the notes",
            required=True,
        ),
        text("collection_method", "Where the numbers come from.", "notes_audit"),
        code("frequency", Frequency, "How often a value is due.", "weekly", required=True),
        number("target", "The value to reach, if there is one.", "90"),
        text("target_source", "Who set the target.", "local_aim"),
        code("purpose", Purpose, "What it is used for.", "improvement", required=True),
        code("cqc_domain", CqcDomain, "What it makes better.", "safe"),
        ident("bundle_id", "Code of the care bundle that it belongs to.", "SEP6"),
        code("bundle_role", BundleRole, "Its part in the bundle.", "element"),
        date("baseline_start", "First day of the baseline.", "2025-01-13", may_be_future=True),
        date("baseline_end", "Last day of the baseline.", "2025-04-06", may_be_future=True),
        text("owner_role", "Role of the person who keeps it, no name.", "ward_manager"),
        number("multiplier", "For a rate: per how many (1, 100, 1000 …); blank for any other measure.", "", low=1),
        code("chart", ChartType, "The chart to draw; blank: the suggested one.", ""),
        code("method", Method, "The rules to read it by; blank: the programme's.", ""),
    ),
    rules=(
        in_order("baseline_start", "baseline_end"),
        rule(
            "bundle_id_needed",
            "bundle_id",
            "bundle_role is {bundle_role}, so bundle_id must say which bundle.",
            lambda t: both(present(t["bundle_role"]), blank(t["bundle_id"])),
        ),
        rule(
            "chart_unsuited",
            "chart",
            "The rules '{method}' cannot be read on the chart '{chart}'. Allowed: "
            + "; ".join(f"{method}: {', '.join(charts)}" for method, charts in CHARTS.items())
            + "; anhoej: all. Blank lets the programme choose.",
            chart_unsuited,
        ),
        needed_when(
            "multiplier",
            "value_type",
            (ValueType.RATE,),
            sentence="A rate must say per how many, or its values and its target may stand on different scales. Write "
            "1000 for a rate per 1,000, or 1 where numerator / denominator is the value itself.",
        ),
        rule(
            "multiplier_unused",
            "multiplier",
            "A multiplier counts only for a rate; this measure is a {value_type}. Blank it, or mend value_type.",
            lambda t: both(present(t["multiplier"]), pc.not_equal(t["value_type"], "rate")),
            severity=WARNING,
        ),
    ),
)

CHART_MARKS = Dataset(
    name="chart_marks",
    title="Chart marks",
    grain="one mark on one chart: new limits, a point left out, a new target, a note",
    purpose="Who changed what on a chart, and why? Limits never move without a reason and a role.",
    key=("measure_id", "unit_id", "on_date", "kind"),
    scope=("measure_id",),
    columns=(
        ident("measure_id", "The measure.", "M031", required=True, refers=MEASURE),
        ident("unit_id", "The unit; blank: the measure's own unit.", "RNB", refers=UNIT, resolved=True),
        date("on_date", "The point, or the day from which it holds.", "2025-04-07", required=True, may_be_future=True),
        code("kind", MarkKind, "What the mark does.", "phase_start", required=True),
        number("value", "The new target, for target_from.", ""),
        text("reason", "Why, in a sentence.", "The sepsis trolley stands on every ward", required=True),
        text("author_role", "Role of the person who decided, no name.", "qi_lead", required=True),
    ),
    rules=(
        needed_when(
            "value",
            "kind",
            (MarkKind.TARGET_FROM,),
            sentence="A new target needs its value. Fill value with the target that holds from {on_date}.",
        ),
    ),
    form=True,
    dated_by=("on_date",),
)
