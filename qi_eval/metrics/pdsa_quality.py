"""J2 defined activities: do teams test changes the way PDSA asks for, by what they wrote down?

In: project_log, measures, measurements, projects. Out: the share of projects with PDSA cycles that show all features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select

from qi_eval.metrics.counting import (
    begun,
    blank,
    c_order,
    count_if,
    flag,
    lineage,
    may_be_named,
    of_projects,
    project_rows,
    rank_by,
    supported,
)
from qi_eval.metrics.judging import named, proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import Direction, Level, LogType, Series

LINKED = 2  # cycles of one change idea; Taylor 2013: iterative cycles
POINTS = 3  # measurements since the first cycle; fewer are no data over time (house rule)
LARGE = ("one_ward", "one_unit", "one_clinic", "one_service", "whole_ward", "whole_unit", "whole_trust", "trust")
FEATURES = {  # doi 10.1136/bmjqs-2013-001862
    "linked": "Cycles build on each other",
    "predicted": "Prediction written before the test",
    "small": "Small scale first",
    "data": "Data over time",
    "documented": "What came of it, and what was decided",
}
BENCHMARK = (
    "Elsewhere: of 120 published projects 98% report that they improved; of the 72 that documented their PDSA cycles, "
    "4% show all features (Knudsen and others 2019)."
)


def _select(t: Tables, scope: Scope) -> Selects:
    p, cycles = t.projects.c, _cycles(t, scope)
    c = cycles.c
    ideas = (
        select(c.project_id, func.count().label("tests"))
        .where(~blank(c.change_idea))
        .group_by(c.project_id, c.change_idea)
        .subquery()
    )
    projects = select(
        c.project_id,
        func.count().label("cycles"),
        count_if(~blank(c.prediction)).label("predictions"),
        count_if(and_(~blank(c.result), c.decision.is_not(None))).label("documented"),
        func.max(flag(and_(c.place == 1, ~blank(c.scale), c.scale.not_in(LARGE)))).label("small"),
        func.max(c.log_date).label("newest"),
    ).group_by(c.project_id)
    return {
        "begun": select(p.project_id, p.title, flag(may_be_named(t)).label("named"))
        .where(begun(t, scope), supported(t))
        .order_by(p.project_id),
        "projects": projects,
        "ideas": select(ideas.c.project_id, func.max(ideas.c.tests).label("tests")).group_by(ideas.c.project_id),
        "points": _points(t, scope),
    }


def _written(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The PDSA cycles of the projects."""
    log = t.project_log.c
    ours = of_projects(t, log.project_id, begun(t, scope), supported(t))
    return and_(log.log_type == LogType.PDSA.value, log.log_date <= scope.report_date, ours)


def _cycles(t: Tables, scope: Scope) -> Subquery:
    log = t.project_log.c
    order = (log.log_date, log.cycle_no, c_order(log.title))
    return (
        select(
            *(log.project_id, log.log_date, log.prediction, log.result, log.decision),
            func.lower(func.trim(log.change_idea)).label("change_idea"),
            func.lower(func.trim(log.scale_of_test)).label("scale"),
            rank_by(*order, partition=(log.project_id,)).label("place"),
        )
        .where(_written(t, scope))
        .subquery()
    )


def _points(t: Tables, scope: Scope) -> Select:
    """The longest series of each project since its first cycle: how many periods it holds."""
    m, x, log = t.measures.c, t.measurements.c, t.project_log.c
    begun_on = func.min(log.log_date).label("first")
    first = select(log.project_id, begun_on).where(_written(t, scope)).group_by(log.project_id).subquery()
    wanted = (
        select(m.measure_id, m.project_id, first.c.first)
        .select_from(t.measures.join(first, m.project_id == first.c.project_id))
        .subquery()
    )
    each = (
        select(wanted.c.project_id, func.count(x.period_start.distinct()).label("points"))
        .select_from(t.measurements.join(wanted, x.measure_id == wanted.c.measure_id))
        .where(x.period_start >= wanted.c.first, x.period_start <= scope.report_date, blank(x.subgroup))
        .group_by(wanted.c.project_id, x.measure_id)
        .subquery()
    )
    longest = func.max(each.c.points).label("points")
    return select(each.c.project_id, longest).group_by(each.c.project_id).order_by(each.c.project_id)


