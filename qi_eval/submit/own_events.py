"""A list of the days on which something happened: how many in each week or month with zeros kept, or the days between.

A week or month that was not watched from its first to its last day is no point: its count would be too low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from qi_eval.datasets.own_series import RARE, Often
from qi_eval.intake.dates import in_words
from qi_eval.vocabulary import Frequency

PERIODS = {
    Frequency.DAILY: ("D", "day"),
    Frequency.WEEKLY: ("W-SUN", "week"),
    Frequency.MONTHLY: ("M", "month"),
    Frequency.QUARTERLY: ("Q", "quarter"),
}
ENOUGH = 12  # periods that make a chart worth reading
MOST_EVENTS = 2_000  # times between events: all that a chart can draw
FEWEST = 3  # events, of which two lie between others


@dataclass(frozen=True)
class Watched:
    """The days from which to which somebody watched; where nobody said, the whole weeks or months of the events."""

    first: date
    last: date
    is_said: bool


def counts(days: Sequence[date], frequency: Frequency, watched: Watched) -> tuple[pd.DataFrame, list[str]]:
    """x (first day of the period) and y (events in it), zeros kept; and what was left out, in words."""
    code, word = PERIODS[frequency]
    inside = [day for day in days if watched.first <= day <= watched.last]
    found = pd.Series(pd.to_datetime(pd.Series(inside, dtype=object))).dt.to_period(code).value_counts()
    every = pd.period_range(pd.Period(watched.first, code), pd.Period(watched.last, code), freq=code)
    whole = [one for one in every if _is_whole(one, watched)]
    frame = pd.DataFrame({"x": [one.start_time for one in whole], "y": [float(found.get(one, 0)) for one in whole]})
    said = [f"{int(frame['y'].sum()):,} counted in {len(whole):,} whole {word}s; a {word} without any is 0."]
    for one in [one for one in every if not _is_whole(one, watched)]:
        since, until = max(one.start_time.date(), watched.first), min(one.end_time.date(), watched.last)
        said.append(f"A {word} that was watched in part, {in_words(since)} to {in_words(until)}, was left out.")
    return frame, [*said, *_outside(len(days) - len(inside))]


def between(days: Sequence[date], watched: Watched) -> tuple[pd.DataFrame, list[str]]:
    """x (day of each event) and y (days since the one before; the first has none)."""
    inside = sorted(day for day in days if watched.first <= day <= watched.last)
    frame = pd.DataFrame({"x": pd.to_datetime(pd.Series(inside, dtype=object)).astype("datetime64[us]")})
    frame["y"] = frame["x"].diff().dt.days.astype(float)
    said = [f"{len(inside):,} events; each point is the days since the one before, so the first has none."]
    frame = frame.iloc[1:].reset_index(drop=True) if len(frame) > 1 else frame
    if len(frame) > MOST_EVENTS:
        said.append(f"They are too many to read: the newest {MOST_EVENTS:,} are shown.")
        frame = frame.iloc[-MOST_EVENTS:].reset_index(drop=True)
    same = int((frame["y"] == 0).sum())
    if same:
        said.append(f"{same:,} followed another on the same day: 0 days.")
    return frame, [*said, *_outside(len(days) - len(inside))]


def watched_of(
    days: Sequence[date], frequency: Frequency, first: date | None, last: date | None, today: date
) -> tuple[Watched, list[str]]:
    """The days watched, as said, else the whole periods from the first event to the last."""
    code, _ = PERIODS[frequency]
    start = first or pd.Period(min(days), code).start_time.date()
    end = last or min(pd.Period(max(days), code).end_time.date(), today)
    end = max(start, min(end, today))
    if first and last:
        return Watched(start, end, True), []
    assumed = f"from {in_words(start)} to {in_words(end)}"
    return Watched(start, end, False), [f"It is taken that somebody watched {assumed}; say so if it was otherwise."]


def usual_frequency(days: Sequence[date], first: date | None, last: date | None) -> Frequency:
    """Weeks where most weeks have an event or two, or where there are too few months; months otherwise."""
    start, end = first or min(days), last or max(days)
    length = (end - start) / timedelta(days=1) + 1
    weeks, months = length / 7, length / 30.4
    if len(days) / max(weeks, 1) >= RARE or months < ENOUGH / 2:
        return Frequency.WEEKLY
    return Frequency.MONTHLY


def often_of(days: Sequence[date], first: date | None, last: date | None, today: date) -> Often | None:
    """How often the events happen; None where they are too few to tell."""
    if len(days) < FEWEST:
        return None
    frequency = usual_frequency(days, first, last)
    watched, _ = watched_of(days, frequency, first, last, today)
    frame, _ = counts(days, frequency, watched)
    return None if frame.empty else Often(float(frame["y"].median()), frequency)


def _outside(number: int) -> list[str]:
    """What is said of events before the first or after the last day watched."""
    lie = "1 event lies" if number == 1 else f"{number:,} events lie"
    was = "was" if number == 1 else "were"
    return [f"{lie} outside the days watched and {was} left out."] if number else []


def _is_whole(period: pd.Period, watched: Watched) -> bool:
    return bool(watched.first <= period.start_time.date() and period.end_time.date() <= watched.last)
