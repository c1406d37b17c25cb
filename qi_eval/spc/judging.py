"""Arguments and a frame in; centre, limits and signals of every point out, as arrays.

All series are computed in one pass over long arrays: nothing here loops over series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qi_eval.spc.arguments import ArgumentError, Asked
from qi_eval.spc.arranging import Arranged, arrange, numbers
from qi_eval.spc.limits import Limits
from qi_eval.spc.lines import Basis, Lines, lines_of
from qi_eval.spc.phases import Cut, cut
from qi_eval.spc.rules import Flags, flags
from qi_eval.spc.runs import sides
from qi_eval.spc.segments import Bools, Floats, Signs
from qi_eval.spc.signals import BETTER, PointSignals, point_signals
from qi_eval.spc.values import Values, values_of
from qi_eval.vocabulary import ChartType, Direction

SPREADS = frozenset({ChartType.MR, ChartType.S})


@dataclass(frozen=True, eq=False)
class Judged:
    """Everything known of the points of one call. `centre` and `limits` are one a point on the
    scale shown; `level` is the centre of each phase before multiplying; `better` and `target` are one a series."""

    asked: Asked
    arranged: Arranged
    values: Values
    cut: Cut
    level: Floats
    y: Floats
    centre: Floats
    limits: Limits
    side: Signs
    flags: Flags
    signals: PointSignals
    better: Signs
    target: Floats

    @property
    def known(self) -> Bools:
        """The points that count and have a value."""
        return self.cut.included & ~np.isnan(self.y)

    @property
    def shifted(self) -> Bools:
        """Phases whose limits are frozen and whose points have shifted since: the limits no longer describe them."""
        return self.cut.phases.any((self.flags.shift != 0) & ~self.cut.baseline)


def judge(frame: pd.DataFrame, asked: Asked) -> Judged:
    """Centre, limits and signals of every point."""
    arranged = arrange(frame, asked)
    values, how = values_of(arranged, asked), cut(arranged, asked)
    drawn = _drawn(arranged, values, how, asked)
    centre = how.phases.spread(drawn.centre)
    side = sides(drawn.y, centre)
    y, centre, limits = _scaled(arranged, drawn, centre, asked)
    found = flags(y, side, limits, how.included, how.phases, method=asked.method, length=asked.run_length)
    better = _better(arranged, asked)
    ways = arranged.series.spread(better)
    signals = point_signals(found, y, ways, how.phases, method=asked.method)
    target = _each_series(arranged, "target", asked.target)
    return Judged(asked, arranged, values, how, drawn.centre, y, centre, limits, side, found, signals, better, target)


def _drawn(arranged: Arranged, values: Values, how: Cut, asked: Asked) -> Lines:
    """Points, centre and limits before they are multiplied."""
    given = _each_series(arranged, "centre", asked.centre)[how.series]
    basis = Basis(values, how.base, how.phases, given, asked.method, asked.screen, arranged.in_time)
    return lines_of(asked.chart, basis)


def _scaled(arranged: Arranged, drawn: Lines, centre: Floats, asked: Asked) -> tuple[Floats, Floats, Limits]:
    """Values, centre and limits on the scale shown; with `clip_at_zero` no line below 0 where no value is."""
    y, limits = drawn.y, drawn.limits
    if asked.multiply != 1:
        y, centre, limits = y * asked.multiply, centre * asked.multiply, limits.each(lambda line: line * asked.multiply)
    if asked.clip_at_zero and len(y):
        floor = arranged.series.spread(np.where(arranged.series.lowest(y) >= 0, 0.0, -np.inf))
        lower, near = np.maximum(limits.lower, floor), np.maximum(limits.lower_warning, floor)
        limits = Limits(lower, limits.upper, near, limits.upper_warning)
    return y, centre, limits


def _better(arranged: Arranged, asked: Asked) -> Signs:
    """Which way is better in each series: 1 up, -1 down, 0 neither. A spread is not better high or low."""
    number = len(arranged.series.lengths)
    if asked.chart in SPREADS:
        return np.zeros(number, dtype=np.int8)
    if asked.improvement in Direction.codes():
        return np.full(number, BETTER[Direction(asked.improvement)]).astype(np.int8)
    given = arranged.of_series("improvement", asked.improvement)
    codes, words = pd.factorize(given)
    wrong = [word for word in words if word not in Direction.codes()]
    if wrong or (codes < 0).any():
        raise ArgumentError("improvement", wrong[0] if wrong else None, ", ".join(Direction.codes()))
    return np.array([BETTER[Direction(word)] for word in words], dtype=np.int8)[codes]


def _each_series(arranged: Arranged, argument: str, given: float | str | None) -> Floats:
    """A number or a column of numbers as one value a series; NaN where none is given."""
    number = len(arranged.series.lengths)
    if isinstance(given, str):
        return numbers(argument, arranged.of_series(argument, given))
    return np.full(number, np.nan if given is None else given)
