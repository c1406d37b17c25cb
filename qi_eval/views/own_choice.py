"""Which chart suits a team's own numbers, and why, in one sentence; and which others can be drawn of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from qi_eval.datasets.own_series import RARE, OwnKind, OwnSeries
from qi_eval.vocabulary import ChartType, Frequency

EACH = {
    Frequency.DAILY: "day",
    Frequency.WEEKLY: "week",
    Frequency.FORTNIGHTLY: "fortnight",
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.ANNUAL: "year",
}
NAMES = {
    ChartType.RUN: "run chart",
    ChartType.I: "XmR chart",
    ChartType.MR: "moving range chart",
    ChartType.P: "p chart",
    ChartType.PP: "p prime chart",
    ChartType.C: "c chart",
    ChartType.U: "u chart",
    ChartType.UP: "u prime chart",
    ChartType.T: "t chart",
    ChartType.G: "g chart",
    ChartType.IP: "i prime chart",
    ChartType.XBAR: "x-bar chart",
    ChartType.S: "s chart",
}
LARGE = 1_000.0  # the middle denominator above which chance is small and other causes rule: Laney's chart
LEAST = 5.0  # expected cases that a p chart needs in a period


@dataclass(frozen=True)
class Choice:
    """The chart that suits, the reason as a sentence, and all charts that can be drawn of the numbers."""

    chart: ChartType
    why: str
    possible: tuple[ChartType, ...]


def choice_of(series: OwnSeries) -> Choice:
    """What suits a series; every chart opens as a median run chart."""
    possible = _possible(series)
    chart, reason = _suited(series, possible)
    opens = "it opens as a run chart, which asks least of the data"
    if chart is ChartType.RUN:
        return Choice(chart, f"{reason}: a run chart.", possible)
    return Choice(chart, f"{reason}: {NAMES[chart]}; {opens}.", possible)


def _possible(series: OwnSeries) -> tuple[ChartType, ...]:
    known = [value for value in series.values if not math.isnan(value)]
    charts = [ChartType.RUN, ChartType.I]
    if series.kind in (OwnKind.PART, OwnKind.RATE) and _all_counted(series):
        charts += [ChartType.P, ChartType.PP] if series.kind is OwnKind.PART else [ChartType.U, ChartType.UP]
    if series.kind in (OwnKind.COUNT, OwnKind.EVENTS) and _whole(known):
        charts.append(ChartType.C)
    if series.kind.is_time:
        charts += [ChartType.T] if all(value > 0 for value in known) else []
        charts += [ChartType.G] if _whole(known) else []
    return tuple(charts) if known else (ChartType.RUN,)


def _suited(series: OwnSeries, possible: Sequence[ChartType]) -> tuple[ChartType, str]:
    each = EACH[series.frequency]
    if series.kind is OwnKind.PART:
        return _of_part(series, possible, each)
    if series.kind is OwnKind.RATE and ChartType.U in possible:
        wide = _middle(series.denominators) > LARGE * 10
        return (ChartType.UP if wide else ChartType.U), f"A count for so many, with its denominator each {each}"
    if series.kind in (OwnKind.COUNT, OwnKind.EVENTS):
        return _of_count(series, possible, each)
    if series.kind.is_time:
        return _of_time(series, possible)
    return ChartType.I, f"A measurement each {each}"


def _of_time(series: OwnSeries, possible: Sequence[ChartType]) -> tuple[ChartType, str]:
    often = series.often
    rare = often is not None and often.is_rare
    why = f" (fewer than {RARE} in most {EACH[often.frequency]}s, where a count tells little)" if rare and often else ""
    if ChartType.T in possible:
        return ChartType.T, f"The days from one event to the next{why}"
    return ChartType.G, f"The days from one event to the next, some of them 0{why}"


def _of_part(series: OwnSeries, possible: Sequence[ChartType], each: str) -> tuple[ChartType, str]:
    if ChartType.P not in possible:
        return ChartType.I, f"A percentage each {each}, without its denominator"
    middle = _middle(series.denominators)
    share = sum(_known(series.numerators)) / (sum(_known(series.denominators)) or 1)
    if middle * min(share, 1 - share) < LEAST:
        return ChartType.I, f"A percentage each {each} out of small numbers, from which no limits can be worked out"
    if middle > LARGE:
        return ChartType.PP, f"A percentage with a large denominator each {each}"
    return ChartType.P, f"A percentage with a denominator each {each}"


def _of_count(series: OwnSeries, possible: Sequence[ChartType], each: str) -> tuple[ChartType, str]:
    if is_rare(series):
        hint = "the days between tell more" if series.kind is OwnKind.EVENTS else "a list of their dates tells more"
        return ChartType.RUN, f"A count of few events each {each} ({hint})"
    if ChartType.C in possible:
        return ChartType.C, f"A count of events each {each}"
    return ChartType.I, f"A number each {each}"


def is_rare(series: OwnSeries) -> bool:
    """Whether so few events are counted in most periods that a count tells little."""
    counted = series.kind in (OwnKind.COUNT, OwnKind.EVENTS) and bool(_known(series.values))
    return counted and _middle(series.values) < RARE


def _all_counted(series: OwnSeries) -> bool:
    """Whether every point with a value has its denominator."""
    known = [n for n, value in zip(series.denominators, series.values, strict=True) if not math.isnan(value)]
    return bool(known) and all(n > 0 for n in known)


def _whole(known: Sequence[float]) -> bool:
    return all(value >= 0 and value == round(value) for value in known)


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _middle(values: Sequence[float]) -> float:
    known = _known(values)
    return median(known) if known else 0.0
