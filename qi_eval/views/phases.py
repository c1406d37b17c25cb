"""The stretches of a chart between new limits, each with its baseline; the last one is the chart's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qi_eval.views.baseline import Baseline, baseline_end, baseline_of
from qi_eval.views.chart_marks import Mark, left_out, phase_starts
from qi_eval.views.series import Measure


@dataclass(frozen=True)
class Phase:
    """The points from `start` up to `stop`. `since`: the day of the new limits that begin it, None for the first."""

    start: int
    stop: int
    since: date | None
    base: Baseline


def out_of(days: NDArray[np.datetime64], marks: Sequence[Mark]) -> NDArray[np.bool_]:
    """Which points a mark says count for nothing."""
    asked = left_out(marks)
    return np.isin(days, np.array(list(asked), dtype="datetime64[D]")) if asked else np.zeros(len(days), dtype=bool)


def early_of(days: NDArray[np.datetime64], start: date | None) -> NDArray[np.bool_]:
    """Which points lie before the first day of the baseline."""
    return np.zeros(len(days), dtype=bool) if start is None else np.asarray(days < np.datetime64(start))


def phases_of(
    measure: Measure,
    days: NDArray[np.datetime64],
    counted: NDArray[np.bool_],
    first: date | None,
    marks: Sequence[Mark],
) -> tuple[Phase, ...]:
    """The phases of a series in order of time; one without points where there are none. `counted`: which points have a
    value that counts; `first`: the day of the first change."""
    end, fixed = baseline_end(measure, first)
    starts = {0: None} | (phase_starts(marks, days) if marks else {})
    stops = [*list(starts)[1:], len(days)]
    found = []
    for (start, since), stop in zip(starts.items(), stops, strict=True):
        own, known = days[start:stop], counted[start:stop]
        base = baseline_of(own, known, end, fixed=fixed)
        if since and not base.before:  # the change lies before the new limits: they rest on their own points
            base = baseline_of(own, known, None)
        found.append(Phase(start, stop, since, base))
    return tuple(found)
