"""A run chart read aloud, in the order of the house: what, usual level, latest, sign or none, aim, warning, method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.narrative import count, date_words, signal_words
from qi_eval.views.baseline import FIRM, Baseline
from qi_eval.views.finding import ENOUGH, Finding
from qi_eval.views.phases import Phase
from qi_eval.views.reasons import because
from qi_eval.views.series import Measure, newest
from qi_eval.vocabulary import ChartType, Direction, Method, ValueType, Variation


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


def read(measure: Measure, points: pd.DataFrame, phase: Phase, method: Method, *, counted: bool, now: date) -> Reading:
    """The reading of a series in order of time (columns x, y, left_out); the verdict is that of its last phase."""
    last = newest(points)
    if last is None:
        return Reading("no values yet", "No value has been loaded for this measure.", "", "", "", None)
    day, value = last
    latest = f"Latest ({measure.day(day)}) {measure.shown(value)}."
    before = " ".join(filter(None, [_span(measure, points), _usual(measure, phase, method), latest]))
    if measure.value_type is ValueType.TIME_BETWEEN:
        return _events(measure, before, day, now)
    part, seen = points.iloc[phase.start : phase.stop], phase.seen
    after = " ".join(filter(None, [*_warnings(measure, phase), _aim(measure, value)]))
    verdict = _verdict(measure, part, phase, method)
    return Reading(
        _finding(measure, seen), before, verdict, after, _method(part, phase, method, counted), seen.variation
    )


def _events(measure: Measure, before: str, last: date, now: date) -> Reading:
    """Rare events: each value is the time since the event before, which no rule of these charts may judge."""
    days = "day" in measure.unit_label.lower()
    what = "Days" if days else measure.unit_label.capitalize()
    verdict = f"{what} between events are shown, not judged, until the chart for rare events is there."
    since = f"{count((now - last).days, 'day')} since the last one ({date_words(now)})."
    return Reading("shown, not judged", before, verdict, since, "Run chart, median of all points. Not judged.", None)


def _finding(measure: Measure, seen: Finding) -> str:
    if seen.variation is None:
        return "too few points to judge yet"
    return _sign(measure, seen.variation, seen.since)


def _sign(measure: Measure, variation: Variation, since: date | None) -> str:
    """sign of improvement since August 2024"""
    words = signal_words(variation)
    return f"{words} since {measure.day(since)}" if since else words


def _span(measure: Measure, points: pd.DataFrame) -> str:
    known = points[points["y"].notna()]
    first, last = (measure.day(known["x"].iloc[i].date()) for i in (0, -1))
    if measure.value_type is ValueType.TIME_BETWEEN:
        return f"{count(len(known), 'event')}, {first} to {last}."
    unit = f" {measure.unit_label}" if "(" in measure.unit_label else ""
    return f"{measure.frequency.label}{unit}, {first} to {last}, {count(len(known), 'point')}."


def _usual(measure: Measure, phase: Phase, method: Method) -> str:
    """The level of the drawn line, and beside it the level that the rule judges about where that is another."""
    base, level = phase.base, mean_of(phase.seen, method)
    if base.median is None:
        return ""
    what = _level(measure, phase)
    mean = "" if level is None else f"the rule judges about the mean, {measure.shown(level)}"
    named = "" if what.startswith("Median") else "the median"
    beside = f" ({'; '.join(filter(None, [named, mean]))})" if mean else ""
    return f"{what} {measure.shown(base.median)}{beside}."


def _level(measure: Measure, phase: Phase) -> str:
    base = phase.base
    if base.points and base.until:
        return f"Usual level before the first change, on {date_words(base.until)}:"
    if base.short or measure.value_type is ValueType.TIME_BETWEEN:
        return "Median of all points"
    return f"Usual level since the new limits of {measure.day(phase.since)}:" if phase.since else "Usual level"


def mean_of(seen: Finding, method: Method) -> float | None:
    """The mean that the rule judged about; None where nothing was judged, or it judged about the median."""
    return None if seen.variation is None or spc.CHART[method] is ChartType.RUN else seen.centre


def _verdict(measure: Measure, points: pd.DataFrame, phase: Phase, method: Method) -> str:
    seen = phase.seen
    if seen.variation is None:
        new = f" since the new limits of {measure.day(phase.since)}" if phase.since else ""
        return f"Too few points to judge{new}: {seen.why}."
    if seen.variation is Variation.COMMON_CAUSE:
        return _earlier(measure, points, seen) or "Usual ups and downs: no sign of change."
    words = _sign(measure, seen.variation, seen.since)
    return f"{words[0].upper()}{words[1:]}{because(measure, points, seen, method)}."


def _earlier(measure: Measure, points: pd.DataFrame, seen: Finding) -> str:
    """The last sign before, which the newest points do not show any more."""
    found = [i for i, mark in enumerate(seen.points) if mark is not Variation.COMMON_CAUSE]
    if not found:
        return ""
    words, day = signal_words(seen.points[found[-1]]), points["x"].iloc[found[-1]].date()
    last = f"{'in' if measure.monthly else 'on'} {measure.day(day)}"
    return f"No sign of change now. There was a {words}, last seen {last}; it has not lasted."


def _warnings(measure: Measure, phase: Phase) -> list[str]:
    """What stands between the sign and the change that the team made."""
    base, seen = phase.base, phase.seen
    if base.short:
        few = f"Only {count(base.before, 'point')}" if base.before else "No point"
        return [f"{few} before the first change: too few to tell whether it helped."]
    if seen.variation is None:
        return []
    sign = seen.variation is not Variation.COMMON_CAUSE
    found = [f"Provisional: the baseline has {base.before} points, not {FIRM}."] if base.provisional else []
    if sign and seen.since and base.until and seen.since < base.until:
        found.append("This began before the first change.")
    if phase.unsteady:
        cannot = ", so the chart cannot tell whether the change did it" if sign else ""
        found.append(f"The points before the first change were not steady{cannot}.")
    return found


def _aim(measure: Measure, value: float) -> str:
    if measure.target is None or measure.direction is Direction.NEUTRAL:
        return ""
    there = value >= measure.target if measure.direction is Direction.INCREASE else value <= measure.target
    since = f", in force since {date_words(measure.target_since)}" if measure.target_since else ""
    return f"The latest point is {'' if there else 'not '}at the aim of {measure.aim(measure.target)}{since}."


def _method(points: pd.DataFrame, phase: Phase, method: Method, counted: bool) -> str:
    """What drew the line and who judged: run chart, median, the rule in force, its numbers where they are few."""
    base, out = phase.base, int(points["left_out"].sum())
    rests = f"the {base.before} points before the first change" if base.points else "all points"
    rests = "the points since the new limits" if phase.since and not base.points else rests
    on = "on its median" if spc.CHART[method] is ChartType.RUN else "on the mean and limits of the XmR chart"
    preview = "" if counted else ", a preview that is not counted"
    chance = f" {_runs(points, base)}" if method is Method.ANHOEJ else ""
    without = f" {count(out, 'point')} left out, with the reason in the table." if out else ""
    judged = f"Judged by the {method.label} {on}{preview}, from {ENOUGH} points."
    return f"Run chart, median of {rests}. {judged}{chance}{without}"


def _runs(points: pd.DataFrame, base: Baseline) -> str:
    """The two numbers that Anhøj's rules go by."""
    runs = spc.run_chart_of(points["y"].mask(points["left_out"]), base.points)
    if runs.longest_run is None or runs.crossings is None:
        return ""
    return (
        f"Longest run {runs.longest_run} (chance allows {runs.longest_run_max}), "
        f"crossings {runs.crossings} (at least {runs.crossings_min})."
    )
