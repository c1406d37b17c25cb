"""The stretches of a chart between new limits, each judged as a series of its own; the last one is the chart's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from qi_eval import spc
from qi_eval.views.baseline import Baseline, Logged, baseline_of
from qi_eval.views.chart_marks import Mark, left_out, phase_starts
from qi_eval.views.finding import Finding, finding
from qi_eval.views.series import Measure
from qi_eval.vocabulary import Method, ValueType, Variation


@dataclass(frozen=True)
class Phase:
    """The points from `start` up to `stop`. `since`: the day of the new limits that begin it, None for the first;
    `unsteady`: its baseline has a sign of its own, so a sign after it tells nothing of the change."""

    start: int
    stop: int
    since: date | None
    base: Baseline
    seen: Finding
    unsteady: bool


def with_left_out(points: pd.DataFrame, marks: Sequence[Mark]) -> pd.DataFrame:
    """The points with `left_out`: whether a mark says that they count for nothing."""
    days = set(left_out(marks))
    return points.assign(left_out=[day in days for day in points["x"].dt.date])


def phases_of(
    measure: Measure, points: pd.DataFrame, changes: Sequence[Logged], marks: Sequence[Mark], method: Method
) -> tuple[Phase, ...]:
    """The phases of a series in order of time (columns x, y, left_out); one without points where there are none."""
    starts = {0: None} | phase_starts(marks, list(points["x"].dt.date))
    stops = [*list(starts)[1:], len(points)]
    return tuple(
        _phase(measure, points.iloc[start:stop], changes, method, (start, stop, since))
        for (start, since), stop in zip(starts.items(), stops, strict=True)
    )


def _phase(
    measure: Measure, part: pd.DataFrame, changes: Sequence[Logged], method: Method, place: tuple[int, int, date | None]
) -> Phase:
    days, counted = list(part["x"].dt.date), part["y"].mask(part["left_out"])
    if measure.value_type is ValueType.TIME_BETWEEN:
        seen = Finding(None, (Variation.COMMON_CAUSE,) * len(part), why="shown, not judged")
        return Phase(*place, baseline_of(days, counted, ()), seen, unsteady=False)
    base = baseline_of(days, counted, changes)
    if place[2] and not base.before:  # the change lies before the new limits: they rest on their own points
        base = baseline_of(days, counted, ())
    seen = finding(days, part["y"], method, measure.direction, freeze=base.points, exclude=list(part["left_out"]))
    return Phase(*place, base, seen, unsteady=_unsteady(counted, base, method))


def _unsteady(counted: pd.Series, base: Baseline, method: Method) -> bool:
    """Whether the points before the first change show a sign of their own, as project outcomes ask."""
    if base.points is None:
        return False
    known = counted.dropna().to_numpy(dtype=float)
    lengths, before = np.array([len(known)]), np.array([base.before])
    return bool(spc.since_change(known, lengths, before, np.array([1], dtype=np.int8), method=method).unsettled[0])
