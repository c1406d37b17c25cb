"""O7 QI capability: where are our coaches, and does training reach every staff group alike?

In: training, workforce, units. Out: divisions with an active coach; the share of each staff group that is trained, and
the difference between clinical and other staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Select, and_, func, select

from qi_eval.metrics.counting import lineage, tree
from qi_eval.metrics.judging import newcombe, of_the_whole, proportion, says, settled, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, divisions, rows_of
from qi_eval.metrics.staff import active_in, in_post, staff
from qi_eval.metrics.workforce import fewest, totals, workforce_of, workforce_select
from qi_eval.narrative import count, listed, of, percent, signed
from qi_eval.vocabulary import Direction, Level, QiRole, Series, StaffGroup, State, UnitLevel

OTHER_STAFF = (StaffGroup.ADMIN, StaffGroup.ESTATES, StaffGroup.OTHER)  # all others are clinical; house rule
NO_TRAINING = "Nobody has completed a course yet: load the training list (training)."


def _select(t: Tables, scope: Scope) -> Selects:
    """Active coaches by unit; staff in post who completed a course, by unit and staff group; the workforce."""
    coach, post = active_in(t, scope, QiRole.COACH), in_post(t, scope)
    completed = select(t.training.c.person_key).where(staff(t, scope), t.training.c.completed)
    by = (post.c.unit_id, post.c.staff_group)
    trained = select(*by, func.count().label("people")).where(post.c.person_key.in_(completed)).group_by(*by)
    return {
        "coaches": select(coach.c.unit_id, func.count().label("coaches")).group_by(coach.c.unit_id),
        "trained": trained,
        "newest": select(func.max(t.training.c.session_date).label("newest")).where(staff(t, scope)),
        "units": tree(t),
        **workforce_select(t, scope),
    }


def _divisions_judge(frames: Frames, scope: Scope) -> Result:
    units, trained = rows_of(frames["units"]), rows_of(frames["trained"])
    names = sorted({row["unit_name"] for row in units if row["unit_level"] == UnitLevel.DIVISION})
    newest = rows_of(frames["newest"])[0]["newest"]
    if not names:
        return unknown("No division is listed yet: load units.")
    if newest is None:
        return unknown(NO_TRAINING)
    lies_in = divisions(units)
    coached = {lies_in.get(str(row["unit_id"]).lower()) for row in rows_of(frames["coaches"])}
    covered = [name for name in names if name in coached]
    result = replace(
        proportion(len(covered), len(names)),
        value=float(len(covered)),
        low=None,
        high=None,
        newest=newest,
        breakdown=_by_division(names, covered, trained, lies_in),
        facts={"without": listed(name for name in names if name not in covered)},
    )
    return settled(result, scope.report_date, "training")


def _by_division(
    names: Sequence[str], covered: Sequence[str], trained: Sequence[Row], lies_in: Mapping[str, str]
) -> Breakdown:
    labels = {"label": "Division", "value": "Trained people in post", "coach": "Active coach"}
    found = dict.fromkeys(names, 0)
    for row in trained:
        home = lies_in.get(str(row["unit_id"]).lower())
        if home in found:
            found[home] += row["people"]
    table = [(name, found[name], "yes" if name in covered else "none") for name in names]
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="value", groups_add_up=True)


@says
def _divisions_sentence(result: Result) -> str:
    without = f"; none in {result.facts['without']}" if result.facts["without"] else ""
    return f"{of(result.numerator, result.denominator)} divisions have an active coach{without}."


def _equity_judge(frames: Frames, scope: Scope) -> Result:
    work, trained = workforce_of(frames), rows_of(frames["trained"])
    if work is None or not trained:
        return unknown(NO_TRAINING if not trained else "How many staff there are is not known: load workforce.")
    groups = {group: _reached(group, trained, work.now) for group in StaffGroup}
    clinical, other = (_together(groups, is_other) for is_other in (False, True))
    if not clinical[1] or not other[1]:
        return unknown("The workforce file lacks either clinical or other staff, so they cannot be compared.")
    low, high = newcombe(*clinical, *other) or (None, None)
    value = (share(*clinical) or 0.0) - (share(*other) or 0.0)
    unplaced = sum(row["people"] for row in trained if row["staff_group"] is None)
    result = Result(
        State.MEASURED,
        value,
        low,
        high,
        n=clinical[1] + other[1],
        newest=rows_of(frames["newest"])[0]["newest"],
        notes=(f"{count(unplaced, 'trained person', 'trained people')} without a staff group.",) if unplaced else (),
        breakdown=_by_group(groups),
        facts={"clinical": share(*clinical), "other": share(*other)},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _reached(group: StaffGroup, trained: Sequence[Row], work: Sequence[Row]) -> tuple[int, int]:
    """Trained people of a staff group, and its headcount (at least as many)."""
    people = sum(row["people"] for row in trained if row["staff_group"] == group)
    heads = int(totals([row for row in work if row["staff_group"] == group], "headcount_end")[0])
    return people, max(heads, people) if heads else 0


def _together(groups: Mapping[StaffGroup, tuple[int, int]], is_other: bool) -> tuple[int, int]:
    known = [found for group, found in groups.items() if (group in OTHER_STAFF) is is_other and found[1]]
    return sum(people for people, _ in known), sum(heads for _, heads in known)


def _by_group(groups: Mapping[StaffGroup, tuple[int, int]]) -> Breakdown:
    labels = {"label": "Staff group", "value": "Trained (%)", "low": "From (%)", "high": "To (%)", "n": "Staff"}
    table = [
        (group.label, share(people, heads), *wilson(people, heads), heads, fewest(people, heads - people))
        for group, (people, heads) in groups.items()
        if heads
    ]
    frame = pd.DataFrame(table, columns=[*labels, "fewest"])
    hides = ("value", "low", "high")
    return Breakdown(frame, labels, Protects.PEOPLE, count="fewest", hides=hides, groups_add_up=True)


@says
def _equity_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{percent(facts['clinical'])} of clinical and {percent(facts['other'])} of other staff have completed QI "
        f"training: a difference of {signed(result.value or 0.0, 1)} points."
    )


def _coach_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    keys = select(active_in(t, scope, QiRole.COACH).c.person_key)
    told = and_(t.training.c.person_key.in_(keys), t.training.c.qi_role == QiRole.COACH.value)
    return {"training": lineage(t.training, told)}


def _trained_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    post = select(in_post(t, scope).c.person_key)
    done = and_(staff(t, scope), t.training.c.completed, t.training.c.person_key.in_(post))
    return {"training": lineage(t.training, done)}


O7_DIVISIONS = Metric(
    id="o7_divisions",
    code="O7",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Divisions with an active coach",
    question="Does every division have a coach of its own?",
    formula="Divisions in which somebody in post is an active coach by the newest training row / all divisions.",
    unit="divisions",
    counts=("division", "divisions"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure; dosing as East London NHS Foundation Trust does it",
    minimum_n=1,
    inputs={
        "training": ("person_key", "unit_id", "qi_role", "role_active", "left_on"),
        "units": ("unit_id", "parent_unit_id", "unit_level"),
    },
    select=_select,
    judge=of_the_whole(_divisions_judge),
    rows=_coach_rows,
    sentence=_divisions_sentence,
    chart=Chart.BARS,
)
O7_EQUITY = Metric(
    id="o7_equity",
    code="O7",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Training of clinical and other staff",
    question="Does training reach clinical and other staff alike?",
    formula="100 × staff in post who completed a course / headcount, of clinical less that of other staff "
    "(administrative, estates, other), in percentage points with Newcombe's interval. By staff group in the table.",
    unit="points",
    counts=("member of staff", "staff"),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="House measure; Newcombe 1998 for the difference of two shares",
    minimum_n=5,
    inputs={
        "training": ("person_key", "person_type", "staff_group", "completed", "left_on"),
        "workforce": ("period_end", "staff_group", "headcount_end"),
    },
    select=_select,
    judge=_equity_judge,
    rows=_trained_rows,
    sentence=_equity_sentence,
    chart=Chart.DOTS,
)
