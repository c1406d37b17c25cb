"""Start with what you have: which file would answer most questions next, computed from the declarations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.framework import BULLETS
from qi_eval.metrics.metric import Metric
from qi_eval.store import Store

# What comes along with other files: units grow from the names met, a measure file creates its measures (ruling 16).
GROWS = {"units", "measures"}


@dataclass(frozen=True)
class NextFile:
    """A file worth bringing: `columns` it must fill, `answers` the texts of the bullets that it would answer."""

    dataset: str
    title: str
    purpose: str
    columns: int
    answers: tuple[str, ...]
    form: bool


def present(store: Store) -> frozenset[str]:
    """The datasets that hold at least one row."""
    tables = store.tables()
    selects = {d.name: getattr(tables, d.name).select().limit(1) for d in DATASETS}
    return frozenset(name for name, frame in store.frames(selects).items() if len(frame))


def next_files(metrics: Iterable[Metric], held: Collection[str]) -> tuple[NextFile, ...]:
    """The files still missing, the most rewarding first; each counts what it adds to those before it."""
    asked, have, found = tuple(metrics), set(held) | GROWS, []
    while best := _best(asked, have):
        found.append(_described(best, _gained(asked, have, best.name)))
        have.add(best.name)
    return tuple(found)


def _best(metrics: tuple[Metric, ...], have: set[str]) -> Dataset | None:
    """The dataset that answers most bullets by itself, else the one that stands in the way of most."""
    wanted = {name for metric in metrics for name in metric.inputs} - have
    left = [dataset for dataset in DATASETS if dataset.name in wanted]

    def worth(dataset: Dataset) -> tuple[int, int, int]:
        blocked = {b for metric in metrics if dataset.name in metric.inputs for b in metric.bullets}
        return len(_gained(metrics, have, dataset.name)), len(blocked), -len(dataset.required)

    return max(left, key=worth, default=None)


def _gained(metrics: tuple[Metric, ...], have: set[str], name: str) -> tuple[str, ...]:
    before = _answered(metrics, have)
    return tuple(bullet for bullet in BULLETS if bullet in _answered(metrics, have | {name}) - before)


def _answered(metrics: tuple[Metric, ...], have: set[str]) -> set[str]:
    return {bullet for metric in metrics if set(metric.inputs) <= have for bullet in metric.bullets}


def _described(dataset: Dataset, bullets: tuple[str, ...]) -> NextFile:
    answers = tuple(BULLETS[bullet].text for bullet in bullets)
    return NextFile(dataset.name, dataset.title, dataset.purpose, len(dataset.required), answers, dataset.form)


def needed_for(bullet: str, metrics: Iterable[Metric], held: Collection[str]) -> tuple[str, ...]:
    """The titles of the files that would answer a bullet, by the metric that lacks fewest; () where none can."""
    have = set(held) | GROWS
    missing = [[n for n in metric.inputs if n not in have] for metric in metrics if bullet in metric.bullets]
    fewest = min(missing, key=len, default=[])
    return tuple(BY_NAME[name].title for name in fewest)
