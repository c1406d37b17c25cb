"""Whose programme this is, at which day, and in which year of its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.kept import kept
from qi_eval.vocabulary import PlanKind

YEARS = 365.25  # days


@dataclass(frozen=True)
class Programme:
    """`trust` is empty where no organisation is named yet, or where nobody can tell which is ours; `year` where the
    plan has no milestone with an end; `others`: other organisations in the data, which are left out."""

    trust: str
    as_at: str
    year: str
    made_up: bool
    empty: bool
    others: int = 0

    @property
    def context(self) -> str:
        """The small line over a page's title."""
        without = f"{count(self.others, 'other organisation')} in the data left out" if self.others else ""
        return " · ".join(filter(None, [self.trust, f"as at {self.as_at}", self.year, without]))


def programme(store: Store, scope: Scope) -> Programme:
    """The programme of a store on the scope's day."""
    frame, own = kept(store).answered([_asked], scope)[_asked].frames["milestones"], scope.own
    return Programme(
        trust=own.name if own else "",
        as_at=date_words(scope.report_date),
        year=_year(frame, scope.report_date),
        others=own.others if own else 0,
        made_up=scope.settings.get("made_up") == "yes",
        empty=not store.version(),
    )


def _asked(tables: Tables, scope: Scope) -> Selects:
    plan = tables.plan
    return {"milestones": plan.select().where(plan.c.kind == PlanKind.MILESTONE.value)}


def _year(milestones: pd.DataFrame, now: date) -> str:
    """year 3 of 10: from the first milestone's start to the last one's end."""
    ends = milestones["valid_to"].dropna()
    if milestones.empty or ends.empty:
        return ""
    first, last = milestones["valid_from"].min().date(), ends.max().date()
    years, passed = round((last - first).days / YEARS), int((now - first).days / YEARS) + 1
    return f"year {passed} of {years}" if years > 1 and first <= now <= last else ""
