"""The geometry of a chart over time, the same for every face: which lines run where, which points look how, what
stands at the ends of the lines. Places are on the horizontal axis, values on the vertical one; no pixel yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qi_eval.charts.across import Across, Floats, across
from qi_eval.charts.changes import Change
from qi_eval.charts.described import ControlChart
from qi_eval.charts.levels import End, drawn_levels, end_names, target_strokes
from qi_eval.charts.steps import Stroke, edges, far_apart, stretches, thinned
from qi_eval.charts.theme import ticks
from qi_eval.vocabulary import ChartType, Variation

MOST = 2000  # points drawn; of more, the extremes of each part and every sign
AHEAD = 0.2  # of the span that the axis may reach beyond the last point for the sake of a later change
AIR = 0.03  # of the span, above and below: no point is cut in half
BOTH = "both"  # a point that is a sign of improvement and of concern
SPACED = (ChartType.T, ChartType.G)  # charts of rare events: any distance between two points is right


@dataclass(frozen=True)
class Spot:
    """A point: its place and value, the finding (a code of Variation, or both), hollow where it counts for nothing."""

    place: float
    value: float
    kind: str
    hollow: bool
    shown: str


@dataclass(frozen=True)
class Scene:
    """A chart ready to be drawn. `marks` are the values with a grid line; `reach` is the range of the vertical axis."""

    axis: Across
    low: float
    high: float
    marks: tuple[float, ...]
    reach: tuple[float, float]
    strokes: tuple[Stroke, ...]
    spots: tuple[Spot, ...]
    ends: tuple[End, ...]
    changes: tuple[tuple[Change, float], ...]

    @property
    def kinds(self) -> list[str]:
        """The findings that points show, in the order of a legend."""
        seen = {spot.kind for spot in self.spots if not spot.hollow}
        return [kind for kind in (*(str(v.value) for v in Variation), BOTH) if kind in seen]

    def drawn(self, kind: str) -> bool:
        """Whether a line of this kind is there."""
        return any(stroke.kind == kind for stroke in self.strokes)


def scene(chart: ControlChart) -> Scene:
    """The geometry of a chart; without points an empty one with its axis."""
    points = chart.points.reset_index(drop=True)
    axis, places = across(points["x"])
    y = points["y"].to_numpy(dtype=float)
    borders = edges(places)
    low, high = (float(borders[0]), float(borders[-1])) if len(borders) else (0.0, 1.0)
    inside = _inside(chart, axis, low, high)
    high = max([high, *(place for _, place in inside), *_planned(chart, axis, low)])
    levels = drawn_levels(chart, points, axis, borders)
    levels += target_strokes(chart, axis, low, high)
    kept = thinned(y, _special(points), MOST)
    far = None if chart.chart in SPACED or not axis.dated else far_apart(chart.frequency)
    series = stretches("series", *_joined(places, y, kept, far), None)
    spots = _spots(chart, points, places, y, kept)
    marks, reach = _vertical([*levels, *series], spots)
    return Scene(
        axis, low, high, marks, reach, (*levels, *series), tuple(spots), end_names(chart, points, levels), inside
    )


def _inside(chart: ControlChart, axis: Across, low: float, high: float) -> tuple[tuple[Change, float], ...]:
    """The changes that stand on the chart, in order of time; the axis reaches a little further for later ones."""
    placed = [(change, axis.place(change.when)) for change in chart.changes]
    far = high + AHEAD * (high - low)
    found = [(change, place) for change, place in placed if place is not None and low <= place <= far]
    return tuple(sorted(found, key=lambda entry: entry[1]))


def _planned(chart: ControlChart, axis: Across, low: float) -> list[float]:
    corners = [axis.place(line.start) for line in chart.target if line.planned and line.start is not None]
    return [place for place in corners if place is not None and place >= low]


def _special(points: pd.DataFrame) -> np.ndarray:
    if "point_type" not in points:
        return np.zeros(len(points), dtype=bool)
    return np.array([_code(kind) != Variation.COMMON_CAUSE.value for kind in points["point_type"]], dtype=bool)


def _joined(places: Floats, y: Floats, kept: np.ndarray, far: float | None) -> tuple[Floats, Floats]:
    """The places and values of the line through the points that are kept, with a missing value put into each gap."""
    gap = np.isnan(y)
    if far is not None:
        gap = gap | (np.diff(places, prepend=places[:1]) > far)
    until = np.cumsum(gap)
    lost = np.flatnonzero(np.diff(until[kept]) > 0) + 1
    return np.insert(places[kept], lost, places[kept][lost]), np.insert(y[kept], lost, np.nan)


def _spots(chart: ControlChart, points: pd.DataFrame, places: Floats, y: Floats, kept: np.ndarray) -> list[Spot]:
    kinds = _kinds(points)
    hollow = ~points["included"].to_numpy(dtype=bool) if "included" in points else np.zeros(len(points), dtype=bool)
    shown = points.get("shown")
    return [
        Spot(
            float(places[i]),
            float(y[i]),
            kinds[i],
            bool(hollow[i]),
            chart.number(float(y[i])) if shown is None else str(shown.iloc[i]),
        )
        for i in kept.tolist()
        if np.isfinite(y[i])
    ]


def _kinds(points: pd.DataFrame) -> list[str]:
    kinds = [_code(kind) for kind in points["point_type"]] if "point_type" in points else []
    kinds = kinds or [Variation.COMMON_CAUSE.value] * len(points)
    if "improving" in points and "concerning" in points:
        both = points["improving"].to_numpy(dtype=bool) & points["concerning"].to_numpy(dtype=bool)
        return [BOTH if two else kind for kind, two in zip(kinds, both.tolist(), strict=True)]
    return kinds


def _code(kind: object) -> str:
    """The code of a finding; a missing one (a blank row) counts as the usual ups and downs."""
    return Variation(kind).value if isinstance(kind, str) else Variation.COMMON_CAUSE.value


def _vertical(strokes: Sequence[Stroke], spots: Sequence[Spot]) -> tuple[tuple[float, ...], tuple[float, float]]:
    values = [value for stroke in strokes for _, value in stroke.spots] + [spot.value for spot in spots]
    marks = tuple(ticks(min(values), max(values))) if values else (0.0, 1.0)
    air = AIR * (marks[-1] - marks[0]) if len(marks) > 1 else max(abs(marks[0]) * AIR, 1.0)
    return marks, (marks[0] - air, marks[-1] + air)
