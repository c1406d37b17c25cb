"""Where the baseline of a chart ends: at the first change that the project's log names (ruling 3)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    """A change with the kind of log entry that it is (one PDSA cycle is a small one), whether it is the project's own
    (not the whole trust's), and whether the chart of the measure shows it."""

    kind: LogType = LogType.PDSA
    own: bool = True
    drawn: bool = True


@dataclass(frozen=True)
class Baseline:
    """`points`: how many first points make the baseline, None where all points make the centre; `until`: the first
    change; `median`: of the baseline, or of all points; `before`, `after`: how many values there are before that change
    and from it on."""

    points: int | None
    until: date | None
    median: float | None
    before: int = 0
    after: int = 0

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
    that names another measure is not drawn, but it may end the baseline."""
    log = store.tables().project_log
    owned = log.c.project_id.in_([measure.project_id, ""]) if measure.project_id else log.c.project_id == ""
    select = log.select().where(log.c.log_date <= now, log.c.log_type.in_([kind.value for kind in DRAWN]), owned)
    frame = store.frame(select.order_by(log.c.log_date, log.c.title))
    return tuple(_logged(row, measure) for row in frame.to_dict("records"))


def _logged(row: dict[Hashable, Any], measure: Measure) -> Logged:
    named = row["applies_to_measure_id"]
    drawn = named is None or named != named or str(named).lower() in ("", measure.id.lower())
    kind, own = LogType(row["log_type"]), bool(row["project_id"])
    wide = bool(measure.project_id) and not own
    return Logged(row["log_date"].date(), str(row["title"]), kind is LogType.PDSA, wide, kind, own, drawn)


def baseline_of(days: Iterable[date], values: pd.Series, changes: Sequence[Logged]) -> Baseline:
    """The baseline of a series in order of time: the points before the project's first intervention, else its first
    PDSA, whichever measure they name: a change made for one measure is no baseline for the others (as J4 judges)."""
    when, known = list(days), values.notna()
    first = _first(changes, LogType.INTERVENTION_START) or _first(changes, LogType.PDSA)
    before = sum(1 for day, there in zip(when, known, strict=True) if there and first and day < first)
    after = int(known.sum()) - before
    points = sum(1 for day in when if first and day < first) if before >= LEAST and after else None
    return Baseline(points, first, spc.run_chart_of(values, points).median, before, after)


def _first(changes: Sequence[Logged], kind: LogType) -> date | None:
    return min((change.when for change in changes if change.kind is kind and change.own), default=None)
