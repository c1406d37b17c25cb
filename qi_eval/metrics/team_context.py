"""J8 context: how favourable do teams find the ground that they work on (MUSIQ)?

In: assessments (musiq, items <level>_<n>), projects. Out: the mean of each level of context, 1 to 7; never a total.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import pandas as pd

from qi_eval.metrics.judging import TEAMS, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, unknown
from qi_eval.metrics.periods import Row, newest, rows_of
from qi_eval.metrics.teams_answers import FEWEST, answer_rows, by_team, select_answers
from qi_eval.narrative import count, trimmed
from qi_eval.vocabulary import Direction, Instrument, Level, Series, State

LEVELS = {
    "environment": "External environment",
    "organisation": "Organisation",
    "qi_support": "Support for QI",
    "microsystem": "Ward or service",
    "team": "QI team",
}
SCALE = (1.0, 7.0)


def _judge(frames: Frames, scope: Scope) -> Result:
    people = [row for row in rows_of(frames["people"]) if row["instrument"] == Instrument.MUSIQ]
    if not people:
        return unknown("No team has told how it finds its context yet: load assessments (musiq).")
    teams = by_team(people)
    told = {id_ for id_, rows in teams.items() if len(rows) >= FEWEST}
    if not told:
        return unknown(f"No team has {FEWEST} people yet who answered (musiq).")
    levels = _levels(rows_of(frames["items"]), told)
    known = [row for row in levels.table.to_dict("records") if row["value"] == row["value"]]
    lowest = min(known, key=lambda row: row["value"], default=None)
    result = Result(
        State.MEASURED,
        len(told),
        n=len(told),
        n_expected=len(teams),
        newest=newest(people),
        notes=("No total and no bands: the published bands are not confirmed. A don't know is left out.",),
        breakdown=levels,
        facts={
            "lowest": str(lowest["label"]) if lowest else None,
            "lowest_mean": lowest["value"] if lowest else None,
        },
    )
    return settled(result, scope.report_date, "assessments")


def _levels(items: Sequence[Row], told: set[str]) -> Breakdown:
    """One row a level: the mean of the teams' means, and the lowest and the highest team."""
    own = [row for row in items if row["instrument"] == Instrument.MUSIQ and row["project_id"] in told]
    table = []
    for code, label in LEVELS.items():
        means = [
            sum(row["mean"] * row["n"] for row in found) / sum(row["n"] for row in found)
            for id_ in sorted(told)
            if (found := [row for row in own if row["project_id"] == id_ and _level(row["item"]) == code])
        ]
        table.append((label, fmean(means), min(means), max(means), len(means)) if means else (label, *[None] * 3, 0))
    labels = {"label": "Level", "value": "Mean (1 to 7)", "low": "Lowest team", "high": "Highest team", "n": "Teams"}
    frame = pd.DataFrame(table, columns=list(labels)).astype({"value": float, "low": float, "high": float})
    return Breakdown(frame, labels, scale=SCALE, bounds_are=TEAMS)


def _level(item: str) -> str:
    """team_3 → team; an item without a number stands for its whole level."""
    head, _, number = item.rpartition("_")
    return head if number.isdigit() else item


@says
def _sentence(result: Result) -> str:
    facts, few = result.facts, (result.n_expected or 0) - (result.n or 0)
    lowest = f" Least favourable: “{facts['lowest']}”, {trimmed(facts['lowest_mean'])} of 7." if facts["lowest"] else ""
    left = f" {count(few, 'further team')} had fewer than {FEWEST} answers." if few else ""
    return f"{count(result.value, 'team')} told how they find the ground they work on.{lowest}{left}"


J8_CONTEXT = Metric(
    id="j8_context",
    code="J8",
    level=Level.PEOPLE,
    bullets=(),
    title="The ground that teams work on",
    question="What helps or hinders teams in their surroundings?",
    formula="For each level of context the mean of all answers of a team, 1 to 7 (newest answers, don't know left "
    f"out), then the mean over the teams with at least {FEWEST} people who answered; from the lowest to the highest "
    "team. No total.",
    unit="teams",
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="Model for Understanding Success in Quality (MUSIQ), 25 factors",
    minimum_n=FEWEST,
    inputs={
        "assessments": ("subject_id", "instrument", "item_code", "score", "assessed_on", "assessor_key"),
        "projects": ("project_id", "project_type", "status", "start_date"),
    },
    select=select_answers,
    judge=_judge,
    rows=lambda t, scope: answer_rows(t, scope, Instrument.MUSIQ),
    sentence=_sentence,
    known_as="had enough answers",
    chart=Chart.DOTS,
    evidence=False,
)
