"""What the programme costs and what it is worth. Validated benefits and estimated ones are told apart, never added.

In: plan (cost_gbp), benefits. Out: the cost of the year that holds the report date, the validated benefits of that
year, and the range of those that nobody has validated. A supporting figure for the board's page, no metric of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from qi_eval.metrics.metric import Frames, Scope, Selects, Tables
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import date_words, pounds, pounds_between
from qi_eval.vocabulary import BenefitClass, PlanKind, SubjectType

A_YEAR = range(360, 372)  # days that are said as "a year"
WHOLE = (SubjectType.PROGRAMME.value, SubjectType.ORGANISATION.value)


@dataclass(frozen=True)
class Money:
    """Pounds; None where nothing is recorded. `first`, `last`: the period of the cost; `cashable`: the part of the
    validated benefits that can be taken out of a budget; `low`, `high`: the benefits that are not validated."""

    cost: float | None = None
    first: date | None = None
    last: date | None = None
    validated: float | None = None
    cashable: float = 0.0
    low: float | None = None
    high: float | None = None


def select_money(t: Tables, scope: Scope) -> Selects:
    """The cost that holds on the report date, and every benefit up to it."""
    p, b = t.plan.c, t.benefits.c
    cost = select(p.quantity, p.valid_from, p.valid_to).where(
        p.kind == PlanKind.COST_GBP.value,
        p.subject_type.in_(WHOLE),
        p.quantity.is_not(None),
        p.valid_from <= scope.report_date,
        or_(p.valid_to.is_(None), p.valid_to >= scope.report_date),
    )
    quantities = (b.quantity_low, b.quantity_central, b.quantity_high)
    values = (b.unit_value_gbp_low, b.unit_value_gbp_central, b.unit_value_gbp_high)
    benefits = select(
        *(b.benefit_id, b.overlap_with, b.benefit_class, b.period_start, b.period_end, b.validated_on),
        *quantities,
        *values,
    )
    return {"cost": cost, "benefits": benefits.where(b.period_start <= scope.report_date).order_by(b.benefit_id)}


def money(frames: Frames, scope: Scope) -> Money:
    """The figures. Of two benefits of one kind that overlap, the one that says so is left out."""
    costs, benefits = rows_of(frames["cost"]), rows_of(frames["benefits"])
    first = min((row["valid_from"] for row in costs), default=None)
    of_year = [row for row in benefits if first is None or row["period_end"] >= first]
    checked = [row for row in of_year if row["validated_on"] and row["validated_on"] <= scope.report_date]
    sure = apart([row for row in checked if worth(row, "central") is not None])
    rest = [row for row in of_year if row not in checked]
    open_ = apart([row for row in rest if None not in (worth(row, "low"), worth(row, "high"))])
    return Money(
        cost=sum(float(row["quantity"]) for row in costs) if costs else None,
        first=first,
        last=max((row["valid_to"] for row in costs if row["valid_to"]), default=None),
        validated=_total(sure, "central"),
        cashable=_total([row for row in sure if row["benefit_class"] == BenefitClass.CASHABLE], "central") or 0.0,
        low=_total(open_, "low"),
        high=_total(open_, "high"),
    )


def apart(rows: Sequence[Row]) -> list[Row]:
    """Without those that count in part the same as another of the list."""
    ids = {str(row["benefit_id"]).lower() for row in rows}
    return [row for row in rows if str(row["overlap_with"] or "").lower() not in ids]


def worth(row: Row, which: str) -> float | None:
    """Quantity × unit value (which: low, central or high) in pounds; None where either is not known."""
    quantity, value = row[f"quantity_{which}"], row[f"unit_value_gbp_{which}"]
    return None if quantity is None or value is None else float(quantity) * float(value)


def _total(rows: Sequence[Row], which: str) -> float | None:
    return sum(worth(row, which) or 0.0 for row in rows) if rows else None


def money_sentence(found: Money) -> str:
    """What it cost and what it is worth; empty where no cost is recorded."""
    if found.cost is None or found.first is None:
        return ""
    parts = []
    if found.validated is not None:
        cash = f" ({pounds(found.cashable)} of them cashable)" if found.cashable else ""
        parts.append(f"benefits worth {pounds(found.validated)} are validated{cash}")
    if found.low is not None and found.high is not None:
        further = "a further " if parts else ""
        parts.append(f"{further}{pounds_between(found.low, found.high)} is estimated, not added")
    worth = "; ".join(parts) or "no benefit is recorded"
    return f"The programme costs {pounds(found.cost)}{_period(found.first, found.last)}; {worth}."


def _period(first: date, last: date | None) -> str:
    if last is None:
        return f" from {date_words(first)}"
    if (last - first).days + 1 in A_YEAR:
        return " a year"
    return f" from {date_words(first)} to {date_words(last)}"
