"""What the programme costs and what it is worth. Validated benefits and estimated ones are told apart, class by class,
and never added.

In: plan (cost_gbp), benefits. Out: the cost of the year that holds the report date, the validated benefits of that
year, and the ranges of those that nobody has validated. A supporting figure for the board's page, no metric of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    """Pounds by class; a class without any is left out. `first`, `last`: the period of the cost, which is None where
    none is recorded; `validated`: the best estimates; `estimated`: lowest and highest of what is not validated."""

    cost: float | None = None
    first: date | None = None
    last: date | None = None
    validated: Mapping[BenefitClass, float] = field(default_factory=dict)
    estimated: Mapping[BenefitClass, tuple[float, float]] = field(default_factory=dict)


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
    """The figures. Of two benefits that overlap, one is left out; one whose period still runs is none yet."""
    costs, benefits = rows_of(frames["cost"]), rows_of(frames["benefits"])
    first = min((row["valid_from"] for row in costs), default=None)
    over = [row for row in benefits if row["period_end"] <= scope.report_date]
    of_year = apart([row for row in over if first is None or row["period_end"] >= first], scope.report_date)
    checked = [row for row in of_year if is_validated(row, scope.report_date)]
    sure = [row for row in checked if worth(row, "central") is not None]
    rest = [row for row in of_year if row not in checked]
    open_ = [row for row in rest if None not in (worth(row, "low"), worth(row, "high"))]
    return Money(
        cost=sum(float(row["quantity"]) for row in costs) if costs else None,
        first=first,
        last=max((row["valid_to"] for row in costs if row["valid_to"]), default=None),
        validated={kind: _total(mine, "central") for kind, mine in _classes(sure)},
        estimated={kind: (_total(mine, "low"), _total(mine, "high")) for kind, mine in _classes(open_)},
    )


def _classes(rows: Sequence[Row]) -> list[tuple[BenefitClass, list[Row]]]:
    """The classes that there are, each with its benefits."""
    found = [(kind, [row for row in rows if row["benefit_class"] == kind]) for kind in BenefitClass]
    return [(kind, mine) for kind, mine in found if mine]


def is_validated(row: Row, today: date) -> bool:
    """Whether somebody outside the project had checked a benefit by a day."""
    return row["validated_on"] is not None and row["validated_on"] <= today


def apart(rows: Sequence[Row], today: date) -> list[Row]:
    """Without those that count in part the same as another of the list. Of two that overlap the validated one stays,
    then the one with a price; where they are alike, the one that says so goes."""
    by_id = {str(row["benefit_id"]).lower(): row for row in rows}
    out = set[str]()
    for row in rows:
        other = by_id.get(str(row["overlap_with"] or "").lower())
        if other is not None and not {row["benefit_id"], other["benefit_id"]} & out:
            out.add(min((row, other), key=lambda one: _sure(one, today))["benefit_id"])
    return [row for row in rows if row["benefit_id"] not in out]


def _sure(row: Row, today: date) -> tuple[bool, bool]:
    return is_validated(row, today), worth(row, "central") is not None


def worth(row: Row, which: str) -> float | None:
    """Quantity × unit value (which: low, central or high) in pounds; None where either is not known."""
    quantity, value = row[f"quantity_{which}"], row[f"unit_value_gbp_{which}"]
    return None if quantity is None or value is None else float(quantity) * float(value)


def _total(rows: Sequence[Row], which: str) -> float:
    return sum(worth(row, which) or 0.0 for row in rows)


def money_sentence(found: Money) -> str:
    """What it cost and what it is worth; empty where no cost is recorded."""
    if found.cost is None or found.first is None:
        return ""
    sure = [f"{pounds(value)} {kind.label.lower()}" for kind, value in found.validated.items()]
    open_ = [f"{pounds_between(*ends)} {kind.label.lower()}" for kind, ends in found.estimated.items()]
    parts = [
        f"{name}: {', '.join(said)}"
        for name, said in (("validated benefits", sure), ("estimated benefits", open_))
        if said
    ]
    worth = "; ".join(parts) or "no benefit is recorded"
    return f"The programme costs {pounds(found.cost)}{_period(found.first, found.last)}; {worth}."


def _period(first: date, last: date | None) -> str:
    if last is None:
        return f" from {date_words(first)}"
    if (last - first).days + 1 in A_YEAR:
        return " a year"
    return f" from {date_words(first)} to {date_words(last)}"
