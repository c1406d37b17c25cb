"""Metrics counted and judged in one pass; every Result comes back protected, so that no page can draw an open one."""

from __future__ import annotations

from collections.abc import Iterable

from qi_eval.disclosure import protect
from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.store import Store


def results(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> dict[str, Result]:
    """Metric id → what it says. All selects go to the store together; `as_at` is a position of the ledger."""
    asked = tuple(metrics)
    tables = store.tables(as_at)
    selects = {(metric.id, name): select for metric in asked for name, select in metric.select(tables, scope).items()}
    frames = store.frames({f"{id_}/{name}": select for (id_, name), select in selects.items()})
    return {
        metric.id: protect(
            metric.judge({name: frames[f"{id_}/{name}"] for id_, name in selects if id_ == metric.id}, scope), scope
        )
        for metric in asked
    }
