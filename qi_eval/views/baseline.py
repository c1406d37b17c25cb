"""Where the baseline of a chart ends: at the first change that the project's log names (ruling 3)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.charts.changes import Change
from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Tables
from qi_eval.metrics.periods import plain
from qi_eval.store import Query, Store
from qi_eval.views.series import Measure
from qi_eval.vocabulary import LogType

DRAWN = (LogType.PDSA, LogType.INTERVENTION_START, LogType.EXTERNAL_EVENT)
CHANGES = (LogType.INTERVENTION_START, LogType.PDSA)  # what ends a baseline, the stronger first
FIRM, LEAST = 12, 8  # points of a baseline; fewer than 12 are provisional, fewer than 8 are none (ruling 3)


@dataclass(frozen=True)
class Logged(Change):
    """A change with the kind of log entry that it is (one PDSA cycle is a small one), whether it is the project's own
    (not the whole trust's), and whether the chart of the measure shows it."""

    kind: LogType = LogType.PDSA
    own: bool = True
    drawn: bool = True


@dataclass(frozen=True)
class Baseline:
    """`points`: how many first points make the baseline, None where all points make the centre; `until`: the first day
    after it; `before`, `after`: how many values there are before that day and from it on; `set`: the team fixed its
    last day, no change ended it."""

    points: int | None = None
    until: date | None = None
    before: int = 0
    after: int = 0
    set: bool = False

    @property
    def short(self) -> bool:
        """Whether a change is logged, and too few points before it to tell whether it helped."""
        return self.until is not None and self.before < LEAST and self.after > 0

    @property
    def provisional(self) -> bool:
        """Whether the baseline rests on few points."""
        return self.points is not None and self.before < FIRM


def changes_of(store: Store, measure: Measure, now: date) -> tuple[Logged, ...]:
    """The tests of change and events of a measure's project and of the whole trust (without a project), in order. One
    that names another measure is drawn only where it ends the baseline: then all that is said rests on its day."""
    c = (log := store.tables().project_log).c
    kinds = c.log_type.in_([kind.value for kind in DRAWN])
    select = log.select().where(c.log_date <= now, kinds, c.project_id.in_({measure.project_id, ""}))
    columns = (c.log_date, c.log_type, c.title, c.project_id, c.applies_to_measure_id)
    rows = store.frame(select.with_only_columns(*columns).order_by(c.log_date, c.title)).to_dict("records")
    logged = [_logged(row, measure) for row in rows]
    ends = first_of(logged)
    return tuple(replace(one, drawn=one.drawn or (one.own and one.when == ends)) for one in logged)


def _logged(row: Mapping[Hashable, Any], measure: Measure) -> Logged:
    named = row["applies_to_measure_id"]
    drawn = named is None or named != named or str(named).lower() in ("", measure.id.lower())
    kind, own = LogType(row["log_type"]), bool(row["project_id"])
    wide = bool(measure.project_id) and not own
    when, title, small = row["log_date"].date(), str(row["title"]), kind is LogType.PDSA
    return Logged(when, title, small, wide, kind=kind, own=own, drawn=drawn)


def select_changes(tables: Tables, projects: Collection[str] | None, now: date) -> Query:
    """The changes that these projects (None: all) logged, in order of time."""
    c = (log := tables.project_log).c
    select = log.select().where(c.log_date <= now, c.log_type.in_([kind.value for kind in CHANGES]))
    if projects is not None:
        select = select.where(among(c.project_id, set(projects) - {""}))
    return select.with_only_columns(c.project_id, c.log_type, c.log_date).order_by(c.log_date)


def first_changes(rows: pd.DataFrame) -> Mapping[str, date]:
    """Project → the day of its first change: the first intervention of its log, else its first PDSA cycle, whichever
    measure they name (a change made for one measure is no baseline for the others, as project outcomes judge)."""
    cells = (plain(rows[name]) for name in ("log_type", "project_id", "log_date"))
    logged = list(zip(*cells, strict=True))[::-1]  # the earliest is the last word
    found: dict[str, date] = {}
    for kind in reversed(CHANGES):
        found |= {project: day for each, project, day in logged if each == kind.value}
    return found


def first_of(changes: Sequence[Logged]) -> date | None:
    """The same of changes at hand; None where the log names none."""
    for kind in CHANGES:
        days = [change.when for change in changes if change.kind is kind and change.own]
        if days:
            return min(days)
    return None


def baseline_end(measure: Measure, first: date | None) -> tuple[date | None, bool]:
    """The first day after the baseline, and whether the team set it: the day of the first change; the end that the team
    fixed counts where the log names no change."""
    if first is None and measure.baseline_end is not None:
        return measure.baseline_end + timedelta(days=1), True
    return first, False


def baseline_of(
    days: NDArray[np.datetime64], known: NDArray[np.bool_], end: date | None, *, fixed: bool = False
) -> Baseline:
    """The baseline of a series in order of time; `known`: which points have a value that counts; `end`: the first day
    after the baseline."""
    total = int(np.count_nonzero(known))
    if end is None:
        return Baseline(before=0, after=total)
    points = int(np.count_nonzero(days < np.datetime64(end)))
    before = int(np.count_nonzero(known[:points]))
    frozen = points if before >= LEAST and total > before else None
    return Baseline(frozen, end, before, total - before, fixed)
