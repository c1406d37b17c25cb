"""How a figure has moved: a signal where one is honest, else plain words (ruling 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.charts import marks
from qi_eval.charts.picture import Picture
from qi_eval.disclosure import near
from qi_eval.metrics.metric import Breakdown, Metric, Result, Scope
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import change_since, count, date_words, month_words, signal_words
from qi_eval.views.figures import counted_out_of, left_open, range_words
from qi_eval.views.finding import Finding
from qi_eval.views.flows import since_words
from qi_eval.vocabulary import Direction, Series, Variation

SPARKED = 36  # points of a sparkline, the newest
WHOLE = 10  # a change from here on is told in whole numbers, a smaller one with a decimal
WAVES = 12  # survey waves; below it points stand without a verdict (ruling 1)


@dataclass(frozen=True)
class Movement:
    """Words beside a figure, with a sparkline and the mark of a signal where the rule in force was asked."""

    words: str = ""
    spark: Picture | None = None
    mark: Picture | None = None
    variation: Variation | None = None


def movement_of(
    metric: Metric,
    result: Result,
    scope: Scope,
    before: tuple[date, Result] | None = None,
    *,
    found: Finding | None = None,
) -> Movement:
    """A flow is told by what the programme's rule found; a level is compared with the day the board last met, not
    tested; a change of so few people that it would tell of them is not told."""
    if before is not None and near(vars(before[1]), vars(result), tier_of(scope).least(result.protects)):
        before = None
    if left_open(result) or (before is not None and left_open(before[1])):
        return Movement(_range_then(metric, result, before))
    if result.value is None:
        return Movement()
    if found is not None and result.over_time is not None:
        return _flow(metric, result.over_time, found)
    if metric.series is Series.WAVE:
        return Movement(_waves(result))
    if before is not None and before[1].value is not None and metric.series in (Series.STOCK, Series.ROLLING):
        return Movement(_change(metric, result, before, scope.report_date))
    return Movement("level, not tested") if metric.series in (Series.STOCK, Series.ROLLING) else Movement()


def _range_then(metric: Metric, result: Result, before: tuple[date, Result] | None) -> str:
    """Where missing answers leave a range, the range of that day beside it: a single change would hide them."""
    if before is None or not left_open(before[1]):
        return "range, not tested"
    since, then = before
    if range_words(metric, then) == range_words(metric, result):
        return f"the same range as in {month_words(since)}"
    return f"{range_words(metric, then)} in {month_words(since)}, not tested"


def _change(metric: Metric, result: Result, before: tuple[date, Result], now: date) -> str:
    """The change in what the face shows: counts where it shows counts out of a whole. A level that stands as it stood
    for want of newer data is not called the same."""
    since, then = before
    counts = counted_out_of(metric, result) and counted_out_of(metric, then)
    new, old = (result.numerator, then.numerator) if counts else (result.value, then.value)
    exact = (new or 0) - (old or 0)
    change = round(exact, 1 if abs(exact) < WHOLE else 0)
    if not change and result.newest is not None and result.newest == then.newest:
        return f"no newer data since {date_words(result.newest)}"
    return change_since(change, since, now, unit="" if counts else _unit(metric.unit, change))


def _unit(unit: str, change: float) -> str:
    """What a change of the figure is counted in: pounds, or points of a percentage (% or % of plan) or of a score."""
    if not (unit.startswith("%") or unit == "points"):
        return unit if unit == "£" else ""
    return " point" if abs(change) == 1 else " points"


def _waves(result: Result) -> str:
    if result.over_time is None:
        return "not tested"  # how many there were before is not told here
    waves = len(result.over_time.table)
    if waves >= WAVES:
        return ""
    return "first survey, no verdict" if waves <= 1 else f"{count(waves, 'survey')}, no verdict"


def _flow(metric: Metric, over_time: Breakdown, found: Finding) -> Movement:
    table = over_time.table
    since = since_words(over_time, found.since) if found.since else ""
    return moved(
        list(table["value"].astype(float)), found, metric.direction, list(table["period"]), since=since or None
    )


def moved(
    series: Sequence[float],
    found: Finding,
    direction: Direction,
    when: Sequence[date | pd.Timestamp] = (),
    *,
    since: str | None = None,
) -> Movement:
    """A series in order of time as a sparkline with its finding; in words alone where it could not be judged. `when`:
    the days of its points, for an earlier sign whose marks the sparkline still shows; `since`: the first day of the
    newest sign in words, where that is not its date."""
    values = [None if value != value else float(value) for value in series]
    if found.variation is None:
        return Movement(found.why)
    told = f"{signal_words(found.variation)} since {since}" if since else signal_words(found.variation, found.since)
    words = told + _earlier(when, found)
    spark = marks.sparkline(
        values[-SPARKED:],
        found.points[-SPARKED:],
        centre=found.centre,
        direction=direction,
        alt=f"{count(len(values), 'point')}, {words}",
    )
    return Movement(words, spark, marks.signal_mark(found.variation, direction), found.variation)


def _earlier(when: Sequence[date | pd.Timestamp], found: Finding) -> str:
    """The last sign that the sparkline still shows, where the newest points show none."""
    if found.variation is not Variation.COMMON_CAUSE:
        return ""
    first = max(len(when) - SPARKED, 0)
    marked = [i for i in range(first, len(when)) if found.points[i] is not Variation.COMMON_CAUSE]
    if not marked:
        return ""
    sign = signal_words(found.points[marked[-1]])
    return f"; earlier {sign}, last seen in {month_words(pd.Timestamp(when[marked[-1]]).date())}"
