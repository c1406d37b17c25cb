"""The measurements that a project's outcome is judged from: which they are, as one select, and those until a day.

In: projects, measures, measurements, chart_marks. J4 and whatever judges the same rows ask here."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, func, or_, select

from qi_eval.metrics.counting import blank, codes, supported, within
from qi_eval.metrics.metric import Frames, Scope, Tables
from qi_eval.vocabulary import MarkKind, MeasureType

FOLLOWED = (MeasureType.OUTCOME, MeasureType.BALANCING)  # balancing measures only for the warning beside the outcome


def ours(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The projects whose outcome is asked for."""
    return and_(_of_any_day(t, scope), t.projects.c.start_date <= scope.report_date)


def _of_any_day(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The same of any day."""
    return and_(supported(t), within(t.projects.c.unit_id, scope))


def owned(t: Tables) -> FromClause:
    """The measures beside the project that each belongs to."""
    return t.measures.join(t.projects, t.measures.c.project_id == t.projects.c.project_id)


def points_until(frames: Frames, scope: Scope) -> pd.DataFrame:
    """The measurements in the frames of J4's select that there were by the day asked for."""
    points = frames["points"]
    return points[points["period_start"].to_numpy() <= np.datetime64(scope.report_date, "us")]


def followed(t: Tables) -> ColumnElement[bool]:
    """The measures that a project's outcome, or the warning beside it, rests on."""
    return t.measures.c.measure_type.in_(codes(FOLLOWED))


def named_by_aim(t: Tables) -> ColumnElement[bool]:
    """The measure that the aim of its own project names."""
    return func.lower(t.measures.c.measure_id) == func.lower(t.projects.c.aim_measure_id)


def counted_points(t: Tables, scope: Scope, measures: ColumnElement[bool]) -> Select:
    """The measurements that were counted of the measures that meet the condition: where they stand in their load."""
    points = points_of(t, scope, and_(measures, ours(t, scope)))
    by_now = points.selected_columns.period_start <= scope.report_date
    return points.where(by_now).with_only_columns(points.selected_columns.load_id, points.selected_columns.row_no)


def points_of(t: Tables, scope: Scope, measures: ColumnElement[bool]) -> Select:
    """The measurements of the measures that meet the condition: of everyone, not of subgroups, nor points before the
    baseline that is set for the measure, nor those left out with a reason; where a measure has several units, those of
    its project's own unit. They are of every day, so that two days are read at once: whoever judges takes those until
    its own (`points_until`)."""
    x, m = t.measurements.c, t.measures.c
    wanted = (
        select(m.measure_id, m.baseline_start, t.projects.c.unit_id)
        .select_from(owned(t))
        .where(_of_any_day(t, scope), measures)
        .subquery()
    )
    counted = or_(wanted.c.baseline_start.is_(None), x.period_start >= wanted.c.baseline_start)
    left_out = _left_out(t)
    mark = left_out.c
    here = or_(blank(mark.unit_id), mark.unit_id == x.unit_id)
    marked = and_(mark.measure_id == x.measure_id, mark.on_date == x.period_start, here)
    every = t.measurements.join(wanted, x.measure_id == wanted.c.measure_id)
    rows = (
        select(
            *(x.measure_id, x.period_start, x.value, x.numerator, x.denominator, x.unit_id, x.load_id, x.row_no),
            wanted.c.unit_id.label("home"),
            func.min(x.unit_id).over(partition_by=x.measure_id).label("first_unit"),
            func.max(x.unit_id).over(partition_by=x.measure_id).label("last_unit"),
        )
        .select_from(every.outerjoin(left_out, marked))  # a third faster than NOT EXISTS in DuckDB (1.5.5)
        .where(x.subgroup_axis == "", x.subgroup == "", counted)
        .where(mark.measure_id.is_(None))
        .subquery()
    )
    own = or_(rows.c.unit_id == rows.c.home, rows.c.first_unit == rows.c.last_unit)
    columns = ("measure_id", "period_start", "value", "numerator", "denominator", "load_id", "row_no")
    order = ("measure_id", "period_start", "load_id", "row_no")  # the same rows are known as such when read again
    return select(*(rows.c[name] for name in columns)).where(own).order_by(*(rows.c[name] for name in order))


def _left_out(t: Tables) -> Subquery:
    """The days of measures, and the units or none, whose points count for nothing, by a mark with a reason on their
    chart: as there, so here."""
    mark = t.chart_marks.c
    return select(mark.measure_id, mark.on_date, mark.unit_id).where(mark.kind == MarkKind.EXCLUDED.value).subquery()
