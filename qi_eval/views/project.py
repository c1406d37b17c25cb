"""One project, from its aim to what became of it: what is on record, and in one line what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_eval.metrics.aims import aims_of
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views import project_around as around
from qi_eval.views.drivers import DriverView, driver_view
from qi_eval.views.project_aim import AimView, aim_view
from qi_eval.views.project_held import Check, beside_chart, checks_of, late_words, outcome_of, outcome_words
from qi_eval.views.project_log import LogLine, LogView, log_view
from qi_eval.views.project_measures import Family, MeasureLine, family
from qi_eval.views.project_read import Read, read
from qi_eval.views.project_stage import StageView, stage_view
from qi_eval.views.project_words import coded
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import (
    ClosureReason,
    EvidenceSource,
    Frequency,
    LogType,
    ProjectStatus,
    ProjectType,
    RoleTier,
    StaffGroup,
    Stage,
)

ENDED = {  # how a project ends, and whether it worked is said after that
    ProjectStatus.COMPLETED: "Completed",
    ProjectStatus.CLOSED_UNSUCCESSFUL: "Closed as not having worked",
    ProjectStatus.HANDED_OVER: "Handed over",
}


@dataclass(frozen=True, eq=False)
class ProjectView:
    """What a project's own page shows. `outcome`: what became of it, J4's verdict in words; `beside`: why its chart
    tells something else, where it does; `late`: said where it stands among those that did not work; `checks`: whether a
    sign has held; `not_recorded`: (what, which file)."""

    id: str
    title: str
    context: str
    as_at: date
    outcome: str
    beside: str
    late: str
    checks: tuple[Check, ...]
    goal: AimView
    stage: StageView
    facts: tuple[tuple[str, str], ...]
    family: Family
    drivers: DriverView | None
    story: LogView
    involvement: TableView | None
    coaching: TableView | None
    spread_words: str
    spread: TableView | None
    benefits: TableView | None
    closure: str
    not_recorded: tuple[tuple[str, str], ...]

    @property
    def aim(self) -> str:
        """The aim as the team wrote it."""
        return self.goal.words

    @property
    def measures(self) -> tuple[MeasureLine, ...]:
        """Its measures: outcome, process, balancing."""
        return self.family.lines

    @property
    def missing(self) -> str:
        """Which kinds of measure are not there."""
        return self.family.missing

    @property
    def log(self) -> tuple[LogLine, ...]:
        """Its log, newest first."""
        return self.story.lines


def project_view(store: Store, scope: Scope, project_id: str) -> ProjectView | None:
    """The view of a project; None where no project has this id."""
    found = read(store, scope, project_id)
    if found is None:
        return None
    row, outcome = found.project, outcome_of(found.outcomes, scope)
    measures = family(store, found.measures, scope, (outcome and outcome.measure_id) or row["aim_measure_id"])
    drivers = driver_view(found.drivers, {one.id: one.name for one in found.measures}, str(row["title"]))
    aim = next(iter(aims_of(found.outcomes, scope)), None)
    rhythm = {one.id: one.frequency for one in found.measures}
    frequency = rhythm.get((outcome and outcome.measure_id) or "", Frequency.MONTHLY)
    return ProjectView(
        id=str(row["project_id"]),
        title=str(row["title"]),
        context=" · ".join((ProjectType(row["project_type"]).label, found.units.get(row["unit_id"], row["unit_id"]))),
        as_at=scope.report_date,
        outcome=f"{_ending(row)} {outcome_words(outcome)}".strip(),
        beside=beside_chart(outcome, measures.seen),
        late=late_words(outcome),
        checks=checks_of(found.outcomes, scope, outcome, frequency) if outcome else (),
        goal=aim_view(row, found.measures, aim, scope.report_date),
        stage=stage_view(
            row,
            found.log,
            found.spread,
            ideas=drivers.ideas if drivers else 0,
            values_before=measures.values_before,
            outcome=outcome,
            scores=found.scores,
            scope=scope,
        ),
        facts=_facts(found, scope),
        family=measures,
        drivers=drivers,
        story=log_view(found.log),
        involvement=around.involvement(found.involvement, tier_of(scope)),
        coaching=around.coaching(found.coaching),
        spread_words=around.spread_words(found.spread),
        spread=around.spread(found.spread, found.units),
        benefits=around.benefits(found.benefits),
        closure=_closure(found),
        not_recorded=_not_recorded(found),
    )


def _ending(row: Mapping[str, Any]) -> str:
    """How and when it ended, before what became of it; "" while it runs."""
    how = ENDED.get(ProjectStatus(row["status"]))
    if how is None:
        return ""
    return f"{how} on {date_words(row['close_date'])}." if row["close_date"] else f"{how}."


def _facts(found: Read, scope: Scope) -> tuple[tuple[str, str], ...]:
    row = found.project
    ended = f" to {date_words(row['close_date'])}" if row["close_date"] else ""
    source = EvidenceSource(row["evidence_source"]).label if row["evidence_source"] else ""
    priority = coded(row["strategic_priority"])
    return (
        ("Status", f"{ProjectStatus(row['status']).label}, stage: {Stage(row['stage']).label.lower()}"),
        ("Since", f"{date_words(row['start_date'])}{ended}"),
        ("Why it ended", ClosureReason(row["closure_reason"]).label if row["closure_reason"] else ""),
        ("Sponsor", coded(row["sponsor_role"])),
        ("Team", _team(found, scope)),
        ("Coach", around.coaching_words(found.coaching, scope.report_date)),
        ("Serves", priority),
        ("Where the idea came from", coded(row["origin"])),
        ("What it rests on", source),
    )


def _team(found: Read, scope: Scope) -> str:
    """The size of the team and who leads it by role; a small team's size stays hidden."""
    row, least = found.project, tier_of(scope).people
    size = row["team_size"]
    people = "" if not size else f"{size:.0f} people" if size >= least else f"fewer than {least} people"
    return ", ".join(filter(None, [people, led_by(row["lead_staff_group"], row["lead_role_tier"])]))


