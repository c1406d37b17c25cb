"""The workforce file as O3 to O5 count in it: the newest twelve months and those a year before, nobody counted twice.

In: workforce, units. Out: one row a period, unit and staff group, of two periods only (no series: rolling sums are not
drawn); sums of columns that are known together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, cast, extract, func, select
from sqlalchemy.types import Integer

from qi_eval.metrics.counting import codes, lineage, top_units, within
from qi_eval.metrics.metric import Frames, Scope, Selects, Tables
from qi_eval.metrics.periods import Row, amount, rows_of
from qi_eval.vocabulary import StaffGroup, UnitLevel

A_YEAR = 12  # months; the two periods compared do not overlap
TOP, BELOW_TOP = "top", "below top"
LEVELS = (TOP, BELOW_TOP, *UnitLevel.codes())  # the highest of these that the file holds is counted, the others are not
ROTATING = (StaffGroup.MEDICAL_TRAINING,)  # they move on by design (ruling 7)
NO_FILE = "No workforce figures yet: load the workforce file (workforce)."
FIGURES = (
    *("headcount_start_12m", "headcount_end", "stayers_12m", "starters_12m", "starters_retained_12m"),
    *("leavers_12m", "leavers_voluntary_12m", "wte_in_post", "wte_funded", "days_to_hire_median"),
)


def workforce_select(t: Tables, scope: Scope) -> Selects:
    """The rows of the newest period and of the one that ended twelve months before it."""
    w, u = t.workforce.c, t.units.c
    tops = top_units(t, scope)
    level = case((u.unit_id.in_(tops), TOP), (u.parent_unit_id.in_(tops), BELOW_TOP), else_=u.unit_level)
    columns = (
        w.period_end,
        w.unit_id,
        u.unit_name,
        level.label("level"),
        w.staff_group,
        *(w[name] for name in FIGURES),
    )
    joined = t.workforce.join(t.units, w.unit_id == u.unit_id)
    return {"workforce": select(*columns).select_from(joined).where(_counted(t, scope))}


def workforce_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    """The same rows, for tracing."""
    return {"workforce": lineage(t.workforce, _counted(t, scope))}


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    w, newest = t.workforce.c, _newest(t, scope)
    last = select(newest.c.month).scalar_subquery()
    return and_(_listed(t, scope), _month(w.period_end).in_((last, last - A_YEAR)))


def _newest(t: Tables, scope: Scope) -> Subquery:
    return select(func.max(_month(t.workforce.c.period_end)).label("month")).where(_listed(t, scope)).subquery()


def _listed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(t.workforce.c.period_end <= scope.report_date, within(t.workforce.c.unit_id, scope))


def _month(day: ColumnElement[date]) -> ColumnElement[int]:
    """Months since the year 0, so that a year is 12."""
    return cast(extract("year", day), Integer) * A_YEAR + cast(extract("month", day), Integer)


@dataclass(frozen=True)
class Workforce:
    """The rows that count: of the newest period, and of the one twelve months before (empty where there is none)."""

    end: date
    now: Sequence[Row]
    before: Sequence[Row]
    before_end: date | None


def workforce_of(frames: Frames, left_out: Sequence[StaffGroup] = ()) -> Workforce | None:
    """The rows of the highest level of units that a period holds; None without any."""
    rows = [row for row in rows_of(frames["workforce"]) if row["staff_group"] not in codes(left_out)]
    if not rows:
        return None
    newest = max(_index(row["period_end"]) for row in rows)
    now, before = ([row for row in rows if _index(row["period_end"]) == n] for n in (newest, newest - A_YEAR))
    end, before_end = (max((row["period_end"] for row in found), default=None) for found in (now, before))
    assert end is not None
    return Workforce(end, _highest(now), _highest(before), before_end)


def _index(day: date) -> int:
    return day.year * A_YEAR + day.month


def _highest(rows: Sequence[Row]) -> list[Row]:
    """A trust that sends figures for itself and for its divisions counts its staff once."""
    level = min((LEVELS.index(row["level"]) for row in rows), default=0)
    return [row for row in rows if LEVELS.index(row["level"]) == level]


def known_together(rows: Sequence[Row], *names: str) -> list[Row]:
    """The rows in which all these columns are filled: a numerator never stands without its denominator."""
    return [row for row in rows if all(row[name] is not None for name in names)]


def totals(rows: Sequence[Row], *names: str) -> tuple[float, ...]:
    """The sums of some columns."""
    return tuple(amount(rows, name) for name in names)


def by_group(rows: Sequence[Row], figures: Callable[[Sequence[Row]], tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One tuple a staff group that the rows hold: its name, then what `figures` makes of its rows."""
    groups = [(group.label, [row for row in rows if row["staff_group"] == group]) for group in StaffGroup]
    return [(label, *figures(own)) for label, own in groups if own]


def by_unit(rows: Sequence[Row], figures: Callable[[Sequence[Row]], tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One tuple a unit, by name (never ranked)."""
    names = sorted({row["unit_name"] for row in rows})
    return [(name, *figures([row for row in rows if row["unit_name"] == name])) for name in names]


def fewest(*counts: int) -> int:
    """The smallest group of people in a row, nobody left aside: what disclosure looks at."""
    return min((count for count in counts if count), default=0)
