"""Which measures have a logged change with points on both sides, and how much can be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from qi_eval.effects import FIRM, OFFERED
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.series import Measure, measures_of
from qi_eval.views.subjects import subjects
from qi_eval.vocabulary import LogType

READY, YOUNG, FEW = "can be looked at", "exploratory", "too few points yet"


@dataclass(frozen=True)
class Opening:
    """One measure with the first change of its project: the points on each side, and what can be said."""

    id: str
    name: str
    project: str
    change: str
    before: int
    after: int
    said: str


@dataclass(frozen=True)
class Openings:
    """The measures with a change, those of which most can be said first."""

    told: str
    lines: tuple[Opening, ...]


def openings(store: Store, scope: Scope) -> Openings:
    """All measures of projects that logged the start of a change."""
    first, titles = _changes(store, scope.report_date), _titles(store)
    measures = [one for one in measures_of(store, projects=list({id_ for id_, _ in first})) if not one.events]
    charts = subjects(store, measures, scope)
    found = []
    for measure in measures:
        change = _first(first, measure)
        if change is None:
            continue
        subject = charts.of_home(measure)
        days = subject.days[subject.counted]
        before = int(np.searchsorted(days, np.datetime64(change[0])))
        project = titles.get(measure.project_id, measure.project_id)
        named = f"{change[1]}, {date_words(change[0])}"
        after = len(days) - before
        found.append(Opening(measure.id, measure.name, project, named, before, after, _said(before, after)))
    order = (READY, YOUNG, FEW)
    lines = tuple(sorted(found, key=lambda one: (order.index(one.said), one.project.lower(), one.name.lower())))
    return Openings(_told(lines), lines)


def _changes(store: Store, now: date) -> dict[tuple[str, str], tuple[date, str]]:
    """(project, measure that it names, in lower case, or "") → day and name of the first change."""
    c = (log := store.tables().project_log).c
    started = log.select().where(c.log_type == LogType.INTERVENTION_START.value, c.log_date <= now, c.project_id != "")
    columns = (c.project_id, c.applies_to_measure_id, c.log_date, c.title)
    rows = store.frame(started.with_only_columns(*columns).order_by(c.log_date, c.title))
    found: dict[tuple[str, str], tuple[date, str]] = {}
    for project, measure, day, title in rows.itertuples(index=False):
        named = "" if measure is None or measure != measure else str(measure).lower()
        found.setdefault((str(project), named), (day.date(), str(title)))
    return found


def _first(changes: dict[tuple[str, str], tuple[date, str]], measure: Measure) -> tuple[date, str] | None:
    """The first change made for this measure or for no certain one."""
    mine = [changes.get((measure.project_id, name)) for name in (measure.id.lower(), "")]
    return min((change for change in mine if change), default=None)


def _titles(store: Store) -> dict[str, str]:
    p = store.tables().projects
    rows = store.frame(p.select().with_only_columns(p.c.project_id, p.c.title))
    return dict(zip(rows["project_id"], rows["title"], strict=True))


def _said(before: int, after: int) -> str:
    least = min(before, after)
    return READY if least >= FIRM else YOUNG if least >= OFFERED else FEW


def _told(lines: Sequence[Opening]) -> str:
    if not lines:
        return "No project has logged the start of a change (Change started) for one of its measures yet."
    said = [line.said for line in lines]
    return (
        f"{count(len(lines), 'measure')} with a change on record: {said.count(READY)} with {FIRM} points or more on "
        f"each side, {said.count(YOUNG)} with {OFFERED} or more (exploratory), {said.count(FEW)} with fewer."
    )
