"""The marks that people set on a chart: new limits, a point left out, a new aim, a note; each with reason and role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from qi_eval.store import Store
from qi_eval.views.series import Measure
from qi_eval.vocabulary import MarkKind


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


def marks_of(store: Store, measure: Measure, unit: str, now: date) -> tuple[Mark, ...]:
    """The marks on the chart of a measure in one unit, in order of time; one without a unit holds for every unit."""
    c = (table := store.tables().chart_marks).c
    mine = table.select().where(c.measure_id == measure.id, c.unit_id.in_([unit, ""]), c.on_date <= now)
    frame = store.frame(mine.order_by(c.on_date, c.kind))
    return tuple(
        Mark(row["on_date"].date(), MarkKind(row["kind"]), _number(row["value"]), row["reason"], row["author_role"])
        for row in frame.to_dict("records")
    )


def left_out(marks: Sequence[Mark]) -> dict[date, str]:
    """Day → why the point of that day counts for nothing."""
    return {mark.when: mark.why for mark in marks if mark.kind is MarkKind.EXCLUDED}


def phase_starts(marks: Sequence[Mark], days: Sequence[date]) -> dict[int, date]:
    """Position of the first point of each new phase → the day of its mark. New limits before all points start none."""
    asked = [mark.when for mark in marks if mark.kind is MarkKind.PHASE_START]
    found = {next((i for i, day in enumerate(days) if day >= when), 0): when for when in asked}
    return {i: when for i, when in sorted(found.items()) if i}


def with_aim(measure: Measure, marks: Sequence[Mark], points: pd.DataFrame) -> Measure:
    """The measure with the target in force at its latest point."""
    known = points[points["y"].notna()]
    if known.empty:
        return measure
    last = known["x"].iloc[-1].date()
    aims = [mark for mark in marks if mark.kind is MarkKind.TARGET_FROM and mark.when <= last]
    return replace(measure, target=aims[-1].value, target_since=aims[-1].when) if aims else measure


def said(measure: Measure, mark: Mark) -> str:
    """The mark in a list beside the tests of change."""
    value = f", {measure.aim(mark.value)}" if mark.kind is MarkKind.TARGET_FROM and mark.value is not None else ""
    return f"{mark.kind.label}{value}: {mark.why}"


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
