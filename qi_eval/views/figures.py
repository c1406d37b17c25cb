"""Figures of a Result as a page prints them: the value, what it rests on, its interval. Only words come out."""

from __future__ import annotations

from qi_eval.metrics.judging import ESTIMATES, MISSING, SMALL
from qi_eval.metrics.metric import Metric, Result
from qi_eval.metrics.outcomes import FEWEST_TOLD
from qi_eval.narrative import count, number, of, percent, pounds, signed, trimmed
from qi_eval.vocabulary import State

UNKNOWN = "not known yet"
HIDDEN = "hidden, small group"
ESTIMATED = "estimated"  # the state in words of a figure that was worked out from assumptions, not counted
LEFT_OPEN = (MISSING, SMALL)  # bounds that a single figure would hide; others come from chance or from estimates


def value_words(metric: Metric, result: Result) -> str:
    """62%, 19 of 41, 4 of 5 can be judged, +18 points, 41% to 76%; in words where it is not known or hidden."""
    if result.state is State.SUPPRESSED:
        return HIDDEN
    if left_open(result):
        return range_words(metric, result)
    if result.value is None:
        return UNKNOWN
    if counted_out_of(metric, result):
        return f"{of(result.numerator, result.denominator)} {metric.says}".rstrip()
    return figure(result.value, metric.unit, spelt=True, places=metric.places)


def counted_out_of(metric: Metric, result: Result) -> bool:
    """Whether the face is a count out of a whole: 19 of 41; 20 of 14 that were planned are told as a share of them."""
    part, whole = result.numerator, result.denominator
    return metric.unit != "%" and part is not None and bool(whole) and part <= (whole or 0)


def left_open(result: Result) -> bool:
    """Whether missing answers leave a range that a single figure would hide."""
    both = result.low is not None and result.high is not None
    return both and result.bounds_are in LEFT_OPEN and result.low != result.high


def range_words(metric: Metric, result: Result) -> str:
    """41% to 76%: from the lower to the upper bound; empty where there is none."""
    if result.low is None or result.high is None:
        return ""
    low, high = (figure(end, metric.unit, places=metric.places) for end in (result.low, result.high))
    return f"{low} to {high}"


def state_words(result: Result) -> str:
    """known, partly known, estimated …: what a reader may rest on the figure."""
    estimated = result.bounds_are == ESTIMATES and result.low != result.high and result.value is not None
    if not estimated:
        return result.state.label.lower()
    return ESTIMATED if result.state is State.MEASURED else f"{ESTIMATED}, {result.state.label.lower()}"


def figure(value: float, unit: str, *, spelt: bool = False, places: int | None = None) -> str:
    """A value with its unit where that is short; `spelt` adds a longer one in words, `places` sets the decimals."""
    if unit.startswith("%"):
        return percent(value) + (unit[1:] if spelt else "")
    if unit == "£":
        return pounds(value)
    if unit == "points":
        return signed(value, 0 if abs(value) >= 10 else 1) + (" points" if spelt else "")
    if places is not None:
        shown = number(value, places)
    else:
        shown = number(value) if float(value).is_integer() or abs(value) >= 100 else trimmed(value, 1)
    return f"{shown} {unit}" if spelt and unit else shown


def interval_words(metric: Metric, result: Result) -> str:
    """95% interval: 16 to 20; empty where there is none, or where the figure itself is the range."""
    if result.value is None or result.low == result.high or left_open(result):
        return ""
    words = range_words(metric, result)
    return f"{result.bounds_are}: {words}" if words else ""


def base_words(metric: Metric, result: Result) -> str:
    """What a figure is and rests on: Trained people on projects, 84 of 1,229 people; an estimate with its range."""
    estimate = "" if state_words(result) == result.state.label.lower() else f"{ESTIMATED} {range_words(metric, result)}"
    return ", ".join(filter(None, [metric.title, rests_on(metric, result), estimate]))


def _counted(metric: Metric, result: Result) -> str:
    """412 of 1,204 people: those that are known out of those that should be, else the part out of the whole, else the
    number alone with what it counts; empty where the figure itself is the count."""
    if result.n is None or result.state in (State.NO_DATA, State.SUPPRESSED):
        return ""
    if result.n_expected and result.n_expected != result.n:
        return f"{of(result.n, result.n_expected)} {metric.known_as}".rstrip()
    if result.numerator is not None and result.denominator:
        words = f" {metric.counts[result.denominator != 1]}" if metric.counts else ""
        part = (
            number(result.denominator) if counted_out_of(metric, result) else of(result.numerator, result.denominator)
        )
        return f"of {part}{words}" if counted_out_of(metric, result) else f"{part}{words}"
    if result.n == result.value:
        return ""
    return count(result.n, *metric.counts) if metric.counts else number(result.n)


def told(metric: Metric, result: Result) -> str:
    """A figure in one line, as its panel says it: 42% to 79% (21 of 33 are on record), partly known."""
    base, state = rests_on(metric, result), state_words(result)
    value = f"{value_words(metric, result)}{f' ({base})' if base else ''}"
    says_more = result.state not in (State.NO_DATA, State.SUPPRESSED) and state != State.MEASURED.label.lower()
    return ", ".join(filter(None, [value, interval_words(metric, result), state if says_more else ""]))


def rests_on(metric: Metric, result: Result) -> str:
    """The same without the name: 84 of 1,229; where not all are known, what those are: 41 of 54 can be judged; and how
    many of the figure chance alone would give."""
    return ", ".join(filter(None, [_counted(metric, result), by_chance(result)]))


def by_chance(result: Result) -> str:
    """about 8 by chance: of those counted as improved; empty where there is no such number, or none to tell."""
    false = result.facts.get("expected_false")
    told = isinstance(false, float) and false >= FEWEST_TOLD and result.value and result.state is not State.SUPPRESSED
    return f"about {number(false)} by chance" if told else ""
