"""Where new limits may be considered: a known cause, and a shift since it that has lasted. Never done by itself.

Recalculating is a judgement (Making Data Count, "getting started", p. 41): the cause is known and logged, the shift
lies in one direction, has held for eight points or more and is expected to last; the old limits stay on the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from qi_eval.spc.analysis import Analysis
from qi_eval.spc.arguments import ArgumentError
from qi_eval.spc.runs import sides
from qi_eval.spc.segments import Ints, Signs

ENOUGH = 8  # points since on one side; domain rule ("at least 7 to 8")
WAIT = 6  # points that may lie between a cause and the shift; house value: later ones need another explanation
EARLY = 2  # points before a cause that may lie on that side by chance; house value: more, and the shift came first
COLUMNS = ("cause", "start", "position", "points", "side", "centre", "since")


def suggest_rebase(found: Analysis, causes: pd.DataFrame | Sequence[date], *, enough: int = ENOUGH) -> pd.DataFrame:
    """One row a series where new limits may be considered, none elsewhere: the `by` columns; `cause`, the day of the
    known cause; `start` and `position`, the first point of the shift, where the new phase would begin; `points` since
    then; `side`, 1 above the centre in force, -1 below; `centre`, that centre; `since`, the median of the points since.

    `causes`: days, known for every series, or a frame of `when` (date) and the `by` columns that it names. Points on
    the centre are passed over. A cause before the phase in force has been dealt with. Raises ArgumentError."""
    points = found.points
    by = list(points.columns[: list(points.columns).index("x")])
    known = _causes(causes, by, points["x"])
    rows = (
        []
        if known.empty
        else [row for shift in _lasting(points, enough) if (row := _row(points, by, shift, known, enough))]
    )
    return pd.DataFrame(rows, columns=[*by, *COLUMNS])


@dataclass(frozen=True)
class _Shift:
    """The run that a series ends with: where its phase opens, and the points of the run (those off the centre)."""

    opened: int
    run: Ints
    end: int  # one behind the last point of the series


def _causes(given: pd.DataFrame | Sequence[date], by: list[str], x: pd.Series) -> pd.DataFrame:
    """The causes as a frame of `when` and some of the `by` columns, in order of time."""
    frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame({"when": list(given)})
    strange = [name for name in frame.columns if name not in (*by, "when")]
    if "when" not in frame.columns or strange:
        raise ArgumentError("causes", list(frame.columns), f"the columns when and any of {', '.join(by) or 'none'}")
    if not x.empty and pd.api.types.infer_dtype(x) in {"date", "datetime", "datetime64"}:
        frame = frame.assign(when=pd.to_datetime(frame["when"]))
    return frame.dropna().sort_values("when")


def _lasting(points: pd.DataFrame, enough: int) -> list[_Shift]:
    """The run that each series ends with, where it has enough points and lies in the phase in force."""
    y, centre, phase = (points[name].to_numpy() for name in ("y", "centre", "phase"))
    opens = np.flatnonzero((points["position"].to_numpy() == 1) | (np.diff(phase, prepend=0) != 0))
    of_series = np.flatnonzero(points["position"].to_numpy() == 1)
    ends = np.append(of_series[1:], len(points))[: len(of_series)]
    opened = opens[np.searchsorted(opens, ends) - 1]
    side = np.where(points["included"].to_numpy(), sides(y, centre), 0)
    return [shift for a, b in zip(opened, ends, strict=True) if (shift := _last_run(side, int(a), int(b), enough))]


def _last_run(side: Signs, opened: int, end: int, enough: int) -> _Shift | None:
    """The run that a phase ends with; points on the centre are passed over."""
    useful = opened + np.flatnonzero(side[opened:end])
    if len(useful) < enough or (side[useful[-enough:]] != side[useful[-1]]).any():
        return None
    other = np.flatnonzero(side[useful] != side[useful[-1]])
    return _Shift(opened, useful[int(other[-1]) + 1 if len(other) else 0 :], end)


def _row(points: pd.DataFrame, by: list[str], shift: _Shift, causes: pd.DataFrame, enough: int) -> list[object] | None:
    """The row of a shift, if a cause is known that can explain it: the last one with enough points since."""
    first = int(shift.run[0])
    own = np.ones(len(causes), dtype=bool)
    for name in by:
        own &= (causes[name] == points[name].iloc[first]).to_numpy() if name in causes.columns else True
    for when in causes.loc[own, "when"].iloc[::-1]:
        reached = (
            int((points["x"].iloc[shift.opened : shift.end] < when).sum()) + shift.opened
        )  # the point at the cause
        since = shift.run[shift.run >= reached]
        if len(since) >= enough and shift.opened < reached <= first + EARLY and first <= reached + WAIT:
            return _described(points, by, when, since, shift.end)
    return None


def _described(points: pd.DataFrame, by: list[str], when: object, since: Ints, end: int) -> list[object]:
    """The row of a suggestion; `since` are the points that speak for it."""
    head = points.iloc[since[0]]
    after = points.iloc[since[0] : end]
    level = float(after.loc[after["included"], "y"].median())
    side = 1 if head["y"] > head["centre"] else -1
    names = [head[name] for name in by]
    return [*names, when, head["x"], int(head["position"]), len(since), side, float(head["centre"]), level]
