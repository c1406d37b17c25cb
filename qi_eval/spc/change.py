"""What the rules say since a change: series with the points before it as baseline in, one finding a series out.

Centre and limits are frozen on the baseline. Rules that look at neighbouring points (Making Data Count,
NHSRplotthedots, run chart rules) must find their sign in the points after the change alone: a run that began before it
is no evidence of it. Anhøj's rules judge a whole series, so there the baseline counts with it, and the direction is
that of the median after the change less the median before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi_eval.spc import limits as control
from qi_eval.spc.centre import means, medians
from qi_eval.spc.limits import SCREENED_BY_DEFAULT, Limits
from qi_eval.spc.rules import flags
from qi_eval.spc.runs import crossings_limit, longest_run_limit, runs_limits, runs_of, sides
from qi_eval.spc.segments import Bools, Floats, Ints, Segments, Signs
from qi_eval.vocabulary import ChartType, Method

LATEST = 6  # points; their median tells whether a sign is kept
# The chart on which each set of rules judges a change.
CHART = {
    Method.MDC: ChartType.I,
    Method.PLOTTHEDOTS: ChartType.I,
    Method.ANHOEJ: ChartType.RUN,
    Method.IHI: ChartType.RUN,
}


@dataclass(frozen=True, eq=False)
class Since:
    """One entry a series. `centre`: of the baseline; `unsettled`: the baseline has a sign of its own; `on_median`: the
    share of baseline points exactly on their median; `improving`, `concerning`: the rules found such a sign after the
    change; `latest`: the median of the last points; `now`: 1 if that lies on the better side of the centre, -1 worse.
    """

    centre: Floats
    unsettled: Bools
    on_median: Floats
    improving: Bools
    concerning: Bools
    latest: Floats
    now: Signs


def since_change(values: Floats, lengths: Ints, baseline: Ints, better: Signs, *, method: Method) -> Since:
    """What `method` says of each series since its change.

    `values`: all series end to end, each in order of time, none missing. `lengths`: points of each; `baseline`: how
    many of them come before the change, at least 1 and fewer than its length. `better`: 1 if higher is, else -1."""
    series = Segments(lengths)
    before = series.place < series.spread(baseline)
    base = series.part(before)
    centre = _frozen(values, series, baseline, method)
    middle = medians(values, before, series)
    high, low = _signs(values, series, before, centre, method)
    last = ~before & (series.spread(lengths) - series.place <= LATEST)
    latest = medians(values, last, series)
    return Since(
        centre=centre,
        unsettled=_has_sign(values[before], base, centre, method),
        on_median=base.count(values[before] == base.spread(middle)) / baseline,
        improving=np.where(better > 0, high, low),
        concerning=np.where(better > 0, low, high),
        latest=latest,
        now=(np.sign(latest - centre) * better).astype(np.int8),
    )


def first_sign(
    values: Floats, lengths: Ints, baseline: Ints, better: Signs, *, method: Method, among: Bools | None = None
) -> Ints:
    """How many points after the change there were when the rules first said better; 0 where they never did.

    Each series is judged again as it stood after its first point, its second, and so on; with `among` only some are."""
    series = Segments(lengths)
    centre = _frozen(values, series, baseline, method)
    after = lengths - baseline if among is None else np.where(among, lengths - baseline, 0)
    which = np.repeat(np.arange(len(lengths)), after)
    known = Segments(after).place + 1
    stood = Segments(baseline[which] + known)
    then = values[stood.spread(series.starts[which]) + stood.place]
    before = stood.place < stood.spread(baseline[which])
    high, low = _signs(then, stood, before, centre[which], method)
    said = np.where(better[which] > 0, high, low)
    first = np.zeros(len(lengths), dtype=np.int64)
    first[which[said][::-1]] = known[said][::-1]
    return first


def lag_one(values: Floats, segments: Segments) -> Floats:
    """The correlation of neighbouring points in each segment, its bias in short series taken out; NaN if undefined.

    About a mean that is estimated too, r falls short by (1 + 3 rho) / n: Kendall, Biometrika 1954;41:403–4."""
    off = values - segments.spread(means(values, np.ones(len(values), dtype=bool), segments))
    pairs = np.where(segments.joined(), off[:-1] * off[1:], 0.0)
    n = segments.lengths
    with np.errstate(invalid="ignore", divide="ignore"):
        found = segments.total(np.append(pairs, 0.0)) / segments.total(off * off)
        return np.where(n > 3, (n * found + 1) / (n - 3), np.nan)


def _frozen(values: Floats, series: Segments, baseline: Ints, method: Method) -> Floats:
    """The centre of each series' baseline."""
    before = series.place < series.spread(baseline)
    return (medians if CHART[method] is ChartType.RUN else means)(values, before, series)


def _limits(values: Floats, segments: Segments, centre: Floats, method: Method) -> Limits:
    if CHART[method] is ChartType.RUN:
        return control.none(segments)
    screen = method in SCREENED_BY_DEFAULT
    return control.individuals(values, np.ones(len(values), dtype=bool), centre, segments, method=method, screen=screen)


def _signs(values: Floats, series: Segments, before: Bools, centre: Floats, method: Method) -> tuple[Bools, Bools]:
    """Whether each series shows a sign upwards, and one downwards, since its change."""
    base, after = series.part(before), series.part(~before)
    if method is Method.ANHOEJ:
        change = medians(values, ~before, series) - medians(values, before, series)
        found = _runs_sign(values, series, centre)
        return found & (change > 0), found & (change < 0)
    limits = _limits(values[before], base, centre, method).spread(after)
    return _flagged(values[~before], after, centre, limits, method)


def _has_sign(values: Floats, segments: Segments, centre: Floats, method: Method) -> Bools:
    """Whether the rules find anything in each segment on its own."""
    if method is Method.ANHOEJ:
        return _runs_sign(values, segments, centre)
    limits = _limits(values, segments, centre, method).spread(segments)
    high, low = _flagged(values, segments, centre, limits, method)
    return high | low | (_runs_unusual(values, segments, centre) if method is Method.IHI else False)


def _flagged(values: Floats, segments: Segments, centre: Floats, limits: Limits, method: Method) -> tuple[Bools, Bools]:
    """Whether any point of each segment is flagged high, and any low."""
    side, everything = sides(values, segments.spread(centre)), np.ones(len(values), dtype=bool)
    found = flags(values, side, limits, everything, segments, method=method)
    return segments.any(found.high), segments.any(found.low)


def _runs_sign(values: Floats, segments: Segments, centre: Floats) -> Bools:
    """Whether the runs of each segment are too long or too few (Anhøj)."""
    runs = runs_of(sides(values, segments.spread(centre)), np.ones(len(values), dtype=bool), segments)
    with np.errstate(invalid="ignore"):
        return (runs.longest > longest_run_limit(runs.useful)) | (runs.crossings < crossings_limit(runs.useful))


def _runs_unusual(values: Floats, segments: Segments, centre: Floats) -> Bools:
    """Whether each segment has too few or too many runs (run chart rules)."""
    side = sides(values, segments.spread(centre))
    runs = runs_of(side, np.ones(len(values), dtype=bool), segments)
    above = segments.count(side > 0)
    fewest, most = runs_limits(above, runs.useful - above)
    with np.errstate(invalid="ignore"):
        return (runs.crossings + 1 < fewest) | (runs.crossings + 1 > most)
