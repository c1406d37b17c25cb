"""The spread ledger as the metrics of spread count in it: what our projects gave away, who took it up, and when.

In: spread, projects, units, plan. Out: one small frame for all of them (`settings`), the projects, the units and what
the plan says of spread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from qi_eval.metrics.counting import (
    FINISHED,
    begun,
    blank,
    codes,
    count_if,
    flag,
    lineage,
    may_be_named,
    month_of,
    supported,
    total,
    tree,
)
from qi_eval.metrics.metric import Breakdown, Scope, Selects, Tables
from qi_eval.metrics.periods import Row, months_before
from qi_eval.narrative import count
from qi_eval.vocabulary import PlanKind, SpreadDirection, SpreadStatus, SubjectType

ADOPTED = (SpreadStatus.ADOPTED, SpreadStatus.SUSTAINED)
HELD_AFTER = 6  # months after adoption; RE-AIM maintenance as the domain counts it
EXTERNAL = "external_adoption"  # plan.code: settings of other organisations, and what it costs to bring a change there
PLANNED = (PlanKind.TARGET, PlanKind.COST_GBP)


def spread_select(t: Tables, scope: Scope) -> Selects:
    """The selects that every metric of spread shares."""
    p, k = t.projects.c, t.plan.c
    marks = (flag(may_be_named(t)).label("named"), flag(finished(t, scope)).label("finished"))
    projects = select(p.project_id, p.title, *marks).where(begun(t, scope), supported(t)).order_by(p.project_id)
    plan = select(k.kind, k.subject_type, k.subject_id, k.quantity, k.valid_from).where(planned(t, scope))
    return {"settings": _settings(t, scope), "projects": projects, "units": tree(t), "plan": plan}


def planned(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """What the plan says of settings elsewhere on the report date: for the whole programme, or for single projects."""
    k, now = t.plan.c, scope.report_date
    holds = and_(k.valid_from <= now, or_(k.valid_to.is_(None), k.valid_to >= now))
    return and_(k.kind.in_(codes(PLANNED)), func.lower(k.code) == EXTERNAL, k.quantity.is_not(None), holds)


def planned_rows(t: Tables, scope: Scope) -> Select:
    """The rows of the plan that it counts."""
    return lineage(t.plan, planned(t, scope))


def of_each(plan: Sequence[Row], kind: PlanKind) -> dict[str, float]:
    """Project (lower case) → what is planned for it; of several figures the one that began last."""
    own = [row for row in plan if row["kind"] == kind and row["subject_type"] == SubjectType.PROJECT]
    ordered = sorted(own, key=lambda row: row["valid_from"])
    return {str(row["subject_id"]).lower(): float(row["quantity"]) for row in ordered}


def of_programme(plan: Sequence[Row], kind: PlanKind) -> float | None:
    """What is planned for the whole programme; None where the plan has no such figure."""
    whole = (SubjectType.PROGRAMME, SubjectType.ORGANISATION)
    own = [row for row in plan if row["kind"] == kind and row["subject_type"] in whole]
    return float(max(own, key=lambda row: row["valid_from"])["quantity"]) if own else None


def by_project(settings: Sequence[Row], projects: Sequence[Row]) -> list[tuple[str, list[Row], frozenset[str]]]:
    """The settings by project in three columns: its title, its settings, its ids (lower case). Projects that the
    board's pages may not name (ruling 8) stand together in the last one."""
    mine: Mapping[str, list[Row]] = {row["project_id"]: [] for row in projects}
    for row in settings:
        if row["project_id"] in mine:
            mine[row["project_id"]].append(row)
    told = [row for row in projects if mine[row["project_id"]]]
    open_ = [row for row in told if row["named"]]
    rest = [row["project_id"] for row in told if not row["named"]]
    found = [(row["title"], mine[row["project_id"]], frozenset({row["project_id"].lower()})) for row in open_]
    if rest:
        together = [row for id_ in rest for row in mine[id_]]
        found.append((f"{count(len(rest), 'other project')}", together, frozenset(id_.lower() for id_ in rest)))
    return found


