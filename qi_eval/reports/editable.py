"""The numbers of a chart over time as the columns of a sheet that a person can edit: values, levels, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from qi_eval.charts.across import Floats, across
from qi_eval.charts.changes import in_full
from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.poster import dated
from qi_eval.charts.scene import SPACED, Scene, scene
from qi_eval.charts.steps import far_apart
from qi_eval.charts.styles import mark_for
from qi_eval.vocabulary import Variation

CHANGES = "Tests of change, events and notes"
LATEST = 500  # points; a slide cannot show more, and a longer series makes a heavy file

MARKS = {"up": "Triangles", "down": "Triangles", "diamond": "Diamonds", "square": "Squares"}  # none points down here

Values = list[float | None]


@dataclass(frozen=True)
class Series:
    """A column: its name, what kind of line it is, its values; `repeats` the name of one before it (another phase)."""

    name: str
    kind: str
    values: Values
    repeats: bool = False


@dataclass(frozen=True)
class Marked:
    """A change: its number (None for a small one among many, which the chart only ticks), its name with its day, and
    the row of the point that is nearest (None: no point)."""

    number: int | None
    words: str
    point: int | None


def prepared(chart: ControlChart) -> ControlChart:
    """The chart for a sheet: no more points than a slide can show (its caption says how many there are), and an empty
    row where the line must not join two points."""
    points, caption = chart.points.reset_index(drop=True), chart.caption
    if len(points) > LATEST:
        caption = f"{caption} The latest {LATEST} of {len(points):,} points.".strip()
        points = points.iloc[-LATEST:].reset_index(drop=True)
    axis, places = across(points["x"])
    far = far_apart(chart.frequency) if axis.dated and chart.chart not in SPACED else None
    wide = np.flatnonzero(np.diff(places) > far) if far is not None else np.array([], dtype=int)
    if len(wide):
        between = points["x"].iloc[wide] + pd.to_timedelta(np.diff(places)[wide] // 2, unit="D")
        blank = pd.DataFrame({"x": between}).assign(phase=points["phase"].iloc[wide] if "phase" in points else 1)
        points = pd.concat([points, blank]).sort_values("x", kind="stable").reset_index(drop=True)
    return replace(chart, points=points, caption=caption)


def keys(chart: ControlChart) -> list[str]:
    """What the marks on the line mean, a sentence each; none where all points are alike."""
    seen = scene(chart)
    signs = [mark_for(kind, chart.direction) for kind in seen.kinds if kind != Variation.COMMON_CAUSE.value]
    said = [f"{MARKS[mark.shape]}: {mark.words[0].lower()}{mark.words[1:]}." for mark in signs]
    return [*said, "Hollow points: not counted."] if any(spot.hollow for spot in seen.spots) else said


def marked(chart: ControlChart) -> list[Marked]:
    """The changes in order of time; those that the other faces draw in full are numbered."""
    full = {id(change) for change in in_full(chart.changes)}
    axis, places = across(chart.points["x"])
    known = np.flatnonzero(np.isfinite(chart.points["y"].to_numpy(dtype=float)))
    found, number = [], 0
    for change in sorted(chart.changes, key=lambda change: change.when):
        at, large = axis.place(change.when), id(change) in full
        near = int(known[np.abs(places[known] - at).argmin()]) if at is not None and len(known) else None
        number += large
        found.append(Marked(number if large else None, dated(change.name, change.when), near))
    return found


def series_of(chart: ControlChart, seen: Scene, changes: Sequence[Marked], *, at: float) -> list[Series]:
    """The columns in the order in which they are drawn; the changes stand at the level `at`."""
    points = chart.points.reset_index(drop=True)
    places = across(points["x"])[1]
    named = [Series(f"Value ({chart.unit})" if chart.unit else "Value", "y", _values(points["y"]))]
    named += [each for level in ("centre", "upper", "lower") for each in _phases(chart, points, level)]
    if "mean" in points and points["mean"].notna().any():
        named.append(Series("Mean judged about", "mean", _values(points["mean"])))
    named += _earlier(chart, places)
    for kind, name in (("target", "Target"), ("planned", "Plan")):
        stroke = next((stroke.spots for stroke in seen.strokes if stroke.kind == kind), ())
        if stroke:
            named.append(Series(name, kind, _along(places, stroke, stairs=kind == "target")))
    above = {change.point for change in changes if change.number is not None} - {None}
    marks: Values = [at if i in above else None for i in range(len(points))]
    return [*named, Series(CHANGES, "changes", marks)] if above else named


def _phases(chart: ControlChart, points: pd.DataFrame, level: str) -> list[Series]:
    """A level as one column a phase, so that no line joins two phases."""
    if level not in points or points[level].isna().all():
        return []
    phase = points["phase"].tolist() if "phase" in points else [1] * len(points)
    made = []
    for i, name in enumerate(dict.fromkeys(phase)):
        inside = pd.Series([each == name for each in phase])
        trial = level != "centre" and name in chart.trial
        kind = "centre" if level == "centre" else "trial" if trial else "limit"
        word = chart.centre_name.capitalize() if level == "centre" else f"{level.capitalize()} limit"
        values = _values(points[level].where(inside))
        made.append(Series(f"{word} {i + 1}" if i else word, kind, values, repeats=i > 0))
    return made


def _earlier(chart: ControlChart, places: Floats) -> list[Series]:
    """Limits before new ones were set, at the points that they share."""
    if chart.earlier is None or chart.earlier.empty:
        return []
    old, at = chart.earlier, across(chart.earlier["x"])[1].tolist()
    made = []
    for level, word in (
        ("centre", "Earlier centre"),
        ("upper", "Earlier upper limit"),
        ("lower", "Earlier lower limit"),
    ):
        if level in old and old[level].notna().any():
            known = dict(zip(at, _values(old[level]), strict=True))
            made.append(Series(word, "earlier", [known.get(place) for place in places.tolist()]))
    return made


def _values(column: pd.Series) -> Values:
    return [float(value) if np.isfinite(value) else None for value in column.to_numpy(dtype=float).tolist()]


def _along(places: Floats, spots: tuple[tuple[float, float], ...], *, stairs: bool) -> Values:
    """The height of a line at each place; None where it does not run."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    heights: Values = []
    for place in places.tolist():
        if not xs[0] <= place <= xs[-1]:
            heights.append(None)
        elif stairs:
            heights.append(next(y for x, y in reversed(spots) if x <= place))
        else:
            heights.append(float(np.interp(place, xs, ys)))
    return heights
