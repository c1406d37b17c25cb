"""Start with what you have: which file would answer most questions next, computed from the declarations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.framework import BULLETS
from qi_eval.metrics.metric import Metric
from qi_eval.store import Store

# What comes along with other files: units grow from the names met, a measure file creates its measures (ruling 16).
GROWS = {"units", "measures"}


@dataclass(frozen=True)
class NextFile:
    """A file worth bringing: `columns` it must fill; the texts of the bullets that it `answers` together with what is
    there (or stands before it in the list), and of those that it `opens`: one more file, and they are answered."""

    dataset: str
    title: str
    purpose: str
    columns: int
    answers: tuple[str, ...]
    opens: tuple[str, ...]
    form: bool


def present(store: Store) -> frozenset[str]:
    """The datasets of which a file is in force."""
    return frozenset(store.in_force())


def next_files(metrics: Iterable[Metric], held: Collection[str]) -> tuple[NextFile, ...]:
    """The files still missing, the most rewarding first; each counts what it adds to those before it."""
    asked = tuple(metric for metric in metrics if metric.evidence and metric.bullets)
    have, found = set(held) | GROWS, []
    while best := _best(asked, have):
        found.append(_described(best, asked, have))
        have.add(best.name)
    return tuple(found)


def _best(metrics: tuple[Metric, ...], have: set[str]) -> Dataset | None:
    """The dataset with the highest worth; the one with fewer columns to fill where two are worth the same."""
    wanted = {name for metric in metrics for name in metric.inputs} - have
    left = [dataset for dataset in DATASETS if dataset.name in wanted]
    return max(left, key=lambda one: (_worth(one.name, metrics, have), -len(one.required)), default=None)


def _worth(name: str, metrics: tuple[Metric, ...], have: set[str]) -> float:
    """Each bullet not answered yet counts 1 if this file alone is missing, 1/2 if it is one of two, and so on."""
    missing = _missing(metrics, have)
    return sum(max((1 / len(m) for m in lacks if name in m), default=0.0) for lacks in missing.values())


def _missing(metrics: tuple[Metric, ...], have: set[str]) -> dict[str, list[set[str]]]:
    """Bullet → for each metric that would answer it, the files still missing; answered bullets are left out."""
    found: dict[str, list[set[str]]] = {}
    for metric in metrics:
        for bullet in metric.bullets:
            found.setdefault(bullet, []).append(set(metric.inputs) - have)
    return {bullet: lacks for bullet, lacks in found.items() if all(lacks)}


def _described(dataset: Dataset, metrics: tuple[Metric, ...], have: set[str]) -> NextFile:
    missing = _missing(metrics, have)
    answers = [b for b in BULLETS if {dataset.name} in missing.get(b, [])]
    opens = [
        b for b in BULLETS if b not in answers and any(dataset.name in m and len(m) == 2 for m in missing.get(b, []))
    ]
    return NextFile(
        dataset.name,
        dataset.title,
        dataset.purpose,
        len(dataset.required),
        _texts(answers),
        _texts(opens),
        dataset.form,
    )


def _texts(bullets: Iterable[str]) -> tuple[str, ...]:
    return tuple(BULLETS[bullet].text for bullet in bullets)
