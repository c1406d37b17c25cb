"""Whether series suit a chart at all: their spacing, seasons, shared data, and the scale that they seem to be on.

Each function gives, for every series, whether the remark concerns it. They look only; nothing is put right in silence.
"""

from __future__ import annotations

import numpy as np
from scipy.special import fdtri

from qi_eval.spc.centre import means, medians
from qi_eval.spc.segments import Bools, Floats, Ints, Segments

DAY = 86_400_000_000  # microseconds
MONTH = (28 * DAY, 31 * DAY)
WEEKEND = 4 * DAY  # the longest step of a series of working days, with one holiday
UNEQUAL = 1.5  # longest step over shortest; months are 1.1
YEAR = 12  # months
SEASONS_FROM = 24  # points; two years
SEASONAL_P = 0.001  # of the test of months within years
SHARED_FROM = 24  # points below which neighbours that share data cannot be told
SMOOTH = 0.85  # squared steps over squared distances from the mean; 2 in independent values, 2 / k in windows of k
UNRELATED_STEPS = -0.15  # lag-1 correlation of the steps; -0.5 in independent values, 0 where windows overlap
FAR_STEP = 3.0  # steps beyond so many medians count as that long
SWINGING = 0.3  # from here on the steps go in waves, as seasons do


def steps_of(key: Ints | Floats, series: Segments) -> tuple[Floats, Floats]:
    """The shortest and the longest step of x in each series; NaN with fewer than two points."""
    if series.size < 2:
        blank = np.full(len(series.lengths), np.nan)
        return blank, blank
    step = np.empty_like(key)
    np.subtract(key[1:], key[:-1], out=step[1:])
    several = series.lengths > 1
    step[series.starts] = step[np.minimum(series.starts + 1, series.size - 1)]  # the first step again
    lowest, highest = (way.reduceat(step, series.starts) for way in (np.minimum, np.maximum))
    return np.where(several, lowest, np.nan), np.where(several, highest, np.nan)


def unequal(shortest: Floats, longest: Floats, *, in_days: bool) -> Bools:
    """Whether the points of each series are unevenly spaced; working days count as even."""
    uneven = longest > UNEQUAL * shortest
    return uneven & ~((shortest == DAY) & (longest <= WEEKEND)) if in_days else uneven


