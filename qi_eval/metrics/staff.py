"""People as the training list knows them, the newest row counting: who is still in post, and in which QI role.

In: training. Out: subqueries that several metrics count in.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from qi_eval.metrics.counting import c_order, codes, rank_by, within
from qi_eval.metrics.metric import Scope, Tables
from qi_eval.vocabulary import PersonType, QiRole

Columns = ReadOnlyColumnCollection[str, Any]  # the columns of a subquery by name


def staff(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Rows of staff up to the report date."""
    tr = t.training.c
    return and_(tr.session_date <= scope.report_date, tr.person_type == PersonType.STAFF.value)


def in_post(t: Tables, scope: Scope) -> Subquery:
    """One row a member of staff still in post: person_key, unit_id, staff_group and role_tier of the newest row."""
    tr = t.training.c
    r = _newest(t, staff(t, scope), tr.unit_id, tr.staff_group, tr.role_tier)
    kept = (r.person_key, r.unit_id, r.staff_group, r.role_tier)
    return select(*kept).where(r.place == 1, _stayed(r, scope), within(r.unit_id, scope)).subquery()


def active_in(t: Tables, scope: Scope, *roles: QiRole) -> Subquery:
    """One row a person still in post whose newest role is one of these and active: person_key, unit_id, qi_role and
    protected_hours_week."""
    tr = t.training.c
    told = and_(tr.session_date <= scope.report_date, tr.qi_role.is_not(None))
    r = _newest(t, told, tr.unit_id, tr.qi_role, tr.role_active, tr.protected_hours_week)
    kept = (r.person_key, r.unit_id, r.qi_role, r.protected_hours_week)
    holds = and_(r.place == 1, r.qi_role.in_(codes(roles)), r.role_active)
    return select(*kept).where(holds, _stayed(r, scope), within(r.unit_id, scope)).subquery()


def _newest(t: Tables, where: ColumnElement[bool], *columns: ColumnElement) -> Columns:
    """The columns of the ranked rows; place 1 is a person's newest."""
    tr = t.training.c
    order = (tr.session_date.desc(), c_order(tr.course_id).desc())
    place = rank_by(*order, partition=(tr.person_key,)).label("place")
    return select(tr.person_key, tr.left_on, *columns, place).where(where).subquery().c


def _stayed(r: Columns, scope: Scope) -> ColumnElement[bool]:
    return or_(r.left_on.is_(None), r.left_on > scope.report_date)
