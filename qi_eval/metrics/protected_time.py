"""O11 protected time: do the hours kept free for coaches and fellows suffice for what they log with teams?

In: training, activity. Out: hours logged against hours kept free, by role; never by person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Double, Select, and_, case, cast, func, or_, select

from qi_eval.metrics.counting import blank, codes, days_between, lineage, recorded
from qi_eval.metrics.judging import says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, amount, newest, recorded_until, rows_of, summed
from qi_eval.metrics.staff import active_in
from qi_eval.narrative import date_words, of, people, percent
from qi_eval.vocabulary import Direction, Level, QiRole, Series, State

ROLES = (QiRole.COACH, QiRole.FELLOW, QiRole.IMPROVEMENT_ADVISOR)
WEEKS = 13  # the last 91 days on record
SOURCE = "House measure after the QI fellows of the ambulance collaborative (7.5 hours a week)"


def _select(t: Tables, scope: Scope) -> Selects:
    log = t.activity.c
    return {"people": _hours(t, scope), "recorded": recorded(log.activity_date, scope, ~blank(log.coach_key))}


def _hours(t: Tables, scope: Scope) -> Select:
    """By role: people with hours kept free, those hours in a week, the hours that they logged; and people without."""
    a, active = t.activity.c, active_in(t, scope, *ROLES)
    person = active.c
    lately = _lately(t, scope)
    logged = (
        select(func.lower(a.coach_key).label("key"), func.sum(cast(a.minutes, Double)).label("minutes"))
        .where(lately)
        .group_by(func.lower(a.coach_key))
        .subquery()
    )
    kept = person.protected_hours_week > 0
    newest = select(func.max(a.activity_date)).where(lately).scalar_subquery()
    return (
        select(
            person.qi_role,
            func.count().filter(kept).label("people"),
            func.count().filter(or_(person.protected_hours_week.is_(None), ~kept)).label("without"),
            func.sum(cast(case((kept, person.protected_hours_week)), Double)).label("week"),
            func.sum(case((kept, logged.c.minutes))).label("minutes"),
            newest.label("newest"),
        )
        .select_from(active.outerjoin(logged, logged.c.key == func.lower(person.person_key)))
        .group_by(person.qi_role)
    )


def _lately(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Contacts of coaches in the weeks up to the end of the log: it is filled in later than today."""
    a = t.activity.c
    told = and_(a.activity_date <= scope.report_date, ~blank(a.coach_key))
    until = recorded(a.activity_date, scope, ~blank(a.coach_key)).scalar_subquery()
    return and_(told, days_between(a.activity_date, until) < 7 * WEEKS)


def _hours_judge(frames: Frames, scope: Scope) -> Result:
    rows = [row for row in rows_of(frames["people"]) if row["people"]]
    if not rows:
        return unknown("No hours kept free are recorded for active coaches: fill protected_hours_week of training.")
    until = newest(rows)
    if until is None:
        return unknown("No coach has logged any time: fill coach_key and minutes of activity.")
    kept, logged = WEEKS * amount(rows, "week"), amount(rows, "minutes") / 60
    without = sum(row["without"] for row in rows_of(frames["people"]))
    result = Result(
        State.MEASURED,
        share(logged, kept),
        n=summed(rows, "people"),
        n_expected=summed(rows, "people") + without,
        newest=until,
        notes=("Time that is not logged in activity (travel, preparation) is not in it.",),
        breakdown=_by_role(rows),
        facts={"logged": round(logged), "kept": round(kept), "until": date_words(recorded_until(frames["recorded"]))},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "activity")


def _by_role(rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Role", "value": "Logged of kept free (%)", "kept": "Hours kept free", "n": "People"}
    table = [
        (QiRole(row["qi_role"]).label, share((row["minutes"] or 0) / 60, WEEKS * row["week"]), WEEKS * row["week"], n)
        for row in rows
        if (n := int(row["people"]))
    ]
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="n", hides=("value", "kept"), groups_add_up=True)


@says
def _hours_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{people(result.n)} with hours kept free logged {of(facts['logged'], facts['kept'])} hours with teams in "
        f"the {WEEKS} weeks to {facts['until']} ({percent(result.value)})."
    )


def _person_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    keys = select(active_in(t, scope, *ROLES).c.person_key)
    told = and_(t.training.c.person_key.in_(keys), t.training.c.qi_role.in_(codes(ROLES)))
    return {"training": lineage(t.training, told), "activity": lineage(t.activity, _lately(t, scope))}


O11_HOURS = Metric(
    id="o11_hours",
    code="O11",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Hours logged of hours kept free",
    question="Do the hours kept free suffice for what coaches do?",
    formula=f"100 × hours that active coaches, fellows and advisors logged with teams in the last {WEEKS} weeks on "
    f"record (activity, coach_key) / {WEEKS} × their protected hours a week; over 100% means more than was kept free. "
    "Only people with hours kept free.",
    unit="% of hours",
    counts=("person with hours kept free", "people with hours kept free"),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source=SOURCE,
    minimum_n=5,
    inputs={
        "training": ("person_key", "qi_role", "role_active", "protected_hours_week", "left_on"),
        "activity": ("activity_date", "coach_key", "minutes"),
    },
    select=_select,
    judge=_hours_judge,
    rows=_person_rows,
    sentence=_hours_sentence,
    known_as="have hours kept free",
    chart=Chart.BARS,
    evidence=False,
)
