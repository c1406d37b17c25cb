"""Why there is a sign: the rules that marked the stretch at the end of a series, each in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np

from qi_eval import spc
from qi_eval.narrative import count, listed
from qi_eval.views.finding import Finding
from qi_eval.views.series import Measure
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import ChartType, Direction, Method, SpcRule, Variation


@dataclass(frozen=True)
class _Judged:
    """The values that count, in order of time (NaN where missing), and the line that they were judged about, by name
    and with its level. `high`: the side of the sign. `least`: points that make a run a sign. `bridges`: a missing value
    and a point on the line are passed over; else either ends a run."""

    values: list[float]
    centre: float
    line: str
    high: bool
    least: int
    bridges: bool

    def run(self) -> tuple[int, bool]:
        """How many points at the end lie on one side, and whether above."""
        found, above = 0, False
        for value in reversed(self.values):
            if isnan(value) or value == self.centre:
                if self.bridges or (isnan(value) and not found):
                    continue
                break
            if found and (value > self.centre) != above:
                break
            found, above = found + 1, value > self.centre
        return found, above


def because(verdict: Verdict) -> str:
    """: the last 17 points lie above the mean of 66%; empty where no rule speaks of points."""
    seen, phase, method = verdict.last, verdict.phases[-1], verdict.method
    if seen.centre is None:
        return ""
    measure, at = verdict.subject.measure, slice(phase.start, phase.stop)
    y, counted, out = verdict.subject.y[at], verdict.subject.counted[at], verdict.subject.out[at]
    fired, ended = _fired(seen, [i for i in np.flatnonzero(counted).tolist() if not _passed_over(verdict, i, y[i])])
    values = [] if ended is not None else y[~out].tolist()
    useful = int(np.sum(counted & (y != seen.centre)))
    line = f"the {line_name(verdict.chart)} of {measure.shown(seen.centre)}"
    bridges = method in spc.PASSED_OVER
    judged = _Judged(values, seen.centre, line, _is_high(seen, measure), _least(method, useful), bridges)
    reasons = [words for rule in REASONS if (words := REASONS[rule](judged, fired.count(rule)))]
    if ended is not None:
        day = measure.day(verdict.subject.days[at][ended].astype(date))
        return f", last {'in' if measure.monthly else 'on'} {day}: {listed(reasons)}"
    if not reasons and method is Method.ANHOEJ:
        reasons = [f"runs about {line} are longer or fewer than chance allows"]
    return f": {listed(reasons)}" if reasons else ""


def _passed_over(verdict: Verdict, point: int, value: float) -> bool:
    seen = verdict.last
    return verdict.method in spc.PASSED_OVER and value == seen.centre and seen.points[point] is not seen.variation


def _fired(seen: Finding, known: Sequence[int]) -> tuple[list[SpcRule | None], int | None]:
    """The rules of the newest points that show the sign, and the last of these where later ones do not show it: some
    rules speak of a series as a whole."""
    showing = [seen.points[i] is seen.variation for i in known]
    if not any(showing):
        return [], None
    end = len(showing) - showing[::-1].index(True)
    start = next((i + 1 for i in range(end - 1, -1, -1) if not showing[i]), 0)
    return [seen.rules[i] for i in known[start:end]], None if end == len(showing) else known[end - 1]


def _is_high(seen: Finding, measure: Measure) -> bool:
    """Whether the sign is one of high values."""
    better = measure.direction is Direction.INCREASE
    return {Variation.IMPROVEMENT: better, Variation.CONCERN: not better}.get(
        seen.variation or Variation.COMMON_CAUSE, seen.variation is Variation.NEUTRAL_HIGH
    )


def _least(method: Method, useful: int) -> int:
    """The fewest points of a run that the rule calls a sign."""
    if method is Method.ANHOEJ:
        return int(spc.longest_run_limit(np.array([useful]))[0]) + 1 if useful else 1
    return spc.RUN_CHART_SHIFT if method is Method.IHI else spc.SHIFT


def line_name(chart: ChartType | None) -> str:
    """What the centre line of a chart is."""
    return {ChartType.RUN: "median", ChartType.T: "centre", ChartType.G: "centre"}.get(chart or ChartType.RUN, "mean")


def _shift(judged: _Judged, marked: int) -> str:
    """A point can be in a shift although another rule marks it first."""
    run, above = judged.run()
    if run < judged.least or above is not judged.high:
        return f"a shift to one side of {judged.line}" if marked else ""  # some of its points another rule marks first
    return f"the last {run} points lie {'above' if above else 'below'} {judged.line}"


def _outside(judged: _Judged, marked: int) -> str:
    return f"{count(marked, 'point')} beyond the limits" if marked else ""


def _trend(judged: _Judged, marked: int) -> str:
    return "an unbroken run in one direction" if marked else ""


def _near(judged: _Judged, marked: int) -> str:
    return "two of three points close to a limit" if marked else ""


REASONS: dict[SpcRule, Callable[[_Judged, int], str]] = {
    SpcRule.SHIFT: _shift,
    SpcRule.OUTSIDE: _outside,
    SpcRule.TREND: _trend,
    SpcRule.TWO_IN_THREE: _near,
}
