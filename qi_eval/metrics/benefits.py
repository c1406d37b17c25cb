"""Q2 efficiency and productivity: what projects are worth, in ranges, class by class.

In: benefits. Out: validated and estimated benefits apart, never added, no total over classes; nothing is turned into a
year's figure. Averted events with their assumptions stand in averted.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, and_, select

from qi_eval.metrics.counting import lineage, of_projects, within
from qi_eval.metrics.judging import CLAIMED, VALIDATED, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.money import apart, is_validated, worth
from qi_eval.metrics.periods import Row, add_months, rows_of
from qi_eval.narrative import count, date_words, of, pounds, pounds_about
from qi_eval.vocabulary import BenefitClass, Direction, Frequency, Level, Series, State

ENDS = ("low", "central", "high")
NONE_OVER = "The period of every benefit still runs: what it is worth is known when it is over."
A_MONTH = 365.25 / 12  # days
COLUMNS = (
    *("benefit_id", "project_id", "benefit_kind", "benefit_class", "period_start", "period_end"),
    *(f"quantity_{end}" for end in ENDS),
    "quantity_unit",
    *(f"unit_value_gbp_{end}" for end in ENDS),
    *("price_year", "cost_gbp", "method", "assumptions", "counterfactual", "overlap_with", "validated_on"),
)


def claimed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Benefits of our projects whose period had begun by the report date."""
    b = t.benefits.c
    ours = of_projects(t, b.project_id, within(t.projects.c.unit_id, scope))
    return and_(b.period_start <= scope.report_date, ours)


def select_benefits(t: Tables, scope: Scope) -> Selects:
    """The benefits one by one, few as they are."""
    b = t.benefits.c
    return {"benefits": select(*(b[name] for name in COLUMNS)).where(claimed(t, scope)).order_by(b.benefit_id)}


def _lately(every: Sequence[Row], scope: Scope) -> tuple[list[Row], date | None]:
    """The benefits whose period ended in the last 12 months, and the first day of those months; where all are older,
    those of the 12 months up to the newest."""
    rows = [row for row in every if row["period_end"] <= scope.report_date]
    if not rows:
        return [], None
    last = max(row["period_end"] for row in rows)
    last = scope.report_date if last >= add_months(scope.report_date, -12) else last
    first = add_months(last, -11)
    return [row for row in rows if row["period_end"] >= first], first


@dataclass(frozen=True)
class Sum:
    """Benefits of one class: how many, how many of them have a price, their worth, and what the work cost."""

    benefits: int
    priced: int
    low: float | None
    central: float | None
    high: float | None
    cost: float | None
    months: float | None


def summed_up(rows: Sequence[Row]) -> Sum:
    """The sums of some benefits; those without a price count in number only."""
    known = [row for row in rows if worth(row, "central") is not None]
    costs = [row["cost_gbp"] for row in known]
    lasted = [((row["period_end"] - row["period_start"]).days + 1) / A_MONTH for row in known]
    low, central, high = (_total(known, end) for end in ENDS)
    cost = sum(costs) if costs and None not in costs else None
    return Sum(len(rows), len(known), low, central, high, cost, max(lasted, default=None))


def _of_class(rows: Sequence[Row], kind: BenefitClass) -> list[Row]:
    return [row for row in rows if row["benefit_class"] == kind]


def _total(rows: Sequence[Row], end: str) -> float | None:
    """The sum of one end of the range; a benefit without it counts with its best estimate."""
    found = [worth(row, end) if worth(row, end) is not None else worth(row, "central") for row in rows]
    return sum(value for value in found if value is not None) if found else None


def _worth_judge(frames: Frames, scope: Scope) -> Result:
    every = rows_of(frames["benefits"])
    rows, first = _lately(every, scope)
    if not rows or first is None:
        return unknown(NONE_OVER if every else "No benefit is recorded yet: load benefits.")
    kept = apart(rows, scope.report_date)
    checked = [row for row in kept if is_validated(row, scope.report_date)]
    rest = [row for row in kept if row not in checked]
    cash = summed_up(_of_class(checked, BenefitClass.CASHABLE))
    unpriced = cash.benefits > cash.priced
    result = Result(
        State.MEASURED,
        0.0 if checked and not cash.benefits else cash.central,
        cash.low,
        cash.high,
        VALIDATED,
        n=cash.benefits,
        n_expected=cash.benefits + len(_of_class(rest, BenefitClass.CASHABLE)),
        newest=max(row["period_end"] for row in rows),
        notes=_worth_notes(len(rows) - len(kept), checked, rest, len(_running(every, scope))),
        breakdown=_by_class(checked, rest),
        facts={
            "since": date_words(first),
            "checked": len(checked),
            "all": len(checked) + len(rest),
            **{kind.value: summed_up(_of_class(checked, kind)).central for kind in BenefitClass},
            **{f"{kind.value}_words": _spelt(summed_up(_of_class(checked, kind))) for kind in BenefitClass},
        },
    )
    return settled(result, scope.report_date, Frequency.ANNUAL, thin=not checked or unpriced)


