"""Metrics counted and judged in one pass; every Result comes back protected, so that no page can draw an open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Frames, Metric, Result, Scope, set_beside
from qi_eval.store import Store
from qi_eval.views.kept import Answer, kept


@dataclass(frozen=True, eq=False)
class Counted:
    """Metrics with what was counted for them. `found`: metric id → what it says; `answers`: metric id → the rows that
    it was judged from."""

    found: Mapping[str, Result]
    answers: Mapping[str, Answer]

    @property
    def frames(self) -> Mapping[str, Frames]:
        """Metric id → its frames."""
        return {id_: answer.frames for id_, answer in self.answers.items()}


def counted(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> Counted:
    """The metrics and their frames. `as_at` is a position of the ledger.

    Metrics of one subject share their select: it is asked once, all selects go to the store together, and what was
    counted before is counted again only where a file that it rests on has changed since."""
    asked = tuple(metrics)
    needed = [*asked, *(BY_ID[id_] for metric in asked for id_ in metric.beside)]
    answers = kept(store, as_at).answered(dict.fromkeys(metric.select for metric in needed), scope)
    found = {metric.id: _judged(metric, answers[metric.select], scope) for metric in needed if not metric.beside}
    both = {metric.id: _beside(metric, found, scope) for metric in asked if metric.beside}
    told = {metric.id: (found | both)[metric.id] for metric in asked}
    return Counted(told, {metric.id: answers[metric.select] for metric in asked})


def results(store: Store, metrics: Iterable[Metric], scope: Scope, *, as_at: int | None = None) -> dict[str, Result]:
    """Metric id → what it says."""
    return dict(counted(store, metrics, scope, as_at=as_at).found)


def _beside(metric: Metric, found: Mapping[str, Result], scope: Scope) -> Result:
    """A metric that sets others side by side; these have been judged."""
    return protect(metric.judge(set_beside({id_: found[id_] for id_ in metric.beside}), scope), scope)


def _judged(metric: Metric, answer: Answer, scope: Scope) -> Result:
    return answer.derive(metric.id, lambda: protect(metric.judge(answer.frames, scope), scope))
