"""One project: its aim, its team, its log as it happened, and its measures with small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.disclosure import tier_of
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.movement import Movement, moved
from qi_eval.views.series import Measure, measures_of, with_places
from qi_eval.views.subjects import subjects
from qi_eval.views.units import unit_names
from qi_eval.views.verdict import Verdict, verdicts
from qi_eval.vocabulary import (
    ActivityType,
    Decision,
    LogType,
    MeasureType,
    ProjectStatus,
    ProjectType,
    StaffGroup,
    Stage,
)


@dataclass(frozen=True)
class LogLine:
    """One entry of the log: its day, what kind it is, its title, and what came of it."""

    day: str
    kind: str
    title: str
    told: str


@dataclass(frozen=True)
class MeasureLine:
    """One measure of the project, with how it moves and the way to its run chart."""

    id: str
    unit_id: str
    name: str
    type: MeasureType
    latest: str
    base: str
    movement: Movement


@dataclass(frozen=True)
class ProjectView:
    """What a project's own view shows."""

    id: str
    title: str
    context: str
    aim: str
    facts: tuple[tuple[str, str], ...]
    measures: tuple[MeasureLine, ...]
    missing: str  # which kinds of measure are not there
    log: tuple[LogLine, ...]


def project_view(store: Store, scope: Scope, project_id: str) -> ProjectView | None:
    """The view of a project; None where no project has this id."""
    tables, now = store.tables(), scope.report_date
    p, log, activity, units = tables.projects, tables.project_log, tables.activity, tables.units
    coaching = activity.c.activity_type == ActivityType.COACHING.value
    frames = store.frames(
        {
            "project": p.select().where(p.c.project_id == project_id),
            "log": log.select().where(log.c.project_id == project_id, log.c.log_date <= now).order_by(log.c.log_date),
            "coaching": activity.select().where(
                activity.c.project_id == project_id, coaching, activity.c.activity_date <= now
            ),
            "units": units.select(),
        }
    )
    if frames["project"].empty:
        return None
    row = frames["project"].iloc[0]
    names = unit_names(frames["units"])
    measures = measures_of(store, projects=[project_id])
    return ProjectView(
        id=str(row["project_id"]),
        title=str(row["title"]),
        context=" · ".join((ProjectType(row["project_type"]).label, str(names.get(row["unit_id"], row["unit_id"])))),
        aim=_text(row["aim_statement"]),
        facts=_facts(row, frames["coaching"], scope),
        measures=_measures(store, measures, scope),
        missing=_missing(measures),
        log=tuple(_log(entry) for _, entry in frames["log"].iloc[::-1].iterrows()),
    )


def _facts(row: pd.Series, coaching: pd.DataFrame, scope: Scope) -> tuple[tuple[str, str], ...]:
    status, stage = ProjectStatus(row["status"]).label, Stage(row["stage"]).label
    ran = f"{_day(row['start_date'])}" + (
        f" to {_day(row['close_date'])}" if row["close_date"] == row["close_date"] else ""
    )
    return (
        ("Status", f"{status}, stage: {stage.lower()}"),
        ("Since", ran),
        ("Aim due", _day(row["aim_due"]) if row["aim_due"] == row["aim_due"] else ""),
        ("Sponsor", _code(row["sponsor_role"])),
        ("Team", _team(row, scope)),
        ("Coach", _coached(coaching)),
        ("Why it ended", _code(row["closure_reason"])),
        ("Where the idea came from", _code(row["origin"])),
    )


def _team(row: pd.Series, scope: Scope) -> str:
    """The size of the team and who leads it by role; a small team's size stays hidden."""
    size, least = row["team_size"], tier_of(scope).people
    people = "" if size != size or not size else f"{size:.0f} people" if size >= least else f"fewer than {least} people"
    led = f"led by {StaffGroup(group).label.lower()}" if (group := _text(row["lead_staff_group"])) else ""
    return ", ".join(filter(None, [people, led]))


def _coached(coaching: pd.DataFrame) -> str:
    if coaching.empty:
        return "No coaching contact is on record."
    last = coaching["activity_date"].max()
    return f"{count(len(coaching), 'contact')}, the last on {_day(last)}."


def _measures(store: Store, measures: Sequence[Measure], scope: Scope) -> tuple[MeasureLine, ...]:
    """The unit that stands for each measure, as on its run chart, and what that chart says."""
    if not measures:
        return ()
    charts = subjects(store, measures, scope)
    ordered = sorted(measures, key=lambda measure: list(MeasureType).index(measure.type))
    return tuple(map(_measure, verdicts([charts.of_home(measure) for measure in ordered], scope.method)))


def _measure(verdict: Verdict) -> MeasureLine:
    subject = verdict.subject
    measure, unit = with_places(subject.measure, subject.y), subject.unit_id
    if subject.newest is None:
        return MeasureLine(measure.id, unit, measure.name, measure.type, "no values yet", "", Movement())
    day, value = subject.newest
    points_words = f"{count(int(subject.known.sum()), 'point')}, newest {date_words(day)}"
    shown = points_words if measure.unit else f"{measure.unit_label}, {points_words}"
    movement = moved(list(subject.y), verdict.seen, measure.direction, [day.astype(date) for day in subject.days])
    return MeasureLine(measure.id, unit, measure.name, measure.type, measure.number(value), shown, movement)


def _missing(measures: Sequence[Measure]) -> str:
    """A nudge, not a mark: outcome, process and balancing measures belong together."""
    lacking = [kind.label.lower() for kind in MeasureType if kind not in {measure.type for measure in measures}]
    return f"No {' or '.join(lacking)} measure is on record." if measures and lacking else ""


def _log(row: pd.Series) -> LogLine:
    told = [
        f"Expected: {_text(row['prediction'])}." if _text(row["prediction"]) else "",
        f"Found: {_text(row['result'])}." if _text(row["result"]) else "",
        Decision(row["decision"]).label + "." if _text(row["decision"]) else "",
        f"Shared with: {_code(row['shared_with'])}." if _text(row["shared_with"]) else "",
    ]
    cycle = f" {row['cycle_no']:.0f}" if row["cycle_no"] == row["cycle_no"] else ""
    return LogLine(
        _day(row["log_date"]),
        f"{LogType(row['log_type']).label}{cycle}",
        _text(row["title"]),
        " ".join(filter(None, told)),
    )


def _day(value: object) -> str:
    stamp = pd.Timestamp(str(value))
    return date_words(date(stamp.year, stamp.month, stamp.day))


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).rstrip(".")


def _code(value: object) -> str:
    """A code of the team's own as words."""
    words = _text(value).replace("_", " ")
    return words[:1].upper() + words[1:]
