"""C8 events averted: what people did not have to suffer, by the estimates of our projects, each with its assumptions.

In: benefits of kind events_averted. Out: events and what they would have cost, low, best estimate and high.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qi_eval.metrics.benefits import claimed, select_benefits, summed_up
from qi_eval.metrics.counting import lineage
from qi_eval.metrics.judging import ESTIMATES, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, unknown
from qi_eval.metrics.money import apart, worth
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import date_words, of, pounds, trimmed
from qi_eval.vocabulary import BenefitKind, Direction, Frequency, Level, Series, State


def _averted(frames: Frames, scope: Scope) -> list[Row]:
    rows = [row for row in rows_of(frames["benefits"]) if row["benefit_kind"] == BenefitKind.EVENTS_AVERTED]
    return [row for row in apart(rows) if row["quantity_central"] is not None]


def _averted_judge(frames: Frames, scope: Scope) -> Result:
    rows = _averted(frames, scope)
    if not rows:
        return unknown("No averted event is recorded yet: load benefits (events_averted).")
    found = summed_up(rows)
    modelled = [row for row in rows if str(row["method"]).lower() == "modelled"]
    result = Result(
        State.MEASURED,
        found.central,
        found.low,
        found.high,
        ESTIMATES,
        n=found.priced,
        n_expected=found.benefits,
        newest=max(min(row["period_end"], scope.report_date) for row in rows),
        notes=("Estimated from assumptions, which stand in the table. Not turned into a year's figure.",),
        breakdown=_assumptions(rows),
        facts={"kinds": len(rows), "modelled": len(modelled), "words": "; ".join(_words(row) for row in rows[:3])},
    )
    return settled(result, scope.report_date, Frequency.ANNUAL)


def _words(row: Row) -> str:
    low, high = row["quantity_low"], row["quantity_high"]
    span = f" ({trimmed(low)} to {trimmed(high)})" if low is not None and high is not None else ""
    return f"{trimmed(row['quantity_central'])} {row['quantity_unit']}{span}"


def _assumptions(rows: Sequence[Row]) -> Breakdown:
    labels: Mapping[str, str] = {
        "label": "Averted",
        "value": "Saving (£)",
        "low": "At least (£)",
        "high": "At most (£)",
        "quantity": "Events",
        "unit_value": "Cost of one (£)",
        "price_year": "Prices of",
        "method": "How",
        "assumptions": "Assumed",
        "counterfactual": "Otherwise",
        "period": "Period",
    }
    table = [
        (
            str(row["quantity_unit"]),
            worth(row, "central"),
            worth(row, "low"),
            worth(row, "high"),
            _words(row),
            row["unit_value_gbp_central"],
            f"{row['price_year']:.0f}" if row["price_year"] else "",
            *(str(row[name] or "") for name in ("method", "assumptions", "counterfactual")),
            f"{date_words(row['period_start'])} to {date_words(row['period_end'])}",
        )
        for row in rows
    ]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


@says
def _averted_sentence(result: Result) -> str:
    facts = result.facts
    modelled = f"{of(facts['modelled'], facts['kinds'])} of them modelled"
    if result.value is None or result.low is None or result.high is None:
        return f"Averted by our estimates, {modelled}: {facts['words']}. Their cost is not recorded."
    return (
        f"Averted by our estimates, {modelled}: {facts['words']}. Together a saving of {pounds(result.value)} "
        f"({pounds(result.low)} to {pounds(result.high)}), if the assumptions hold."
    )


C8_AVERTED = Metric(
    id="c8_averted",
    code="C8",
    level=Level.COMMUNITY,
    bullets=(),
    title="Events averted, by estimate",
    question="How many strokes, falls and other events did people not have, by our estimates?",
    formula="Events = (rise in people treated) × (risk that treatment takes away in the time) × time; saving = events "
    "× cost of one event, each with low, best estimate and high. As recorded by the projects; of benefits that "
    "overlap, the one that says so is left out.",
    unit="£",
    counts=("estimate with a price", "estimates with a price"),
    direction=Direction.INCREASE,
    series=Series.NONE,
    source="Don't Wait to Anticoagulate (West of England); assumptions as recorded",
    minimum_n=1,
    inputs={"benefits": ("benefit_kind", "quantity_central", "unit_value_gbp_central", "method", "assumptions")},
    select=select_benefits,
    judge=_averted_judge,
    rows=lambda t, scope: {
        "benefits": lineage(
            t.benefits, claimed(t, scope), t.benefits.c.benefit_kind == BenefitKind.EVENTS_AVERTED.value
        )
    },
    sentence=_averted_sentence,
    known_as="have a price",
    chart=Chart.DOTS,
    evidence=False,
)
