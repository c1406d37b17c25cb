"""A chart as it looked on an earlier day, from the data as they stand now: only periods that had ended by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.metrics.metric import Breakdown
from qi_eval.views.series import Measure
from qi_eval.views.subjects import Subject
from qi_eval.vocabulary import Frequency

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}
MONTHS_OF = {"Month": 1, "Quarter": 3}  # what a metric calls its periods → how long they are
Days = NDArray[np.datetime64]


def cut(subject: Subject, day: date) -> Subject:
    """The subject with the points whose period had ended by `day`, and with what was set on its chart by then."""
    kept = ended(subject.measure, subject.days) <= np.datetime64(day)
    changed = subject.first_change
    return replace(
        subject,
        days=subject.days[kept],
        y=subject.y[kept],
        above=subject.above[kept],
        below=subject.below[kept],
        notes=subject.notes[kept],
        changes=tuple(change for change in subject.changes if change.when <= day),
        marks=tuple(mark for mark in subject.marks if mark.when <= day),
        first_change=changed if changed is not None and changed <= day else None,
    )


def ended(measure: Measure, days: Days) -> Days:
    """The day on which each period was over; an event is over on its own day."""
    if measure.events:
        return days
    if measure.frequency in MONTHS:
        return months_on(days, MONTHS[measure.frequency])
    return days + np.timedelta64(measure.frequency.days, "D")


def months_on(days: Days, months: int) -> Days:
    """The same days so many months later; the 31st of a shorter month is taken as the first of the next."""
    first = days.astype("datetime64[M]")
    return (first + months).astype("datetime64[D]") + (days - first.astype("datetime64[D]"))


def cut_periods(over_time: Breakdown, day: date) -> Breakdown:
    """A metric's periods that had ended by `day`."""
    first = pd.to_datetime(over_time.table["period"]).to_numpy().astype("datetime64[D]")
    over = months_on(first, MONTHS_OF.get(over_time.labels["period"], 0))
    return replace(over_time, table=over_time.table[over <= np.datetime64(day)])
