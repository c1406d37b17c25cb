"""J5 aim attained: which projects stand where they aimed to, now that the day that they named has come?

In: projects, measures, measurements, project_log (the rows of J4). Out: aims met, of those that can be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median

import numpy as np
import pandas as pd
from sqlalchemy import Select

from qi_eval.metrics.counting import lineage, of_projects, project_rows
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.measured import Track, factor, scaled, tracks
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Tables, unknown
from qi_eval.metrics.outcome_points import counted_points, named_by_aim, ours, points_until
from qi_eval.metrics.outcome_verdicts import BETTER
from qi_eval.metrics.outcomes import select_outcomes
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import count, number, of
from qi_eval.vocabulary import Direction, Level, Series, State

LATEST = 6  # points whose median counts (ruling 11)
FEWEST = 3  # of them after the day of the aim; with fewer nothing is said, with fewer than LATEST it is provisional
MET, NOT_MET = "Met", "Not met, its day past"
TOO_EARLY, NOT_DUE, NO_AIM = "Due, too few points since", "Not yet due", "No aim that can be measured"
GROUPS = (MET, NOT_MET, TOO_EARLY, NOT_DUE, NO_AIM)


@dataclass(frozen=True)
class Aim:
    """One project's aim. `level`: the median of the last points; `baseline`: that of the points before the first
    change; `progress`: 100 × (level − baseline) / (target − baseline), as it is, not clipped; None where not known.
    `on_day`: whether the last points up to the day itself were there too; None where they are too few."""

    project_id: str
    group: str
    due: date | None = None
    target: float | None = None
    level: float | None = None
    baseline: float | None = None
    progress: float | None = None
    provisional: bool = False
    on_day: bool | None = None
    newest: date | None = None


def aims_of(frames: Frames, scope: Scope) -> list[Aim]:
    """One row a strategic or service-led project, in the order of project_id."""
    measures = {str(row["measure_id"]).lower(): row for row in rows_of(frames["measures"])}
    changes = {row["project_id"]: row["first_start"] or row["first_pdsa"] for row in rows_of(frames["changes"])}
    projects = sorted(rows_of(frames["projects"]), key=lambda row: str(row["project_id"]))
    named = {row["project_id"]: _named(row, measures) for row in projects}
    asked = [row for row in named.values() if row]
    points = points_until(frames, scope)
    wanted = points[points["measure_id"].isin([row["measure_id"] for row in asked])]
    known = tracks(wanted, {row["measure_id"]: factor(row["value_type"], row["multiplier"]) for row in asked})
    return [_aim(row, named[row["project_id"]], changes.get(row["project_id"]), known, scope) for row in projects]


def _named(project: Row, measures: Mapping[str, Row]) -> Row | None:
    """The measure of the project that its aim names; None where an aim cannot be held against it."""
    found = measures.get(str(project["aim_measure_id"] or "").lower())
    is_its_own = found is not None and found["project_id"] == project["project_id"]
    return found if found and is_its_own and scaled(found["value_type"], found["multiplier"]) else None


def _aim(project: Row, measure: Row | None, change: date | None, known: Mapping[str, Track], scope: Scope) -> Aim:
    id_, due, target = project["project_id"], project["aim_due"], project["aim_target"]
    if measure is None or due is None or target is None or measure["direction"] not in BETTER:
        return Aim(id_, NO_AIM)
    track = known.get(measure["measure_id"])
    if track is None:
        return Aim(id_, NOT_DUE if due > scope.report_date else TOO_EARLY, due, target)
    level = median(track.values[-LATEST:].tolist())
    before = track.before(change)
    baseline = median(track.values[:before].tolist()) if before else None
    until = int(np.searchsorted(track.days, np.datetime64(due, "D"), side="right"))
    since, there = len(track.days) - until, partial(_there, BETTER[measure["direction"]], target)
    return Aim(
        id_,
        _group(due > scope.report_date, since, there(level)),
        due,
        target,
        level,
        baseline,
        None if baseline is None or baseline == target else 100 * (level - baseline) / (target - baseline),
        provisional=FEWEST <= since < LATEST,
        on_day=there(median(track.values[max(0, until - LATEST) : until].tolist())) if until >= FEWEST else None,
        newest=track.day(-1),
    )


def _there(better: int, target: float, level: float) -> bool:
    """At the target or beyond it. `better`: 1 where higher is better, -1 where lower is."""
    return better * level >= better * target


def _group(ahead: bool, since: int, met: bool) -> str:
    if ahead:
        return NOT_DUE
    if since < FEWEST:
        return TOO_EARLY
    return MET if met else NOT_MET


def _judge(frames: Frames, scope: Scope) -> Result:
    aims = aims_of(frames, scope)
    if not aims:
        return unknown("No strategic or service-led project yet: load the project register (projects).")
    told = [aim for aim in aims if aim.group in (MET, NOT_MET)]
    due = len(told) + sum(aim.group == TOO_EARLY for aim in aims)
    if all(aim.group == NO_AIM for aim in aims):
        return unknown("No project has an aim that can be measured: fill aim_measure_id, aim_target and aim_due.")
    if not told:
        return unknown(f"No aim can be told yet: it takes {FEWEST} points after its day. {_counts(aims)}")
    met = sum(aim.group == MET for aim in told)
    provisional = sum(aim.provisional for aim in told)
    result = Result(
        State.MEASURED,
        met,
        n=len(told),
        n_expected=due,
        numerator=met,
        denominator=len(told),
        newest=max(aim.newest for aim in told if aim.newest),
        notes=(f"{count(provisional, 'verdict')} provisional: fewer than {LATEST} points since the day.",)
        if provisional
        else (),
        breakdown=_groups(aims),
        facts={
            "not_due": _count(aims, NOT_DUE),
            "no_aim": _count(aims, NO_AIM),
            "provisional": provisional,
            "late": sum(aim.group == MET and aim.on_day is False for aim in told),
            "slipped": sum(aim.group == NOT_MET and aim.on_day is True for aim in told),
        },
    )
    return settled(result, scope.report_date, "measurements")


def _count(aims: Sequence[Aim], group: str) -> int:
    return sum(aim.group == group for aim in aims)


def _counts(aims: Sequence[Aim]) -> str:
    return "; ".join(f"{group.lower()}: {n}" for group in GROUPS if (n := _count(aims, group))) + "."


def _groups(aims: Sequence[Aim]) -> Breakdown:
    """One row a group: how many projects, and how far the middle one has come from baseline to target, unclipped."""
    table = []
    for group in GROUPS:
        own = [aim for aim in aims if aim.group == group]
        gone = [aim.progress for aim in own if aim.progress is not None]
        table.append((group, len(own), median(gone) if gone else None, len(gone)))
    labels = {
        "label": "Aim",
        "value": "Projects",
        "progress": "Way from baseline to aim, median (%)",
        "known": "Way known for",
    }
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    m, p = t.measures.c, t.projects.c
    aimed = of_projects(t, m.project_id, ours(t, scope), p.aim_measure_id.is_not(None))
    return {
        **project_rows(t, ours(t, scope)),
        "measures": lineage(t.measures, aimed),
        "measurements": counted_points(t, scope, named_by_aim(t)),
    }


@says
def _sentence(result: Result) -> str:
    facts, waiting = result.facts, (result.n_expected or 0) - (result.n or 0)
    early = f"; for {count(waiting, 'other', 'others')} it is too early to tell" if waiting else ""
    late = f", {number(facts['late'])} of them only since that day" if facts["late"] else ""
    slipped = f"; {number(facts['slipped'])} stood there on the day and no longer" if facts["slipped"] else ""
    return (
        f"{of(result.numerator, result.denominator)} projects whose day has come stand where they aimed to{late}"
        f"{slipped}{early}. "
        f"{count(facts['not_due'], 'aim is', 'aims are')} not yet due; "
        f"{count(facts['no_aim'], 'project has', 'projects have')} no aim that can be measured."
    )


J5_AIMS = Metric(
    id="j5_aims_met",
    code="J5",
    level=Level.PEOPLE,
    bullets=("projects_4",),
    title="Aims met",
    question="Which projects stand where they aimed to, now that the day they named has come?",
    formula=f"Projects whose last {LATEST} points of the aim's measure have a median at or beyond the target, of the "
    f"strategic and service-led projects with at least {FEWEST} points after the day of the aim (fewer than {LATEST}: "
    f"provisional): where they stand today. Beside it, the same of the last {LATEST} points up to the day. Way "
    "from baseline to aim: 100 × (median of the last points − median before the first change) / (target − median "
    "before the first change), not clipped.",
    unit="projects",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House rule; the aim as the project register states it",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "start_date", "aim_measure_id", "aim_target", "aim_due"),
        "measures": ("measure_id", "project_id", "value_type", "direction", "multiplier"),
        "measurements": ("measure_id", "unit_id", "period_start", "value", "numerator", "denominator"),
    },
    select=select_outcomes,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="can be told",
    chart=Chart.STACK,
    evidence=False,
)
