"""Who comes to the network of organisations, as the page of the wider community counts it."""

from __future__ import annotations

from qi_eval.metrics import BY_ID
from qi_eval.metrics.collaboration import C4_CAME, C4_KEPT
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.metric import MetricView, metric_views


def attending(store: Store, scope: Scope) -> tuple[MetricView, ...]:
    """Which organisations came when, and how many of those that joined came in the newest quarter."""
    return metric_views(store, scope, [BY_ID[C4_KEPT.id], BY_ID[C4_CAME.id]])
