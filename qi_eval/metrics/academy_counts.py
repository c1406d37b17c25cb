"""What the academy's figures count: groups that learn together, events with a waiting list, coaching after a course.

In: training, activity, project_team, projects. Out: three small frames (groups, events, followed) for academy.py.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, func, literal, or_, select

from qi_eval.metrics.counting import count_if, days_between, flag, month_of, recorded, within
from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.metrics.periods import months_before
from qi_eval.vocabulary import ActivityType, PersonType

FOLLOWED = 30  # days after a course within which a project should see a coach; house rule
OVER = 3  # months after a course before that can be said


def sessions(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Staff at the sessions up to the report date."""
    tr = t.training.c
    staff = tr.person_type == PersonType.STAFF.value
    return and_(staff, tr.session_date <= scope.report_date, within(tr.unit_id, scope))


def select_academy(t: Tables, scope: Scope) -> Selects:
    """Each group in one row, events with a waiting list by month, coaching after a course by month, and how far the
    files go."""
    taught, events = t.training.c.session_date, t.activity.c.activity_date
    return {
        "groups": _groups(t, scope),
        "events": _events(t, scope),
        "followed": _followed(t, scope),
        "taught": recorded(taught, scope),
        "held": recorded(events, scope, t.activity.c.waiting.is_not(None)),
        "recorded": recorded(events, scope),
    }


def _groups(t: Tables, scope: Scope) -> Select:
    """One row a course, way of teaching and group; where no group is named, those of one day are one."""
    tr = t.training.c
    group = func.coalesce(func.nullif(tr.cohort, ""), cast(tr.session_date, String)).label("group_name")
    columns = (tr.course_id, tr.course_name, tr.mode, group, tr.person_key, tr.session_date)
    marks = (flag(tr.booked).label("booked"), flag(tr.attended).label("came"), flag(tr.completed).label("done"))
    r = select(*columns, *marks).where(sessions(t, scope)).subquery().c
    by = (r.course_id, r.course_name, r.mode, r.group_name)
    return select(
        *by,
        func.min(r.session_date).label("first_on"),
        func.count(r.person_key.distinct()).filter(r.came == 1).label("people"),
        func.count(r.person_key.distinct()).filter(and_(r.came == 1, r.done == 1)).label("finished"),
        count_if(r.booked == 1).label("booked"),
        count_if(and_(r.booked == 1, r.came == 1)).label("came"),
        count_if(r.came == 1).label("taken"),
        func.max(r.session_date).label("newest"),
    ).group_by(*by)


def _events(t: Tables, scope: Scope) -> Select:
    a = t.activity.c
    rows = (
        select(month_of(a.activity_date).label("month"), a.activity_type, a.activity_date, a.places, a.attended,
               a.waiting, a.facilitators)
        .where(waited(t, scope))
        .subquery()
    )  # fmt: skip
    r = rows.c
    sums = [func.sum(r[name]).label(name) for name in ("attended", "waiting", "facilitators")]
    sums.append(func.sum(case((r.attended.is_not(None), r.places))).label("offered"))  # where it is known who came
    told = count_if(r.facilitators.is_not(None)).label("led")
    counts = (func.count().label("events"), count_if(r.waiting > 0).label("full"), told)
    return select(r.month, r.activity_type, *counts, *sums, func.max(r.activity_date).label("newest")).group_by(
        r.month, r.activity_type
    )


def waited(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Events whose places and waiting list are on record."""
    a = t.activity.c
    known = and_(a.places > 0, a.waiting.is_not(None))
    return and_(known, a.activity_date <= scope.report_date, within(a.unit_id, scope))


def last_course(t: Tables, scope: Scope) -> Subquery:
    """The last course that each person finished three months ago or longer."""
    tr, until = t.training.c, months_before(scope.report_date, OVER)
    done = and_(sessions(t, scope), tr.completed, tr.session_date <= until)
    last = func.max(tr.session_date)
    return select(tr.person_key, last.label("last_on")).where(done).group_by(tr.person_key).subquery()


def _followed(t: Tables, scope: Scope) -> Select:
    """By month of the last course: the people whose team ran a project in the weeks after, and those of them whose
    project saw a coach."""
    c, m, p, a = last_course(t, scope), t.project_team.c, t.projects.c, t.activity.c
    gap = days_between(c.c.last_on, a.activity_date)
    running = and_(
        or_(m.joined_on.is_(None), m.joined_on <= c.c.last_on),
        or_(m.left_on.is_(None), m.left_on >= c.c.last_on),
        p.start_date <= c.c.last_on,
        or_(p.close_date.is_(None), days_between(c.c.last_on, p.close_date) >= FOLLOWED),
    )
    coached = and_(
        a.activity_type == ActivityType.COACHING.value, gap.between(0, FOLLOWED), a.project_id == m.project_id
    )
    met = select(literal(1)).select_from(t.activity).where(coached).exists()
    team = c.join(t.project_team, m.person_key == c.c.person_key).join(t.projects, p.project_id == m.project_id)
    each = (
        select(c.c.person_key, c.c.last_on, func.max(flag(met)).label("met"))
        .select_from(team)
        .where(running)
        .group_by(c.c.person_key, c.c.last_on)
        .subquery()
    )
    rows = select(month_of(each.c.last_on).label("month"), each.c.last_on, each.c.met).subquery().c
    counts = (func.count().label("people"), func.sum(rows.met).label("met"), func.max(rows.last_on).label("newest"))
    return select(rows.month, *counts).group_by(rows.month)
