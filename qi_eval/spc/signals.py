"""Flags → signals: which rule a point shows, whether it is improvement or concern, and the icons of a series.

Codes are positions in the enums of the vocabulary; -1 stands for none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from qi_eval.spc.limits import Limits
from qi_eval.spc.rules import Flags
from qi_eval.spc.segments import Bools, Floats, Ints, Segments, Signs
from qi_eval.vocabulary import Assurance, Direction, Method, SpcRule, Variation

Codes = NDArray[np.int8]
ICON_FROM = 13  # points; Making Data Count gives limits and icons from here on
BETTER = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NEUTRAL: 0}


def code(word: Enum) -> int:
    """The position of a word in its vocabulary."""
    return list(type(word)).index(word)


@dataclass(frozen=True, eq=False)
class PointSignals:
    """For every point: the rule shown, the kind of variation, and whether any rule says better or worse."""

    rule: Codes
    kind: Codes
    improving: Bools
    concerning: Bools


def point_signals(flags: Flags, values: Floats, better: Signs, segments: Segments, *, method: Method) -> PointSignals:
    """The signals of each point; `better` one a point. Rules take precedence: outside, trend, two in three, shift.

    A point that is both shows improvement, as Making Data Count rules; NHSRplotthedots keeps to the precedence alone.
    """
    high, low = flags.high, flags.low
    up, down = better > 0, better < 0
    improving, concerning = high & up | low & down, low & up | high & down
    rule = np.full(len(better), -1, dtype=np.int8)
    kind = np.full(len(better), code(Variation.COMMON_CAUSE), dtype=np.int8)
    at = np.flatnonzero(high | low)
    if len(at):
        shown = _by_precedence(flags, _trend_direction(flags, values, segments.joined()), at)
        free = method is Method.PLOTTHEDOTS
        wanted = np.zeros(len(at), dtype=np.int8) if free else better[at] * improving[at].view(np.int8)
        rule[at], direction = _strongest(shown, wanted)
        kind[at] = kinds(direction, better[at])
    return PointSignals(rule, kind, improving, concerning)


def kinds(direction: Signs, better: Signs) -> Codes:
    """Common cause, improvement, concern, or high and low where no direction is better."""
    judged = np.where(direction == better, code(Variation.IMPROVEMENT), code(Variation.CONCERN))
    neutral = np.where(direction > 0, code(Variation.NEUTRAL_HIGH), code(Variation.NEUTRAL_LOW))
    found = np.where(better == 0, neutral, judged)
    return np.where(direction == 0, code(Variation.COMMON_CAUSE), found).astype(np.int8)


def _by_precedence(flags: Flags, trend: Signs, at: Ints) -> tuple[tuple[SpcRule, Signs, Bools, Bools], ...]:
    """Each rule with the direction it shows at some points and which of them it flags high and low, strongest first."""
    outside, two, shift = flags.outside[at], flags.two_in_three[at], flags.shift[at]
    return (
        (SpcRule.OUTSIDE, outside, outside > 0, outside < 0),
        (SpcRule.TREND, trend[at], flags.rising[at], flags.falling[at]),
        (SpcRule.TWO_IN_THREE, two, two > 0, two < 0),
        (SpcRule.SHIFT, shift, shift > 0, shift < 0),
    )


def _strongest(shown: tuple[tuple[SpcRule, Signs, Bools, Bools], ...], wanted: Signs) -> tuple[Codes, Signs]:
    """The first rule that flags each point (in the wanted direction, where one is wanted), and its direction."""
    rule = np.full(len(wanted), -1, dtype=np.int8)
    direction = np.zeros(len(wanted), dtype=np.int8)
    free = wanted == 0
    for word, way, high, low in reversed(shown):
        flagged = (high & (free | (wanted > 0))) | (low & (free | (wanted < 0)))
        rule[flagged] = code(word)
        direction[flagged] = np.where(free, way, wanted)[flagged]
    return rule, direction


def _trend_direction(flags: Flags, values: Floats, joined: Bools) -> Signs:
    """The direction a point of a trend shows: towards the next point if that is in a trend too, else from the last."""
    flagged = flags.rising | flags.falling
    way = np.zeros(len(values), dtype=np.int8)
    at = np.flatnonzero(flagged)
    if not len(at):
        return way
    way[at] = np.where(flags.rising[at], 1, -1)
    onward = at[at < len(values) - 1]
    onward = onward[joined[onward] & flagged[onward + 1] & (values[onward + 1] != values[onward])]
    way[onward] = np.sign(values[onward + 1] - values[onward])
    return way


def latest(kind: Codes, known: Bools, segments: Segments, *, method: Method) -> Codes:
    """The variation icon of each segment: its last point with a value; blank below 13 points for Making Data Count."""
    if method is Method.PLOTTHEDOTS:
        return kind[segments.lasts]
    last = segments.last_of(known)
    icon = np.where(last >= 0, kind[last], -1) if len(kind) else last
    enough = segments.count(known) >= ICON_FROM
    return np.where(enough, icon, -1).astype(np.int8)


def of_runs(runs_signal: Bools, signals: PointSignals, change: Floats, better: Signs, segments: Segments) -> Codes:
    """The variation of each segment under rules that look at the whole of it (Anhøj, run chart rules).

    A flagged point decides, the last one first; a runs signal alone takes the direction of `change`, the median after
    the baseline less the median of the baseline. `better` is 0 where there is no baseline to compare with."""
    flagged = segments.last_of(signals.rule >= 0)
    by_point = np.where(flagged >= 0, signals.kind[flagged], -1) if len(flagged) else flagged
    by_runs = kinds(np.where(change < 0, -1, 1).astype(np.int8), better)
    unflagged = np.where(runs_signal, by_runs, code(Variation.COMMON_CAUSE))
    return np.where(flagged >= 0, by_point, unflagged).astype(np.int8)


def assurance(target: Floats, better: Signs, limits: Limits, last: Ints, *, method: Method) -> Codes:
    """Whether the limits at position `last` of each series pass, fail or straddle the target; -1 where not judged.

    In Making Data Count a limit that equals the target counts as missing it on the wrong side."""
    low, high = limits.lower[last], limits.upper[last]
    with np.errstate(invalid="ignore"):
        strict = method is Method.PLOTTHEDOTS
        above = (target > high) if strict else (target >= high)
        below = (target < low) if strict else (target <= low)
    met, missed = np.where(better > 0, below, above), np.where(better > 0, above, below)
    found = np.where(met, code(Assurance.PASS), np.where(missed, code(Assurance.FAIL), code(Assurance.INCONSISTENT)))
    judged = (better != 0) & ~np.isnan(target) & (strict | ~np.isnan(high))
    return np.where(judged, found, -1).astype(np.int8)
