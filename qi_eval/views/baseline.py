"""Where the baseline of a chart ends: at the first change that the project's log names (ruling 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.charts.changes import Change
from qi_eval.store import Store
from qi_eval.views.series import Measure
from qi_eval.vocabulary import LogType

DRAWN = (LogType.PDSA, LogType.INTERVENTION_START, LogType.EXTERNAL_EVENT)
FIRM, LEAST = 12, 8  # points of a baseline; fewer than 12 are provisional, fewer than 8 are none (ruling 3)


@dataclass(frozen=True)
class Logged(Change):
    """A change with the kind of log entry that it is; one PDSA cycle is a small one."""

    kind: LogType = LogType.PDSA


@dataclass(frozen=True)
class Baseline:
    """`points`: how many first points make the baseline, None where all points make the centre; `until`: the first
    change; `median`: of the baseline, or of all points."""

    points: int | None
    until: date | None
    median: float | None

    @property
    def provisional(self) -> bool:
        """Whether the baseline rests on few points."""
        return self.points is not None and self.points < FIRM


def changes_of(store: Store, measure: Measure, now: date) -> tuple[Logged, ...]:
    """The tests of change and events that concern a measure, in order: its project's own, and those of the whole trust
    (without a project). One that names another measure is left out."""
    log = store.tables().project_log
    owned = log.c.project_id.in_([measure.project_id, ""]) if measure.project_id else log.c.project_id == ""
    select = log.select().where(log.c.log_date <= now, log.c.log_type.in_([kind.value for kind in DRAWN]), owned)
    frame = store.frame(select.order_by(log.c.log_date, log.c.title))
    applies = frame["applies_to_measure_id"]
    mine = frame[applies.isna() | (applies == "") | (applies.str.lower() == measure.id.lower())]
    rows = zip(mine["log_date"].dt.date, mine["title"], mine["log_type"], strict=True)
    return tuple(Logged(day, str(title), kind == LogType.PDSA, LogType(kind)) for day, title, kind in rows)


def baseline_of(days: Iterable[date], values: pd.Series, changes: Sequence[Logged]) -> Baseline:
    """The baseline of a series in order of time: the points before the first intervention, else the first PDSA."""
    when, known = list(days), values.notna()
    first = _first(changes, LogType.INTERVENTION_START) or _first(changes, LogType.PDSA)
    before = sum(1 for day, there in zip(when, known, strict=True) if there and first and day < first)
    after = int(known.sum()) - before
    points = sum(1 for day in when if first and day < first) if before >= LEAST and after else None
    return Baseline(points, first, spc.run_chart_of(values, points).median)


def _first(changes: Sequence[Logged], kind: LogType) -> date | None:
    return min((change.when for change in changes if change.kind is kind), default=None)