def finished(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Strategic and service-led projects completed or handed over by the report date."""
    p = t.projects.c
    ended = or_(p.close_date.is_(None), p.close_date <= scope.report_date)
    return and_(begun(t, scope), supported(t), p.status.in_(codes(FINISHED)), ended)


def recorded(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Rows that tell of spread from our strategic and service-led projects and had happened by the report date."""
    s = t.spread.c
    out = s.direction == SpreadDirection.OUT.value
    return and_(out, _by(s.approached_on, scope.report_date), begun(t, scope), supported(t))


def inside(t: Tables) -> ColumnElement[bool]:
    """True where the setting belongs to our own organisation."""
    return func.lower(t.spread.c.adopter_org_code) == func.lower(t.units.c.org_code)


def other_unit(t: Tables) -> ColumnElement[bool]:
    """True where the setting is a unit of ours, and not the project's own."""
    s, p = t.spread.c, t.projects.c
    return and_(inside(t), ~blank(s.adopter_unit_id), func.lower(s.adopter_unit_id) != func.lower(p.unit_id))


def with_home(t: Tables, select_: Select) -> Select:
    """The select from spread rows joined with their project and the unit that leads it."""
    s, p, u = t.spread.c, t.projects.c, t.units.c
    home = t.spread.join(t.projects, s.project_id == p.project_id).join(t.units, p.unit_id == u.unit_id)
    return select_.select_from(home)


def _settings(t: Tables, scope: Scope) -> Select:
    """The settings by project, place, status and month of adoption. Counts: `settings` all; `eligible` those for which
    the change is meant, and of these `approached`, `adopted` (and not given up since), `due` (adopted six months ago or
    longer, whatever came after), `held` and `lost` (of those due: found in use later, or given up)."""
    r = _rows(t, scope).c
    eligible, used = r.eligible == 1, and_(r.eligible == 1, r.adopted == 1)
    told = and_(used, r.people_eligible.is_not(None), r.people_reached.is_not(None))
    core = and_(used, r.core_elements_kept.is_not(None), r.core_elements_total.is_not(None))
    by = (r.project_id, r.inside, r.other_unit, r.unit, r.status, r.month)
    return select(
        *by,
        func.count().label("settings"),
        count_if(r.adopted == 1).label("in_use"),
        count_if(eligible).label("eligible"),
        count_if(and_(eligible, r.approached == 1)).label("approached"),
        count_if(used).label("adopted"),
        count_if(and_(eligible, r.due == 1)).label("due"),
        count_if(and_(eligible, r.due == 1, r.held == 1)).label("held"),
        count_if(and_(eligible, r.due == 1, r.held == 0, r.lost == 1)).label("lost"),
        count_if(told).label("told"),
        total(case((told, r.people_eligible))).label("people_eligible"),
        total(case((told, r.people_reached))).label("people_reached"),
        count_if(core).label("checked"),
        total(case((core, r.core_elements_kept))).label("kept"),
        total(case((core, r.core_elements_total))).label("core"),
        func.max(r.newest).label("newest"),
    ).group_by(*by)


def _rows(t: Tables, scope: Scope) -> Subquery:
    s, now = t.spread.c, scope.report_date
    in_use = and_(s.status.in_(codes(ADOPTED)), _by(s.adopted_on, now), or_(s.stopped_on.is_(None), s.stopped_on > now))
    approached = or_(s.approached_on.is_not(None), s.status != SpreadStatus.IDENTIFIED.value)
    held = or_(s.sustained_6m_on <= now, s.status == SpreadStatus.SUSTAINED.value)
    lost = or_(s.stopped_on <= now, s.status == SpreadStatus.WITHDRAWN.value)
    newest = func.greatest(s.approached_on, s.agreed_on, s.started_on, s.adopted_on, s.sustained_6m_on, s.stopped_on)
    rows = select(
        s.project_id,
        s.status,
        flag(inside(t)).label("inside"),
        flag(other_unit(t)).label("other_unit"),
        func.lower(s.adopter_unit_id).label("unit"),
        month_of(case((s.adopted_on <= now, s.adopted_on))).label("month"),
        flag(s.setting_eligible).label("eligible"),
        flag(approached).label("approached"),
        flag(in_use).label("adopted"),
        flag(s.adopted_on <= months_before(now, HELD_AFTER)).label("due"),
        flag(held).label("held"),
        flag(lost).label("lost"),
        *(s[name] for name in ("people_eligible", "people_reached", "core_elements_kept", "core_elements_total")),
        case((newest <= now, newest), else_=now).label("newest"),
    )
    return with_home(t, rows).where(recorded(t, scope)).subquery()


def _by(day: ColumnElement[date], now: date) -> ColumnElement[bool]:
    """True where it had happened by then; an undated event counts."""
    return or_(day.is_(None), day <= now)


def adopted_so_far(settings: Sequence[Row], header: str, until: date, of: str = "adopted") -> Breakdown:
    """The settings that adopted, month by month up to the month of a day; undated ones are missing from it. `of`: the
    count that is added up, `adopted` of those that still use it or `eligible` of all that ever adopted."""
    dated = [row for row in settings if row["month"] and row[of]]
    months = sorted({*(row["month"] for row in dated), *([until.replace(day=1)] if dated else [])})
    so_far = accumulate(sum(row[of] for row in dated if row["month"] == month) for month in months)
    return Breakdown(pd.DataFrame({"period": months, "value": list(so_far)}), {"period": "Month", "value": header})
