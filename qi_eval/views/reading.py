"""A run chart read aloud, in the order of the house: what, usual level, latest, sign or none, aim, warning, method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from qi_eval import spc
from qi_eval.narrative import count, date_words, signal_words
from qi_eval.views.baseline import FIRM
from qi_eval.views.method_words import method_words
from qi_eval.views.phases import Phase
from qi_eval.views.reasons import because, line_name
from qi_eval.views.series import Measure
from qi_eval.views.shown import Shown
from qi_eval.views.verdict import NOT_JUDGED, Verdict
from qi_eval.vocabulary import Assurance, ChartType, Direction, Frequency, Variation

ONE_DAY = timedelta(days=1)
WEEK = 7  # days
BY_FIRST_DAY = (Frequency.WEEKLY, Frequency.FORTNIGHTLY)  # lists name the newest by its last day
MET = {  # what the limits say of the aim, where the process stays as it is
    Assurance.PASS: "will be met unless the process changes",
    Assurance.FAIL: "will not be met unless the process changes",
    Assurance.INCONSISTENT: "will sometimes be met and sometimes missed, by chance alone, unless the process changes",
}


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


def read(shown: Shown) -> Reading:
    """The reading of a chart; the verdict is that of its last phase."""
    subject, verdict = shown.subject, shown.verdict
    measure = subject.measure
    if subject.newest is None:
        return Reading("no values yet", "No value has been loaded for this measure.", "", "", "", None)
    day, value = subject.newest
    latest = f"Latest ({measure.day(day)}) {measure.shown(value)}."
    before = " ".join(filter(None, [_span(shown), _usual(shown), latest]))
    after = [*_warnings(verdict), _aim(shown, value), _open_gap(measure, day, shown.now)]
    return Reading(
        _finding(verdict),
        before,
        _verdict(verdict),
        " ".join(filter(None, after)),
        method_words(shown),
        verdict.last.variation,
    )


def _finding(verdict: Verdict) -> str:
    seen = verdict.last
    if verdict.chart is None:
        return NOT_JUDGED
    if seen.variation is None:
        return "too few points to judge yet"
    return sign_words(verdict.subject.measure, seen.variation, seen.since)


def sign_words(measure: Measure, variation: Variation, since: date | None) -> str:
    """sign of improvement since August 2024"""
    words = signal_words(variation)
    return f"{words} since {measure.day(since)}" if since else words


def _span(shown: Shown) -> str:
    measure, days = shown.subject.measure, shown.subject.days[shown.subject.known]
    first, last = (measure.day(days[i].astype(date)) for i in (0, -1))
    if measure.events:
        return f"{count(len(days), 'time')} between events, {first} to {last}."
    unit = f" {measure.unit_label}" if "(" in measure.unit_label else ""
    span = first if first == last else f"{first} to {last}"
    whole_weeks = bool((np.diff(days).astype(int) % WEEK == 0).all())
    named = ", each by its first day" if measure.frequency in BY_FIRST_DAY and whole_weeks else ""
    return f"{measure.frequency.label}{unit}{named}, {span}, {count(len(days), 'point')}."


def _usual(shown: Shown) -> str:
    """The level of the drawn line, and beside it the level and the limits that the rule judges by."""
    measure, level, limits = shown.subject.measure, shown.level, shown.limits
    if level is None:
        return ""
    what = _level(shown)
    span = f"{measure.number(limits[0])} to {measure.number(limits[1])}" if limits else ""
    if shown.beside is None:
        return f"{what} {measure.shown(level)}." + (f" Usual range {span}." if span else "")
    named = "" if what.startswith("Median") else " (the median)"
    judged = f"The rule judges about the {line_name(shown.verdict.chart)}, {measure.number(shown.beside)}"
    return f"{what} {measure.shown(level)}{named}. {judged}{f', with a usual range of {span}' if span else ''}."


def _level(shown: Shown) -> str:
    phase, measure = shown.verdict.phases[-1], shown.subject.measure
    base = phase.base
    start = measure.baseline_start if shown.subject.early.any() else None
    since = f", from {date_words(start)} on" if start and not phase.since else ""
    if base.points and base.until and not base.set:
        return f"Usual level before the first change, on {date_words(base.until)}{since}:"
    if base.points and base.until:
        return f"Usual level in the baseline, up to {date_words(base.until - ONE_DAY)}{since}:"
    if shown.chart is ChartType.RUN and (base.short or measure.events):
        return "Median of all points"
    return f"Usual level since the new limits of {measure.day(phase.since)}:" if phase.since else "Usual level"


def _verdict(verdict: Verdict) -> str:
    measure, seen, phase = verdict.subject.measure, verdict.last, verdict.phases[-1]
    if verdict.chart is None:
        return f"{measure.unit_label.capitalize()} are shown, not judged: this rule suits no such values."
    if seen.variation is None:
        new = f" since the new limits of {measure.day(phase.since)}" if phase.since else ""
        return f"Too few points to judge{new}: {seen.why.removesuffix(' to judge')}."
    if seen.variation is Variation.COMMON_CAUSE:
        return _earlier(verdict) or "Usual ups and downs: no sign of change."
    words = sign_words(measure, seen.variation, seen.since)
    return f"{words[0].upper()}{words[1:]}{because(verdict)}.{_both(verdict)}"


def _both(verdict: Verdict) -> str:
    """A point that is improvement by one rule and concern by another says so."""
    points = verdict.points
    known = points[points["included"] & points["y"].notna()]
    both = len(known) and bool(known["improving"].iloc[-1] and known["concerning"].iloc[-1])
    return " By another part of the rule the latest point is a sign of concern as well." if both else ""


def _earlier(verdict: Verdict) -> str:
    """The last sign before, which the newest points do not show any more."""
    measure, seen, phase = verdict.subject.measure, verdict.last, verdict.phases[-1]
    found = [i for i, mark in enumerate(seen.points) if mark is not Variation.COMMON_CAUSE]
    if not found:
        return ""
    words, day = signal_words(seen.points[found[-1]]), verdict.subject.days[phase.start + found[-1]].astype(date)
    last = f"{'in' if measure.monthly else 'on'} {measure.day(day)}"
    return f"No sign of change now. There was a {words}, last seen {last}; it has not lasted."


def _warnings(verdict: Verdict) -> list[str]:
    """What stands between the sign and the change that the team made."""
    phase, seen = verdict.phases[-1], verdict.last
    base = phase.base
    if base.short and not base.set:
        few = f"Only {count(base.before, 'point')}" if base.before else "No point"
        return [f"{few} before the first change: too few to tell whether it helped."]
    if seen.variation is None:
        return []
    sign = seen.variation is not Variation.COMMON_CAUSE
    found = [f"Provisional: the baseline has {base.before} points, not {FIRM}."] if base.provisional else []
    if sign and seen.since and base.until and seen.since < base.until:
        found.append(f"This began before the {'end of the baseline' if base.set else 'first change'}.")
    if _unsteady(verdict, phase):
        cannot = ", so the chart cannot tell whether the change did it" if sign and not base.set else ""
        where = "of the baseline" if base.set else "before the first change"
        found.append(f"The points {where} were not steady{cannot}.")
    return found


def _unsteady(verdict: Verdict, phase: Phase) -> bool:
    """Whether the points before the first change show a sign of their own, as project outcomes ask."""
    subject, base = verdict.subject, phase.base
    if base.points is None or subject.measure.events:
        return False
    known = subject.y[phase.start : phase.stop][subject.counted[phase.start : phase.stop]]
    lengths, before = np.array([len(known)]), np.array([base.before])
    better = np.array([1], dtype=np.int8)
    return bool(spc.since_change(known, lengths, before, better, method=verdict.method).unsettled[0])


def _aim(shown: Shown, value: float) -> str:
    """What the limits say of the aim, else only whether the latest point is there."""
    measure = shown.subject.measure
    if measure.target is None or measure.direction is Direction.NEUTRAL:
        return ""
    there = value >= measure.target if measure.direction is Direction.INCREASE else value <= measure.target
    since = f", in force since {date_words(measure.target_since)}" if measure.target_since else ""
    reaches = "reaches" if there else "does not reach"
    said = f"The latest point {reaches} the aim of {measure.aim(measure.target)}{since}."
    sure = shown.verdict.assurance
    return f"{said} By the limits, the aim {MET[sure]}." if sure else said


def _open_gap(measure: Measure, last: date, now: date) -> str:
    """The days since the last event, which no point shows yet."""
    gap = f"{count((now - last).days, 'day')} since the last one ({date_words(now)})."
    return gap if measure.events else ""
