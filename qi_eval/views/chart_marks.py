"""The marks that people set on a chart: new limits, a point left out, a new aim, a note; each with reason and role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Tables
from qi_eval.metrics.periods import plain
from qi_eval.store import Query
from qi_eval.views.series import Measure
from qi_eval.vocabulary import MarkKind

MARKED = ("measure_id", "unit_id", "on_date", "kind", "value", "reason", "author_role")  # columns of chart_marks


@dataclass(frozen=True)
class Mark:
    """One mark: the day from which it holds, what it does, why, and the role of who decided."""

    when: date
    kind: MarkKind
    value: float | None
    reason: str
    author: str

    @property
    def why(self) -> str:
        """The reason and the role: Counted twice that week (audit lead)."""
        return f"{self.reason.rstrip('.')} ({self.author.replace('_', ' ')})"


def select_marks(tables: Tables, measures: Sequence[Measure] | None, now: date) -> Query:
    """The marks on the charts of these measures (None: of all), in order of time."""
    c = (table := tables.chart_marks).c
    mine = table.select().where(c.on_date <= now)
    if measures is not None:
        mine = mine.where(among(c.measure_id, [measure.id for measure in measures]))
    return mine.with_only_columns(*(c[name] for name in MARKED)).order_by(c.on_date, c.kind)


def marks_of(rows: pd.DataFrame) -> Mapping[str, tuple[tuple[str, Mark], ...]]:
    """Measure → the marks on its charts in order of time, each with the unit that it is for; one without a unit holds
    for every unit."""
    found: dict[str, list[tuple[str, Mark]]] = {}
    for measure, unit, when, kind, *said in zip(*(plain(rows[name]) for name in MARKED), strict=True):
        found.setdefault(measure, []).append((unit or "", Mark(when, MarkKind(kind), *said)))
    return {measure: tuple(marks) for measure, marks in found.items()}


def left_out(marks: Sequence[Mark]) -> dict[date, str]:
    """Day → why the point of that day counts for nothing."""
    return {mark.when: mark.why for mark in marks if mark.kind is MarkKind.EXCLUDED}


def phase_starts(marks: Sequence[Mark], days: NDArray[np.datetime64]) -> dict[int, date]:
    """Position of the first point of each new phase → the day of its mark. New limits before the first point or after
    the last one start none."""
    asked = [mark.when for mark in marks if mark.kind is MarkKind.PHASE_START]
    found = {int(np.searchsorted(days, np.datetime64(when))): when for when in asked}
    return {i: when for i, when in sorted(found.items()) if 0 < i < len(days)}


def targets(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that set a new target, in order of time."""
    return [mark for mark in marks if mark.kind is MarkKind.TARGET_FROM and mark.value is not None]


def with_aim(measure: Measure, marks: Sequence[Mark], latest: date | None) -> Measure:
    """The measure with the target in force at its latest point."""
    aims = [mark for mark in targets(marks) if latest is not None and mark.when <= latest]
    return replace(measure, target=aims[-1].value, target_since=aims[-1].when) if aims else measure


def said(measure: Measure, mark: Mark) -> str:
    """The mark in a list beside the tests of change."""
    value = f", {measure.aim(mark.value)}" if mark.kind is MarkKind.TARGET_FROM and mark.value is not None else ""
    return f"{mark.kind.label}{value}: {mark.why}"
