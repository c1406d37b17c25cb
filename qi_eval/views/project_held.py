"""What became of a project: J4's verdict in a sentence, and whether a sign of improvement was still there later.

The verdict is J4's, and so is that of each later day: the same judgement, of the points that there were by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from qi_eval.metrics.counting import FINISHED
from qi_eval.metrics.judging import FRESH
from qi_eval.metrics.metric import Frames, Scope
from qi_eval.metrics.outcome_projects import IMPROVED, ProjectOutcome, project_outcomes
from qi_eval.metrics.outcome_verdicts import FEWEST_BASELINE, judge_measures
from qi_eval.metrics.periods import months_before
from qi_eval.narrative import count, date_words, signal_words
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import Frequency, Outcome, ProjectStatus, Variation

USUAL = Variation.COMMON_CAUSE
EXPECTED = {  # verdict → what its chart may show without contradicting it
    Outcome.IMPROVED_AND_HELD: (Variation.IMPROVEMENT,),
    Outcome.IMPROVED_LATELY: (Variation.IMPROVEMENT,),
    Outcome.NO_SIGN: (USUAL,),
    Outcome.WORSE_OR_LOST: (USUAL, Variation.CONCERN),
    Outcome.CANNOT_TELL: (USUAL,),
}
CHECKS = (6, 12)  # months after the sign of improvement; issue and product 14


@dataclass(frozen=True)
class Check:
    """One look back: after how many months, on which day, and whether the sign was still there (None: it cannot be
    told, or the day is still to come)."""

    months: int
    day: date
    held: bool | None
    words: str


def outcome_of(frames: Frames, scope: Scope) -> ProjectOutcome | None:
    """J4's verdict on the one project of these frames; None where no outcome is expected of it."""
    return next(iter(project_outcomes(frames, scope)), None)


def checks_of(frames: Frames, scope: Scope, found: ProjectOutcome, frequency: Frequency) -> tuple[Check, ...]:
    """Whether the sign was still there 6 and 12 months after it; none where there never was one."""
    if found.signal_on is None or found.measure_id is None:
        return ()
    days = [(months, months_before(found.signal_on, -months)) for months in CHECKS]
    return tuple(_check(frames, scope, found.measure_id, frequency, months, day) for months, day in days)


def _check(frames: Frames, scope: Scope, measure: str, frequency: Frequency, months: int, day: date) -> Check:
    if day > scope.report_date:
        return Check(months, day, None, f"to be seen on {date_words(day)}")
    own = dict(frames)  # not the shared ones, which keep what was worked out for today
    then = judge_measures(own, replace(scope, report_date=day)).get(measure)
    oldest = day - timedelta(days=(1 + FRESH) * frequency.days)
    if then is None or then.newest is None or then.newest < oldest or not then.judged:
        return Check(months, day, None, f"cannot tell, no value near {date_words(day)}")
    held = then.outcome in IMPROVED
    return Check(months, day, held, f"{'still there' if held else 'not there any more'} on {date_words(day)}")


def outcome_words(found: ProjectOutcome | None) -> str:
    """The verdict as a page says it first."""
    if found is None:
        return "Advice and support: no outcome is expected of it."
    words = " ".join(filter(None, [_verdict(found), _provisional(found)]))
    return f"{words} A balancing measure shows a sign of concern." if found.balancing_concern else words


def _verdict(found: ProjectOutcome) -> str:
    measure, since = found.measure_name or "", date_words(found.signal_on) if found.signal_on else ""
    if found.outcome is Outcome.CANNOT_TELL:
        why = found.reason.label if found.reason else "no outcome measure"
        meaning = f" {found.reason.meaning}" if found.reason and found.reason.meaning else ""
        yet = "" if _ended(found) else " yet"
        return f"Cannot tell{yet} what became of it: {why[0].lower()}{why[1:]}.{meaning}"
    if found.outcome in IMPROVED:
        return f"{found.outcome.label}: {measure}; its points showed a sign of improvement by {since}."
    if found.outcome is Outcome.NO_SIGN:
        yet = "" if _ended(found) else " yet"
        return f"No sign of change{yet}: {measure}, {count(found.points_after, 'point')} since the first change."
    if since:
        return f"A sign of improvement was seen on {since} and has not lasted: {measure}."
    return f"Sign of concern since the first change: {measure}."


def _ended(found: ProjectOutcome) -> bool:
    return found.status in (ProjectStatus.CLOSED_UNSUCCESSFUL, *FINISHED)


def _provisional(found: ProjectOutcome) -> str:
    if not found.provisional:
        return ""
    return f"Provisional: {found.points_before} points before the first change, at least {FEWEST_BASELINE} but few."


def beside_chart(found: ProjectOutcome | None, seen: Verdict | None) -> str:
    """Why the verdict and the chart of the measure that decides say different things; "" where they say the same."""
    if found is None or seen is None or seen.subject.measure.id != found.measure_id:
        return ""
    now, limits = seen.last.variation, seen.phases[-1].since
    if now is None or now in EXPECTED[found.outcome]:
        return ""
    said = signal_words(now)
    if found.outcome is Outcome.CANNOT_TELL:
        return f"Its chart shows a {said}; whether that came with the change cannot be told."
    if limits:
        day = seen.subject.measure.day(limits)
        compared = f"its chart has new limits since {day} and tells what has happened since then"
        return f"This compares with the points before the first change; {compared}: {said}."
    return f"This compares with the points before the first change; its chart, by limits of its own, shows {said}."


def late_words(found: ProjectOutcome | None) -> str:
    """Said beside a project that did not work, by ruling 3; the way to all of them follows it."""
    if found is None or not found.did_not_work:
        return ""
    counts = "it did not work" if _ended(found) else "it has not worked so far"
    return f"By the programme's rule {counts}. What it taught is worth as much:"
