"""Where a figure comes from: its formula, the SQL that counts it, and the loads and files of the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from qi_eval.disclosure import tier_of
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Metric, Scope
from qi_eval.metrics.own import own_tables
from qi_eval.store import LoadRecord, Store
from qi_eval.store.reading import sql_of
from qi_eval.views.results import results
from qi_eval.views.start import IN_FORCE


@dataclass(frozen=True)
class Behind:
    """Rows of one load that a figure rests on. `rows` None: so few people stand behind it that even the number is
    hidden."""

    dataset: str
    load_id: int
    file: str
    sha256: str
    by: str
    at: str
    rows: int | None


@dataclass(frozen=True)
class Trace:
    """The way from a figure back to the files."""

    id: str
    code: str
    title: str
    formula: str
    source: str
    state: str
    value: float | None
    sql: dict[str, str]
    behind: tuple[Behind, ...]

    def as_dict(self) -> dict[str, object]:
        """The trace as `trace --json` prints it."""
        return asdict(self)


def trace(store: Store, scope: Scope, metric_id: str) -> Trace:
    """The trace of one metric. Raises KeyError for a metric that there is none of."""
    metric = BY_ID[metric_id]
    result = results(store, [metric], scope)[metric_id]
    tables = own_tables(store.tables(), scope)
    sql = {name: sql_of(query) for name, query in metric.select(tables, scope).items()}
    counted = store.frames(metric.rows(tables, scope))
    loads = {one.load_id: one for one in store.loads()}
    behind = [one for name, frame in counted.items() for one in _behind(name, frame, loads, _least(name, scope))]
    behind = behind or _whole_files(metric, loads, scope)
    value, state = result.value, result.state.value
    return Trace(metric.id, metric.code, metric.title, metric.formula, metric.source, state, value, sql, tuple(behind))


def _least(dataset: str, scope: Scope) -> int:
    """The smallest number of rows of a dataset that is told: a row of these is a person, or an answer."""
    tier = tier_of(scope)
    return {"survey_responses": tier.survey, "training": tier.people, "project_team": tier.people}.get(dataset, 0)


def _whole_files(metric: Metric, loads: dict[int, LoadRecord], scope: Scope) -> list[Behind]:
    """The loads in force of the files that a metric looks at as a whole, such as how old they are."""
    those = [one for one in loads.values() if one.dataset in metric.inputs and one.state == IN_FORCE]
    return [_told(one.dataset, one, one.new + one.changed, _least(one.dataset, scope)) for one in those]


def _behind(name: str, frame: pd.DataFrame, loads: dict[int, LoadRecord], least: int) -> Sequence[Behind]:
    counts = frame["load_id"].value_counts(sort=False).sort_index()
    pairs = zip(counts.index.astype(int).tolist(), counts.tolist(), strict=True)
    return [_told(name, loads[load], rows, least) for load, rows in pairs if load in loads]


def _told(name: str, load: LoadRecord, rows: int, least: int) -> Behind:
    shown = rows if rows >= least else None
    return Behind(name, load.load_id, load.file, load.sha256, load.by, load.at.isoformat(), shown)
