"""Who comes to the network of organisations, as the page of the wider community counts it."""

from __future__ import annotations

from qi_eval.metrics import BY_ID
from qi_eval.metrics.collaboration import C4_CAME, C4_KEPT
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.level import Line, line_of
from qi_eval.views.results import results


def attending(store: Store, scope: Scope) -> tuple[Line, ...]:
    """Which organisations came when, and how many of those that joined came in the newest quarter."""
    metrics = [BY_ID[C4_KEPT.id], BY_ID[C4_CAME.id]]
    found = results(store, metrics, scope)
    return tuple(line_of(metric, found[metric.id]) for metric in metrics)
