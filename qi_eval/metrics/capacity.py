"""O6 QI capacity: the people of today's staff who have completed training, by dose level and against the plan.

In: training, plan, units. Out: counts of distinct people still in post, shares of the plan, attendance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, or_, select, union_all

from qi_eval.metrics.counting import c_order, codes, lineage, month_of, plan_for, rank_by, within
from qi_eval.metrics.judging import says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of, summed
from qi_eval.narrative import number, people, percent
from qi_eval.vocabulary import Direction, DoseLevel, Level, PersonType, PlanKind, Series, State

ANY = "any"  # stands for all dose levels together in the frame
PLANNED = (PlanKind.TARGET, PlanKind.ELIGIBLE)
NO_TRAINING = "Nobody has completed a course yet: load the training list (training)."
SOURCE = "IHI dosing approach (everyone, many, some, few); the plan is the trust's own, IHI gives no formula"


def _select(t: Tables, scope: Scope) -> Selects:
    first = _first_completions(t, scope)
    months = select(
        first.c.dose_level, first.c.month, func.count().label("people"), func.max(first.c.first_on).label("newest")
    ).group_by(first.c.dose_level, first.c.month)
    p = t.plan.c
    plan = select(p.kind, p.code, p.quantity, p.valid_from).where(_plan(t, scope))
    return {"months": months, "plan": plan}


def _first_completions(t: Tables, scope: Scope) -> Subquery:
    """One row a person still in post and dose level (and one for any level): the month of the first completion."""
    tr, now = t.training.c, _current(t, scope)
    first = func.min(tr.session_date)
    done = and_(_completed(t, scope), tr.person_key.in_(select(now.c.person_key)))
    each = select(tr.person_key, tr.dose_level, first.label("first_on")).where(done)
    every = select(tr.person_key, literal(ANY).label("dose_level"), first.label("first_on")).where(done)
    both = union_all(each.group_by(tr.person_key, tr.dose_level), every.group_by(tr.person_key)).subquery()
    return select(both.c.dose_level, month_of(both.c.first_on).label("month"), both.c.first_on).subquery()


def _completed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    tr = t.training.c
    return and_(tr.completed, tr.person_type == PersonType.STAFF.value, tr.session_date <= scope.report_date)


def _current(t: Tables, scope: Scope) -> Subquery:
    """The staff still in post, by their newest row: a person's unit and leaving date repeat, the newest counts."""
    tr = t.training.c
    order = (tr.session_date.desc(), c_order(tr.course_id).desc())
    ranked = (
        select(tr.person_key, tr.unit_id, tr.left_on, rank_by(*order, partition=(tr.person_key,)).label("place"))
        .where(tr.session_date <= scope.report_date, tr.person_type == PersonType.STAFF.value)
        .subquery()
    )
    r = ranked.c
    stayed = or_(r.left_on.is_(None), r.left_on > scope.report_date)
    return select(r.person_key).where(r.place == 1, stayed, within(r.unit_id, scope)).subquery()


