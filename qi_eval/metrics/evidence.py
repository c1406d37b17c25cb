"""F1 evidence map and F4 equal weight: protected Results in, what is known of each of the 23 bullets out. Pure.

known: at least one metric that is fresh (within 1.5 × its own frequency) and at least 80 % complete; partly known:
data, but older or thinner, worked out from assumptions, or hidden because the group is small; not known yet: none.
Absence is never good or bad.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qi_eval.datasets import DATASETS
from qi_eval.framework import BOX_OF, BULLETS
from qi_eval.metrics.judging import ESTIMATES
from qi_eval.metrics.metric import Metric, Result
from qi_eval.vocabulary import Level, State

Needs = Mapping[str, tuple[str, ...]]  # dataset → columns

# What would answer the bullets that no metric computes yet; such a bullet is "not known yet", whatever is loaded.
NOT_COMPUTED: Mapping[str, Needs] = {}


@dataclass(frozen=True)
class Evidence:
    """What is known of one bullet. `metrics`: the ids of those that have data, the best known first; `newest`: the
    newest date behind them; `computed`: whether any metric answers it yet; `needs`: the datasets that would answer it,
    in the order in which they are loaded."""

    bullet: str
    text: str
    box: str
    level: Level
    state: State
    metrics: tuple[str, ...]
    newest: date | None
    computed: bool
    needs: tuple[str, ...]


RANK = {State.MEASURED: 0, State.PARTIAL: 1, State.SUPPRESSED: 2}


def evidence_map(results: Mapping[str, Result], metrics: Iterable[Metric]) -> tuple[Evidence, ...]:
    """One row a bullet, in the order of the framework; `results` by the id of the metric."""
    asked = [metric for metric in metrics if metric.evidence]
    return tuple(_of(bullet, results, [m for m in asked if bullet in m.bullets]) for bullet in BULLETS)


def known(result: Result) -> State:
    """How much a Result lets a reader know: an estimate is never all of it, however fresh."""
    estimated = result.bounds_are == ESTIMATES and result.low != result.high
    return State.PARTIAL if estimated and result.state is State.MEASURED else result.state


def _of(bullet: str, results: Mapping[str, Result], metrics: Collection[Metric]) -> Evidence:
    found = {metric.id: results[metric.id] for metric in metrics if metric.id in results}
    states = {id: known(result) for id, result in found.items()}
    held = sorted((id for id in found if states[id] in RANK), key=lambda id: RANK[states[id]])
    box = BOX_OF[bullet]
    return Evidence(
        bullet=bullet,
        text=BULLETS[bullet].text,
        box=box.id,
        level=box.level,
        state=_state([states[id] for id in held]),
        metrics=tuple(held),
        newest=max((day for id in held if (day := found[id].newest)), default=None),
        computed=bool(metrics),
        needs=_needs(bullet, metrics),
    )


def _state(states: Collection[State]) -> State:
    if State.MEASURED in states:
        return State.MEASURED
    return State.PARTIAL if states else State.NO_DATA


def _needs(bullet: str, metrics: Collection[Metric]) -> tuple[str, ...]:
    asked = {name for metric in metrics for name in metric.inputs} or set(NOT_COMPUTED.get(bullet, ()))
    return tuple(dataset.name for dataset in DATASETS if dataset.name in asked)


def equal_weight(evidence: Iterable[Evidence]) -> tuple[int, int]:
    """F4: how many metrics about people, and about projects, hold data; shown side by side, never added."""
    rows = tuple(evidence)
    people, projects = (
        len({id for row in rows if row.box == box for id in row.metrics}) for box in ("people", "projects")
    )
    return people, projects
