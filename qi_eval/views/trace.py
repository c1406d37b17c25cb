"""Where a figure comes from: its formula, the SQL that counts it, and the loads and files of the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Metric, Scope
from qi_eval.metrics.own import own_tables
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import count, date_words, listed, number
from qi_eval.store import IN_FORCE, LoadRecord, Store
from qi_eval.store.reading import sql_of
from qi_eval.views.figures import value_words
from qi_eval.views.results import results
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import State


@dataclass(frozen=True)
class Behind:
    """Rows of one load that a figure rests on. `rows` None: so few people stand behind them, or behind the figure, that
    even the number is hidden."""

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
    level: str
    question: str
    formula: str
    source: str
    state: str
    value: float | None
    words: str
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
    if result.state is State.SUPPRESSED:  # five people who answered nine questions each are 45 rows
        behind = [replace(one, rows=None) if BY_NAME[one.dataset].private else one for one in behind]
    return Trace(
        id=metric.id,
        code=metric.code,
        title=metric.title,
        level=metric.level.value,
        question=metric.question,
        formula=metric.formula,
        source=metric.source,
        state=result.state.value,
        value=result.value,
        words=value_words(metric, result),
        sql=sql,
        behind=tuple(behind),
    )


def traced(store: Store, scope: Scope, metric_id: str) -> Trace | None:
    """The trace of one metric for a page; None where there is no such metric."""
    return trace(store, scope, metric_id) if metric_id in BY_ID else None


def answer(found: Trace) -> str:
    """What the figure rests on, in a sentence."""
    if not found.behind:
        return f"{found.title}: {found.words}. No file stands behind it yet."
    loads = {one.load_id for one in found.behind}
    rows = [one.rows for one in found.behind]
    known = count(sum(row or 0 for row in rows), "row") if None not in rows else "rows"
    titles = listed(dict.fromkeys(BY_NAME[one.dataset].title.lower() for one in found.behind))
    return f"{found.title}: {found.words}. It rests on {known} of {count(len(loads), 'load')}: {titles}."


def files(found: Trace, *, people: bool = True) -> TableView:
    """The loads behind the figure, newest first; the number of few people's rows stays hidden. `people`: it tells who
    loaded them."""
    ordered = sorted(found.behind, key=lambda one: one.load_id, reverse=True)
    rows = tuple(
        (
            BY_NAME[one.dataset].title,
            one.file,
            str(one.load_id),
            *((one.by,) if people else ()),
            date_words(date.fromisoformat(one.at[:10])),
            "few" if one.rows is None else number(one.rows),
        )
        for one in ordered
    )
    by = ("Loaded by",) if people else ()
    headers = ("What it holds", "File", "Load", *by, "On", "Rows behind the figure")
    return TableView("Newest load first", headers, rows, (False, False, True, *(False for _ in by), False, True))


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
