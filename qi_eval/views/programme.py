"""Whose programme this is, at which day, and in which year of its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.vocabulary import PlanKind, UnitLevel

YEARS = 365.25  # days


@dataclass(frozen=True)
class Programme:
    """`trust` is empty where no organisation is named yet; `year` where the plan has no milestone with an end."""

    trust: str
    as_at: str
    year: str
    made_up: bool
    empty: bool

    @property
    def context(self) -> str:
        """The small line over a page's title."""
        return " · ".join(filter(None, [self.trust, f"as at {self.as_at}", self.year]))


def programme(store: Store, scope: Scope) -> Programme:
    """The programme of a store on the scope's day."""
    tables = store.tables()
    units, plan = tables.units, tables.plan
    asked = (units.c[name] for name in ("unit_id", "parent_unit_id", "unit_name", "unit_level"))
    named = units.select().with_only_columns(*asked)
    milestones = plan.select().where(plan.c.kind == PlanKind.MILESTONE.value)
    frames = store.frames({"units": named, "milestones": milestones})
    return Programme(
        trust=trust_name(frames["units"]),
        as_at=date_words(scope.report_date),
        year=_year(frames["milestones"], scope.report_date),
        made_up=scope.settings.get("made_up") == "yes",
        empty=not store.version(),
    )


def trust_name(units: pd.DataFrame) -> str:
    """The name of our organisation: the one with units below it, else the first."""
    organisations = units[units["unit_level"] == UnitLevel.ORGANISATION.value]
    parents = set(units["parent_unit_id"].dropna())
    ours = organisations[organisations["unit_id"].isin(parents)]
    listed = ours if len(ours) else organisations
    return str(listed["unit_name"].iloc[0]) if len(listed) else ""


def _year(milestones: pd.DataFrame, now: date) -> str:
    """year 3 of 10: from the first milestone's start to the last one's end."""
    ends = milestones["valid_to"].dropna()
    if milestones.empty or ends.empty:
        return ""
    first, last = milestones["valid_from"].min().date(), ends.max().date()
    years, passed = round((last - first).days / YEARS), int((now - first).days / YEARS) + 1
    return f"year {passed} of {years}" if years > 1 and first <= now <= last else ""
