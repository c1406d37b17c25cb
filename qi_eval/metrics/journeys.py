"""The stages of all running projects: what the register says of each, beside what is on record.

In: projects, project_log, drivers, spread, measures, measurements, and J4's verdicts. Out: those whose register is
ahead of the records, for a talk with a coach; it is no fault of a team that nobody has written down what it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, select

from qi_eval.metrics.counting import active, blank, codes, count_if, supported
from qi_eval.metrics.journey import SHOWN, TAKEN_UP, Evidence, Step, compared, steps_of
from qi_eval.metrics.metric import Frames, Scope, Selects, Tables
from qi_eval.metrics.outcome_projects import ProjectOutcome
from qi_eval.metrics.periods import rows_of
from qi_eval.vocabulary import DriverKind, LogType, SpreadDirection, Stage


@dataclass(frozen=True)
class Journey:
    """One running project. `ahead`: the register names a stage that no record shows; `words`: both side by side."""

    project_id: str
    title: str
    ahead: bool
    words: str


def select_journeys(t: Tables, scope: Scope) -> Selects:
    """What the files hold of the running projects, one row a project (of the values: a measure)."""
    p, d, s = t.projects.c, t.drivers.c, t.spread.c
    ours = select(p.project_id).where(active(t, scope), supported(t))
    out = and_(s.direction == SpreadDirection.OUT.value, s.status.in_(codes(TAKEN_UP)))
    idea = d.kind == DriverKind.CHANGE_IDEA.value
    many = func.count().label("n")
    named = select(p.project_id, p.title, p.stage, p.aim_statement).where(p.project_id.in_(ours))
    return {
        "projects": named.order_by(p.project_id),
        "log": _log(t, scope, ours),
        "ideas": select(d.project_id, many).where(d.project_id.in_(ours), idea).group_by(d.project_id),
        "settings": select(s.project_id, many).where(s.project_id.in_(ours), out).group_by(s.project_id),
        "values": _values(t, scope, ours),
    }


def _log(t: Tables, scope: Scope, ours: Select) -> Select:
    """The cycles, the first of them, and the day from which a change is in use."""
    log = t.project_log.c
    cycle, started = log.log_type == LogType.PDSA.value, log.log_type == LogType.INTERVENTION_START.value
    first = func.min(log.log_date)
    found = select(
        log.project_id,
        count_if(cycle).label("cycles"),
        first.filter(cycle).label("first_cycle"),
        first.filter(started).label("in_use"),
    )
    return found.where(log.project_id.in_(ours), log.log_date <= scope.report_date).group_by(log.project_id)


def _values(t: Tables, scope: Scope, ours: Select) -> Select:
    """The first day with a value of each measure."""
    m, x = t.measures.c, t.measurements.c
    joined = t.measurements.join(t.measures, x.measure_id == m.measure_id)
    wanted = x.measure_id.in_(select(m.measure_id).where(m.project_id.in_(ours)))
    return (
        select(m.project_id, func.min(x.period_start).label("first"))
        .select_from(joined)
        .where(wanted, x.period_start <= scope.report_date, blank(x.subgroup))
        .group_by(m.project_id, x.measure_id)
    )


def journeys_of(frames: Frames, outcomes: Sequence[ProjectOutcome]) -> list[Journey]:
    """The running projects, those whose register is furthest ahead of the records first."""
    log = {row["project_id"]: row for row in rows_of(frames["log"])}
    ideas, settings = ({row["project_id"]: row["n"] for row in rows_of(frames[name])} for name in ("ideas", "settings"))
    first: dict[str, date] = {}
    for row in rows_of(frames["values"]):
        first[row["project_id"]] = min(row["first"], first.get(row["project_id"], date.max))
    verdicts = {outcome.project_id: outcome for outcome in outcomes}
    found = []
    for row in rows_of(frames["projects"]):
        id_, own = row["project_id"], log.get(row["project_id"], {})
        verdict, change = verdicts.get(id_), own.get("in_use") or own.get("first_cycle") or date.max
        seen = Evidence(
            aim=bool(row["aim_statement"]),
            values_before=int(first.get(id_, date.max) < change),
            ideas=ideas.get(id_, 0),
            cycles=own.get("cycles", 0),
            in_use_since=own.get("in_use"),
            outcome=verdict.outcome if verdict else None,
            held_since=verdict.signal_on if verdict else None,
            settings=settings.get(id_, 0),
        )
        found.append((_gap(Stage(row["stage"]), steps_of(seen)), _journey(row, steps_of(seen))))
    return [journey for _, journey in sorted(found, key=lambda pair: -pair[0])]


def _journey(row: Mapping[str, str], steps: tuple[Step, ...]) -> Journey:
    stage = Stage(row["stage"])
    return Journey(row["project_id"], row["title"], _gap(stage, steps) > 0, compared(stage, steps))


def _gap(declared: Stage, steps: tuple[Step, ...]) -> int:
    """How many stages the register is ahead of the last one that the records show; 0 where they show as much."""
    if declared not in SHOWN:
        return 0
    last = max((i for i, step in enumerate(steps) if step.shown), default=-1)
    return max(SHOWN.index(declared) - last, 0)
