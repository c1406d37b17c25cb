"""A run chart read aloud, in the order of the house: what, usual level, latest, sign or none, aim, warning, method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.narrative import count, date_words, listed, month_words, signal_words
from qi_eval.views.baseline import FIRM, Baseline
from qi_eval.views.finding import ENOUGH, Finding
from qi_eval.views.series import Measure, newest
from qi_eval.vocabulary import ChartType, Direction, Frequency, Method, SpcRule, Variation


@dataclass(frozen=True)
class Reading:
    """`finding` stands in the title; `before`, `verdict` and `after` are one paragraph; `method` is the line below."""

    finding: str
    before: str
    verdict: str
    after: str
    method: str
    variation: Variation | None

    @property
    def words(self) -> str:
        """The paragraph as plain text."""
        return " ".join(filter(None, [self.before, self.verdict, self.after]))


def read(
    measure: Measure, points: pd.DataFrame, seen: Finding, base: Baseline, method: Method, *, counted: bool
) -> Reading:
    """The reading of a series in order of time (columns x, y)."""
    last = newest(points)
    if last is None:
        return Reading("no values yet", "No value has been loaded for this measure.", "", "", "", None)
    day, value = last
    latest = f"Latest ({_day(measure, day)}) {measure.shown(value)}."
    before = f"{_span(measure, points)} {_usual(measure, base)} {latest}"
    after = " ".join(filter(None, [_aim(measure, value), _warning(base, seen)]))
    return Reading(
        _finding(seen), before, _verdict(points, seen), after, _method(points, base, method, counted), seen.variation
    )


def _finding(seen: Finding) -> str:
    if seen.variation is None:
        return "too few points to judge yet"
    return signal_words(seen.variation, seen.since).replace(" since ", " from ")


def _span(measure: Measure, points: pd.DataFrame) -> str:
    known = points[points["y"].notna()]
    first, last = (_day(measure, known["x"].iloc[i].date()) for i in (0, -1))
    unit = f" of {measure.unit_label}" if "(" in measure.unit_label else ""
    return f"{measure.frequency.label}{unit}, {first} to {last}, {count(len(known), 'point')}."


def _usual(measure: Measure, base: Baseline) -> str:
    if base.median is None:
        return ""
    until = f" before the first change, on {date_words(base.until)}:" if base.points and base.until else ""
    return f"Usual level{until} {measure.shown(base.median)}."


def _verdict(points: pd.DataFrame, seen: Finding) -> str:
    if seen.variation is None:
        return f"Too few points to judge: {seen.why}."
    if seen.variation is Variation.COMMON_CAUSE:
        return f"Usual ups and downs: no sign of change.{_earlier(points, seen)}"
    words = signal_words(seen.variation, seen.since)
    return f"{words[0].upper()}{words[1:]}{_because(points, seen)}."


def _earlier(points: pd.DataFrame, seen: Finding) -> str:
    """The last sign before, which the newest points do not show any more."""
    found = [i for i, mark in enumerate(seen.points) if mark is not Variation.COMMON_CAUSE]
    if not found:
        return ""
    words = signal_words(seen.points[found[-1]])
    return f" Earlier there was a {words}, last seen on {date_words(points['x'].iloc[found[-1]].date())}."


def _because(points: pd.DataFrame, seen: Finding) -> str:
    """Why there is a sign: the rules that marked the stretch at the end of the series, each in words."""
    stretch = 0
    while stretch < len(seen.points) and seen.points[-1 - stretch] is seen.variation:
        stretch += 1
    fired = seen.rules[len(seen.rules) - stretch :]
    reasons = [words for rule in REASONS if (words := REASONS[rule](points["y"], seen, fired.count(rule)))]
    return f": {listed(reasons)}" if reasons else ""


def _shift(y: pd.Series, seen: Finding, marked: int) -> str:
    """How many points at the end lie on one side; a point can be in a shift although another rule marks it first."""
    sides = [1 if value > seen.centre else -1 for value in y if value == value and value != seen.centre]
    run = next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
    if run < spc.SHIFT:
        return f"{count(marked, 'point')} of a shift to one side of the centre" if marked else ""
    return f"the last {run} points lie {'above' if sides[-1] > 0 else 'below'} the centre"


def _outside(y: pd.Series, seen: Finding, marked: int) -> str:
    return f"{count(marked, 'point')} beyond the limits" if marked else ""


def _trend(y: pd.Series, seen: Finding, marked: int) -> str:
    return f"{marked} points in a run of rising or of falling values" if marked else ""


def _near(y: pd.Series, seen: Finding, marked: int) -> str:
    return "two of three points close to a limit" if marked else ""


REASONS: dict[SpcRule, Callable[[pd.Series, Finding, int], str]] = {
    SpcRule.SHIFT: _shift,
    SpcRule.OUTSIDE: _outside,
    SpcRule.TREND: _trend,
    SpcRule.TWO_IN_THREE: _near,
}


def _aim(measure: Measure, value: float) -> str:
    if measure.target is None or measure.direction is Direction.NEUTRAL:
        return ""
    there = value >= measure.target if measure.direction is Direction.INCREASE else value <= measure.target
    shown = measure.shown(measure.target)
    return f"The latest point is at the aim of {shown}." if there else f"Not yet at the aim of {shown}."


def _warning(base: Baseline, seen: Finding) -> str:
    if base.provisional and seen.variation is not None:
        return f"Provisional: the baseline has {base.points} points, not {FIRM}."
    return ""


def _method(points: pd.DataFrame, base: Baseline, method: Method, counted: bool) -> str:
    """What drew the line and who judged: run chart, median, the rule in force, its numbers where they are few."""
    rests = f"the {base.points} points before the first change" if base.points else "all points"
    on = "on its median" if spc.CHART[method] is ChartType.RUN else "on the mean and limits of the XmR chart"
    preview = "" if counted else ", a preview that is not counted"
    chance = f" {_runs(points, base)}" if method is Method.ANHOEJ else ""
    return f"Run chart, median of {rests}. Judged by the {method.label} {on}{preview}, from {ENOUGH} points.{chance}"


def _runs(points: pd.DataFrame, base: Baseline) -> str:
    """The two numbers that Anhøj's rules go by."""
    runs = spc.run_chart_of(points["y"], base.points)
    if runs.longest_run is None or runs.crossings is None:
        return ""
    return (
        f"Longest run {runs.longest_run} (chance allows {runs.longest_run_max}), "
        f"crossings {runs.crossings} (at least {runs.crossings_min})."
    )


def _day(measure: Measure, day: date) -> str:
    monthly = measure.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL)
    return month_words(day) if monthly else date_words(day)
