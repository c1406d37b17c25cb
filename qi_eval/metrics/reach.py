"""O14 reach: in how many wards and teams does improvement live, and where is none?

In: units, projects, training. Out: the share of wards and teams with a running project or an active champion or coach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import (
    active,
    c_order,
    codes,
    flag,
    lineage,
    rank_by,
    supported,
    top_units,
    tree,
    within,
)
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, divisions, newest, rows_of
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, QiRole, Series, UnitLevel

PLACES = (UnitLevel.WARD, UnitLevel.TEAM)
LEADS = (QiRole.CHAMPION, QiRole.COACH)
TRUST_WIDE = "Elsewhere in the trust"


def _places(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Wards and teams of our organisation that exist on the report date."""
    u, now = t.units.c, scope.report_date
    own = select(func.lower(u.org_code)).where(u.unit_id.in_(top_units(t, scope)))
    exists = and_(or_(u.valid_from.is_(None), u.valid_from <= now), or_(u.valid_to.is_(None), u.valid_to > now))
    return and_(u.unit_level.in_(codes(PLACES)), exists, within(u.unit_id, scope), func.lower(u.org_code).in_(own))


def _select(t: Tables, scope: Scope) -> Selects:
    u = t.units.c
    projects = select(t.projects.c.unit_id).where(active(t, scope), supported(t))
    places = select(
        u.unit_id,
        u.unit_name,
        flag(u.unit_id.in_(projects)).label("project"),
        flag(u.unit_id.in_(_led(t, scope))).label("led"),
    ).where(_places(t, scope))
    day = select(func.max(t.training.c.session_date).label("newest")).where(_roles(t, scope))
    begun = select(func.max(t.projects.c.start_date).label("newest")).where(active(t, scope), supported(t))
    return {"places": places, "training": day, "projects": begun, "units": tree(t)}


def _roles(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(t.training.c.session_date <= scope.report_date, t.training.c.qi_role.is_not(None))


def _led(t: Tables, scope: Scope) -> Select:
    """The units of the people whose newest row says that they are an active champion or coach and still in post."""
    tr = t.training.c
    newest_first = (tr.session_date.desc(), c_order(tr.course_id).desc())
    place = rank_by(*newest_first, partition=(tr.person_key,)).label("place")
    r = select(tr.unit_id, tr.qi_role, tr.role_active, tr.left_on, place).where(_roles(t, scope)).subquery().c
    stayed = or_(r.left_on.is_(None), r.left_on > scope.report_date)
    return select(r.unit_id).where(
        r.place == 1, r.qi_role.in_(codes(LEADS)), r.role_active, stayed, r.unit_id.is_not(None)
    )


def _judge(frames: Frames, scope: Scope) -> Result:
    places = rows_of(frames["places"])
    dated = [*rows_of(frames["training"]), *rows_of(frames["projects"])]
    if not places:
        return unknown("No ward or team is listed yet: load units.")
    last = newest(dated)
    if last is None:
        return unknown("Neither a running project nor anybody's QI role is known: load projects and training.")
    reached = [row for row in places if row["project"] or row["led"]]
    lies_in = divisions(rows_of(frames["units"]))
    result = replace(
        proportion(len(reached), len(places)),
        newest=last,
        breakdown=_by_division(places, lies_in),
        facts={
            "with_project": sum(row["project"] for row in places),
            "without": "; ".join(sorted(row["unit_name"] for row in places if row not in reached)),
        },
    )
    return settled(result, scope.report_date, "projects")


def _by_division(places: Sequence[Row], lies_in: Mapping[str, str]) -> Breakdown:
    home = {row["unit_id"]: lies_in.get(row["unit_id"].lower(), TRUST_WIDE) for row in places}
    table = []
    for division in sorted(set(home.values())):
        here = [row for row in places if home[row["unit_id"]] == division]
        reached = [row for row in here if row["project"] or row["led"]]
        missing = "; ".join(sorted(row["unit_name"] for row in here if row not in reached))
        table.append((division, share(len(reached), len(here)), len(here), missing))
    labels = {"label": "Division", "value": "Reached (%)", "n": "Wards and teams", "missing": "Not reached yet"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {
        "units": lineage(t.units, _places(t, scope)),
        "projects": lineage(t.projects, active(t, scope), supported(t)),
        "training": lineage(t.training, _roles(t, scope), t.training.c.qi_role.in_(codes(LEADS))),
    }


@says
def _sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} wards and teams ({percent(result.value)}) have a running project "
        "or an active champion or coach."
    )


O14_REACH = Metric(
    id="o14_reach",
    code="O14",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Wards and teams reached",
    question="In how many wards and teams does improvement live?",
    formula="100 × wards and teams with a running strategic or service-led project of their own, or with somebody "
    "whose newest training row says active champion or coach / all wards and teams that exist on the report date.",
    unit="%",
    counts=("ward or team", "wards and teams"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure",
    minimum_n=1,
    inputs={
        "units": ("unit_id", "unit_level", "org_code"),
        "projects": ("unit_id", "project_type", "status", "start_date"),
        "training": ("person_key", "unit_id", "qi_role", "role_active", "left_on"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
)
