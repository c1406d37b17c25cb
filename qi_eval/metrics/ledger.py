"""The spread ledger as the metrics of spread count in it: what our projects gave away, who took it up, and when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from qi_eval.metrics.counting import begun, blank, codes, flag, supported
from qi_eval.metrics.metric import Scope, Tables
from qi_eval.metrics.periods import months_before
from qi_eval.vocabulary import SpreadDirection, SpreadStatus

ADOPTED = (SpreadStatus.ADOPTED, SpreadStatus.SUSTAINED)
GIVEN_UP = (SpreadStatus.WITHDRAWN,)
HELD_AFTER = 6  # months after adoption; RE-AIM maintenance as the domain counts it


def ledger(t: Tables, scope: Scope) -> Subquery:
    """One row a setting to which a strategic or service-led project of the scope spread, as known on the report date.

    Flags are 0 or 1. `inside`: our own organisation; `other_unit`: inside, and not the project's own unit; `approached`
    and `adopted`: by the report date, and not given up since; `due`: adopted six months ago or longer, whatever came
    after; `held` and `lost`: of those due, found in use six months later, or given up."""
    s, p, u, now = t.spread.c, t.projects.c, t.units.c, scope.report_date
    inside = func.lower(s.adopter_org_code) == func.lower(u.org_code)
    other = and_(inside, ~blank(s.adopter_unit_id), func.lower(s.adopter_unit_id) != func.lower(p.unit_id))
    stopped = s.stopped_on <= now
    adopted = and_(s.status.in_(codes(ADOPTED)), _by(s.adopted_on, now), or_(s.stopped_on.is_(None), ~stopped))
    due = s.adopted_on <= months_before(now, HELD_AFTER)
    held = or_(s.sustained_6m_on <= now, s.status == SpreadStatus.SUSTAINED.value)
    lost = or_(stopped, s.status.in_(codes(GIVEN_UP)))
    newest = func.greatest(s.approached_on, s.agreed_on, s.started_on, s.adopted_on, s.sustained_6m_on, s.stopped_on)
    return (
        select(
            s.project_id,
            s.status,
            s.adopter_unit_id,
            case((s.adopted_on <= now, s.adopted_on)).label("adopted_on"),
            flag(inside).label("inside"),
            flag(other).label("other_unit"),
            flag(s.setting_eligible).label("eligible"),
            flag(_approached(t)).label("approached"),
            flag(adopted).label("adopted"),
            flag(due).label("due"),
            flag(and_(due, held)).label("held"),
            flag(and_(due, lost, ~func.coalesce(held, False))).label("lost"),
            *(s[name] for name in ("people_eligible", "people_reached", "core_elements_kept", "core_elements_total")),
            case((newest <= now, newest), else_=now).label("newest"),
        )
        .select_from(t.spread.join(t.projects, s.project_id == p.project_id).join(t.units, p.unit_id == u.unit_id))
        .where(recorded(t, scope))
        .subquery()
    )


def recorded(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Rows that tell of spread from us and had happened by the report date."""
    s = t.spread.c
    out = s.direction == SpreadDirection.OUT.value
    return and_(out, _by(s.approached_on, scope.report_date), begun(t, scope), supported(t))


def _by(day: ColumnElement[date], now: date) -> ColumnElement[bool]:
    """True where it had happened by then; an undated event counts."""
    return or_(day.is_(None), day <= now)


def _approached(t: Tables) -> ColumnElement[bool]:
    s = t.spread.c
    return or_(s.approached_on.is_not(None), s.status != SpreadStatus.IDENTIFIED.value)
