"""Every metric in words: its question, formula, source and what feeds it."""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.datasets import BY_NAME
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Metric


@dataclass(frozen=True)
class Definition:
    """One metric as the definitions page lists it; `facts` are names and words, in order."""

    id: str
    title: str
    question: str
    facts: tuple[tuple[str, str], ...]


def metric_definitions() -> tuple[Definition, ...]:
    """All metrics in the order in which they are declared."""
    return tuple(_definition(metric) for metric in METRICS)


def _definition(metric: Metric) -> Definition:
    files = ", ".join(f"{BY_NAME[name].title} ({', '.join(columns)})" for name, columns in metric.inputs.items())
    answers = "; ".join(BULLETS[bullet].text for bullet in metric.bullets)
    facts = (
        ("How it is worked out", metric.formula),
        ("Unit", metric.unit),
        ("Which way is better", metric.direction.label),
        ("Over time", metric.series.label),
        ("Fewest to be shown", str(metric.minimum_n) if metric.minimum_n else ""),
        ("Answers", answers),
        ("Fed by", files),
        ("Source", metric.source),
        ("Always said beside it", metric.fixed_label),
        ("Code", f"{metric.code} ({metric.id})"),
    )
    return Definition(metric.id, f"{metric.code} {metric.title}", metric.question, facts)
