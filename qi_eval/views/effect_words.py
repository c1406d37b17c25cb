"""What a fitted difference may be called: title, lead, label, table and remarks. It says when, never why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from qi_eval.effects import FIRM, OFFERED, Estimate, Fit, Interrupted, Lack, Means, Way
from qi_eval.metrics.periods import months_before
from qi_eval.narrative import count, date_words, signed
from qi_eval.views.baseline import Logged
from qi_eval.views.effect_time import WORDS, time, times
from qi_eval.views.series import Measure
from qi_eval.views.subjects import Subject
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Direction, ValueType

HEADLINE = 6  # months after the change, at which the headline compares; the last point where that comes first
LEADS = Way.AR1  # decided before any data were seen: its intervals hold the truth more often (docs/effects.md)
WAYS = {
    Way.AR1: "Errors that carry over (leads)",
    Way.NEWEY_WEST: "Least squares, Newey-West errors",
    Way.SEASON: "The same, with a yearly wave",
}
CLOSE = 1e-6  # of an interval
HIGH = 0.3  # lag-1 correlation, from which on neighbours are said to hang together


@dataclass(frozen=True, eq=False)
class Effect:
    """A subject and a change, on the scale of time from `at_change`; `found` None where no lines can be fitted to such
    values; `at`: the days at which the lines are compared."""

    subject: Subject
    change: Logged
    at_change: float
    found: Interrupted | None
    at: tuple[date, ...]
    now: date

    @property
    def fit(self) -> Fit | None:
        """The fit that leads."""
        return self.found.of(LEADS) if self.found else None

    @property
    def start(self) -> date:
        """The day from which the second line is drawn: of the first point since, or, after a gap, of the change."""
        days = self.subject.days[self.subject.counted]
        first = days[days >= np.datetime64(self.change.when)][0].astype(date)
        return first if self.time(first) - self.at_change < CLOSE else self.change.when

    @property
    def headline(self) -> date:
        """The day that title and lead speak of."""
        return min(months_before(self.change.when, -HEADLINE), self.at[-1])

    def time(self, day: date) -> float:
        """A day on the scale of time."""
        return time(day, self.subject.measure.frequency)

    def since(self, day: date) -> float:
        """The same, but not before the second line begins."""
        return max(self.time(day), self.at_change)


def title(measure: Measure, effect: Effect | None, change: Logged | None) -> str:
    """The finding with its date, never a cause."""
    if change is None:
        return f"{measure.name}: no change is logged to look before and after"
    if effect is None or effect.fit is None:
        return f"{measure.name}: before and after cannot be compared yet"
    seen, day = _headline(effect), measure.day(effect.headline)
    if seen.low <= 0 <= seen.high:
        return f"{measure.name}: no clear difference from the line before, {day}"
    side = "above" if seen.value > 0 else "below"
    return f"{measure.name}: {amount(measure, abs(seen.value))} {side} the line before, {day}"


def _headline(effect: Effect) -> Estimate:
    assert effect.fit is not None, "something was fitted"
    return effect.fit.apart(effect.since(effect.headline))


def lead(measure: Measure, effect: Effect | None, change: Logged | None, now: date) -> str:
    """The answer in a few sentences."""
    if change is None:
        return (
            "The project's log names no day from which a change is in use (Change started), or none for this measure. "
            "Tests of change (PDSA) come and go, so no line can begin at one."
        )
    if change.when > now:
        return f"The first change is logged for {date_words(change.when)}: there is nothing after it yet."
    if effect is None or effect.found is None:
        return f"{measure.unit_label.capitalize()} like these have no regular periods, so no line is fitted to them."
    if effect.found.lacks:
        return _lacking(effect.found)
    seen, at = _headline(effect), effect.headline
    low, high = (signed_amount(measure, bound) for bound in (seen.low, seen.high))
    unsure = " The interval holds 0: too uncertain to tell a difference." if seen.low <= 0 <= seen.high else ""
    return (
        f"On {date_words(at)} the line of the {count(effect.found.after, 'point')} since {dated(change)} stands "
        f"{signed_amount(measure, seen.value, unit=True)} from where the {count(effect.found.before, 'point')} before "
        f"it would carry on (95% interval {low} to {high}).{unsure} This says when, not why: whatever else happened "
        "then is in it too."
    )


def _lacking(found: Interrupted) -> str:
    have = f"There are {found.before} before the change and {found.after} since."
    few = f"Fewer than {OFFERED} points on one side: nothing is fitted. {have}"
    return {
        Lack.BEFORE: few,
        Lack.AFTER: few,
        Lack.CONSTANT: f"Every point has the same value, so there is nothing to compare. {have}",
        Lack.EXACT: f"The points lie on straight lines exactly, which measured values never do: check them. {have}",
    }[found.lacks or Lack.BEFORE]


def label(effect: Effect | None) -> str:
    """What stands above the figures, where anything was fitted."""
    if effect is None or effect.fit is None or effect.found is None:
        return ""
    few = f"fewer than {FIRM} points on one side"
    return f"Exploratory: {few}." if effect.found.exploratory else "One series without a comparison."


def model(effect: Effect) -> str:
    """The model, stated before the figures."""
    word = WORDS[effect.subject.measure.frequency]
    return (
        f"A straight line before {date_words(effect.change.when)}, and from the first whole {word} after it on a new "
        "level and a new slope, at once and for good. A change that works its way in slowly, or fades, does not fit it."
    )


def estimates(effect: Effect) -> TableView:
    """The differences and slopes as each way of fitting gives them."""
    assert effect.found is not None, "something was fitted"
    fits = [fit for way in WAYS if (fit := effect.found.of(way))]
    measure, word = effect.subject.measure, WORDS[effect.subject.measure.frequency]
    rows = [
        (_at_words(effect, day), *(_shown(measure, fit.apart(effect.since(day))) for fit in fits)) for day in effect.at
    ]
    rows.append((f"Slope before, a {word}", *(_shown(measure, fit.slope_before, fine=True) for fit in fits)))
    rows.append((f"Change of slope, a {word}", *(_shown(measure, fit.slope_change, fine=True) for fit in fits)))
    rows.append(("Correlation of neighbours' errors", *(signed(fit.lag1, 2) for fit in fits)))
    caption = f"Difference from the line carried on{_unit(measure)}, with 95% intervals"
    headers = ("What", *(WAYS[fit.way] for fit in fits))
    return TableView(caption, headers, tuple(rows), (False, *(True for _ in fits)))


def _at_words(effect: Effect, day: date) -> str:
    if day == effect.change.when:
        return f"Level at the change, {date_words(day)}"
    return f"Last point, {date_words(day)}" if day == effect.at[-1] else f"On {date_words(day)}"


def notes(effect: Effect) -> tuple[str, ...]:
    """What to know before believing it."""
    found = effect.found
    if found is None:
        return ()
    means = [_two_periods(effect.subject.measure, found, found.means)] if found.means else []
    if not found.fits:
        return tuple(means)
    return tuple(filter(None, [*means, _carried(effect), _season(effect), _gaps(effect), _beyond(effect), *ALWAYS]))


ALWAYS = (
    "No comparison series: nothing here shows what happened where the change was not made.",
    "Work often begins when things look bad. A baseline that starts at a peak would come down on its own.",
    "Intervals of short series are too narrow: in simulated series of 12 points on each side whose errors carry over "
    "by 0.3, the leading one held the true difference 92 times in 100, the one beside it 76 times. And a real "
    "difference is easily missed.",
)


def _two_periods(measure: Measure, found: Interrupted, means: Means) -> str:
    change = _shown(measure, means.difference)
    return (
        f"Two periods side by side, no line: mean {measure.shown(means.before)} of {count(found.before, 'point')} "
        f"before, {measure.shown(means.after)} of {count(found.after, 'point')} since; difference {change}. It "
        "describes, and takes no slope into account."
    )


def _carried(effect: Effect) -> str:
    assert effect.fit is not None, "something was fitted"
    lag1 = effect.fit.lag1
    said = "hang together" if lag1 >= HIGH else "hang together little"
    return f"Neighbouring points {said} (correlation of their errors {signed(lag1, 2)})."


def _season(effect: Effect) -> str:
    assert effect.found is not None, "something was fitted"
    waved, plain = effect.found.of(Way.SEASON), effect.found.of(Way.NEWEY_WEST)
    if waved is None or plain is None:
        return "Under two years of points: a season of the year could pass for a change."
    at, measure = effect.since(effect.headline), effect.subject.measure
    with_, without = (signed_amount(measure, fit.apart(at).value) for fit in (waved, plain))
    return f"With a yearly wave the difference on {date_words(effect.headline)} is {with_} instead of {without}."


def _gaps(effect: Effect) -> str:
    subject = effect.subject
    when = times(subject.days[subject.counted], subject.measure.frequency)
    lost = int(np.maximum(np.rint(np.diff(when)) - 1, 0).sum())
    word = WORDS[subject.measure.frequency]
    gap = (
        f"{count(lost, word)} without a value: Newey-West takes the points beside a gap for neighbours." if lost else ""
    )
    out = int((subject.known & ~subject.counted).sum())
    return " ".join(filter(None, [gap, f"{count(out, 'point')} left out, drawn hollow." if out else ""]))


def _beyond(effect: Effect) -> str:
    """A line that leaves what values can be is no good model."""
    assert effect.fit is not None, "something was fitted"
    measure, last = effect.subject.measure, effect.fit.continued(effect.since(effect.at[-1])).value
    if measure.possible(last) == last:
        return ""
    return f"The line before, carried on, reaches {measure.number(last)}: values cannot be there, so it is no guide."


def dated(change: Logged) -> str:
    """Sepsis trolley by triage, 18 May 2026."""
    return f"{change.name}, {date_words(change.when)}"


def apart(change: Logged, since: date) -> tuple[str, str]:
    """Something else that was logged: its day with the distance, and its name."""
    days = (change.when - since).days
    side = "the same day" if not days else f"{count(abs(days), 'day')} {'after' if days > 0 else 'before'}"
    return f"{date_words(change.when)}, {side}", f"{change.name}{'' if change.own else ' (the whole trust)'}"


def amount(measure: Measure, value: float) -> str:
    """12 points, 3.1 days: a difference without its sign."""
    return f"{signed(value, _places(measure)).lstrip('+')} {_named(measure)}".strip()


def signed_amount(measure: Measure, value: float, *, unit: bool = False) -> str:
    """+12, or with its unit +12 points."""
    return f"{signed(value, _places(measure))} {_named(measure) if unit else ''}".strip()


def _shown(measure: Measure, seen: Estimate, *, fine: bool = False) -> str:
    places = _places(measure) + (1 if fine else 0)
    value, low, high = (signed(figure, places) for figure in (seen.value, seen.low, seen.high))
    return f"{value} ({low} to {high})"


def _places(measure: Measure) -> int:
    """One decimal more than whole values, for a difference of lines has one."""
    places = measure.places or 0
    return max(1, places) if measure.value_type is ValueType.PROPORTION else max(places, min(places + 1, 2))


def _named(measure: Measure) -> str:
    if measure.value_type is ValueType.PROPORTION:
        return "percentage points"
    return "" if "(" in measure.unit_label else measure.unit_label


def _unit(measure: Measure) -> str:
    named = _named(measure) or measure.unit_label
    better = f"; {measure.direction.label.lower()}" if measure.direction is not Direction.NEUTRAL else ""
    return f", {named}{better}" if named else better
