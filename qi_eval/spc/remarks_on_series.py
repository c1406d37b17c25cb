"""Remarks on whole series: how their points are spaced, whether they have seasons or share data, on what scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qi_eval.spc.judging import Judged
from qi_eval.spc.segments import Bools
from qi_eval.spc.suitability import (
    DAY,
    MONTH,
    seasonal,
    shares_data,
    steps_of,
    target_of_other_scale,
    two_scales,
    unequal,
)
from qi_eval.vocabulary import ChartType

HOUR = DAY // 24
BETWEEN_EVENTS = frozenset({ChartType.T, ChartType.G})  # x is when events happened: never even
SUBGROUPS = frozenset({ChartType.XBAR, ChartType.S})  # several rows a point are what they are made of
ONE_VALUE = frozenset({ChartType.RUN, ChartType.I})  # charts that take values as they are
ADDED = frozenset({ChartType.P, ChartType.PP, ChartType.U, ChartType.UP, ChartType.IP, ChartType.C})
IN_WORDS = {"mean": "mean", "median": "median", "sum": "sum", "sd": "standard deviation"}


def remarks(judged: Judged) -> Iterator[tuple[str, Bools, str | Callable[[int], str]]]:
    """Code, the series it concerns, its text (of one of them)."""
    yield from _on_rows(judged)
    if judged.arranged.in_time and judged.asked.chart not in BETWEEN_EVENTS:
        yield from _on_time(judged)
    yield from _on_scale(judged)


def _on_rows(judged: Judged) -> Iterator[tuple[str, Bools, str | Callable[[int], str]]]:
    """Points made of several rows."""
    arranged, asked = judged.arranged, judged.asked
    if arranged.single or asked.chart in SUBGROUPS:
        return
    several = arranged.series.count(arranged.points.lengths > 1)
    added = asked.chart in ADDED or judged.asked.n is not None
    how = "they are added up" if added else f"their {IN_WORDS[asked.aggregate]} is drawn"
    yield (
        "repeated_x",
        several > 0,
        lambda i: f"{'1 point has' if several[i] == 1 else f'{several[i]} points have'} several rows: {how}.",
    )


def _on_time(judged: Judged) -> Iterator[tuple[str, Bools, str | Callable[[int], str]]]:
    """Spacing, seasons, and values that share data with their neighbours."""
    series, y, in_days = judged.arranged.series, judged.values.y, judged.arranged.in_days
    shortest, longest = steps_of(judged.arranged.key, series)
    uneven = unequal(shortest, longest, in_days=in_days)
    if uneven.any():
        yield "unequal_spacing", uneven, lambda i: _spacing(float(shortest[i]), float(longest[i]), in_days)
    smooth, waves = shares_data(y, series)
    months = (shortest >= MONTH[0]) & (longest <= MONTH[1]) & in_days
    seasons, rest = seasonal(y, months, series)
    if (seasons & smooth).any():  # is it the seasons alone that make neighbours alike?
        smooth &= ~seasons | shares_data(rest, series)[0]
    yield (
        "seasonal",
        seasons & ~smooth,
        "The same months lie high or low in each year: compare with the same month, or expect false signs.",
    )
    yield (
        "rolling_average",
        smooth & ~waves,
        "Neighbouring values hang together as in a rolling average or a running total. If they are one, signs are often"
        " false: draw the single periods.",
    )


def _spacing(shortest: float, longest: float, in_days: bool) -> str:
    unit, name = (DAY if shortest >= DAY else HOUR, "days" if shortest >= DAY else "hours") if in_days else (1, "")
    span = f"{shortest / unit:.3g} to {longest / unit:.3g} {name}".strip()
    return f"The points are {span} apart; the rules read them as evenly spaced."


def _on_scale(judged: Judged) -> Iterator[tuple[str, Bools, str | Callable[[int], str]]]:
    """Fractions of 1 where percentages are meant."""
    series, asked = judged.arranged.series, judged.asked
    if asked.chart in ONE_VALUE and asked.n is None:
        small = two_scales(judged.values.y, series)
        yield (
            "two_scales",
            small > 0,
            lambda i: (
                f"{'1 value lies' if small[i] == 1 else f'{small[i]} values lie'} between 0 and 1 and the others"
                " between 10 and 100: fractions where per cent is meant?"
            ),
        )
    other = target_of_other_scale(judged.y, judged.target, series)
    yield (
        "target_scale",
        other,
        lambda i: (
            f"The target is {judged.target[i]:g} and the values are "
            + ("fractions of 1" if judged.target[i] > 1 else "percentages")
            + ": is one of them on the wrong scale?"
        ),
    )
