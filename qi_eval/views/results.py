"""Metrics counted and judged in one pass; every Result comes back protected, so that no page can draw an open one."""

from __future__ import annotations

from collections.abc import Iterable

from qi_eval.disclosure import protect
from qi_eval.metrics.metric import Frames, Metric, Result, Scope
from qi_eval.store import Store


def results(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> dict[str, Result]:
    """Metric id → what it says. `as_at` is a position of the ledger.

    Metrics of one subject share their select: it is asked once, and all selects go to the store together."""
    asked = tuple(metrics)
    tables = store.tables(as_at)
    shared = {metric.select: number for number, metric in enumerate(asked)}
    selects = {f"{n}/{name}": one for select, n in shared.items() for name, one in select(tables, scope).items()}
    frames = store.frames(selects)
    return {metric.id: protect(metric.judge(_of(shared[metric.select], frames), scope), scope) for metric in asked}


def _of(number: int, frames: Frames) -> Frames:
    start = f"{number}/"
    return {name.removeprefix(start): frame for name, frame in frames.items() if name.startswith(start)}
