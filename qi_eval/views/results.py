"""Metrics counted and judged in one pass; every Result comes back protected, so that no page can draw an open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qi_eval.disclosure import protect
from qi_eval.metrics.metric import Frames, Metric, Result, Scope
from qi_eval.store import Store
from qi_eval.views.kept import Answer, Counting, Kept, Noting, kept, question


@dataclass(frozen=True, eq=False)
class Counted:
    """Metrics with what was counted for them. `found`: metric id → what it says; `frames`: metric id → its frames."""

    found: Mapping[str, Result]
    frames: Mapping[str, Frames]


def counted(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> Counted:
    """The metrics and their frames. `as_at` is a position of the ledger.

    Metrics of one subject share their select: it is asked once, all selects go to the store together, and what was
    counted before is counted again only where a file that it rests on has changed since."""
    asked = tuple(metrics)
    before = kept(store) if as_at is None else Kept({}, {})
    answers = _answers(store, dict.fromkeys(metric.select for metric in asked), scope, as_at, before)
    found = {metric.id: _judged(metric, answers[metric.select], scope) for metric in asked}
    return Counted(found, {metric.id: answers[metric.select].frames for metric in asked})


def results(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> dict[str, Result]:
    """Metric id → what it says."""
    return dict(counted(store, metrics, scope, as_at=as_at).found)


def _answers(
    store: Store, asked: Iterable[Counting], scope: Scope, as_at: int | None, before: Kept
) -> dict[Counting, Answer]:
    """Each select with its frames: kept ones as they are, the others asked in one go."""
    found = {select: answer for select in asked if (answer := before.still_true(question(select, scope)))}
    tables = store.tables(as_at)
    noting = {select: Noting(tables) for select in asked if select not in found}
    queries = [(select, name, one) for select, t in noting.items() for name, one in select(t, scope).items()]
    frames = store.frames({str(number): one for number, (_, _, one) in enumerate(queries)})
    for select, t in noting.items():
        own = {name: frames[str(number)] for number, (of, name, _) in enumerate(queries) if of is select}
        found[select] = before.keep(question(select, scope), frozenset(t.files), own)
    return found


def _judged(metric: Metric, answer: Answer, scope: Scope) -> Result:
    if metric.id not in answer.results:
        answer.results[metric.id] = protect(metric.judge(answer.frames, scope), scope)
    return answer.results[metric.id]