def _plan(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Targets and eligible people by dose level that hold on the report date for what is asked for."""
    p = t.plan.c
    return and_(p.kind.in_(codes(PLANNED)), p.code.in_(DoseLevel.codes()), plan_for(t, scope))


@dataclass(frozen=True)
class Dose:
    """The people of one dose level, beside the plan's figures where it has them."""

    people: int
    target: float | None
    eligible: float | None


def _doses(frames: Frames) -> dict[str, Dose]:
    months, plan = rows_of(frames["months"]), rows_of(frames["plan"])
    found = {}
    for dose in DoseLevel.codes():
        held = summed(_of_dose(months, dose), "people")
        found[dose] = Dose(held, *(_planned(plan, dose, kind) for kind in PLANNED))
    return found


def _of_dose(months: Sequence[Row], dose: str) -> list[Row]:
    return [row for row in months if row["dose_level"] == dose]


def _planned(plan: Sequence[Row], dose: str, kind: PlanKind) -> float | None:
    """The figure that holds; of several the one that began last."""
    rows = [row for row in plan if (row["code"], row["kind"]) == (dose, kind.value) and row["quantity"] is not None]
    return max(rows, key=lambda row: row["valid_from"])["quantity"] if rows else None


def _trained_judge(frames: Frames, scope: Scope) -> Result:
    every = _of_dose(rows_of(frames["months"]), ANY)
    trained = summed(every, "people")
    if not trained:
        return unknown(NO_TRAINING)
    result = Result(
        State.MEASURED,
        trained,
        n=trained,
        newest=newest(every),
        notes=("Staff who have left are not counted, nor in the months before; each person counts once.",),
        breakdown=_by_dose(_doses(frames)),
        over_time=_so_far(every),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _by_dose(doses: Mapping[str, Dose]) -> Breakdown:
    rows = [(dose, doses[dose.value]) for dose in DoseLevel]
    labels = {
        "label": "Training for",
        "value": "People",
        "target": "Plan",
        "percent": "Of plan (%)",
        "eligible": "Eligible",
        "percent_eligible": "Of eligible (%)",
    }
    table = [
        (
            dose.label,
            held.people,
            held.target,
            share(held.people, held.target or 0),
            held.eligible,
            share(held.people, held.eligible or 0),
        )
        for dose, held in rows
        if held.people or held.target
    ]
    hides = ("percent", "percent_eligible")
    frame = pd.DataFrame(table, columns=list(labels))
    title = "Trained, against the plan for each level"
    return Breakdown(frame, labels, Protects.PEOPLE, count="value", hides=hides, out_of="target", title=title)


def _so_far(every: Sequence[Row]) -> Breakdown:
    """The staff in post today, by when they were trained: not what a report of that month said, for it counted those
    who have left since."""
    ordered = sorted(every, key=lambda row: row["month"])
    people_so_far = accumulate(row["people"] for row in ordered)
    table = pd.DataFrame({"period": [row["month"] for row in ordered], "value": list(people_so_far)})
    return Breakdown(
        table, {"period": "Month", "value": "Of today's staff, trained by then"}, Protects.PEOPLE, "value", grows=True
    )


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    now = select(_current(t, scope).c.person_key)
    return {
        "training": lineage(t.training, _completed(t, scope), t.training.c.person_key.in_(now)),
        "plan": lineage(t.plan, _plan(t, scope)),
    }


@says
def _trained_sentence(result: Result) -> str:
    return f"{people(result.value)} in post have completed QI training."


INPUTS = {
    "training": ("person_key", "person_type", "dose_level", "session_date", "completed", "left_on"),
    "plan": ("kind", "subject_type", "code", "quantity", "valid_from"),
}

O6_TRAINED = Metric(
    id="o6_trained",
    code="O6",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="People trained",
    question="How many of our staff have completed QI training?",
    formula="Distinct staff (person_key) with a completed course whose newest row has no leaving date. Dose levels do "
    "not add up: one person may hold several.",
    unit="people",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source=SOURCE,
    minimum_n=5,
    inputs=INPUTS,
    select=_select,
    judge=_trained_judge,
    rows=_rows,
    sentence=_trained_sentence,
    chart=Chart.STEPS,
    groups=Chart.BARS,
)


def _dose_judge(dose: DoseLevel) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        held = _doses(frames)[dose.value]
        if not held.people and held.target is None:
            return unknown(f"Nobody has completed training meant for {_whom(dose)}, and the plan has no target.")
        result = Result(
            State.MEASURED,
            share(held.people, held.target or 0),
            n=held.people,
            numerator=held.people,
            denominator=held.target,
            newest=newest(rows_of(frames["months"])),
            notes=() if held.target else (f"The plan has no target for {_whom(dose)}: add it to plan.",),
            facts={"people_eligible": held.eligible, "of_eligible": share(held.people, held.eligible or 0)},
            protects=Protects.PEOPLE,
        )
        return settled(result, scope.report_date, "training", thin=held.target is None)

    return judge


def _dose_rows(dose: DoseLevel) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        found = _rows(t, scope)
        return {
            "training": found["training"].where(t.training.c.dose_level == dose.value),
            "plan": found["plan"].where(t.plan.c.code == dose.value),
        }

    return rows


def _dose_sentence(dose: DoseLevel) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        trained = (
            f"{people(result.n)} in post {'has' if result.n == 1 else 'have'} completed training for {_whom(dose)}"
        )
        if not result.denominator:
            return f"{trained}; the plan has no target for it."
        eligible = result.facts["people_eligible"]
        aside = f"; {number(eligible)} are eligible" if eligible else ""
        return f"{trained}, where {number(result.denominator)} were planned ({percent(result.value)} of plan){aside}."

    return sentence


def _whom(dose: DoseLevel) -> str:
    return "the board" if dose is DoseLevel.BOARD else dose.label.lower()


def _dose_metric(dose: DoseLevel) -> Metric:
    return Metric(
        id=f"o6_training_{dose.value}",
        code="O6",
        level=Level.ORGANISATION,
        bullets=("culture_3",),
        title=f"Training for {_whom(dose)}",
        question=f"How far is training for {_whom(dose)} against the plan?",
        formula=f"100 × distinct staff in post who completed a course of dose level {dose.value} / the plan's target "
        "for it on the report date.",
        unit="% of plan",
        counts=("person", "people"),
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=SOURCE,
        minimum_n=5,
        inputs=INPUTS,
        select=_select,
        judge=_dose_judge(dose),
        rows=_dose_rows(dose),
        sentence=_dose_sentence(dose),
    )


O6_DOSES = tuple(_dose_metric(dose) for dose in DoseLevel)