def seasonal(y: Floats, months: Bools, series: Segments) -> tuple[Bools, Floats]:
    """Whether the same months lie high or low in every year, in series of single months without a gap; and the values
    less the mean of their month, for those series (for the others as they are).

    Analysis of variance of months within years (the last whole years), as the values stand and without their straight
    trend: a level that moves or rises is no season."""
    years = np.where(months & (series.lengths >= SEASONS_FROM), series.lengths // YEAR, 0)
    found, rest = np.zeros(len(years), dtype=bool), y
    for number in np.unique(years[years > 0]).tolist():
        of = np.flatnonzero(years == number)
        block = _blocks(y, series.starts[of] + series.lengths[of] - number * YEAR, number * YEAR)
        differ = _months_differ(block, number) & _vary(block)
        if differ.any():
            found[of[differ]] = _months_differ(_level(block[differ]), number)
    if found.any():
        rest = _without_months(y, found, series)
    return found, rest


def _blocks(y: Floats, first: Ints, length: int) -> Floats:
    """So many values from each position on, as rows; without a copy where they follow each other."""
    if first[-1] - first[0] == length * (len(first) - 1):
        return y[first[0] : first[-1] + length].reshape(-1, length)
    return y[first[:, None] + np.arange(length)]


def _vary(block: Floats) -> Bools:
    """Whether at least half of the values of a row differ from its median: two cases that fell in one month of two
    years, among zeros, are no season."""
    return (block != np.median(block, axis=1, keepdims=True)).mean(axis=1) >= 0.5


def _months_differ(block: Floats, number: int) -> Bools:
    """Whether months differ more than chance explains in rows of so many years; not where a value is missing."""
    critical = fdtri(YEAR - 1, (number - 1) * (YEAR - 1), 1 - SEASONAL_P)
    years = block.reshape(-1, number, YEAR)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        of_year = np.add.reduceat(block.reshape(-1), np.arange(0, block.size, YEAR)).reshape(-1, number)
        month = sum(years[:, k] for k in range(number)) - of_year.sum(axis=1)[:, None] / YEAR
        between = np.einsum("sm,sm->s", month, month) / number
        whole = np.einsum("sp,sp->s", block, block) - np.einsum("sy,sy->s", of_year, of_year) / YEAR
        left = np.maximum(whole - between, 1e-12 * np.abs(whole))
        return np.asarray(between > critical / (number - 1) * left)


def _level(block: Floats) -> Floats:
    """Rows without their straight trend."""
    time = np.arange(block.shape[1]) - (block.shape[1] - 1) / 2
    return block - (block @ time / (time @ time))[:, None] * time


def _without_months(y: Floats, chosen: Bools, series: Segments) -> Floats:
    """The values of the chosen series less the mean of their month of the year, counted from the last point."""
    points = series.spread(chosen)
    part = series.part(points)
    month = (part.spread(part.lengths) - part.place) % YEAR
    cell = part.owner * YEAR + month
    rest = y.copy()
    rest[points] -= (np.bincount(cell, y[points]) / np.maximum(np.bincount(cell), 1))[cell]
    return rest


def shares_data(y: Floats, series: Segments) -> tuple[Bools, Bools]:
    """Whether neighbouring values hang together as in a rolling average or a running total; and, second, whether
    they do so in waves, as seasons make them. Not where a value is missing."""
    enough = series.lengths >= SHARED_FROM
    smooth = np.zeros(len(enough), dtype=bool)
    waves = np.zeros(len(enough), dtype=bool)
    if not enough.any():
        return smooth, waves
    chosen = series.spread(enough)
    part, y = series.part(chosen), y if enough.all() else y[chosen]
    with np.errstate(invalid="ignore", divide="ignore"):
        off = y - part.spread(part.total(y) / part.lengths)
        spread = part.squares(off)
        np.subtract(y[1:], y[:-1], out=off[1:])
        off[part.starts] = 0.0
        low = part.squares(off) < SMOOTH * spread
        if low.any():
            near = _step_correlation(off[part.spread(low)], part.part(part.spread(low)))
            at = np.flatnonzero(enough)[low]
            smooth[at], waves[at] = near > UNRELATED_STEPS, near > SWINGING
    return smooth, waves


def _step_correlation(step: Floats, part: Segments) -> Floats:
    """The lag-1 correlation of the steps of each series, far ones drawn in so that one shift does not hide the others;
    the first entry of each is no step."""
    chosen = part.place > 0
    inner, off = Segments(part.lengths - 1), step[chosen]
    everything = np.ones(len(off), dtype=bool)
    far = inner.spread(FAR_STEP * medians(np.abs(off), everything, inner))
    off = np.clip(off, -far, far)
    off = off - inner.spread(means(off, everything, inner))
    pairs = np.append(off[:-1] * off[1:] * inner.joined(), 0.0)
    return inner.total(pairs) / inner.total(off * off)


def two_scales(y: Floats, series: Segments) -> Ints:
    """How many values of each series look like fractions of 1 among percentages: times a hundred they lie among the
    others, which start at 10. 0 where a series is on one scale."""
    with np.errstate(invalid="ignore"):
        small = (y > 0) & (y < 1)
        number = series.count(small)
        some = number > 0
        if not some.any() or not (series.highest(y)[some] >= 10).any():
            return np.zeros(len(number), dtype=np.int64)
        large = np.where(y >= 1, y, np.nan)
        low, high = series.lowest(large), series.highest(large)
        hundred = np.where(small, 100 * y, np.nan)
        fits = (series.lowest(hundred) >= low / 2) & (series.highest(hundred) <= 2 * high)
        fewer = 2 * number < series.count(~np.isnan(y))
        return np.where(some & fits & (low >= 10) & (high <= 100) & fewer, number, 0)


def target_of_other_scale(y: Floats, target: Floats, series: Segments) -> Bools:
    """Whether the target of each series is a percentage and its values are fractions of 1, or the other way about."""
    if np.isnan(target).all() or not len(y):
        return np.zeros(len(target), dtype=bool)
    lowest, highest = series.lowest(y), series.highest(y)
    fractions = (lowest >= 0) & (highest <= 1) & (highest > 0)
    percentages = (lowest > 1) & (highest > 10) & (highest <= 100)
    return (fractions & (target > 1) & (target <= 100)) | (percentages & (target > 0) & (target < 1))
