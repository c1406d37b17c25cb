"""J4 for projects: from their outcome measures to one verdict each, the table that pages and changes are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_eval.metrics.metric import Frames, Scope, once
from qi_eval.metrics.outcome_verdicts import MeasureOutcome, judge_measures
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.vocabulary import MeasureType, Outcome, OutcomeReason, ProjectStatus

LATE_POINTS = 24  # points since the change without a sign: the change did not work
# Where a project has several outcome measures and none of them is its aim, the worst that can be told decides.
WORST_FIRST = (Outcome.WORSE_OR_LOST, Outcome.NO_SIGN, Outcome.IMPROVED_LATELY, Outcome.IMPROVED_AND_HELD)
REGISTER = ("project_id", "title", "project_type", "status", "unit_id")  # as the project register has them
COPIED = (  # columns of the deciding measure
    *("measure_id", "measure_name", "change_on", "points_before", "points_after", "newest", "centre", "latest"),
    *("signal_on", "points_since"),
)
IMPROVED = (Outcome.IMPROVED_AND_HELD, Outcome.IMPROVED_LATELY)


@dataclass(frozen=True)
class ProjectOutcome:
    """One project. `measure_id`: the measure that decides, None where none does; the columns after it are that
    measure's. `provisional`: it rests on a short baseline. `did_not_work`: closed as unsuccessful, or no sign although
    its aim is past due or many points have come since. `balancing_concern`: a balancing measure shows a sign of concern
    since the change; shown beside the outcome, never set against it. `chance`: of a false "improved" (where several
    measures must improve, that of the steadiest), None where not judged."""

    project_id: str
    title: str
    project_type: str
    status: str
    unit_id: str
    outcome: Outcome
    reason: OutcomeReason | None
    provisional: bool
    did_not_work: bool
    balancing_concern: bool
    measures_judged: int
    measure_id: str | None
    measure_name: str | None
    change_on: date | None
    points_before: int
    points_after: int
    newest: date | None
    centre: float | None
    latest: float | None
    signal_on: date | None
    points_since: int
    chance: float | None


def project_outcomes(frames: Frames, scope: Scope) -> list[ProjectOutcome]:
    """The strategic and service-led projects, in the order of project_id; `frames` are those of J4's select."""
    return once(frames, "projects judged", lambda: _judged(frames, scope))


def _judged(frames: Frames, scope: Scope) -> list[ProjectOutcome]:
    own: dict[str, list[MeasureOutcome]] = {}
    for measure in judge_measures(frames, scope).values():
        own.setdefault(measure.project_id, []).append(measure)
    measured = rows_of(frames["measures"])
    process = {row["project_id"] for row in measured if row["measure_type"] == MeasureType.PROCESS}
    rows = sorted(rows_of(frames["projects"]), key=lambda row: str(row["project_id"]))
    return [_project(row, own.get(row["project_id"], []), row["project_id"] in process, scope) for row in rows]


def _project(row: Row, measures: list[MeasureOutcome], process: bool, scope: Scope) -> ProjectOutcome:
    outcomes = [measure for measure in measures if measure.measure_type is MeasureType.OUTCOME]
    asked = _asked(outcomes, row["aim_measure_id"])
    deciding = min(asked, key=_rank, default=None)
    verdict = deciding.outcome if deciding else Outcome.CANNOT_TELL
    return ProjectOutcome(
        **{name: row[name] for name in REGISTER},
        outcome=verdict,
        reason=deciding.reason if deciding else _no_measure(process),
        provisional=deciding is not None and deciding.reason is OutcomeReason.PROVISIONAL,
        did_not_work=_did_not_work(row, verdict, deciding, scope.report_date),
        balancing_concern=any(m.concern for m in measures if m.measure_type is MeasureType.BALANCING),
        measures_judged=sum(measure.judged for measure in outcomes),
        chance=min((m.chance for m in asked if m.chance is not None), default=None),
        **_of_measure(deciding),
    )


def _asked(outcomes: list[MeasureOutcome], aim: object) -> list[MeasureOutcome]:
    """The measures that decide: the aim's where it is an outcome measure, else all. Of these the worst that can be told
    counts, and where nothing can be told, the one that is nearest to it."""
    named = [m for m in outcomes if isinstance(aim, str) and m.measure_id.lower() == aim.lower()]
    return named or outcomes


def _rank(measure: MeasureOutcome) -> tuple[int, int, str]:
    if measure.judged:
        return 0, WORST_FIRST.index(measure.outcome), measure.measure_id
    return 1, list(OutcomeReason).index(measure.reason or OutcomeReason.NO_DATA), measure.measure_id


def _no_measure(process: bool) -> OutcomeReason:
    return OutcomeReason.PROCESS_ONLY if process else OutcomeReason.NO_OUTCOME_MEASURE


def _did_not_work(row: Row, verdict: Outcome, deciding: MeasureOutcome | None, today: date) -> bool:
    """Only what was closed as unsuccessful, or shows no sign though it should by now (ruling 3)."""
    if row["status"] == ProjectStatus.CLOSED_UNSUCCESSFUL:
        return True
    if verdict is not Outcome.NO_SIGN or deciding is None:
        return False
    due = row["aim_due"]
    return (due is not None and due < today) or deciding.points_after >= LATE_POINTS


def _of_measure(deciding: MeasureOutcome | None) -> dict[str, Any]:
    """The columns that come from the deciding measure."""
    nobody = {**dict.fromkeys(COPIED), "points_before": 0, "points_after": 0, "points_since": 0}
    return {name: getattr(deciding, name) for name in COPIED} if deciding else nobody
