"""P5 role ladder: do champions go on to coach others, and do fellows stay?

In: training (qi_role over time). Out: the share of champions with a higher role today, and of fellows still active.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from qi_eval.metrics.counting import c_order, codes, flag, lineage, rank_by, within
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, months_before, newest, rows_of, summed
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, PersonType, QiRole, Series

LADDER = (QiRole.CHAMPION, QiRole.COACH, QiRole.FELLOW, QiRole.IMPROVEMENT_ADVISOR)  # a sponsor stands beside it
YEAR = 12  # months that a role needs before it is asked what became of it
STAYED = (QiRole.FELLOW, QiRole.IMPROVEMENT_ADVISOR)


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    tr = t.training.c
    staff = tr.person_type == PersonType.STAFF.value
    return and_(tr.qi_role.is_not(None), tr.session_date <= scope.report_date, staff, within(tr.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    now, then, first = _at(t, scope), _at(t, scope, months=YEAR), _first(t, scope)
    n, a, f = now.c, then.c, first.c
    joined = now.outerjoin(then, n.person_key == a.person_key).outerjoin(first, n.person_key == f.person_key)
    rows = (
        select(
            n.role,
            flag(or_(n.left_on.is_(None), n.left_on > scope.report_date)).label("here"),
            flag(or_(n.role_active.is_(None), n.role_active)).label("active"),
            flag(f.champion_on <= months_before(scope.report_date, YEAR)).label("champion"),
            flag(_fellow(a.role, a.left_on, scope)).label("fellow"),
            flag(f.roles > 1).label("moved"),
            n.session_date,
        )
        .select_from(joined)
        .subquery()
    )
    r = rows.c
    by = (r.role, r.here, r.active, r.champion, r.fellow, r.moved)
    people = select(*by, func.count().label("people"), func.max(r.session_date).label("newest"))
    return {"people": people.group_by(*by)}


def _at(t: Tables, scope: Scope, *, months: int = 0) -> Subquery:
    """Each person's newest row with a role as it stood so many months ago."""
    tr, day = t.training.c, months_before(scope.report_date, months)
    order = (tr.session_date.desc(), c_order(tr.course_id).desc())
    place = rank_by(*order, partition=(tr.person_key,)).label("place")
    r = (
        select(tr.person_key, tr.qi_role.label("role"), tr.role_active, tr.left_on, tr.session_date, place)
        .where(_counted(t, scope), tr.session_date <= day)
        .subquery()
    )
    return select(*(column for column in r.c if column.name != "place")).where(r.c.place == 1).subquery()


def _first(t: Tables, scope: Scope) -> Subquery:
    """The first day on which each person stands on record as a champion, and how many roles the record knows."""
    tr = t.training.c
    on = case((tr.qi_role == QiRole.CHAMPION.value, tr.session_date))
    known = (func.min(on).label("champion_on"), func.count(tr.qi_role.distinct()).label("roles"))
    return select(tr.person_key, *known).where(_counted(t, scope)).group_by(tr.person_key).subquery()


def _fellow(role: ColumnElement[str], left_on: ColumnElement, scope: Scope) -> ColumnElement[bool]:
    then = months_before(scope.report_date, YEAR)
    return and_(role == QiRole.FELLOW.value, or_(left_on.is_(None), left_on > then))


def _ladder_judge(frames: Frames, scope: Scope) -> Result:
    people = rows_of(frames["people"])
    if not any(row["role"] in LADDER for row in people):
        return unknown("Nobody's QI role is known: fill qi_role of training.")
    here = [row for row in people if row["here"]]
    champions = [row for row in here if row["champion"]]
    if not any(row["moved"] for row in people):
        return unknown(
            "Roles are on record only as they stand today: give each training row the role of its day (qi_role)."
        )
    if not champions:
        return unknown(
            "Nobody here has been a champion for a year: qi_role of training tells who is one, and since when."
        )
    risen = [row for row in champions if row["role"] in LADDER[1:] and row["active"]]
    result = replace(
        proportion(summed(risen, "people"), summed(champions, "people")),
        newest=newest(people),
        notes=("The first day with a role in the training list counts as its beginning. Those who left are left out.",),
        breakdown=_ladder(here),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _ladder(here: Sequence[Row]) -> Breakdown:
    labels = {"label": "Role today, active", "value": "People"}
    table = [
        (role.label, summed([row for row in here if row["role"] == role and row["active"]], "people"))
        for role in LADDER
    ]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, Protects.PEOPLE, count="value")


def _fellows_judge(frames: Frames, scope: Scope) -> Result:
    people = rows_of(frames["people"])
    fellows = [row for row in people if row["fellow"]]
    if not fellows:
        return unknown("Nobody was a QI fellow a year ago: qi_role of training tells who is one (fellow).")
    stayed = [row for row in fellows if row["here"] and row["active"] and row["role"] in codes(STAYED)]
    result = replace(
        proportion(summed(stayed, "people"), summed(fellows, "people")),
        newest=newest(people),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"training": lineage(t.training, _counted(t, scope), t.training.c.qi_role.in_(codes(LADDER)))}


@says
def _ladder_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} people who became champions a year ago or longer and are still "
        f"here ({percent(result.value)}) are active in a higher role today."
    )


@says
def _fellows_sentence(result: Result) -> str:
    told = f"{of(result.numerator, result.denominator)} fellows of a year ago ({percent(result.value)})"
    return f"{told} are here and active."


_metric = partial(
    Metric,
    code="P5",
    level=Level.PEOPLE,
    bullets=("people_5",),
    unit="%",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure; the role ladder of the programme",
    minimum_n=5,
    inputs={"training": ("person_key", "session_date", "qi_role", "role_active", "left_on")},
    select=_select,
    rows=_rows,
)


P5_LADDER = _metric(
    id="p5_ladder",
    title="From champion to coach",
    counts=("person", "people"),
    question="Do champions go on to coach others?",
    formula="100 × people active in a higher role today (coach, fellow, improvement advisor) / staff still here whose "
    "first day on record as a champion lies 12 months back or longer. Wilson interval below n = 200.",
    judge=_ladder_judge,
    sentence=_ladder_sentence,
    chart=Chart.BARS,
)
P5_FELLOWS = _metric(
    id="p5_fellows",
    title="Fellows who stay",
    counts=("fellow", "fellows"),
    question="Are those who were QI fellows a year ago still with us and active?",
    formula="100 × of these still in the trust, active, and fellow or improvement advisor today / people whose "
    "newest role 12 months ago was QI fellow. Wilson interval.",
    judge=_fellows_judge,
    sentence=_fellows_sentence,
    chart=Chart.NONE,
)
