"""What a chart is about: a measure in one unit, its values in order of time, and all that is set on the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Scope, Tables
from qi_eval.store import Query, Store
from qi_eval.views.baseline import Logged, first_changes, first_of, select_changes
from qi_eval.views.chart_marks import Mark, marks_of, select_marks, with_aim
from qi_eval.views.kept import kept, question
from qi_eval.views.phases import Phase, early_of, out_of, phases_of
from qi_eval.views.series import Measure, select_values, values_of
from qi_eval.vocabulary import MarkKind

Floats = NDArray[np.float64]
TICK = np.timedelta64(1, "us")  # tells events of one day apart


@dataclass(frozen=True, eq=False)
class Subject:
    """A measure in one unit. `measure` carries the target in force at the latest point; `days`, `y` (NaN where
    missing), `above` and `below` (the counts, NaN where there are none) and `notes` are its values in order of time."""

    measure: Measure
    unit_id: str
    days: NDArray[np.datetime64]
    y: Floats
    above: Floats
    below: Floats
    notes: NDArray[np.object_]
    changes: tuple[Logged, ...] = ()
    marks: tuple[Mark, ...] = ()
    first_change: date | None = None  # the day that ends the baseline
    first_target: float | None = None  # before any mark moved it

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which points have a value."""
        return ~np.isnan(self.y)

    @cached_property
    def early(self) -> NDArray[np.bool_]:
        """Which points lie before the baseline that the team set: they are shown and count for nothing."""
        return early_of(self.days, self.measure.baseline_start)

    @cached_property
    def out(self) -> NDArray[np.bool_]:
        """Which points count for nothing: those before the baseline, and those left out with a reason."""
        out = out_of(self.days, self.marks)
        return out if self.measure.baseline_start is None else out | self.early

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Which points have a value that counts."""
        return self.known & ~self.out

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The stretches between new limits."""
        return phases_of(self.measure, self.days, self.counted, self.first_change, self.marks)

    @property
    def newest(self) -> tuple[date, float] | None:
        """The last day with a value, and the value."""
        latest = _latest(self.days, self.y)
        return None if latest is None else (latest, float(self.y[self.known][-1]))


def _latest(days: NDArray[np.datetime64], y: Floats) -> date | None:
    """The last day with a value."""
    known = days[~np.isnan(y)]
    return known[-1].astype(date) if len(known) else None


def moments_of(days: NDArray[np.datetime64], starts: Sequence[int] = (0,)) -> NDArray[np.datetime64]:
    """The days of one series after the other, each later than the one before; `starts`: where each series begins."""
    fine = days.astype("datetime64[us]")
    same = np.append(False, fine[1:] == fine[:-1])[: len(fine)]
    same[[start for start in starts if start < len(fine)]] = False
    if not same.any():
        return fine
    place = np.arange(len(fine))
    later = (place - np.maximum.accumulate(np.where(same, 0, place))) * TICK
    return fine + later.astype("timedelta64[us]")


def subject_of(
    measure: Measure,
    unit_id: str,
    values: Mapping[str, NDArray[Any]],
    changes: Sequence[Logged] = (),
    marks: Sequence[Mark] = (),
    *,
    first_change: date | None = None,
) -> Subject:
    """A subject from the columns of `values_of`: x, y, numerator, denominator, note, in order of time. `first_change`
    where the changes themselves are not at hand."""
    days, y = np.asarray(values["x"], dtype="datetime64[D]"), np.asarray(values["y"], dtype=float)
    told = (mark for mark in marks if measure.scaled or mark.kind is not MarkKind.TARGET_FROM)
    ordered = tuple(sorted(told, key=lambda mark: mark.when))
    above, below = (np.asarray(values[name], dtype=float) for name in ("numerator", "denominator"))
    notes = np.asarray(values["note"], dtype=object)
    aimed = with_aim(measure, ordered, _latest(days, y)) if ordered else measure
    first = first_change or first_of(changes)
    return Subject(aimed, unit_id, days, y, above, below, notes, tuple(changes), ordered, first, measure.target)


