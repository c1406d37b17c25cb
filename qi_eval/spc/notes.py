"""Remarks that travel with an analysis: what was missing, what was ignored, how far the limits can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from qi_eval.spc.judging import Judged
from qi_eval.spc.segments import Bools
from qi_eval.spc.signals import ICON_FROM
from qi_eval.vocabulary import ChartType, Method

Remark = tuple[str, Bools, "str | Callable[[int], str]"]  # code, the phases it concerns, its text (of one phase)


def notes(judged: Judged) -> pd.DataFrame:
    """One row a remark: the `by` columns, phase, code, text. A remark on the whole call has no series and phase 0."""
    of_call = list(_on_the_call(judged))
    found, rows = list(of_call), np.zeros(0, dtype=np.int64)
    for code, concerned, text in _on_phases(judged):
        at = np.flatnonzero(concerned)
        rows = np.append(rows, at)
        found += [(code, text if isinstance(text, str) else text(i)) for i in at.tolist()]
    first = judged.arranged.series_rows()[judged.cut.series[rows]]
    nobody = [None] * len(of_call)
    named = {name: nobody + judged.arranged.rows[name].iloc[first].tolist() for name in judged.asked.by}
    phase = [0] * len(of_call) + judged.cut.number[rows].tolist()
    words = {"code": [code for code, _ in found], "text": [text for _, text in found]}
    return pd.DataFrame({**named, "phase": phase, **words})


def _on_the_call(judged: Judged) -> Iterator[tuple[str, str]]:
    """Remarks that concern every series."""
    if judged.arranged.without_x:
        yield "without_x", f"{judged.arranged.without_x} rows without {judged.asked.x} are left out."
    if judged.cut.freeze_ignored:
        yield "freeze_ignored", "The frozen baseline is ignored because phases are given."
    if judged.cut.unmatched:
        yield "phase_not_found", f"No point stands at {', '.join(judged.cut.unmatched)}: no phase starts there."
    if not judged.arranged.in_time:
        yield "no_order_in_time", "x is text, which has no order in time: runs are counted and not judged."


def _on_phases(judged: Judged) -> Iterator[Remark]:
    """Remarks on single phases."""
    how, y = judged.cut, judged.y
    phases = how.phases
    missing, endless = phases.count(np.isnan(y)), phases.count(np.isinf(y))
    yield "missing", missing > 0, lambda i: _missing(int(missing[i]), judged.asked.method)
    yield "infinite", endless > 0, "Some values are infinite (a denominator of 0?); they cannot be judged by limits."
    if judged.asked.n is not None:
        yield "zero_denominator", phases.any(judged.arranged.n == 0), "Some denominators are 0."
    known = phases.count(judged.known)
    flat = (known > 1) & (phases.highest(y) == phases.lowest(y))
    yield "constant", flat, "All values are equal: there is no variation to judge."
    if judged.asked.chart is ChartType.RUN:
        return
    base = phases.count(how.base & ~np.isnan(y))
    yield "no_limits", base == 1, "Limits cannot rest on a single point."
    few = (known < ICON_FROM) & (known > 0)
    trial = f"Fewer than {ICON_FROM} points: trial limits" + (
        ", no icon." if judged.asked.method is Method.MDC else "."
    )
    yield "trial_limits", few, trial
    upper, lower = judged.limits.upper[phases.starts], judged.limits.lower[phases.starts]
    collapsed = (upper == lower) & ~flat & (known > 1)
    yield (
        "collapsed_limits",
        collapsed,
        "Most neighbours are equal, so the limits collapse onto the centre: do not use.",
    )
    if judged.asked.method is Method.MDC:
        yield "set_new_limits", judged.shifted, "The points have shifted since the limits were frozen: set new limits."


def _missing(number: int, method: Method) -> str:
    values = "1 value is missing" if number == 1 else f"{number} values are missing"
    passed = method in (Method.ANHOEJ, Method.IHI)
    return f"{values}: passed over in runs." if passed else f"{values}: a run or a trend does not reach across."
