"""Remarks that travel with an analysis: what was missing, what was ignored, how far the chart can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from qi_eval.spc import remarks_on_series
from qi_eval.spc.arguments import NEEDS_N, NO_N
from qi_eval.spc.judging import Judged
from qi_eval.spc.segments import Bools, Floats, Segments
from qi_eval.spc.signals import ICON_FROM
from qi_eval.vocabulary import ChartType, Method

Text = str | Callable[[int], str]
Remark = tuple[str, Bools, Text]  # code, the phases (or series) it concerns, its text (of one of them)

SHARES = frozenset({ChartType.P, ChartType.PP})
# Fewest events a point below which the limits are rough: n p of a proportion, the mean of a count.
FEWEST_EVENTS = {ChartType.P: 5.0, ChartType.PP: 5.0, ChartType.C: 2.0, ChartType.U: 2.0, ChartType.UP: 2.0}
PASSED_OVER = frozenset({Method.ANHOEJ, Method.IHI})  # methods that pass over a missing value in runs


def notes(judged: Judged) -> pd.DataFrame:
    """One row a remark: the `by` columns, phase, code, text. A remark on a whole series has phase 0, one on the whole
    call no series either."""
    found = _found(judged)
    nobody = [None] * sum(series < 0 for _, _, series, _ in found)
    series = np.array([series for _, _, series, _ in found if series >= 0], dtype=np.int64)
    named = {name: nobody + judged.arranged.heads(name, series).tolist() for name in judged.asked.by}
    phase = np.array([phase for *_, phase in found], dtype=np.int64)
    code, text = (pd.Series([row[place] for row in found], dtype="str") for place in (0, 1))
    return pd.DataFrame({**named, "phase": phase, "code": code, "text": text})


def _found(judged: Judged) -> list[tuple[str, str, int, int]]:
    """All remarks on the call, on single phases, on whole series: code, text, number of the series, phase."""
    found = [(code, text, -1, 0) for code, text in _on_the_call(judged)]
    for code, concerned, text in _on_phases(judged):
        for i in np.flatnonzero(concerned).tolist():
            row = int(judged.cut.series[i]), int(judged.cut.number[i])
            found.append((code, text if isinstance(text, str) else text(i), *row))
    for code, concerned, text in remarks_on_series.remarks(judged):
        of = np.flatnonzero(concerned).tolist()
        found += [(code, text if isinstance(text, str) else text(i), i, 0) for i in of]
    return found


def _on_the_call(judged: Judged) -> Iterator[tuple[str, str]]:
    """Remarks that concern every series."""
    arranged, asked = judged.arranged, judged.asked
    if arranged.without_x:
        rows = "1 row" if arranged.without_x == 1 else f"{arranged.without_x} rows"
        yield "without_x", f"{rows} without {asked.x} left out."
    if judged.cut.freeze_ignored:
        yield "freeze_ignored", "The frozen baseline is ignored because phases are given."
    if judged.cut.unmatched:
        yield "phase_not_found", f"No point stands at {', '.join(judged.cut.unmatched)}: no phase starts there."
    if not arranged.in_time:
        yield "no_order_in_time", "x is text, which has no order in time: runs are counted and not judged."
    if asked.n is not None and asked.chart in NO_N:
        yield "denominator_unused", f"{asked.n} is not used: this kind of chart has no denominator."
    if asked.chart is ChartType.MR:
        yield "runs_not_judged", "Neighbouring moving ranges share a value, so their runs are counted and not judged."


def _on_phases(judged: Judged) -> Iterator[Remark]:
    """Remarks on single phases."""
    yield from _on_values(judged)
    if judged.asked.chart is not ChartType.RUN:
        yield from _on_limits(judged)


def _on_values(judged: Judged) -> Iterator[Remark]:
    """What is odd about the values themselves."""
    y, values, phases, chart = judged.y, judged.values, judged.cut.phases, judged.asked.chart
    gone = np.isnan(y)
    if chart is ChartType.MR:
        gone = gone & np.isnan(values.y)  # the first range of a phase is not missing
    if chart in (ChartType.T, ChartType.G):
        gone = gone & (judged.arranged.series.place > 0)  # before the first event there is no interval
    if gone.any():
        missing = phases.count(gone)
        yield "missing", missing > 0, lambda i: _missing(int(missing[i]), judged.asked.method)
    if values.endless is not None:
        endless = phases.count(values.endless)
        yield "infinite", endless > 0, lambda i: f"{_values(int(endless[i]), 'infinite')} counted as missing."
    if values.negative is not None:
        below = phases.count(values.negative)
        what = "a time between events" if chart is ChartType.T else "a count"
        yield "negative", below > 0, lambda i: f"{_values(int(below[i]), 'below 0')} left out: {what} cannot be."
    if chart is ChartType.T and (values.y == 0).any():
        zero = phases.count(values.y == 0)
        yield "zero_times", zero > 0, lambda i: f"{_values(int(zero[i]), '0')} drawn at 0: events at the same time."
    if chart in NEEDS_N or judged.asked.n is not None:
        yield from _on_denominators(judged)
    known = phases.count(judged.known)
    yield "constant", _flat(y, phases) & (known > 1), "All values are equal: there is no variation to judge."


def _on_denominators(judged: Judged) -> Iterator[Remark]:
    """What is odd about values with their denominators."""
    values, phases, chart = judged.values, judged.cut.phases, judged.asked.chart
    zero = phases.count(values.n == 0)
    if zero.any():
        yield (
            "zero_denominator",
            zero > 0,
            lambda i: f"{'1 denominator is' if zero[i] == 1 else f'{zero[i]} denominators are'} 0: no limits there.",
        )
    if chart not in SHARES:
        return
    with np.errstate(invalid="ignore"):
        over = phases.any((values.y > 1) & np.isfinite(values.y))
        broken = (values.total > 0) & (values.total < 1) & (values.n > 1)
        low = phases.count(broken) * 2 > phases.count(values.total > 0)
    yield "over_one", over, "Some numerators are greater than their denominators: a proportion cannot be over 100 %."
    yield (
        "fractions_for_counts",
        low & ~over,
        "The numerators look like fractions: this chart needs counts (20 of 40, not 0.5 of 40).",
    )


def _on_limits(judged: Judged) -> Iterator[Remark]:
    """How far the limits can be trusted."""
    how, y, chart, method = judged.cut, judged.y, judged.asked.chart, judged.asked.method
    phases, known = how.phases, how.phases.count(judged.known)
    base = phases.count(how.base & ~np.isnan(y))
    yield "no_limits", base == 1, "A baseline of a single point: limits cannot rest on it."
    few = (known < ICON_FROM) & (known > 0)
    no_icon = ", no icon." if method is Method.MDC else "."
    yield "trial_limits", few, f"Fewer than {ICON_FROM} points: trial limits{no_icon}"
    yield (
        "collapsed_limits",
        _collapsed(judged) & ~_flat(y, phases) & (known > 1),
        "Most neighbours are equal, so the limits collapse onto the centre: do not use.",
    )
    if chart in FEWEST_EVENTS:
        rare = _events(judged) < FEWEST_EVENTS[chart]
        yield "rare_events", rare, "Few events a point, so the limits are rough: a t or g chart suits rare events."
    if method in (Method.MDC, Method.PLOTTHEDOTS):
        yield "set_new_limits", judged.shifted, "The points have shifted since the limits were frozen: set new limits."


def _collapsed(judged: Judged) -> Bools:
    """Whether limits stand on the centre wherever a phase has any."""
    upper, lower, phases = judged.limits.upper, judged.limits.lower, judged.cut.phases
    there = ~np.isnan(upper)
    return phases.any(there) & ~phases.any(there & (upper != lower))


def _events(judged: Judged) -> Floats:
    """The events to be expected at a usual point of each phase (for a proportion, the rarer of yes and no)."""
    base, phases, level = judged.cut.base, judged.cut.phases, judged.level
    if judged.asked.chart is ChartType.C:
        return level
    known = base & (judged.values.n > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = phases.total(np.where(known, judged.values.n, 0.0)) / phases.count(known)
        return usual * (np.minimum(level, 1 - level) if judged.asked.chart in SHARES else level)


def _flat(y: Floats, phases: Segments) -> Bools:
    """Whether all known values of each phase are equal; only phases that start so are looked at whole."""
    second = np.minimum(phases.starts + 1, phases.lasts)
    with np.errstate(invalid="ignore"):
        start = ~(y[phases.starts] != y[second]) | np.isnan(y[phases.starts]) | np.isnan(y[second])
    if not start.any():
        return start
    chosen = phases.spread(start)
    part = phases.part(chosen)
    found = np.zeros(len(start), dtype=bool)
    found[start] = part.lowest(y[chosen]) == part.highest(y[chosen])
    return found


def _values(number: int, what: str) -> str:
    return f"1 value is {what} and" if number == 1 else f"{number} values are {what} and"


def _missing(number: int, method: Method) -> str:
    values = "1 value is missing" if number == 1 else f"{number} values are missing"
    return (
        f"{values}: passed over in runs."
        if method in PASSED_OVER
        else f"{values}: a run or a trend does not reach across."
    )
