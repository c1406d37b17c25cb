"""The levels of a chart over time: centre, limits, earlier limits, target, trajectory; and their names at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qi_eval.charts.across import Across, Floats, across
from qi_eval.charts.described import ControlChart, Line
from qi_eval.charts.steps import Stroke, edges, stairs

LIMITS = ("lower", "upper")
WARNINGS = ("lower_warning", "upper_warning")


@dataclass(frozen=True)
class End:
    """The name of a line at its right end: its level, the words, the field of Palette that colours them."""

    value: float
    words: str
    colour: str
    brief: str = ""  # the words where there is little room

    @property
    def shortest(self) -> str:
        """The words that need least room."""
        return self.brief or self.words


def drawn_levels(chart: ControlChart, points: pd.DataFrame, axis: Across, borders: Floats) -> list[Stroke]:
    """Earlier limits first, so that those in force lie on top of them; a phase has levels of its own."""
    phase = points["phase"].tolist() if "phase" in points else [1] * len(points)
    trial = np.array([name in chart.trial for name in phase], dtype=bool)
    strokes = [] if chart.earlier is None else _earlier(chart, chart.earlier, axis)
    for name in (*LIMITS, *(WARNINGS if chart.warnings else ())):
        usual = "limit" if name in LIMITS else "warning"
        values = _clipped(chart, points, name)
        strokes += stairs(usual, borders, np.where(trial, np.nan, values), phase)
        strokes += stairs("trial", borders, np.where(trial, values, np.nan), phase)
    strokes += stairs("mean", borders, _column(points, "mean"), phase)
    return [*strokes, *_centre(points, borders, phase)]


def _centre(points: pd.DataFrame, borders: Floats, phase: list[object]) -> list[Stroke]:
    """Solid over the points that it was worked out from, dotted where it is carried on."""
    centre, carried = _column(points, "centre"), np.zeros(len(points), dtype=bool)
    if "baseline" in points:
        carried = ~points["baseline"].to_numpy(dtype=bool)
    solid = stairs("centre", borders, np.where(carried, np.nan, centre), phase)
    return [*solid, *stairs("carried", borders, np.where(carried, centre, np.nan), phase)]


def _earlier(chart: ControlChart, earlier: pd.DataFrame, axis: Across) -> list[Stroke]:
    _, places = across(earlier["x"])
    borders, one = edges(places), [1] * len(earlier)
    names = [name for name in ("centre", *LIMITS) if name in earlier]
    same = axis.dated == across(earlier["x"])[0].dated
    return [s for name in names if same for s in stairs("earlier", borders, _clipped(chart, earlier, name), one)]


def _column(points: pd.DataFrame, name: str) -> Floats:
    return points[name].to_numpy(dtype=float) if name in points else np.full(len(points), np.nan)


def _clipped(chart: ControlChart, points: pd.DataFrame, name: str) -> Floats:
    """A limit, drawn no further than values can go (domain s.5.2: clipped in drawing only): 0 to 100 for a per cent, 0
    for what is never below it."""
    values, y = _column(points, name), _column(chart.points, "y")
    never_below = chart.unit == "%" or not bool((y < 0).any())
    values = np.where(values < 0, 0.0, values) if never_below else values
    return np.where(values > 100, 100.0, values) if chart.unit == "%" and not bool((y > 100).any()) else values


def target_strokes(chart: ControlChart, axis: Across, low: float, high: float) -> list[Stroke]:
    """The target as steps, each from its day to the next one's; the trajectory straight from corner to corner."""
    steps = _in_order(chart, axis, low, planned=False)
    corners: list[tuple[float, float]] = []
    for (place, line), end in zip(steps, [*(place for place, _ in steps[1:]), high], strict=False):
        if place < high and end > low:
            corners += [(max(place, low), line.value), (end, line.value)]
    planned = tuple((place, line.value) for place, line in _in_order(chart, axis, low, planned=True))
    found = [Stroke("target", tuple(corners))] if corners else []
    return [*found, Stroke("planned", planned)] if len(planned) > 1 else found


def _in_order(chart: ControlChart, axis: Across, low: float, *, planned: bool) -> list[tuple[float, Line]]:
    lines = [line for line in chart.target if line.planned is planned]
    placed = [(low if line.start is None else axis.place(line.start), line) for line in lines]
    return sorted(((place, line) for place, line in placed if place is not None), key=lambda entry: entry[0])


def end_names(chart: ControlChart, points: pd.DataFrame, levels: list[Stroke]) -> tuple[End, ...]:
    """The names of the lines that reach the right end, the levels those of the last point."""
    if points.empty:
        return ()
    trial = "phase" in points and points["phase"].iloc[-1] in chart.trial
    word = "trial limit" if trial else "limit"
    named = [(chart.centre_name, "centre", "text"), ("mean", "mean", "text")]
    ends = [
        End(level, f"{name} {chart.number(level)}", colour)
        for name, column, colour in named
        if (level := float(_column(points, column)[-1])) == level
    ]
    ends += [
        End(level, f"{name} {word} {chart.number(level)}", "secondary", f"{name} {chart.number(level)}")
        for name in LIMITS
        if (level := float(_clipped(chart, points, name)[-1])) == level
    ]
    return (*ends, *_named_targets(chart, levels))


def _named_targets(chart: ControlChart, levels: list[Stroke]) -> list[End]:
    """The last step of the target and the last corner of the trajectory, by name."""
    ends = []
    for kind, colour in (("target", "target"), ("planned", "change")):
        last = next((stroke.spots[-1][1] for stroke in levels if stroke.kind == kind), None)
        lines = [line for line in chart.target if line.planned is (kind == "planned") and line.value == last]
        if last is not None and lines:
            ends.append(End(last, lines[-1].name, colour))
    return ends