@dataclass(frozen=True, eq=False)
class Subjects:
    """The charts of some measures: by measure, then by unit, and each measure's home: the unit whose chart stands for
    it. A measure without values has none."""

    charts: Mapping[str, Mapping[str, Subject]]
    home: Mapping[str, str]

    def of_home(self, measure: Measure) -> Subject:
        """The chart that stands for a measure; an empty one where it has no values."""
        return self.of(measure, self.home.get(measure.id, ""))

    def asked(self, measure: Measure, unit: str) -> Subject:
        """The chart of a measure in the unit that somebody asked for, upper or lower case; else that of its home."""
        known = {place.lower(): place for place in self.charts.get(measure.id, {})}
        return self.of(measure, known.get(unit.lower()) or self.home.get(measure.id, ""))

    def of(self, measure: Measure, unit: str) -> Subject:
        """The chart of a measure in one unit; an empty one where there are no values."""
        return self.charts.get(measure.id, {}).get(unit) or subject_of(measure, unit, EMPTY)


EMPTY = {name: np.array([], dtype=float) for name in ("x", "y", "numerator", "denominator", "note")}


def subjects(
    store: Store,
    measures: Sequence[Measure],
    scope: Scope,
    units: Sequence[str] | None = None,
    *,
    keep: bool = False,
    homes: Mapping[str, str] | None = None,
    every: bool = False,
) -> Subjects:
    """The charts of these measures (in these units), read in one go. `keep`: what was read is kept, and read again
    only where its file has changed; for charts that are asked for again and again. `homes`: the unit of each project,
    where they were read already. `every`: these are all measures there are, so their rows need not be sought."""

    def asked() -> Mapping[str, Query]:
        queries = _asked(store.tables(), None if every else measures, scope, units)
        return queries if homes is None else {name: query for name, query in queries.items() if name != "projects"}

    about = (subjects, tuple((measure.id, measure.project_id) for measure in measures), units and tuple(units))
    read = kept(store).answer(question(about, scope), asked).frames if keep else store.frames(asked())
    frame, marks, first = values_of(read["values"], measures), marks_of(read["marks"]), first_changes(read["changes"])
    columns = {name: frame[name].to_numpy() for name in ("y", "numerator", "denominator", "note")}
    columns["x"] = frame["x"].to_numpy().astype("datetime64[D]")
    ids, places = frame["measure_id"].to_numpy(), frame["unit_id"].to_numpy()
    named = {measure.id: measure for measure in measures}
    charts: dict[str, dict[str, Subject]] = {}
    for start, stop in _stretches(ids, places):
        measure, unit = named.get(ids[start]), str(places[start])
        if measure is None:  # it came since the measures were read
            continue
        values = {name: column[start:stop] for name, column in columns.items()}
        mine = [mark for place, mark in marks.get(measure.id, ()) if place in (unit, "")]
        made = subject_of(measure, unit, values, marks=mine, first_change=first.get(measure.project_id))
        charts.setdefault(measure.id, {})[unit] = made
    own = homes if homes is not None else dict(read["projects"].itertuples(index=False, name=None))
    return Subjects(charts, _homes(own, measures, charts))


def _asked(
    tables: Tables, measures: Sequence[Measure] | None, scope: Scope, units: Sequence[str] | None
) -> Mapping[str, Query]:
    now, p = scope.report_date, tables.projects
    owners = None if measures is None else {measure.project_id for measure in measures}
    homes = p.select().with_only_columns(p.c.project_id, p.c.unit_id)
    return {
        "values": select_values(tables, measures, scope, units),
        "marks": select_marks(tables, measures, now),
        "changes": select_changes(tables, owners, now),
        "projects": homes if owners is None else homes.where(among(p.c.project_id, owners)),
    }


def _stretches(ids: NDArray[np.object_], places: NDArray[np.object_]) -> list[tuple[int, int]]:
    """Where the rows of each measure and unit begin and end."""
    if not len(ids):
        return []
    new = np.flatnonzero((ids[1:] != ids[:-1]) | (places[1:] != places[:-1])) + 1
    ends = [0, *new.tolist(), len(ids)]
    return list(pairwise(ends))


def _homes(
    own: Mapping[str, str], measures: Sequence[Measure], charts: Mapping[str, Mapping[str, Subject]]
) -> dict[str, str]:
    """The unit that stands for each measure: its project's own, where it has values there (as project outcomes count),
    else the one with most values."""
    found = {}
    for measure in measures:
        units = charts.get(measure.id, {})
        if units:
            unit = own.get(measure.project_id, "")
            is_own = unit in units and units[unit].known.any()
            found[measure.id] = unit if is_own else max(units, key=lambda place: np.count_nonzero(units[place].known))
    return found
