"""Which points belong together and which count: phases, baseline, points left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qi_eval.spc.arguments import FEWEST_FROZEN, ArgumentError, Asked
from qi_eval.spc.arranging import Arranged, numbers
from qi_eval.spc.segments import Bools, Ints, Segments
from qi_eval.vocabulary import Method


@dataclass(frozen=True, eq=False)
class Cut:
    """The phases of all series as segments. `series` and `number` tell, for each phase, its series and its number from
    1; `baseline` and `included`, for each point, whether limits rest on it and whether it counts at all. `unmatched`:
    dates that start no phase."""

    phases: Segments
    series: Ints
    number: Ints
    baseline: Bools
    included: Bools
    frozen: bool
    freeze_ignored: bool
    unmatched: tuple[str, ...]

    @property
    def base(self) -> Bools:
        """The points that centre and limits rest on."""
        return self.baseline & self.included


def cut(arranged: Arranged, asked: Asked) -> Cut:
    """How the points of `arranged` are cut and counted."""
    phases, series, unmatched = _phases(arranged, asked)
    number = np.arange(len(series)) - np.searchsorted(series, series) + 1
    ignored = asked.freeze is not None and asked.phases is not None and asked.method in (Method.ANHOEJ, Method.IHI)
    baseline = np.ones(phases.size, dtype=bool)
    if asked.freeze is not None and not ignored:
        baseline = phases.place < phases.spread(_freeze(arranged, asked)[series])
    return Cut(phases, series, number, baseline, ~_excluded(arranged, asked), not baseline.all(), ignored, unmatched)


def _phases(arranged: Arranged, asked: Asked) -> tuple[Segments, Ints, tuple[str, ...]]:
    """The cut into phases, the series of each, and the dates given that start none."""
    if asked.phases is None:
        return arranged.series, np.arange(len(arranged.series.lengths)), ()
    starts, unmatched = _phase_starts(arranged, asked)
    starts[arranged.series.starts] = True
    at = np.flatnonzero(starts)
    return Segments(np.diff(np.append(at, len(starts)))), arranged.series.owner[at], unmatched


def _phase_starts(arranged: Arranged, asked: Asked) -> tuple[Bools, tuple[str, ...]]:
    """The points at which a phase starts, and the dates given that start none."""
    assert asked.phases is not None
    if isinstance(asked.phases, str):
        return _first_of_label(arranged, asked.phases), ()
    if asked.phases.dtype.kind != "M":
        return np.isin(arranged.series.place, asked.phases), ()
    return _from_dates(arranged, asked)


def _first_of_label(arranged: Arranged, name: str) -> Bools:
    """Where each label first appears in its series."""
    label, names = pd.factorize(arranged.column(name), use_na_sentinel=False)
    key = arranged.series.owner * (len(names) + 1) + label
    new = np.zeros(len(key), dtype=bool)
    new[np.unique(key, return_index=True)[1]] = True
    return new


def _from_dates(arranged: Arranged, asked: Asked) -> tuple[Bools, tuple[str, ...]]:
    """A phase starts at the first point on or after each date; NHSRplotthedots asks for the very date."""
    assert isinstance(asked.phases, np.ndarray)
    column = arranged.column(asked.x)
    if not pd.api.types.is_datetime64_any_dtype(column) and pd.api.types.infer_dtype(column) not in {
        "date",
        "datetime",
    }:
        raise ArgumentError("phases", str(asked.phases[0])[:10], "positions or labels, because x holds no dates")
    x = pd.to_datetime(column).to_numpy()
    starts, unmatched = np.zeros(len(x), dtype=bool), []
    for when in asked.phases:
        later = x >= when
        new = x == when if asked.method is Method.PLOTTHEDOTS else later & ~_before(later, arranged.series)
        starts |= new
        if not new.any():
            unmatched.append(str(pd.Timestamp(when).date()))
    return starts, tuple(unmatched)


def _before(marked: Bools, series: Segments) -> Bools:
    """Whether the point before is marked, in the same series."""
    result = np.zeros(len(marked), dtype=bool)
    result[1:] = marked[:-1]
    result[series.starts] = False
    return result


def _freeze(arranged: Arranged, asked: Asked) -> Ints:
    """The number of baseline points of each series; a blank freezes nothing."""
    if not isinstance(asked.freeze, str):
        return np.full(len(arranged.series.lengths), asked.freeze, dtype=np.int64)
    given = numbers("freeze", arranged.of_series("freeze", asked.freeze))
    fewest = FEWEST_FROZEN if asked.method is Method.PLOTTHEDOTS else 1
    wrong = (given < fewest) | (given != np.floor(given)) & ~np.isnan(given)
    if wrong.any():
        raise ArgumentError("freeze", float(given[wrong][0]), f"whole numbers of points from {fewest}")
    return np.where(np.isnan(given), np.iinfo(np.int32).max, given).astype(np.int64)


def _excluded(arranged: Arranged, asked: Asked) -> Bools:
    """The points left out: by position in each series, or where any row of the point says so."""
    if asked.exclude is None:
        return np.zeros(arranged.series.size, dtype=bool)
    if not isinstance(asked.exclude, str):
        return np.isin(arranged.series.place + 1, asked.exclude)
    marks = arranged.rows[asked.exclude]
    if not pd.api.types.is_bool_dtype(marks.dropna().infer_objects()):
        raise ArgumentError("exclude", asked.exclude, "a column of True and False")
    return arranged.points.any(marks.fillna(False).to_numpy(dtype=bool))
