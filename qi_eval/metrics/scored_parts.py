"""Answers to tools of several parts, scored by people: rounds of half a year, the parts that somebody scored, and those
that enough people scored to be named.

In: assessments of the organisation and its units. Out: each part's scores now and in the round before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import codes, lineage, within
from qi_eval.metrics.metric import Breakdown, Frames, Protects, Scope, Selects, Tables
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import date_words
from qi_eval.vocabulary import Instrument, SubjectType

Part = tuple[str, list[float], list[float]]  # name, scores now, scores of the round before
SCALE = (1.0, 5.0)
ROUND = timedelta(days=183)  # answers of half a year are one round; house rule
PLACES = (SubjectType.ORGANISATION, SubjectType.UNIT)
TOOLS = (Instrument.CLP_CULTURE, Instrument.NHS_IMPACT)
INPUTS = {
    "assessments": ("subject_type", "subject_id", "instrument", "item_code", "score", "assessed_on", "assessor_key"),
}


def _scored(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.assessments.c
    return and_(
        a.instrument.in_(codes(TOOLS)),
        a.subject_type.in_(codes(PLACES)),
        a.assessed_on <= scope.report_date,
        within(a.subject_id, scope),
    )


def select_rounds(t: Tables, scope: Scope) -> Selects:
    """One row a tool, day, assessor and item: the mean, where somebody scored several units."""
    a = t.assessments.c
    item, who = func.lower(a.item_code).label("item"), func.lower(a.assessor_key).label("who")
    rows = select(a.instrument, a.assessed_on, who, item, a.score).where(_scored(t, scope)).subquery().c
    by = (rows.instrument, rows.assessed_on, rows.who, rows.item)
    return {"scores": select(*by, func.avg(rows.score).label("score")).group_by(*by)}


@dataclass(frozen=True)
class Round:
    """The scores of one round: its last day, and assessor → item → score (the newest, where scored twice)."""

    end: date
    scores: Mapping[str, Mapping[str, float]]


def rounds_of(frames: Frames, tool: Instrument) -> list[Round]:
    """The newest round and the one before it; answers within half a year of a round's last day belong to it."""
    left = [row for row in rows_of(frames["scores"]) if row["instrument"] == tool]
    found: list[Round] = []
    while left and len(found) < 2:
        end = max(row["assessed_on"] for row in left)
        found.append(Round(end, _of_round([row for row in left if row["assessed_on"] > end - ROUND])))
        left = [row for row in left if row["assessed_on"] <= end - ROUND]
    return found


def _of_round(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    scores: dict[str, dict[str, float]] = {}
    for row in sorted(rows, key=lambda row: row["assessed_on"]):
        scores.setdefault(row["who"], {})[row["item"]] = row["score"]
    return scores


def _of_part(found: Round, part: str) -> list[float]:
    """One figure an assessor: the median of the items of a part (vision_values, or shared_purpose_1, _2 …)."""
    own = (
        [score for item, score in scores.items() if item == part or item.startswith(f"{part}_")]
        for scores in found.scores.values()
    )
    return [float(median(scores)) for scores in own if scores]


def parts_of(rounds: Sequence[Round], names: Mapping[str, str], scope: Scope) -> list[Part]:
    """(label, scores now, scores then) of the parts that somebody scored; scores then are [] where they are so few that
    they are not shown."""
    if not rounds:
        return []
    now, then = rounds[0], rounds[1] if len(rounds) > 1 else Round(rounds[0].end, {})
    found = [(label, _of_part(now, code), _of_part(then, code)) for code, label in names.items()]
    least = tier_of(scope).least(Protects.SURVEY)
    return [(label, scores, before if len(before) >= least else []) for label, scores, before in found if scores]


def told_parts(parts: Sequence[Part], scope: Scope) -> list[Part]:
    """The parts that so many people scored that they may be named. Where there is none, all of them: their numbers of
    people then hide the whole result."""
    least = tier_of(scope).least(Protects.SURVEY)
    return [part for part in parts if len(part[1]) >= least] or list(parts)


def since_words(rounds: Sequence[Round]) -> tuple[str, ...]:
    """The note that says what the round stands beside."""
    if len(rounds) == 1:
        return ("The first round: there is no earlier one to set it beside.",)
    return (f"Beside the round of {date_words(rounds[1].end)}, not tested.",)


def before_column(parts: Sequence[Part], header: str) -> dict[str, str]:
    """The column of the round before, where there was one."""
    return {"then": header} if any(then for _, _, then in parts) else {}


def parts_table(
    table: Sequence[tuple[Any, ...]],
    labels: Mapping[str, str],
    hides: tuple[str, ...],
    scale: tuple[float, float] = SCALE,
) -> Breakdown:
    """One row a part, hidden where few people (`n`) scored it; `hides`: what is hidden with the number."""
    frame = pd.DataFrame([line[: len(labels)] for line in table], columns=list(labels))
    then = ("then",) if "then" in labels else ()
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=(*hides, *then), scale=scale)


def scored_rows(tool: Instrument) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    """The select of the rows that a tool's figures rest on."""

    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"assessments": lineage(t.assessments, _scored(t, scope), t.assessments.c.instrument == tool.value)}

    return rows
