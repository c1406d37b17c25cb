"""The tables of an analysis: points and phases, laid out in the words of the vocabulary."""

from __future__ import annotations

from enum import Enum

import numpy as np
import pandas as pd

from qi_eval.spc.centre import medians
from qi_eval.spc.judging import Judged
from qi_eval.spc.runs import Runs, crossings_limit, longest_run_limit, runs_limits, runs_of
from qi_eval.spc.segments import Bools, Floats
from qi_eval.spc.signals import Codes, assurance, code, latest, of_runs
from qi_eval.vocabulary import Assurance, ChartType, Method, SpcRule, Variation

BY_RUNS = frozenset({Method.ANHOEJ, Method.IHI})  # methods that judge the runs of a whole phase


def points(judged: Judged) -> pd.DataFrame:
    """One row a plotted point."""
    arranged, how, signals, limits = judged.arranged, judged.cut, judged.signals, judged.limits
    named = {name: arranged.column(name).array for name in judged.asked.by}
    return pd.DataFrame(
        {
            **named,
            "x": arranged.column(judged.asked.x).array,
            "position": arranged.series.place + 1,
            "phase": how.phases.spread(how.number.astype(np.int32)),
            "baseline": how.baseline,
            "included": how.included,
            "y": np.require(judged.y, requirements="W"),  # a copy where it is the caller's own column
            "n": np.require(judged.values.n, requirements="W"),
            "centre": judged.centre,
            "lower": limits.lower,
            "upper": limits.upper,
            "lower_warning": limits.lower_warning,
            "upper_warning": limits.upper_warning,
            "outside": judged.flags.outside != 0,
            "rule": words(signals.rule, SpcRule),
            "point_type": words(signals.kind, Variation),
            "improving": signals.improving,
            "concerning": signals.concerning,
        },
        copy=False,
    )


def words(codes: Codes, vocabulary: type[Enum]) -> pd.Categorical:
    """Codes as a categorical of the words themselves; -1 is missing."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(vocabulary), dtype=object))


def phase_table(judged: Judged) -> pd.DataFrame:
    """One row a series and phase."""
    how, signals = judged.cut, judged.signals
    runs = runs_of(judged.side, how.included, how.phases)
    longest_limit, fewest, runs_signal = _runs_verdict(judged, runs)
    variation = _variation(judged, runs_signal)
    named = {name: judged.arranged.heads(name, how.series) for name in judged.asked.by}
    return pd.DataFrame(
        {
            **named,
            "phase": how.number,
            "n_obs": how.phases.count(how.included),
            "n_useful": runs.useful,
            "longest_run": runs.longest,
            "longest_run_max": longest_limit,
            "crossings": runs.crossings,
            "crossings_min": fewest,
            "runs_signal": runs_signal,
            "points_outside": how.phases.count(judged.flags.outside != 0),
            "variation": words(variation, Variation),
            "assurance": words(_assurance(judged), Assurance),
            "improving": how.phases.any(signals.improving) | (variation == code(Variation.IMPROVEMENT)),
            "concerning": how.phases.any(signals.concerning) | (variation == code(Variation.CONCERN)),
        }
    )


def _runs_verdict(judged: Judged, runs: Runs) -> tuple[Floats, Floats, Bools]:
    """Longest run and fewest crossings that chance allows, and whether the runs break them. Blank under rules that do
    not judge the runs; x as text has no order in time, so its runs are counted and not judged."""
    if judged.asked.method is Method.ANHOEJ:
        longest, fewest = longest_run_limit(runs.useful), crossings_limit(runs.useful)
        signal = (runs.longest > longest) | (runs.crossings < fewest)
        judged_at_all = judged.arranged.in_time and judged.asked.chart is not ChartType.MR
        return longest, fewest, signal & judged_at_all
    blank = np.full(len(runs.useful), np.nan)
    if judged.asked.method is Method.IHI:
        above = judged.cut.phases.count(judged.cut.included & (judged.side > 0))
        low, high = runs_limits(above, runs.useful - above)
        signal = (runs.crossings + 1 < low) | (runs.crossings + 1 > high)
        return blank, low - 1, signal & judged.arranged.in_time
    return blank, blank, np.zeros(len(runs.useful), dtype=bool)


def _variation(judged: Judged, runs_signal: Bools) -> Codes:
    """The variation of each phase under the rules in force."""
    how, signals = judged.cut, judged.signals
    if judged.asked.method not in BY_RUNS:
        return latest(signals.kind, judged.known, how.phases, method=judged.asked.method)
    after = medians(judged.y, how.included & ~how.baseline, how.phases) if how.frozen else np.nan
    change = np.broadcast_to(after - judged.level * judged.asked.multiply, runs_signal.shape)
    better = np.where(np.isnan(change), 0, judged.better[how.series]).astype(np.int8)
    direction = change.copy()
    unknown = runs_signal & np.isnan(change)
    if unknown.any():
        direction[unknown] = _halves(judged, unknown)
    return of_runs(runs_signal, signals, direction, better, how.phases)


def _halves(judged: Judged, chosen: Bools) -> Floats:
    """The median of the later half of each chosen phase less that of the earlier: which way it went without a
    baseline."""
    phases = judged.cut.phases
    points = phases.spread(chosen)
    part, y, known = phases.part(points), judged.y[points], judged.known[points]
    late = part.place * 2 >= part.spread(part.lengths)
    return medians(y, known & late, part) - medians(y, known & ~late, part)


def _assurance(judged: Judged) -> Codes:
    """The assurance icon of the last phase of each series; under Making Data Count blank below 13 points, and after a
    shift on frozen limits."""
    how, method = judged.cut, judged.asked.method
    found = np.full(len(how.series), -1, dtype=np.int8)
    if method in BY_RUNS or not len(found):
        return found
    last = np.searchsorted(how.series, np.arange(len(judged.better)), side="right") - 1
    at = how.phases.lasts
    if method is Method.MDC:  # limits may vary, and are blank where a denominator is 0
        drawn = how.phases.last_of(judged.known & ~np.isnan(judged.limits.upper))
        at = np.where(drawn >= 0, drawn, at)
    icon = assurance(judged.target, judged.better, judged.limits, at[last], method=method)
    found[last] = icon
    if method is Method.MDC:
        enough = latest(judged.signals.kind, judged.known, how.phases, method=method) >= 0
        found[~enough | judged.shifted] = -1
    return found
