"""F4 equal weight: do we know as much about people as about projects? Two counts side by side, never added.

In: what the metrics about people and about projects say. Out: how many of each hold data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from qi_eval.framework import BOX_OF
from qi_eval.metrics.evidence import equal_weight, evidence_map
from qi_eval.metrics.judging import says
from qi_eval.metrics.metric import BESIDE, Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import rows_of
from qi_eval.narrative import number, of
from qi_eval.vocabulary import Direction, Level, Series, State

SIDES = {"people": "About people", "projects": "About projects"}  # boxes of the framework


def equal_weight_of(metrics: Iterable[Metric]) -> Metric:
    """F4 over the metrics that count as evidence in the two boxes."""
    asked = tuple(m for m in metrics if m.evidence and any(BOX_OF[bullet].id in SIDES for bullet in m.bullets))
    return Metric(
        id="f4_equal_weight",
        code="F4",
        level=Level.PEOPLE,
        bullets=(),
        title="Equal weight",
        question="Do we know as much about people as about projects?",
        formula="Figures about people that hold data, beside figures about projects that hold data (known, partly "
        "known or hidden for small numbers). The two are never added.",
        unit="figures about people",
        direction=Direction.NEUTRAL,
        series=Series.NONE,
        source="Case study of the Imperial College Healthcare programme, Fig 2: people and projects weigh the same",
        minimum_n=1,
        inputs={"training": ("person_key",), "projects": ("project_id",)},  # the two files that make a beginning
        select=_select,
        judge=_judge(asked),
        rows=_select,
        sentence=_sentence,
        chart=Chart.BARS,
        evidence=False,
        beside=tuple(metric.id for metric in asked),
    )


def _select(t: Tables, scope: Scope) -> Selects:
    """Nothing of its own: the other figures have counted already."""
    return {}


def _judge(asked: Sequence[Metric]) -> Callable[[Frames, Scope], Result]:
    all_of = {side: sum(any(BOX_OF[b].id == side for b in metric.bullets) for metric in asked) for side in SIDES}

    def judge(frames: Frames, scope: Scope) -> Result:
        rows = rows_of(frames[BESIDE]) if BESIDE in frames else []
        found = {row["metric"]: Result(State(row["state"]), newest=row["newest"]) for row in rows}
        known = evidence_map(found, asked)
        held = dict(zip(SIDES, equal_weight(known), strict=True))
        if not any(held.values()):
            return unknown("Nothing is known yet about people or about projects.")
        labels = {"label": "Figures", "value": "Hold data", "all": "Of"}
        table = [(label, held[side], all_of[side]) for side, label in SIDES.items()]
        return Result(
            State.MEASURED,
            held["people"],
            newest=max((row.newest for row in known if row.newest and row.box in SIDES), default=None),
            breakdown=Breakdown(pd.DataFrame(table, columns=list(labels)), labels),
            facts={**held, **{f"all_{side}": n for side, n in all_of.items()}},
        )

    return judge


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(facts['people'], facts['all_people'])} figures about people hold data, and "
        f"{number(facts['projects'])} of {number(facts['all_projects'])} about projects."
    )