def led_by(group: str | None, tier: str | None) -> str:
    """Who leads, by role only: lead: medical and dental, middle level."""
    known = [StaffGroup(group).label.lower()] if group else []
    if tier:
        known.append(RoleTier(tier).label.lower() + ("" if tier == RoleTier.PATIENT_PUBLIC else " level"))
    return f"lead: {', '.join(known)}" if known else ""


def _closure(found: Read) -> str:
    """The look back of a project that has ended."""
    supported = found.project["project_type"] != ProjectType.CONSULTANCY
    ended = supported and found.project["status"] in ENDED
    reviews = [entry for entry in found.log if entry["log_type"] == LogType.CLOSURE_REVIEW]
    if reviews:
        return f"Looked back on together on {date_words(reviews[-1]['log_date'])}."
    return "It has ended; no closure review is in the log yet." if ended else ""


def _not_recorded(found: Read) -> tuple[tuple[str, str], ...]:
    """What the page would show if it were on record, and the file that would bring it."""
    kinds = {entry["log_type"] for entry in found.log}
    supported = found.project["project_type"] != ProjectType.CONSULTANCY
    scored = not found.scores["scores"].empty
    asked = [
        ("its measures", "measures", bool(found.measures), supported),
        ("a driver diagram", "drivers", bool(found.drivers), supported),
        ("tests of change", "project_log", LogType.PDSA in kinds, supported),
        ("lessons", "project_log", LogType.LESSON in kinds, True),
        ("how patients and carers take part", "involvement", bool(found.involvement), supported),
        ("contacts with a coach", "activity", bool(found.coaching), True),
        ("a progress score", "assessments", scored, supported),
        ("spread", "spread", bool(found.spread), supported),
        ("benefits", "benefits", bool(found.benefits), supported),
    ]
    return tuple((what, file) for what, file, there, expected in asked if expected and not there)
