"""How often the points of a team's table come; rows taken together by week or longer, where they are too many or each
stands for too little."""

from __future__ import annotations

import pandas as pd

from qi_eval.submit.own_events import MOST_EVENTS, PERIODS
from qi_eval.submit.own_points import Points, combine, worked_out
from qi_eval.submit.own_reading import Meant
from qi_eval.vocabulary import Frequency

MOST_POINTS = 1_000  # on a chart that a person can read; more are taken together by week, month …
STEPS = ((2, Frequency.DAILY), (10, Frequency.WEEKLY), (21, Frequency.FORTNIGHTLY), (46, Frequency.MONTHLY),
         (140, Frequency.QUARTERLY))  # fmt: skip
ENOUGH_ROWS, ENOUGH_POINTS = 10, 12  # of yes or no in a point; in a chart (thresholds of the house)
LENGTHS = PERIODS | {Frequency.ANNUAL: ("Y", "year")}


def frequency_of(days: pd.Series) -> Frequency:
    """How often a value is given, by the middle gap between two dates; monthly where there are fewer than two."""
    gaps = days.drop_duplicates().diff().dt.days.dropna()
    if gaps.empty:
        return Frequency.MONTHLY
    return next((frequency for most, frequency in STEPS if gaps.median() < most), Frequency.ANNUAL)


def fewer(meant: Meant, points: Points) -> Frequency:
    """The frequency of the points; where they are too many to be read, they are first taken together by week or more.
    Times between events stay as they are, each is an event; of very many the newest are kept."""
    frequency = frequency_of(points.frame["x"])
    if meant.kind.is_time and len(points.frame) > MOST_EVENTS:
        points.said.append(f"{len(points.frame):,} events are too many to read: the newest {MOST_EVENTS:,} are shown.")
        points.frame = points.frame.iloc[-MOST_EVENTS:].reset_index(drop=True)
    if len(points.frame) <= MOST_POINTS or meant.kind.is_time:
        return frequency
    before = len(points.frame)
    frequency, starts = next(
        (one, starts) for one, starts in ((one, _starts(points.frame["x"], one)) for one in LENGTHS)
        if starts.nunique() <= MOST_POINTS or one is Frequency.ANNUAL
    )  # fmt: skip
    how = _together_by(meant, points, starts)
    points.said.append(f"{before:,} dates are too many to read: they are shown by {LENGTHS[frequency][1]}, {how}.")
    return frequency


def by_period(meant: Meant, points: Points, asked: Frequency | None) -> Frequency:
    """The frequency of the points made of rows that say yes or no: as `asked`; else as they are dated, or longer: the
    first that gives ENOUGH_ROWS to the middle point and leaves ENOUGH_POINTS."""
    dated = frequency_of(points.frame["x"])
    steps = [*(one for _, one in STEPS), Frequency.ANNUAL]
    longer = [asked] if asked else [one for one in steps[steps.index(dated) :] if one in PERIODS]
    left = {one: _starts(points.frame["x"], one) for one in longer}
    if not asked and (not longer or _rows_in(points, points.frame["x"]) >= ENOUGH_ROWS):
        return dated
    long_enough = [one for one in longer if left[one].nunique() >= ENOUGH_POINTS] or longer[:1]
    chosen = next((one for one in long_enough if _rows_in(points, left[one]) >= ENOUGH_ROWS), long_enough[-1])
    _together_by(meant, points, left[chosen])
    points.said.append(f"Each point is the rows of one {LENGTHS[chosen][1]}.")
    return chosen


def _rows_in(points: Points, starts: pd.Series) -> float:
    """The rows that the middle point would stand for."""
    return float(points.frame["denominator"].groupby(starts).sum().median())


def _together_by(meant: Meant, points: Points, starts: pd.Series) -> str:
    """Makes the rows of a period one point; gives the way in words."""
    points.frame = points.frame.assign(x=starts)
    how = combine(meant, points)
    points.frame = worked_out(meant, points.frame).reset_index(drop=True)
    return how


def _starts(days: pd.Series, frequency: Frequency) -> pd.Series:
    """The first day of the week, month, quarter or year in which each day lies."""
    return days.dt.to_period(LENGTHS[frequency][0]).dt.start_time
