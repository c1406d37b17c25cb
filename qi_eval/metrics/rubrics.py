"""Project rubrics: what the newest assessment of each project says, item by item, for several instruments at once.

In: assessments, projects. Out: a judged share of the projects that meet the rubric, and its heat table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median_low

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import begun, codes, flag, lineage, of_projects, project_rows, supported
from qi_eval.metrics.judging import named, proportion, settled
from qi_eval.metrics.metric import Breakdown, Frames, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import count
from qi_eval.vocabulary import Instrument, ProjectType, SubjectType


@dataclass(frozen=True)
class Rubric:
    """One instrument: `items`, code → heading; `most`: the highest score of an item; `enough`: the total from which a
    project meets it."""

    instrument: Instrument
    items: Mapping[str, str]
    most: int
    enough: int

    @property
    def top(self) -> int:
        """The highest total."""
        return self.most * len(self.items)


RUBRICS = (
    Instrument.PROJECT_THEORY,
    Instrument.MEASUREMENT_QUALITY,
    Instrument.REPLICABILITY,
    Instrument.PDSA_QUALITY,
    Instrument.SPREAD_READINESS,
)
Scores = Mapping[str, Mapping[str, float]]  # project → item → score


def select_rubrics(t: Tables, scope: Scope) -> Selects:
    """The scores of the newest day of each project, instrument and item, and the projects that had begun."""
    a, p = t.assessments.c, t.projects.c
    newest = func.max(a.assessed_on).over(partition_by=(a.subject_id, a.instrument, a.item_code)).label("newest")
    item = func.lower(a.item_code).label("item")
    scored = select(a.subject_id.label("project_id"), a.instrument, item, a.score, a.assessed_on, newest)
    s = scored.where(_counted(t, scope)).subquery().c
    named = or_(p.project_type == ProjectType.STRATEGIC.value, p.named_to_board)
    return {
        "scores": select(s.project_id, s.instrument, s.item, s.score, s.assessed_on).where(s.assessed_on == s.newest),
        "projects": select(p.project_id, p.title, flag(named).label("named")).where(_ours(t, scope)),
    }


def _ours(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(begun(t, scope), supported(t))


def _counted(t: Tables, scope: Scope, *instruments: Instrument) -> ColumnElement[bool]:
    a = t.assessments.c
    return and_(
        a.subject_type == SubjectType.PROJECT.value,
        a.instrument.in_(codes(instruments or RUBRICS)),
        a.assessed_on <= scope.report_date,
        of_projects(t, a.subject_id, _ours(t, scope)),
    )


def rubric_rows(t: Tables, scope: Scope, rubric: Rubric) -> Mapping[str, Select]:
    """The rows that the rubric counts."""
    scored = lineage(t.assessments, _counted(t, scope, rubric.instrument))
    return {**project_rows(t, _ours(t, scope)), "assessments": scored}


def judge_rubric(frames: Frames, scope: Scope, rubric: Rubric) -> Result:
    """The share of the projects scored on every item that reach `enough`; several scores of one item on one day count
    as their lower median. Projects that nobody has scored stay out, and are counted."""
    projects, rows = rows_of(frames["projects"]), _of(frames, rubric)
    if not projects:
        return unknown("No strategic or service-led project yet: load the project register (projects).")
    if not rows:
        return unknown(f"No project is assessed by this yet: load assessments ({rubric.instrument.value}).")
    found = scores_of(rows)
    full = {id_: scores for id_, scores in found.items() if set(rubric.items) <= set(scores)}
    totals = {id_: _total(scores, rubric) for id_, scores in full.items()}
    result = replace(
        proportion(sum(total >= rubric.enough for total in totals.values()), len(totals), expected=len(projects)),
        newest=max(row["assessed_on"] for row in rows),
        notes=_notes(len(found) - len(full)),
        breakdown=_heat(projects, full, rubric),
        facts={
            "median": median_low(totals.values()) if totals else None,
            "any_zero": sum(min(scores[item] for item in rubric.items) == 0 for scores in full.values()),
            "weakest": _weakest(full, rubric),
        },
    )
    if not full:
        return unknown(f"No project is scored on all {len(rubric.items)} items yet ({rubric.instrument.value}).")
    return settled(result, scope.report_date, "assessments")


def _of(frames: Frames, rubric: Rubric) -> list[Row]:
    return [row for row in rows_of(frames["scores"]) if row["instrument"] == rubric.instrument]


def scores_of(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """project → item → score."""
    given: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        given.setdefault(row["project_id"], {}).setdefault(row["item"], []).append(float(row["score"]))
    return {id_: {item: median_low(found) for item, found in items.items()} for id_, items in given.items()}


def _total(scores: Mapping[str, float], rubric: Rubric) -> float:
    return sum(scores[item] for item in rubric.items)


def _notes(partly: int) -> tuple[str, ...]:
    return (f"{count(partly, 'project is', 'projects are')} scored on some items only: not counted.",) if partly else ()


def _weakest(full: Scores, rubric: Rubric) -> str | None:
    """The heading of the item with the lowest mean, in small letters, or all that tie; None where all stand alike."""
    if not full:
        return None
    means = {label: fmean(scores[item] for scores in full.values()) for item, label in rubric.items.items()}
    lowest = min(means.values())
    return named(means, lowest) if lowest < max(means.values()) else None


def _heat(projects: Sequence[Row], full: Scores, rubric: Rubric) -> Breakdown:
    """One row a project that may be named to the board (ruling 8), in the order of their codes; the others in one row,
    with their means."""
    scored = sorted((row for row in projects if row["project_id"] in full), key=lambda row: str(row["project_id"]))
    table = [_row(row["title"], [full[row["project_id"]]], rubric) for row in scored if row["named"]]
    rest = [full[row["project_id"]] for row in scored if not row["named"]]
    if rest:
        table.insert(0, _row(f"{count(len(rest), 'other')}, mean", rest, rubric))
    labels = {"label": "Project", "value": f"Total (0 to {rubric.top})", **rubric.items}
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, scale=(0, rubric.most), heat=tuple(rubric.items))


def _row(label: str, scores: Sequence[Mapping[str, float]], rubric: Rubric) -> dict[str, object]:
    means = {item: fmean(one[item] for one in scores) for item in rubric.items}
    return {"label": label, "value": sum(means.values()), **means}