def _judge(frames: Frames, scope: Scope) -> Result:
    begun_, projects = rows_of(frames["begun"]), rows_of(frames["projects"])
    if not begun_:
        return unknown("No strategic or service-led project yet: load the project register (projects).")
    if not projects:
        return unknown("No PDSA cycle is written down yet: load the project log (project_log).")
    met = _features(projects, frames)
    silent = len(begun_) - len(projects)
    result = replace(
        proportion(sum(all(features.values()) for features in met.values()), len(met), expected=len(begun_)),
        newest=newest(projects),
        notes=(f"{count(silent, 'project')} without a cycle in the log: not documented, not counted as 0.",)
        if silent
        else (),
        breakdown=_by_project(begun_, met),
        facts={
            "three": sum(sum(features.values()) >= 3 for features in met.values()),
            "rarest": _rarest(met),
        },
    )
    return settled(result, scope.report_date, "project_log")


def _rarest(met: Mapping[str, Mapping[str, bool]]) -> str | None:
    """The feature that fewest projects show, or all that tie; None where all show every one."""
    shown = {label: sum(features[name] for features in met.values()) for name, label in FEATURES.items()}
    fewest = min(shown.values())
    return named(shown, fewest) if fewest < len(met) else None


def _features(projects: Sequence[Row], frames: Frames) -> dict[str, dict[str, bool]]:
    """Which features each project's log shows; more than half of its cycles must hold a prediction, and a result with
    a decision."""
    tests = {row["project_id"]: row["tests"] for row in rows_of(frames["ideas"])}
    points = {row["project_id"]: row["points"] for row in rows_of(frames["points"])}
    return {
        row["project_id"]: {
            "linked": tests.get(row["project_id"], 0) >= LINKED,
            "predicted": 2 * row["predictions"] > row["cycles"],
            "small": bool(row["small"]),
            "data": points.get(row["project_id"], 0) >= POINTS,
            "documented": 2 * row["documented"] > row["cycles"],
        }
        for row in projects
    }


def _by_project(projects: Sequence[Row], met: Mapping[str, Mapping[str, bool]]) -> Breakdown:
    """All of them in the first row, the features on average and the share that shows each; then, one row each, those
    that may be named to the board (ruling 8)."""
    table = [_row(f"All {len(met)} together", list(met.values()))]
    named = [row for row in projects if row["named"] and row["project_id"] in met]
    table += [_row(row["title"], [met[row["project_id"]]]) for row in named]
    labels = {"label": "Project", "value": f"Features (0 to {len(FEATURES)})", **FEATURES}
    title = "Features of good testing, by project"
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, scale=(0, 1), heat=tuple(FEATURES), title=title)


def _row(label: str, met: Sequence[Mapping[str, bool]]) -> dict[str, object]:
    shares = {name: fmean(features[name] for features in met) for name in FEATURES}
    return {"label": label, "value": sum(shares.values()), **shares}


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {
        **project_rows(t, begun(t, scope), supported(t)),
        "project_log": lineage(t.project_log, _written(t, scope)),
    }


@says
def _sentence(result: Result) -> str:
    rarest = result.facts["rarest"]
    rare = f" Rarest: {rarest}." if rarest else ""
    return (
        f"{of(result.numerator, result.denominator)} projects with PDSA cycles in their log ({percent(result.value)}) "
        f"show all {len(FEATURES)} features of good testing, {count(result.facts['three'], 'project')} at least "
        f"three.{rare}"
    )


J2_PDSA = Metric(
    id="j2_pdsa",
    code="J2",
    level=Level.PEOPLE,
    bullets=("projects_2",),
    title="How changes are tested",
    question="Are changes tested in cycles that others can follow?",
    formula="100 × projects that show all five features / strategic and service-led projects with a PDSA cycle in the "
    f"log. Linked: {LINKED} or more cycles of one change idea. Prediction; result and decision: written for more than "
    f"half of the cycles. Small first: the first cycle is smaller than a ward or clinic. Data: {POINTS} or more "
    "measurements of one measure since the first cycle. No cycle in the log: not documented, left out. Wilson.",
    unit="%",
    counts=("project", "projects"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="Taylor and others 2013 (features of PDSA), read from the log; the thresholds are house rules",
    minimum_n=1,
    inputs={
        "project_log": ("project_id", "log_date", "log_type", "change_idea", "scale_of_test", "prediction", "result"),
        "measures": ("measure_id", "project_id"),
        "measurements": ("measure_id", "period_start"),
        "projects": ("project_id", "project_type", "status", "start_date", "named_to_board"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="wrote their tests down",
    chart=Chart.HEAT,
    fixed_label=BENCHMARK,
)
