"""O13 data in teams' hands: where do teams follow a measure of their own, and what are measures for?

In: units, measures, measurements, projects. Out: wards and teams with a live improvement measure on schedule; the share
of measures whose purpose is improvement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import active, blank, codes, count_if, lineage, of_projects, top_units, within
from qi_eval.metrics.judging import FRESH, proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, rows_of, summed
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Frequency, Level, Purpose, Series, UnitLevel

PLACES = (UnitLevel.WARD, UnitLevel.TEAM)
NO_MEASURE = "No measure is listed yet: load measures."


def _places(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Wards and teams of our organisation that exist on the report date."""
    u, now = t.units.c, scope.report_date
    own = select(func.lower(u.org_code)).where(u.unit_id.in_(top_units(t, scope)))
    exists = and_(or_(u.valid_from.is_(None), u.valid_from <= now), or_(u.valid_to.is_(None), u.valid_to > now))
    return and_(u.unit_level.in_(codes(PLACES)), exists, within(u.unit_id, scope), func.lower(u.org_code).in_(own))


def _listed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Measures of projects that run in the scope, and where the whole trust is asked for, those of no project."""
    m = t.measures.c
    ours = of_projects(t, m.project_id, active(t, scope))
    return or_(ours, blank(m.project_id)) if scope.unit_ids is None else ours


def _for_improvement(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Measures for improvement, whoever leads their project: a ward may follow that of a project led above it."""
    return and_(_listed(t, replace(scope, unit_ids=None)), t.measures.c.purpose == Purpose.IMPROVEMENT.value)


def _known(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Values of whole units up to the report date; a row without one tells nothing."""
    x = t.measurements.c
    known = or_(x.value.is_not(None), and_(x.numerator.is_not(None), x.denominator.is_not(None)))
    return and_(known, x.period_start <= scope.report_date, blank(x.subgroup))


def _select(t: Tables, scope: Scope) -> Selects:
    u, m, x = t.units.c, t.measures.c, t.measurements.c
    wanted = select(m.measure_id).where(_for_improvement(t, scope))
    points = (
        select(x.measure_id, x.unit_id, func.max(x.period_start).label("newest"))
        .where(x.measure_id.in_(wanted), _known(t, scope), within(x.unit_id, scope))
        .group_by(x.measure_id, x.unit_id)
        .subquery()
    )
    own = x.measure_id.in_(select(m.measure_id).where(_listed(t, scope)))
    joined = t.measures.join(points, m.measure_id == points.c.measure_id)
    return {
        "places": select(u.unit_id, u.unit_name).where(_places(t, scope)),
        "points": select(points.c.unit_id, m.frequency, points.c.newest).select_from(joined),
        "newest": select(func.max(x.period_start).label("newest")).where(own, _known(t, scope)),
        "purposes": select(m.purpose, func.count().label("measures"), count_if(~blank(m.project_id)).label("own"))
        .where(_listed(t, scope))
        .group_by(m.purpose),
    }


def _units_judge(frames: Frames, scope: Scope) -> Result:
    places, points = rows_of(frames["places"]), rows_of(frames["points"])
    if not places:
        return unknown("No ward or team is listed yet: load units.")
    if not points:
        return unknown("No unit has data of a measure for improvement: load measures and measurements.")
    live = {str(row["unit_id"]).lower() for row in points if _live(row["newest"], Frequency(row["frequency"]), scope)}
    covered = [row for row in places if row["unit_id"].lower() in live]
    result = replace(
        proportion(len(covered), len(places)),
        newest=newest(points),
        notes=("A measure of the whole trust counts for no ward.",),
        facts={"with_points": len({str(row["unit_id"]).lower() for row in points})},
    )
    return settled(result, scope.report_date, "measurements")


def _live(last: date, frequency: Frequency, scope: Scope) -> bool:
    """Whether the newest period ended at most 1.5 intervals ago."""
    interval = timedelta(days=frequency.days)
    return bool(scope.report_date - (last + interval) <= FRESH * interval)


@says
def _units_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} wards and teams ({percent(result.value)}) follow a measure of "
        "their own, up to date by its own rhythm."
    )


def _purpose_judge(frames: Frames, scope: Scope) -> Result:
    rows = rows_of(frames["purposes"])
    if not rows:
        return unknown(NO_MEASURE)
    if not any(row["own"] or row["purpose"] == Purpose.IMPROVEMENT for row in rows):
        return unknown("No running project has a measure, only others are listed: load measures of our projects.")
    found = {word: summed([row for row in rows if row["purpose"] == word], "measures") for word in Purpose}
    table = pd.DataFrame({"label": [word.label for word in Purpose], "value": list(found.values())})
    result = replace(
        proportion(found[Purpose.IMPROVEMENT], sum(found.values())),
        newest=newest(rows_of(frames["newest"])) or scope.report_date,
        breakdown=Breakdown(table, {"label": "Purpose", "value": "Measures"}),
    )
    return settled(result, scope.report_date, "measurements")


@says
def _purpose_sentence(result: Result) -> str:
    measures, serve = ("measure", "serves") if result.denominator == 1 else ("measures", "serve")
    told = f"{of(result.numerator, result.denominator)} {measures} ({percent(result.value)})"
    return f"{told} {serve} teams in their own tests of change."


def _unit_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    kept = select(t.measurements.c.measure_id).where(_known(t, scope), within(t.measurements.c.unit_id, scope))
    measures = lineage(t.measures, _for_improvement(t, scope), t.measures.c.measure_id.in_(kept))
    return {"units": lineage(t.units, _places(t, scope)), "measures": measures}


O13_UNITS = Metric(
    id="o13_units",
    code="O13",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Data in teams' hands",
    question="How many wards and teams follow a measure of their own?",
    formula="100 × wards and teams with values of their own of a measure whose purpose is improvement, of a "
    "running project or of none, the newest period ended at most 1.5 of its intervals ago / all wards and teams.",
    unit="%",
    counts=("ward or team", "wards and teams"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure: from measurement for assurance to measurement for improvement",
    minimum_n=1,
    inputs={
        "units": ("unit_id", "unit_level", "org_code"),
        "measures": ("measure_id", "project_id", "purpose", "frequency"),
        "measurements": ("measure_id", "unit_id", "period_start"),
    },
    select=_select,
    judge=_units_judge,
    rows=_unit_rows,
    sentence=_units_sentence,
    evidence=False,
)
O13_PURPOSE = Metric(
    id="o13_purpose",
    code="O13",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="What measures are for",
    question="Do we measure for improvement or for assurance?",
    formula="100 × measures whose purpose is improvement / all measures of running projects and of no project. Not "
    "known where no measure is a project's and none is for improvement.",
    unit="%",
    counts=("measure", "measures"),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="House measure: from measurement for assurance to measurement for improvement",
    minimum_n=1,
    inputs={"measures": ("measure_id", "project_id", "purpose")},
    select=_select,
    judge=_purpose_judge,
    rows=lambda t, scope: {"measures": lineage(t.measures, _listed(t, scope))},
    sentence=_purpose_sentence,
    chart=Chart.STACK,
    evidence=False,
)
