"""What data health counts beside F3: keys that lead nowhere, rows that somebody signed for, measures that have fallen
silent.

In: the datasets with such columns. Out: selects whose frames are small: one row a column, or one a
measure of an active project.
"""

from __future__ import annotations

from sqlalchemy import Select, String, and_, cast, func, literal, or_, select, union_all

from qi_eval.datasets import DATASETS
from qi_eval.metrics.counting import at_work, blank, count_if
from qi_eval.metrics.metric import Scope, Selects, Tables

SIGNED = {  # dataset → the column in which somebody stands for the row
    "measures": "owner_role",
    "benefits": "validated_on",
    "stories": "identifiability_checked_on",
    "plan": "source",
    "settings": "source",
}


def select_health(t: Tables, scope: Scope) -> Selects:
    """`keys`: dataset, name, filled, lost (filled, but pointing at nothing); `signed`: dataset, rows, filled;
    `measures`: one row a measure of a project at work, with its newest period that has a value."""
    soft = [(one.name, column) for one in DATASETS for column in one.references if column.soft]
    keys = [_lost(t, name, column.name, *column.refers) for name, column in soft if column.refers]
    signed = [_signed(t, dataset, column) for dataset, column in SIGNED.items()]
    return {
        "keys": select(union_all(*keys).subquery()),
        "signed": select(union_all(*signed).subquery()),
        "measures": _measures(t, scope),
    }


def _lost(t: Tables, dataset: str, name: str, target: str, key: str) -> Select:
    """A column whose ids may arrive before what they point at: how many are filled, how many point at nothing."""
    rows = getattr(t, dataset)
    there = select(func.lower(getattr(t, target).c[key]).label("id")).distinct().subquery()
    own = rows.c[name]
    return select(
        cast(literal(dataset), String).label("dataset"),
        cast(literal(name), String).label("name"),
        count_if(~blank(own)).label("filled"),
        count_if(and_(~blank(own), there.c.id.is_(None))).label("lost"),
    ).select_from(rows.outerjoin(there, func.lower(own) == there.c.id))


def _signed(t: Tables, dataset: str, name: str) -> Select:
    table = getattr(t, dataset)
    return select(
        cast(literal(dataset), String).label("dataset"),
        func.count().label("rows"),
        func.count(table.c[name]).label("filled"),
    ).select_from(table)


def _measures(t: Tables, scope: Scope) -> Select:
    m, p, x = t.measures.c, t.projects.c, t.measurements.c
    runs = t.measures.join(t.projects, m.project_id == p.project_id)
    working = at_work(t, scope)
    ours = select(m.measure_id).select_from(runs).where(working)
    newest = (
        select(x.measure_id, func.max(x.period_start).label("newest"))
        .where(x.measure_id.in_(ours), blank(x.subgroup), x.period_start <= scope.report_date)
        .where(or_(x.value.is_not(None), and_(x.numerator.is_not(None), x.denominator.is_not(None))))
        .group_by(x.measure_id)
        .subquery()
    )
    asked = (m.measure_id, m.measure_name, m.frequency, m.value_type, m.owner_role)
    return (
        select(*asked, p.project_id, p.title, p.start_date, newest.c.newest)
        .select_from(runs.outerjoin(newest, newest.c.measure_id == m.measure_id))
        .where(working)
        .order_by(p.project_id, m.measure_id)
    )
