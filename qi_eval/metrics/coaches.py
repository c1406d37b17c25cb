"""O9 a coaching ethos, the coaches: do those whom we trained coach, and how many managers have learned it?

In: training, activity, plan. Out: shares of people in post.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from qi_eval.metrics.coaching import NOT_TOLD, SOURCE, contact, contact_rows
from qi_eval.metrics.counting import codes, count_if, days_between, flag, lineage, plan_for, recorded
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import rows_of
from qi_eval.metrics.staff import active_in, in_post, staff
from qi_eval.narrative import number, of, people, percent
from qi_eval.vocabulary import ActivityType, Direction, Level, PlanKind, QiRole, RoleTier, Series

LATELY = 90  # days up to the newest that the activity log tells of
MANAGERS = (RoleTier.SENIOR, RoleTier.MIDDLE)
ABOUT_COACHING = "coach"  # in the name of a course


def _select(t: Tables, scope: Scope) -> Selects:
    return {
        "coaches": _coaches(t, scope),
        "contacts": select(func.max(t.activity.c.activity_date).label("newest")).where(contact(t, scope)),
        "managers": _managers(t, scope),
        "plan": select(t.plan.c.quantity, t.plan.c.valid_from).where(_eligible(t, scope)),
    }


def _coaches(t: Tables, scope: Scope) -> Select:
    """The active coaches, and how many of them coached lately."""
    a, coach = t.activity.c, active_in(t, scope, QiRole.COACH)
    told = recorded(a.activity_date, scope).scalar_subquery()
    lately = and_(
        a.activity_type == ActivityType.COACHING.value,
        a.activity_date <= scope.report_date,
        days_between(a.activity_date, told) < LATELY,
    )
    at_work = exists().where(func.lower(a.coach_key) == func.lower(coach.c.person_key), lately)
    r = select(flag(at_work).label("at_work")).select_from(coach).subquery().c
    return select(func.count().label("coaches"), count_if(r.at_work == 1).label("at_work"))


def _managers(t: Tables, scope: Scope) -> Select:
    """Managers in post who completed a course whose name speaks of coaching."""
    tr, post = t.training.c, in_post(t, scope)
    learned = select(tr.person_key).where(staff(t, scope), tr.completed, _teaches_coaching(t))
    return select(
        func.count().label("trained"),
        select(func.max(tr.session_date)).where(staff(t, scope)).scalar_subquery().label("newest"),
    ).where(post.c.role_tier.in_(codes(MANAGERS)), post.c.person_key.in_(learned))


def _teaches_coaching(t: Tables) -> ColumnElement[bool]:
    return func.lower(t.training.c.course_name).contains(ABOUT_COACHING)


def _eligible(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """How many managers there are, as the plan says on the report date."""
    p = t.plan.c
    return and_(p.kind == PlanKind.ELIGIBLE.value, p.code == "managers", p.quantity.is_not(None), plan_for(t, scope))


def _coaches_judge(frames: Frames, scope: Scope) -> Result:
    row, newest = rows_of(frames["coaches"])[0], rows_of(frames["contacts"])[0]["newest"]
    if not row["coaches"]:
        return unknown("No active coach is known yet: fill qi_role and role_active of training.")
    if newest is None:
        return unknown(NOT_TOLD)
    result = replace(
        proportion(row["at_work"], row["coaches"]),
        newest=newest,
        notes=("A contact that does not say who coached counts for nobody.",),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "activity")


@says
def _coaches_sentence(result: Result) -> str:
    coached = f"coached somebody in the last {LATELY} days"
    return f"{of(result.numerator, result.denominator)} active coaches ({percent(result.value)}) {coached}."


def _managers_judge(frames: Frames, scope: Scope) -> Result:
    row, plan = rows_of(frames["managers"])[0], rows_of(frames["plan"])
    if row["newest"] is None:
        return unknown("Nobody has been trained yet: load the training list (training).")
    eligible = int(max(plan, key=lambda one: one["valid_from"])["quantity"]) if plan else 0
    trained = int(row["trained"])
    if not eligible:
        return unknown("How many managers there are is not known: add them to plan (eligible, managers).")
    result = replace(proportion(min(trained, eligible), eligible), newest=row["newest"], protects=Protects.PEOPLE)
    return settled(result, scope.report_date, "training")


@says
def _managers_sentence(result: Result) -> str:
    return (
        f"{number(result.numerator)} of {people(result.denominator)} who manage others ({percent(result.value)}) have "
        "completed a course on coaching and are in post."
    )


def _coach_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    keys = select(active_in(t, scope, QiRole.COACH).c.person_key)
    holds = and_(t.training.c.person_key.in_(keys), t.training.c.qi_role == QiRole.COACH.value)
    return {"training": lineage(t.training, holds), **contact_rows(t, scope)}


def _manager_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    tr, post = t.training.c, in_post(t, scope)
    managers = select(post.c.person_key).where(post.c.role_tier.in_(codes(MANAGERS)))
    counted = and_(staff(t, scope), tr.completed, _teaches_coaching(t), tr.person_key.in_(managers))
    return {"training": lineage(t.training, counted), "plan": lineage(t.plan, _eligible(t, scope))}


_metric = partial(
    Metric,
    code="O9",
    level=Level.ORGANISATION,
    bullets=("culture_5",),
    unit="%",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source=SOURCE,
    minimum_n=5,
    select=_select,
)


O9_COACHES = _metric(
    id="o9_coaches_at_work",
    title="Coaches at work in 90 days",
    counts=("active coach in post", "active coaches in post"),
    question="Do the coaches we have trained coach?",
    formula=f"100 × active coaches with a contact of their own (coach_key) in the last {LATELY} days on record / "
    "people in post whose newest training row says active coach.",
    judge=_coaches_judge,
    sentence=_coaches_sentence,
    rows=_coach_rows,
    inputs={
        "training": ("person_key", "qi_role", "role_active", "left_on", "session_date"),
        "activity": ("activity_type", "activity_date", "coach_key"),
    },
)
O9_TRAINED = _metric(
    id="o9_managers_trained",
    title="Managers trained in coaching",
    counts=("manager", "managers"),
    question="How many of our managers have learned to coach?",
    formula="100 × staff in post of tier senior or middle who completed a course with coach in its name / "
    "managers by the plan.",
    judge=_managers_judge,
    sentence=_managers_sentence,
    rows=_manager_rows,
    inputs={
        "training": ("person_key", "person_type", "role_tier", "course_name", "completed", "left_on"),
        "plan": ("kind", "code", "quantity", "valid_from"),
    },
)
