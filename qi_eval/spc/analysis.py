"""A frame of series in; every point with its centre, limits and signals, and every phase with its runs, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from qi_eval.spc.arguments import check
from qi_eval.spc.judging import Judged, judge
from qi_eval.spc.notes import notes
from qi_eval.spc.tables import phase_table, points
from qi_eval.vocabulary import ChartType, Direction, Method


@dataclass(frozen=True, eq=False)
class Analysis:
    """What an analysis found, as three tables. NaN and None mean: not known, or there is none.

    `points`, one row a plotted point, sorted by series and x: the `by` columns; x; position (1 to m); phase (from 1);
    baseline (the limits rest on it); included (False: left out); y, centre, lower, upper, lower_warning,
    upper_warning (in the unit of y times `multiply`; y blank where missing, limits where the chart has none); n
    (denominator); outside (beyond a limit); rule (SpcRule: the first that the point breaks), point_type (Variation),
    improving and concerning (both, where a point is both).

    `phases`, one row a series and phase: the `by` columns; phase; n_obs (points included), n_useful (not on the
    centre); longest_run and crossings with longest_run_max and crossings_min, what chance allows (blank under rules
    that do not judge runs); runs_signal; points_outside; variation (Variation); assurance (Assurance, in the last phase
    of a series); improving, concerning.

    `notes`, one row a remark: the `by` columns, phase (0: the whole series), code, text. Made when first asked for.

    Under Making Data Count `variation` and `assurance` are blank below 13 points; `assurance` also where there is no
    target, no direction, or where the note `set_new_limits` says that the points have shifted since the limits were
    frozen."""

    points: pd.DataFrame
    phases: pd.DataFrame
    judged: Judged | None = None

    @cached_property
    def notes(self) -> pd.DataFrame:
        """What a reader should know, one row a remark."""
        return pd.DataFrame() if self.judged is None else notes(self.judged)


def analyse(
    frame: pd.DataFrame,
    *,
    chart: ChartType | str,
    x: str = "x",
    y: str = "y",
    n: str | None = None,
    by: str | Sequence[str] | None = None,
    method: Method | str = Method.ANHOEJ,
    improvement: Direction | str = Direction.NEUTRAL,
    freeze: int | str | None = None,
    phases: Any = None,
    exclude: Any = None,
    centre: float | str | None = None,
    target: float | str | None = None,
    multiply: float = 1.0,
    aggregate: str = "mean",
    clip_at_zero: bool = False,
    screen: bool | None = None,
    run_length: int = 7,
) -> Analysis:
    """The chart of each series in `frame`, judged by `method`.

    `frame` holds one row a value: `x` (date, number or text; rows without it are left out), `y` (number, NaN where
    missing), `n` (denominator, if any), and the columns of `by`, which tell the series apart. Rows of a series that
    share an x become one point (sum of y over sum of n, or `aggregate`). `improvement`, `freeze` (baseline points),
    `centre` (before `multiply`) and `target` (after it): a value, or the name of a column constant in each series.
    `phases`: last positions of all phases but the last, first dates of new phases, or the name of a column of labels.
    `exclude`: positions from 1, or the name of a column of yes and no. `screen`: whether far moving ranges are left out
    of the limits; None is the method's own habit. `run_length`: points of a shift or trend under Making Data Count, 7
    or 6. Charts p, pp, u, up and ip need `n`, and their `y` are counts; xbar, s, c, t and g have no use for it. Under
    Anhøj `freeze` is ignored where phases are given (as in qicharts2). Raises ArgumentError."""
    given = locals() | {"frame": None}
    judged = judge(frame, check(frame, given))
    return Analysis(points(judged), phase_table(judged), judged)