def _spelt(found: Sum) -> str:
    """£0.11m (£0.07m to £0.17m): the best estimate with its range."""
    if found.central is None:
        return ""
    if found.low is None or found.high is None or found.low == found.high:
        return pounds(found.central)
    return pounds_about(found.central, found.low, found.high)


def _running(rows: Sequence[Row], scope: Scope) -> list[Row]:
    return [row for row in rows if row["period_end"] > scope.report_date]


def _worth_notes(double: int, checked: Sequence[Row], rest: Sequence[Row], running: int) -> tuple[str, ...]:
    notes = ["Classes are not added together, nor validated and estimated benefits."]
    if double:
        notes.append(f"{count(double, 'benefit')} left out: another one counts the same in part.")
    unpriced = sum(worth(row, "central") is None for row in (*checked, *rest))
    if unpriced:
        notes.append(f"{count(unpriced, 'benefit')} without a price: not in the table, nor in any sum.")
    cash = _of_class(checked, BenefitClass.CASHABLE)
    if cash and all(worth(row, "central") is None for row in cash):
        notes.append("What can be cashed and is validated has no price: fill quantity and unit_value_gbp of benefits.")
    if running:
        notes.append(f"{count(running, 'benefit')} whose period still runs: not counted yet.")
    if not checked:
        notes.append("Nobody outside the projects has validated any of it yet.")
    return tuple(notes)


def _by_class(checked: Sequence[Row], rest: Sequence[Row]) -> Breakdown:
    """Validated ones first, cashable before the others; return and payback only where every cost is recorded."""
    labels = {
        "label": "Class",
        "value": "Worth (£)",
        "low": "At least (£)",
        "high": "At most (£)",
        "n": "Benefits",
        "cost": "Cost of the work (£)",
        "roi": "Return on cost (%)",
        "payback": "Paid back after (months)",
    }
    table = [
        (f"{kind.label}, {how}", found.central, found.low, found.high, found.priced, *_return(found, how))
        for how, rows in (("validated", checked), ("estimated", rest))
        for kind in BenefitClass
        if (found := summed_up(_of_class(rows, kind))).priced
    ]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, bounds_are=CLAIMED)


def _return(found: Sum, how: str) -> tuple[float | None, float | None, float | None]:
    """Cost, 100 × (benefit − cost) / cost, and months until the benefit had met the cost; of validated ones only."""
    if how != "validated" or not found.cost or found.central is None or not found.months:
        return found.cost, None, None
    monthly = found.central / found.months
    return found.cost, 100 * (found.central - found.cost) / found.cost, found.cost / monthly if monthly else None


@says
def _worth_sentence(result: Result) -> str:
    facts = result.facts
    told = f"{of(facts['checked'], facts['all'])} benefits of the 12 months since {facts['since']} are validated"
    worths = [f"{kind.label.lower()} {words}" for kind in BenefitClass if (words := facts[f"{kind.value}_words"])]
    return f"{told}: {'; '.join(worths)}." if worths else f"{told}."


Q2_WORTH = Metric(
    id="q2_benefits",
    code="Q2",
    level=Level.ORGANISATION,
    bullets=("quality_2",),
    title="Benefits that can be cashed",
    question="What is the work worth in money, and who has checked it?",
    formula="Quantity × unit value of the benefits whose period ended in the last 12 months, by class: low, best "
    "estimate, high. The headline is cashable and validated; classes are not added. Of two benefits that overlap, the "
    "validated one counts, else the one that does not say so. Return: 100 × (validated benefits − their costs) / their "
    "costs; payback: costs / benefits a month. The hub's own cost is not in it.",
    unit="£",
    counts=("validated benefit", "validated benefits"),
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    source="NHS Institute return on investment, as the West of England network quotes it (benefits − costs)",
    minimum_n=1,
    inputs={"benefits": ("benefit_class", "quantity_central", "unit_value_gbp_central", "cost_gbp", "validated_on")},
    select=select_benefits,
    judge=_worth_judge,
    rows=lambda t, scope: {"benefits": lineage(t.benefits, claimed(t, scope))},
    sentence=_worth_sentence,
    known_as="validated",
    chart=Chart.DOTS,
)
