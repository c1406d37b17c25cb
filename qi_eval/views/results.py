"""Metrics counted and judged in one pass; every Result comes back protected, so that no page can draw an open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qi_eval.disclosure import protect
from qi_eval.metrics.metric import Frames, Metric, Result, Scope
from qi_eval.store import Store


@dataclass(frozen=True, eq=False)
class Counted:
    """Metrics with what was counted for them. `found`: metric id → what it says; `frames`: metric id → its frames."""

    found: Mapping[str, Result]
    frames: Mapping[str, Frames]


def counted(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> Counted:
    """The metrics and their frames. `as_at` is a position of the ledger.

    Metrics of one subject share their select: it is asked once, and all selects go to the store together."""
    asked = tuple(metrics)
    tables = store.tables(as_at)
    shared = {metric.select: number for number, metric in enumerate(asked)}
    selects = {f"{n}/{name}": one for select, n in shared.items() for name, one in select(tables, scope).items()}
    frames = store.frames(selects)
    own = {metric.id: _of(shared[metric.select], frames) for metric in asked}
    return Counted({metric.id: protect(metric.judge(own[metric.id], scope), scope) for metric in asked}, own)


def results(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> dict[str, Result]:
    """Metric id → what it says."""
    return dict(counted(store, metrics, scope, as_at=as_at).found)


def _of(number: int, frames: Frames) -> Frames:
    start = f"{number}/"
    return {name.removeprefix(start): frame for name, frame in frames.items() if name.startswith(start)}
