"""Q3 internal spread: does what works leave its unit, and how far does it go within the trust?

In: spread, projects, units. Out: the thirds of the finished projects; settings of ours that took a change up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from qi_eval.metrics.counting import (
    FINISHED,
    begun,
    codes,
    count_if,
    division_of,
    flag,
    lineage,
    month_of,
    project_rows,
    supported,
)
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.ledger import ledger, recorded
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, whole, with_days
from qi_eval.narrative import count, number, of, percent
from qi_eval.vocabulary import Direction, Level, Series

THIRD = 100 / 3  # %; "a third each", UK estimate quoted by the West of England network, no primary source given
CLASSES = {"T0": "Stayed in its unit", "T1": "Other units of the trust", "T2": "Other organisations"}
NO_LEDGER = "No spread is recorded yet: load the spread list (spread)."


def _finished(t: Tables, scope: Scope) -> ColumnElement[bool]:
    p = t.projects.c
    ended = or_(p.close_date.is_(None), p.close_date <= scope.report_date)
    return and_(begun(t, scope), supported(t), p.status.in_(codes(FINISHED)), ended)


def _select(t: Tables, scope: Scope) -> Selects:
    rows = ledger(t, scope).c
    known = select(func.count(rows.project_id).label("rows"), func.max(rows.newest).label("newest"))
    return {"thirds": _thirds(t, scope), "inside": _inside(t, scope), "months": _months(t, scope), "ledger": known}


def _thirds(t: Tables, scope: Scope) -> Select:
    row = ledger(t, scope).c
    reached = (
        select(
            row.project_id,
            func.max(row.adopted * (1 - row.inside)).label("outside"),
            func.max(row.adopted * row.other_unit).label("other_unit"),
        )
        .group_by(row.project_id)
        .subquery()
    )
    r, p = reached.c, t.projects.c
    third = case((r.outside == 1, literal("T2")), (r.other_unit == 1, literal("T1")), else_=literal("T0"))
    rows = (
        select(third.label("third"), flag(r.project_id.is_(None)).label("silent"))
        .select_from(t.projects.outerjoin(reached, p.project_id == r.project_id))
        .where(_finished(t, scope))
        .subquery()
    )
    c = rows.c
    counts = (func.count().label("projects"), count_if(c.silent == 1).label("silent"))
    return select(c.third, *counts).group_by(c.third)


def _inside(t: Tables, scope: Scope) -> Select:
    rows, division = ledger(t, scope), division_of(t)
    r = rows.c
    took_up = and_(r.adopted == 1, r.eligible == 1)
    return (
        select(
            count_if(r.eligible == 1).label("eligible"),
            count_if(took_up).label("adopted"),
            func.count(case((took_up, r.project_id)).distinct()).label("projects"),
            func.count(case((took_up, division.c.division)).distinct()).label("divisions"),
        )
        .select_from(rows.outerjoin(division, func.lower(r.adopter_unit_id) == func.lower(division.c.unit_id)))
        .where(r.other_unit == 1)
    )


def _months(t: Tables, scope: Scope) -> Select:
    r = ledger(t, scope).c
    dated = (
        select(month_of(r.adopted_on).label("month"))
        .where(r.other_unit == 1, r.eligible == 1, r.adopted == 1, r.adopted_on.is_not(None))
        .subquery()
    )
    return select(dated.c.month, func.count().label("settings")).group_by(dated.c.month)


def _thirds_judge(frames: Frames, scope: Scope) -> Result:
    thirds = frames["thirds"]
    finished, silent = whole(thirds["projects"].sum()), whole(thirds["silent"].sum())
    if not finished:
        return unknown("No strategic or service-led project is finished yet, so none can have spread.")
    if not whole(frames["ledger"]["rows"].sum()):
        return unknown(f"{NO_LEDGER} {count(finished, 'project')} finished.")
    found = {name: whole(thirds[thirds["third"] == name]["projects"].sum()) for name in CLASSES}
    result = replace(
        proportion(found["T1"] + found["T2"], finished),
        newest=newest(frames["ledger"]["newest"]),
        notes=_silence(silent),
        breakdown=_classes(found, finished),
        facts=found,
    )
    return settled(result, scope.report_date, "spread")


def _silence(silent: int) -> tuple[str, ...]:
    if not silent:
        return ()
    return (f"{count(silent, 'project')} without any record of spread: counted as stayed in the unit.",)


def _classes(found: Mapping[str, int], finished: int) -> Breakdown:
    table = [(CLASSES[name], n, share(n, finished), THIRD) for name, n in found.items()]
    labels = {"label": "How far", "value": "Projects", "percent": "Share (%)", "estimate": "UK estimate (%)"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _thirds_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    ours = _finished(t, scope)
    return {**project_rows(t, ours), "spread": _spread_rows(t, scope, ours)}


def _spread_rows(t: Tables, scope: Scope, *where: ColumnElement[bool]) -> Select:
    spread = lineage(t.spread).join(t.projects, t.spread.c.project_id == t.projects.c.project_id)
    return spread.where(recorded(t, scope), *where)


@says
def _thirds_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} finished projects ({percent(result.value)}) are in use beyond "
        f"their own unit: {number(facts['T1'])} within the trust only, {number(facts['T2'])} in other organisations."
    )


INPUTS = {
    "spread": ("project_id", "direction", "adopter_org_code", "adopter_unit_id", "setting_eligible", "status"),
    "projects": ("project_id", "project_type", "unit_id", "status", "start_date", "close_date"),
    "units": ("unit_id", "parent_unit_id", "org_code"),
}

Q3_THIRDS = Metric(
    id="q3_thirds",
    code="Q3",
    level=Level.ORGANISATION,
    bullets=("quality_3",),
    title="Projects in use beyond their unit",
    question="Does what works leave its unit?",
    formula="100 × finished projects adopted by another unit (T1) or another organisation (T2) / strategic and "
    "service-led projects completed or handed over. A project that reached both counts as T2.",
    unit="%",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="RE-AIM adoption; the thirds are a UK estimate quoted by the West of England network without a source",
    minimum_n=1,
    inputs=INPUTS,
    select=_select,
    judge=_thirds_judge,
    rows=_thirds_rows,
    sentence=_thirds_sentence,
    chart=Chart.STACK,
)


def _inside_judge(frames: Frames, scope: Scope) -> Result:
    inside = frames["inside"].iloc[0]
    eligible, adopted = whole(inside["eligible"]), whole(inside["adopted"])
    if not eligible:
        return unknown("No eligible unit of ours stands in the spread list (spread) yet.")
    result = replace(
        proportion(adopted, eligible),
        newest=newest(frames["ledger"]["newest"]),
        over_time=_so_far(frames["months"]),
        facts={"projects": whole(inside["projects"]), "divisions": whole(inside["divisions"])},
    )
    return settled(result, scope.report_date, "spread")


def _so_far(months: pd.DataFrame) -> Breakdown:
    ordered = with_days(months, "month").sort_values("month", kind="stable")
    table = pd.DataFrame({"period": ordered["month"], "value": ordered["settings"].cumsum()}).reset_index(drop=True)
    return Breakdown(table, {"period": "Month", "value": "Units that adopted so far"})


def _inside_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    s, p, u = t.spread.c, t.projects.c, t.units.c
    inside = (
        func.lower(s.adopter_org_code) == select(func.lower(u.org_code)).where(u.unit_id == p.unit_id).scalar_subquery()
    )
    other = func.lower(s.adopter_unit_id) != func.lower(p.unit_id)
    return {"spread": _spread_rows(t, scope, inside, other)}


@says
def _inside_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} eligible units ({percent(result.value)}) use a change that began "
        f"in another unit; they stem from {count(facts['projects'], 'project')} and lie in "
        f"{count(facts['divisions'], 'division')}."
    )


Q3_UNITS = Metric(
    id="q3_units",
    code="Q3",
    level=Level.ORGANISATION,
    bullets=("quality_3",),
    title="Units that took a change up",
    question="How many units that could take a change up have done so?",
    formula="100 × eligible units of the trust, other than the project's own, that adopted and still use it / all "
    "eligible units listed for a project (spread). A unit counts once for each project.",
    unit="%",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="RE-AIM adoption",
    minimum_n=1,
    inputs=INPUTS,
    select=_select,
    judge=_inside_judge,
    rows=_inside_rows,
    sentence=_inside_sentence,
    chart=Chart.STEPS,
)
