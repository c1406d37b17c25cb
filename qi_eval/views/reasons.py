"""Why there is a sign: the rules that marked the stretch at the end of a series, each in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qi_eval import spc
from qi_eval.narrative import count, listed
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import ChartType, Method, SpcRule


@dataclass(frozen=True)
class _Judged:
    """The values that count, in order of time, and the line that they were judged about, by name and with its level."""

    values: list[float]
    centre: float
    line: str
    mean: bool  # a point on the mean ends a run; one on the median is passed over

    def run(self) -> tuple[int, bool]:
        """How many points at the end lie on one side, and whether above."""
        found, above = 0, False
        for value in reversed(self.values):
            if value == self.centre and not self.mean:
                continue
            if value == self.centre or (found and (value > self.centre) != above):
                break
            found, above = found + 1, value > self.centre
        return found, above


def because(verdict: Verdict) -> str:
    """: the last 17 points lie above the mean of 66%; empty where no rule speaks of points."""
    subject, phase, seen = verdict.subject, verdict.phases[-1], verdict.last
    counted = subject.counted[phase.start : phase.stop]
    known = [i for i, there in enumerate(counted) if there]
    stretch = 0
    while stretch < len(known) and seen.points[known[-1 - stretch]] is seen.variation:
        stretch += 1
    fired = [seen.rules[i] for i in known[len(known) - stretch :]]
    if seen.centre is None:
        return ""
    about = line_name(verdict.chart)
    line = f"the {about} of {subject.measure.shown(seen.centre)}"
    values = subject.y[phase.start : phase.stop][counted]
    judged = _Judged([float(y) for y in values], seen.centre, line, about == "mean")
    reasons = [words for rule in REASONS if (words := REASONS[rule](judged, fired.count(rule)))]
    if not reasons and verdict.method is Method.ANHOEJ:
        reasons = [f"runs about {line} are longer or fewer than chance allows"]
    return f": {listed(reasons)}" if reasons else ""


def line_name(chart: ChartType | None) -> str:
    """What the centre line of a chart is."""
    return {ChartType.RUN: "median", ChartType.T: "centre", ChartType.G: "centre"}.get(chart or ChartType.RUN, "mean")


def _shift(judged: _Judged, marked: int) -> str:
    """A point can be in a shift although another rule marks it first."""
    run, above = judged.run()
    if run < spc.SHIFT:
        return f"{count(marked, 'point')} of a shift to one side of {judged.line}" if marked else ""
    return f"the last {run} points lie {'above' if above else 'below'} {judged.line}"


def _outside(judged: _Judged, marked: int) -> str:
    return f"{count(marked, 'point')} beyond the limits" if marked else ""


def _trend(judged: _Judged, marked: int) -> str:
    return f"{count(marked, 'point')} of an unbroken run in one direction" if marked else ""


def _near(judged: _Judged, marked: int) -> str:
    return "two of three points close to a limit" if marked else ""


REASONS: dict[SpcRule, Callable[[_Judged, int], str]] = {
    SpcRule.SHIFT: _shift,
    SpcRule.OUTSIDE: _outside,
    SpcRule.TREND: _trend,
    SpcRule.TWO_IN_THREE: _near,
}
