"""Which figure comes from which file: the metrics, as the dictionary tells them."""

from __future__ import annotations

from collections.abc import Sequence

from qi_eval.datasets.dataset import Dataset
from qi_eval.dictionary.lists import Rows
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Metric


def questions_table(dataset: Dataset, metrics: Sequence[Metric] = METRICS) -> Rows:
    """One row a figure that a dataset feeds, with the columns that it needs."""
    return [
        {"Figure": metric.title, "Question": metric.question, "From columns": ", ".join(metric.inputs[dataset.name])}
        for metric in metrics
        if dataset.name in metric.inputs
    ]


def figures_table(metrics: Sequence[Metric] = METRICS) -> Rows:
    """One row a figure: what it asks, how it is worked out, from which files, and where the definition comes from."""
    return [
        {
            "Figure": f"{metric.code} {metric.title}",
            "Question": metric.question,
            "How it is worked out": metric.formula,
            "Unit": metric.unit,
            "From files": ", ".join(metric.inputs),
            "Answers": "; ".join(BULLETS[bullet].text for bullet in metric.bullets),
            "Source": metric.source,
        }
        for metric in metrics
    ]
