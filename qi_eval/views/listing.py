"""Every published number as the metrics command prints it."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Metric, Result
from qi_eval.metrics.tier import tier_of
from qi_eval.store import Store
from qi_eval.store.past import PastStore
from qi_eval.views.apart_units import apart_units
from qi_eval.views.figures import told
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of

INTERNAL, PUBLISHED = "internal", "published"  # disclosure tiers


def listing(store: Store, *, today: date, level: str | None = None, unit_id: str | None = None) -> dict[str, object]:
    """{"as_at", "report_date", "store_version", "tier", "metrics"}; one entry a published number, already protected.

    Raises KeyError for a unit that the store does not know."""
    scope = scope_of(store, unit_id=unit_id, today=today)
    metrics = [metric for metric in METRICS if level in (None, metric.level)]
    found = results(store, metrics, scope)
    if scope.unit_ids is not None:
        found |= apart_units(store, scope_of(store, today=today), metrics).shown(scope.unit_ids[0])
    version = store.version()
    return {
        "as_at": version,
        "report_date": scope.report_date,
        "store_version": store.present.version() if isinstance(store, PastStore) else version,
        "tier": PUBLISHED if tier_of(scope).published else INTERNAL,
        "metrics": [_entry(metric, found[metric.id]) for metric in metrics],
    }


def _entry(metric: Metric, result: Result) -> dict[str, object]:
    return {
        "code": metric.code,
        "id": metric.id,
        "level": metric.level.value,
        "bullets": list(metric.bullets),
        "title": metric.title,
        "value": result.value,
        "low": result.low,
        "high": result.high,
        "n": result.n,
        "n_expected": result.n_expected,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value_unit": metric.unit,
        "shown": told(metric, result),
        "series": metric.series.value,
        "state": result.state.value,
        "notes": list(result.notes),
        "newest_date": result.newest,
    }
