"""C8 events averted: what people did not have to suffer, by the estimates of our projects, each with its assumptions.

In: benefits of kind events_averted. Out: events and what they would have cost, low, best estimate and high.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from qi_eval.metrics.benefits import claimed, select_benefits, summed_up
from qi_eval.metrics.counting import lineage
from qi_eval.metrics.judging import CLAIMED, ESTIMATES, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, unknown
from qi_eval.metrics.money import apart, is_validated, worth
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import date_words, of, pounds, pounds_between, raised, trimmed
from qi_eval.vocabulary import BenefitKind, Direction, Frequency, Level, Series, State

NAMED = 5  # kinds that a sentence can hold
ELSEWHERE = (
    "Elsewhere, for comparison: Don't Wait to Anticoagulate told of 27 strokes averted in 36 weeks and £629,000 saved, "
    "£23,296 each. At £13,352 each they come to £0.36m, at £11,900 to £0.32m: so £0.32m to £0.63m for the same "
    "27 strokes."
)


def _averted(frames: Frames, scope: Scope) -> list[Row]:
    rows = [row for row in rows_of(frames["benefits"]) if row["benefit_kind"] == BenefitKind.EVENTS_AVERTED]
    return [row for row in apart(rows, scope.report_date) if row["quantity_central"] is not None]


def _averted_judge(frames: Frames, scope: Scope) -> Result:
    rows = _averted(frames, scope)
    if not rows:
        return unknown("No averted event is recorded yet: load benefits (events_averted).")
    found = summed_up(rows)
    checked = [row for row in rows if is_validated(row, scope.report_date)]
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
        breakdown=_assumptions(rows, scope.report_date),
        facts={
            "kinds": len(rows),
            "modelled": len(modelled),
            "words": _named(rows),
            "validated": summed_up(checked).central,
        },
    )
    return settled(result, scope.report_date, Frequency.ANNUAL)


def _named(rows: Sequence[Row]) -> str:
    """The first kinds in words, and how many more stand in the table: the sum counts them all."""
    more = len(rows) - NAMED
    told = [*map(_words, rows[:NAMED]), *([f"{more} more in the table"] if more > 0 else [])]
    return "; ".join(told)


def _words(row: Row) -> str:
    """27 strokes (14 to 40)."""
    central, _, span = _span(row, "quantity", trimmed).partition(" ")
    return f"{central} {row['quantity_unit']} {span}".rstrip()


def _span(row: Row, name: str, said: Callable[[float], str]) -> str:
    """27 (14 to 40): the best estimate with its range; empty where it is not known."""
    low, central, high = (row[f"{name}_{end}"] for end in ("low", "central", "high"))
    if central is None:
        return ""
    return said(central) + (f" ({said(low)} to {said(high)})" if low is not None and high is not None else "")


def _price(row: Row) -> str:
    """£13,352 (£11,900 to £23,296), prices of 2025."""
    year = f", prices of {row['price_year']:.0f}" if row["price_year"] else ""
    return _span(row, "unit_value_gbp", pounds) + year


def _checked(row: Row, today: date) -> str:
    return f"validated on {date_words(row['validated_on'])}" if is_validated(row, today) else "not validated yet"


def _assumptions(rows: Sequence[Row], today: date) -> Breakdown:
    labels: Mapping[str, str] = {
        "label": "Averted",
        "value": "Saving (£)",
        "low": "At least (£)",
        "high": "At most (£)",
        "quantity": "Events",
        "price": "Cost of one",
        "method": "How it is known",
        "assumptions": "What is assumed",
        "counterfactual": "What else would have been",
        "period": "Period",
    }
    table = [
        (
            raised(str(row["quantity_unit"])),
            worth(row, "central"),
            worth(row, "low"),
            worth(row, "high"),
            _span(row, "quantity", trimmed),
            _price(row),
            f"{row['method'] or ''}, {_checked(row, today)}".removeprefix(", "),
            *(str(row[name] or "") for name in ("assumptions", "counterfactual")),
            f"{date_words(row['period_start'])} to {date_words(row['period_end'])}",
        )
        for row in rows
    ]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, bounds_are=CLAIMED)


@says
def _averted_sentence(result: Result) -> str:
    facts = result.facts
    modelled = f"{of(facts['modelled'], facts['kinds'])} of them modelled"
    if result.value is None or result.low is None or result.high is None:
        return f"Averted by our estimates, {modelled}: {facts['words']}. Their cost is not recorded."
    checked = facts["validated"]
    validated = f", {pounds(float(checked))} of it validated" if checked else ", none of it validated yet"
    few = f"Those with a price ({of(result.n, facts['kinds'])}) come to a saving of"
    together = few if (result.n or 0) < int(facts["kinds"] or 0) else "Together a saving of"
    return (
        f"Averted by our estimates, {modelled}: {facts['words']}. {together} {pounds(result.value)} "
        f"({pounds_between(result.low, result.high)}){validated}, if the assumptions hold."
    )


C8_AVERTED = Metric(
    id="c8_averted",
    code="C8",
    level=Level.COMMUNITY,
    bullets=(),
    title="Events averted, by estimate",
    question="How many strokes, falls and other events did people not have, by our estimates?",
    formula="Events as the projects recorded them. Modelled: (rise in people treated) × (risk that treatment takes "
    "away in the time) × time. Counted: (rate before the change × activity since) − events since. Saving = events × "
    "cost of one, each with low, best estimate and high, validated or not. Of two benefits that overlap, one is "
    "left out.",
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
    fixed_label=ELSEWHERE,
    chart=Chart.DOTS,
    evidence=False,
)
