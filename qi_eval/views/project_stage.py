"""How far a project says it has come, beside what is on record, and beside the progress scores that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.metrics.journey import TAKEN_UP, Evidence, Step, compared, steps_of
from qi_eval.metrics.metric import Frames, Result, Scope
from qi_eval.metrics.outcome_projects import ProjectOutcome
from qi_eval.metrics.periods import Row
from qi_eval.metrics.progress import J6_HUB, J6_SELF
from qi_eval.narrative import date_words, trimmed
from qi_eval.vocabulary import LogType, SpreadDirection, Stage


@dataclass(frozen=True)
class StageView:
    """`words`: register and records side by side; `steps`: the journey; `scores`: who gave which progress score."""

    words: str
    steps: tuple[Step, ...]
    scores: tuple[tuple[str, str], ...]


def stage_view(
    project: Row,
    log: Sequence[Row],
    spread: Sequence[Row],
    *,
    ideas: int,
    values_before: int,
    outcome: ProjectOutcome | None,
    scores: Frames,
    scope: Scope,
) -> StageView:
    """The stage of a project. `ideas`: change ideas in its driver diagram; `values_before`: of its measures, before the
    first change."""
    started = [row["log_date"] for row in log if row["log_type"] == LogType.INTERVENTION_START]
    out = [row for row in spread if row["direction"] == SpreadDirection.OUT]
    seen = Evidence(
        aim=bool(project["aim_statement"]),
        values_before=values_before,
        ideas=ideas,
        cycles=sum(row["log_type"] == LogType.PDSA for row in log),
        in_use_since=min(started, default=None),
        outcome=outcome.outcome if outcome else None,
        held_since=outcome.signal_on if outcome else None,
        settings=sum(row["status"] in TAKEN_UP for row in out),
    )
    steps = steps_of(seen)
    judged = [("The hub", J6_HUB.judge(scores, scope)), ("The team", J6_SELF.judge(scores, scope))]
    given = tuple((who, _score(result)) for who, result in judged if "median" in result.facts)
    return StageView(compared(Stage(project["stage"]), steps), steps, given)


def _score(result: Result) -> str:
    """One project's newest score: of one, the middle one is its own."""
    day = f", {date_words(result.newest)}" if result.newest else ""
    return f"{trimmed(result.facts['median'])} of 5{day}"
