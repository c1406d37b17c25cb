"""Arithmetic and verdicts that all metrics share: shares, intervals, bounds, freshness, what is missing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from scipy.special import stdtrit

from qi_eval.datasets import BY_NAME
from qi_eval.metrics.metric import Frames, Result, Scope, unknown
from qi_eval.narrative import date_words, lowered, of
from qi_eval.vocabulary import Frequency, State

Z95 = 1.959963984540054  # two-sided 95 %, standard normal
T95 = 0.975  # upper tail of a two-sided 95 % t interval
WILSON_BELOW = 200  # n; domain s.3 shows the interval of a proportion below it
FRESH = 1.5  # intervals; ruling 6
COMPLETE = 80.0  # %; F1: at least so much for "known"
AMBER, GREY = 80.0, 50.0  # % of the expected rows; domain s.3
INTERVAL = "95% interval"
MISSING = "range that missing answers leave"
SMALL = "range that protects a small group"
ESTIMATES = "range of the estimates"
OF_THE_WHOLE = "Known of the whole trust only: it does not belong to single units."
VALIDATED = "range as it was validated"
CLAIMED = "range that was validated or estimated"
MIDDLE_HALF = "lower quarter to upper quarter"
TEAMS = "lowest team to highest team"


def share(part: float, whole: float) -> float | None:
    """100 × part / whole; None where there is nothing to divide by."""
    return 100 * part / whole if whole else None


def wilson(part: float, whole: int) -> tuple[float, float] | tuple[None, None]:
    """The 95 % Wilson score interval of a proportion in %; Wilson 1927, doi 10.1080/01621459.1927.10502953."""
    if not whole:
        return None, None
    p, z2 = part / whole, Z95**2 / whole
    middle, half = p + z2 / 2, Z95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole))
    low, high = 100 * (middle - half) / (1 + z2), 100 * (middle + half) / (1 + z2)
    return max(low, 0.0), min(high, 100.0)


def newcombe(part: float, whole: int, part_before: float, whole_before: int) -> tuple[float, float] | None:
    """The 95 % interval of the difference of two shares in percentage points, now less before; Newcombe 1998 (score
    intervals without correction, his method 10), doi 10.1002/(SICI)1097-0258(19980430)17:8<873. None where a share is
    unknown."""
    if not whole or not whole_before:
        return None
    now, before = 100 * part / whole, 100 * part_before / whole_before
    low, high = wilson(part, whole)
    low_before, high_before = wilson(part_before, whole_before)
    if low is None or high is None or low_before is None or high_before is None:
        return None
    down = sqrt((now - low) ** 2 + (high_before - before) ** 2)
    up = sqrt((high - now) ** 2 + (before - low_before) ** 2)
    return now - before - down, now - before + up


@dataclass(frozen=True)
class Mean:
    """A mean with its standard deviation and 95 % t interval; None where n is too small to say."""

    n: int
    mean: float | None
    sd: float | None = None
    low: float | None = None
    high: float | None = None


def mean_of(n: int, total: float, squares: float) -> Mean:
    """The mean of n values from their sum and the sum of their squares: mean ± t × sd / √n."""
    if n < 1:
        return Mean(0, None)
    mean = total / n
    if n < 2:
        return Mean(n, mean)
    sd = sqrt(max(squares - n * mean * mean, 0.0) / (n - 1))
    half = float(stdtrit(n - 1, T95)) * sd / sqrt(n)
    return Mean(n, mean, sd, mean - half, mean + half)


def proportion(part: int, whole: int, *, expected: int | None = None) -> Result:
    """A share of those whose answer is known, with its Wilson interval below n = 200."""
    low, high = wilson(part, whole) if whole < WILSON_BELOW else (None, None)
    return Result(
        State.MEASURED, share(part, whole), low, high, INTERVAL, whole, expected, numerator=part, denominator=whole
    )


def bounded(part: int, answered: int, asked: int) -> Result:
    """A share of those who answered, with what the missing answers leave open (ruling 5): low counts each of them as
    no, high as yes. Nobody missing: the usual interval. Under half answered: no value, only the range."""
    if answered >= asked:
        return proportion(part, answered, expected=asked)
    value = share(part, answered) if 2 * answered >= asked else None
    low, high = share(part, asked), share(part + asked - answered, asked)
    return Result(State.MEASURED, value, low, high, MISSING, answered, asked, numerator=part, denominator=answered)


def settled(result: Result, today: date, due: str | Frequency, *, thin: bool | None = None) -> Result:
    """The result with its state and the notes that go with it: known if it is fresh by the frequency of its dataset
    (`due`: the dataset's name, or how often this part of it is due) and at least 80 % complete, else partly known.
    `thin` says so where n of n_expected is no measure of that (the replies to a survey); its own note is then the
    caller's."""
    late = not fresh(result.newest, today, due if isinstance(due, Frequency) else BY_NAME[due].frequency)
    stale = [stale_note(result.newest)] if late else []
    complete = share(result.n or 0, result.n_expected) if result.n_expected else 100.0
    few = thin if thin is not None else complete is not None and complete < COMPLETE
    gaps = _incomplete(result, complete) if thin is None else []
    state = State.PARTIAL if late or few else State.MEASURED
    return replace(result, state=state, notes=(*result.notes, *stale, *gaps))


def fresh(newest: date | None, today: date, frequency: Frequency | None) -> bool:
    """Whether data that end on `newest` still speak for `today`: within 1.5 × their own frequency (ruling 6). What
    grows when something happens (None) counts as annual."""
    return newest is not None and (today - newest).days <= FRESH * (frequency or Frequency.ANNUAL).days


def stale_note(newest: date | None) -> str:
    """Says how old the newest data are."""
    return f"The newest data are of {date_words(newest)}: out of date." if newest else "The data carry no date."


def _incomplete(result: Result, complete: float | None) -> list[str]:
    if complete is None or complete >= AMBER or result.n_expected is None:
        return []
    known = of(result.n, result.n_expected)
    return [
        f"Known for {known}, fewer than half: the rest may differ."
        if complete < GREY
        else f"Known for {known}: read with care."
    ]


def of_the_whole(judge: Callable[[Frames, Scope], Result]) -> Callable[[Frames, Scope], Result]:
    """A judge of what belongs to the whole trust: asked of some of its units it has nothing to say, for the same figure
    would stand beside each of them."""

    def judged(frames: Frames, scope: Scope) -> Result:
        return judge(frames, scope) if scope.unit_ids is None else unknown(OF_THE_WHOLE)

    return judged


def says(sentence: Callable[[Result], str]) -> Callable[[Result], str]:
    """The sentence of a metric; without data, or where it is hidden, the result's first note speaks instead."""

    def said(result: Result) -> str:
        silent = result.state in (State.NO_DATA, State.SUPPRESSED) or result.bounds_are == SMALL
        return result.notes[0] if silent and result.notes else "Not known yet." if silent else sentence(result)

    return said


def named(figures: Mapping[str, float], figure: float) -> str:
    """The names that have a figure, in small letters; all of them where several tie: vision and values, teamwork."""
    return ", ".join(lowered(name) for name, own in figures.items() if own == figure)
