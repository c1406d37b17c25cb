"""Q5 equity: do our outcome measures look at groups of people apart, and how far are the groups from each other?

In: measures, measurements (subgroups), projects. Out: the share of outcome measures that report groups; the distance of
the group that fares best from the one that fares worst, with Newcombe's interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import pandas as pd
from sqlalchemy import ColumnElement, Double, Select, and_, cast, func, select

from qi_eval.metrics.counting import begun, flag, lineage, may_be_named, of_projects, supported
from qi_eval.metrics.judging import newcombe, proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, add_months, months_before, newest, rows_of
from qi_eval.metrics.tier import tier_of
from qi_eval.metrics.workforce import fewest
from qi_eval.narrative import count, of, percent, trimmed
from qi_eval.vocabulary import Direction, Level, MeasureType, Series, State, SubgroupAxis, ValueType

LATELY = 12  # months; where a group is too small in them, all years together count (pool before hiding)
ENOUGH = 11  # cases of the smallest group; fewer are pooled over all years
NOT_NAMED = "A service-led measure not named here"  # ruling 8
NOT_SPLIT = "No outcome measure tells groups of people apart: load measurements with subgroup_axis and subgroup."


def _outcomes(t: Tables, scope: Scope) -> ColumnElement[bool]:
    m = t.measures.c
    ours = of_projects(t, m.project_id, begun(t, scope), supported(t))
    return and_(m.measure_type == MeasureType.OUTCOME.value, ours)


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    x = t.measurements.c
    measures = select(t.measures.c.measure_id).where(_outcomes(t, scope))
    return and_(x.measure_id.in_(measures), x.subgroup_axis != "", x.period_start <= scope.report_date)


def _select(t: Tables, scope: Scope) -> Selects:
    m, x = t.measures.c, t.measurements.c
    recent = flag(x.period_start > months_before(scope.report_date, LATELY)).label("recent")
    what = (x.measure_id, x.subgroup_axis, x.subgroup, recent, x.period_start, x.numerator, x.denominator)
    r = select(*what).where(_counted(t, scope)).subquery().c
    by = (r.measure_id, r.subgroup_axis, r.subgroup, r.recent)
    known = and_(r.numerator.is_not(None), r.denominator > 0)
    sums = (
        func.sum(cast(column, Double)).filter(known).label(name)
        for name, column in (("part", r.numerator), ("cases", r.denominator))
    )
    named = flag(of_projects(t, m.project_id, may_be_named(t))).label("named")
    measures = select(m.measure_id, m.measure_name, m.direction, m.value_type, named).where(_outcomes(t, scope))
    return {
        "measures": measures,
        "groups": select(*by, *sums, func.max(r.period_start).label("newest")).group_by(*by),
    }


def _reported_judge(frames: Frames, scope: Scope) -> Result:
    measures, groups = rows_of(frames["measures"]), rows_of(frames["groups"])
    if not measures:
        return unknown("No outcome measure of a strategic or service-led project yet: load measures.")
    if not groups:
        return unknown(NOT_SPLIT)
    split = {row["measure_id"] for row in groups}
    axes = {axis: len({row["measure_id"] for row in groups if row["subgroup_axis"] == axis}) for axis in SubgroupAxis}
    table = pd.DataFrame({"label": [axis.label for axis in axes], "value": list(axes.values())})
    result = replace(
        proportion(len(split), len(measures)),
        newest=min(add_months(max(row["newest"] for row in groups), 1) - timedelta(days=1), scope.report_date),
        breakdown=Breakdown(table, {"label": "Told apart by", "value": "Outcome measures"}),
    )
    return settled(result, scope.report_date, "measurements")


@says
def _reported_sentence(result: Result) -> str:
    told = of(result.numerator, result.denominator)
    return f"{told} outcome measures ({percent(result.value)}) tell groups of people apart."


@dataclass(frozen=True)
class Gap:
    """How far the best group is from the worst, in percentage points; `least`: the smallest number of people in it."""

    measure: str
    axis: str
    value: float
    low: float
    high: float
    worst: str
    best: str
    n: int
    least: int
    pooled: bool
    left_out: int
    newest: date


def _gaps_judge(frames: Frames, scope: Scope) -> Result:
    measures = {row["measure_id"]: row for row in rows_of(frames["measures"])}
    groups = [row for row in rows_of(frames["groups"]) if row["cases"]]
    pairs = sorted({(row["measure_id"], row["subgroup_axis"]) for row in groups})
    of_pair = {pair: [row for row in groups if (row["measure_id"], row["subgroup_axis"]) == pair] for pair in pairs}
    names = _names(measures, [id_ for id_, _ in pairs])
    found = [_gap(measures[id_], names[id_], axis, own, scope.report_date) for (id_, axis), own in of_pair.items()]
    gaps = [gap for gap in found if gap is not None]
    if not gaps:
        return unknown(NOT_SPLIT)
    last = max(gap.newest for gap in gaps)
    told = [gap for gap in gaps if gap.least >= tier_of(scope).people]  # the others are hidden, and counted nowhere
    if not told:
        few = "Hidden: few people behind every comparison."
        return Result(State.SUPPRESSED, newest=last, notes=(few,), breakdown=_table(gaps), protects=Protects.PEOPLE)
    widest = max(told, key=lambda gap: gap.value)
    result = Result(
        State.MEASURED,
        sum(gap.low > 0 for gap in told),
        n=sum(gap.n for gap in told),
        newest=last,
        notes=(
            "Of several groups the best and the worst are compared: some distance is there by chance alone.",
            *_pooled(gaps),
            *_hidden(len(gaps) - len(told)),
        ),
        breakdown=_table(gaps),
        facts={
            "gaps": len(told),
            "measure": _in_words(widest.measure),
            "axis": _low(widest.axis),
            "points": widest.value,
        },
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "measurements")


def _names(measures: Mapping[str, Row], ids: Sequence[str]) -> dict[str, str]:
    """What each measure is called; those that may not be named are numbered where there are several."""
    unnamed = [id_ for id_ in dict.fromkeys(ids) if not measures[id_]["named"]]
    numbers = {id_: f"{NOT_NAMED} ({n})" if len(unnamed) > 1 else NOT_NAMED for n, id_ in enumerate(unnamed, start=1)}
    return {id_: numbers.get(id_) or str(measures[id_]["measure_name"]) for id_ in ids}


def _gap(measure: Row, name: str, axis: str, rows: Sequence[Row], today: date) -> Gap | None:
    if measure["value_type"] != ValueType.PROPORTION or measure["direction"] == Direction.NEUTRAL:
        return None
    recent = _sums([row for row in rows if row["recent"]])
    pooled = len(recent) < 2 or min(cases for _, cases in recent.values()) < ENOUGH
    every = _sums(rows) if pooled else recent
    groups = {name: counts for name, counts in every.items() if counts[1] >= ENOUGH}
    if len(groups) < 2:
        return None
    rates = {name: share(*counts) or 0.0 for name, counts in groups.items()}
    low, high = min(rates, key=lambda name: rates[name]), max(rates, key=lambda name: rates[name])
    best, worst = (high, low) if measure["direction"] == Direction.INCREASE else (low, high)
    interval = newcombe(*groups[high], *groups[low])
    assert interval is not None  # both groups have cases
    day = newest(rows)
    assert day is not None
    people = [count for name in (low, high) for count in (*groups[name], groups[name][1] - groups[name][0])]
    return Gap(
        name,
        SubgroupAxis(axis).label,
        rates[high] - rates[low],
        *interval,
        worst=worst,
        best=best,
        n=min(groups[low][1], groups[high][1]),
        least=fewest(*people),
        pooled=pooled,
        left_out=len(every) - len(groups),
        newest=min(add_months(day, 1) - timedelta(days=1), today),
    )


def _in_words(measure: str) -> str:
    """Within a sentence: a measure keeps its own name as it is written."""
    return _low(measure) if measure.startswith(NOT_NAMED) else measure


def _low(name: str) -> str:
    return name[:1].lower() + name[1:]


def _sums(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        part, cases = found.get(row["subgroup"], (0, 0))
        found[row["subgroup"]] = (part + int(row["part"]), cases + int(row["cases"]))
    return found


def _pooled(gaps: Sequence[Gap]) -> tuple[str, ...]:
    pooled, left_out = sum(gap.pooled for gap in gaps), sum(gap.left_out for gap in gaps)
    years = f"{count(pooled, 'comparison')} over all years, as the groups of one year are small."
    few = f"{count(left_out, 'group')} of fewer than {ENOUGH} cases left out."
    return (*([years] if pooled else []), *([few] if left_out else []))


def _hidden(comparisons: int) -> tuple[str, ...]:
    return (f"{count(comparisons, 'comparison')} with few people in it hidden and not counted.",) if comparisons else ()


def _table(gaps: Sequence[Gap]) -> Breakdown:
    labels = {
        "label": "Measure",
        "value": "Distance (points)",
        "low": "From",
        "high": "To",
        "axis": "Told apart by",
        "worst": "Fares worst",
        "best": "Fares best",
        "n": "Cases in the smaller group",
    }
    kept = [name for name in labels if name != "label"]
    table = [
        {"label": f"{gap.measure}, by {_low(gap.axis)}", **{name: getattr(gap, name) for name in kept}}
        | {"least": gap.least}
        for gap in gaps
    ]
    frame = pd.DataFrame(table)
    hides = ("value", "low", "high", "worst", "best", "n")
    return Breakdown(frame, labels, Protects.PEOPLE, count="least", hides=hides)


@says
def _gaps_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"In {of(result.value, facts['gaps'])} comparisons the groups lie further apart than chance usually puts two "
        f"groups; the widest distance is {trimmed(facts['points'], 1)} points ({facts['measure']}, by {facts['axis']})."
    )


_metric = partial(
    Metric,
    code="Q5",
    level=Level.ORGANISATION,
    bullets=("quality_1",),
    series=Series.STOCK,
    source="Equity as PERIPrem looks at it; ethnic groups as in the census of 2021 (check before relying)",
    inputs={
        "measures": ("measure_id", "project_id", "measure_type", "direction", "value_type"),
        "measurements": ("measure_id", "period_start", "subgroup_axis", "subgroup", "numerator", "denominator"),
        "projects": ("project_id", "project_type", "status", "start_date"),
    },
    select=_select,
    evidence=False,
)


def _group_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    measures = lineage(t.measures, _outcomes(t, scope))
    return {"measures": measures, "measurements": lineage(t.measurements, _counted(t, scope))}


Q5_REPORTED = _metric(
    id="q5_reported",
    title="Outcome measures that tell groups apart",
    question="Do we look at how groups of people fare?",
    formula="100 × outcome measures of strategic and service-led projects with measurements by at least one axis "
    "(ethnicity, deprivation, sex, age, language, disability) / all their outcome measures.",
    judge=_reported_judge,
    sentence=_reported_sentence,
    rows=_group_rows,
    unit="%",
    counts=("outcome measure", "outcome measures"),
    direction=Direction.INCREASE,
    minimum_n=1,
    chart=Chart.BARS,
)
Q5_GAPS = _metric(
    id="q5_gaps",
    title="Gaps between groups of people",
    question="Between which groups do outcomes differ?",
    formula="For each proportion that reports groups: the share of the group that fares best less that of the "
    "group that fares "
    f"worst, in percentage points over the last {LATELY} months (all years where a group has fewer than {ENOUGH} "
    "cases), with Newcombe's interval. Counted are those whose interval does not hold 0; whether the intervals of two "
    "groups overlap decides nothing.",
    judge=_gaps_judge,
    sentence=_gaps_sentence,
    rows=_group_rows,
    unit="comparisons",
    counts=("case", "cases"),
    direction=Direction.DECREASE,
    minimum_n=5,
    chart=Chart.DOTS,
)
