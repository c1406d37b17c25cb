"""Figures of a Result as a page prints them: the value, what it rests on, its interval. Only words come out."""

from __future__ import annotations

from qi_eval.metrics.metric import Metric, Result
from qi_eval.metrics.outcomes import FEWEST_TOLD
from qi_eval.narrative import number, of, percent, pounds, signed, trimmed
from qi_eval.vocabulary import State

UNKNOWN = "not known yet"
HIDDEN = "hidden, small group"
SAMPLING = "95% interval"  # Result.bounds_are of an interval that comes from chance; others come from missing answers


def value_words(metric: Metric, result: Result) -> str:
    """62%, 19 of 41, +18 points, 41% to 76%; in words where it is not known or hidden."""
    if result.state is State.SUPPRESSED:
        return HIDDEN
    if result.low is not None and result.high is not None and _open(result):
        return f"{figure(result.low, metric.unit)} to {figure(result.high, metric.unit)}"
    if result.value is None:
        return UNKNOWN
    if counted_out_of(metric, result):
        return of(result.numerator, result.denominator)
    return figure(result.value, metric.unit, spelt=True)


def counted_out_of(metric: Metric, result: Result) -> bool:
    """Whether the face is a count out of a whole: 19 of 41."""
    return metric.unit != "%" and result.numerator is not None and bool(result.denominator)


def _open(result: Result) -> bool:
    """Whether missing answers leave a range that a single figure would hide."""
    return result.bounds_are != SAMPLING and result.low != result.high


def figure(value: float, unit: str, *, spelt: bool = False) -> str:
    """A value with its unit where that is short; `spelt` adds a longer one in words."""
    if unit == "%":
        return percent(value)
    if unit == "£":
        return pounds(value)
    if unit == "points":
        return signed(value, 0 if abs(value) >= 10 else 1) + (" points" if spelt else "")
    shown = number(value) if float(value).is_integer() or abs(value) >= 100 else trimmed(value, 1)
    return f"{shown} {unit}" if spelt and unit else shown


def interval_words(metric: Metric, result: Result) -> str:
    """95% interval 16 to 20; empty where there is none."""
    if result.low is None or result.high is None or result.value is None or result.low == result.high:
        return ""
    low, high = figure(result.low, metric.unit), figure(result.high, metric.unit)
    return f"{result.bounds_are}: {low} to {high}"


def base_words(metric: Metric, result: Result) -> str:
    """What a figure is and rests on: Trained people on projects, 84 of 1,229."""
    counted = rests_on(metric, result)
    return f"{metric.title}, {counted}" if counted else metric.title


def _counted(result: Result) -> str:
    """412 of 1,204: those that are known out of those that should be, else the part out of the whole; empty where the
    figure itself is the count."""
    if result.n is None or result.state in (State.NO_DATA, State.SUPPRESSED):
        return ""
    if result.n_expected and result.n_expected != result.n:
        return of(result.n, result.n_expected)
    if result.numerator is not None and result.denominator:
        return of(result.numerator, result.denominator)
    return "" if result.n == result.value else number(result.n)


def rests_on(metric: Metric, result: Result) -> str:
    """The same without the name: 84 of 1,229; where not all are known, what those are: 41 of 54 can be judged; and how
    many of the figure chance alone would give."""
    counted = _counted(result)
    partly = counted and result.n_expected and result.n_expected != result.n
    known = f"{counted} {metric.known_as}" if partly and metric.known_as else counted
    return ", ".join(filter(None, [known, by_chance(result)]))


def by_chance(result: Result) -> str:
    """about 8 by chance: of those counted as improved; empty where there is no such number, or none to tell."""
    false = result.facts.get("expected_false")
    told = isinstance(false, float) and false >= FEWEST_TOLD and result.value and result.state is not State.SUPPRESSED
    return f"about {number(false)} by chance" if told else ""
