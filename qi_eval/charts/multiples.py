"""Small multiples: the same measure in many units side by side, on one common scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qi_eval.charts import legend
from qi_eval.charts.described import ControlChart
from qi_eval.charts.drawn import LEGEND, Field, points_of, strokes_of
from qi_eval.charts.icons import variation_parts
from qi_eval.charts.lettering import folded
from qi_eval.charts.picture import Picture, label, line, picture
from qi_eval.charts.poster import moved
from qi_eval.charts.scene import Scene, scene
from qi_eval.charts.theme import plain, ticks
from qi_eval.vocabulary import Direction

COLUMN = 250  # px, what one small chart needs; as many stand side by side as fit
FIELD, HEAD, FOOT, GAP = 110, 26, 24, 22  # px: height of a field, its name, its dates, between two charts
NAME_LINES, LINE = 2, 16  # of a name, at most; px that the second one adds
LEFT, RIGHT = 40, 8  # px, beside a field
ICON = 20  # px
# lines that are named at their ends where there is room
LINES = {"centre": "Usual level", "mean": "Mean", "limit": "Usual range", "target": "Aim"}


def multiples(charts: Sequence[ControlChart], *, alt: str, width: float = 960, columns: int | None = None) -> Picture:
    """The charts as one picture, each named by its title, all on the scale of time and values that holds them all."""
    scenes = on_one_scale(charts)
    across = columns or max(1, min(int((width + GAP) // (COLUMN + GAP)), len(charts) or 1))
    wide = (width - GAP * (across - 1)) / across
    parts, y = list[str](), 0.0
    for start in range(0, len(charts), across):
        end = start + across
        drawn, tall = _row(charts[start:end], scenes[start:end], wide)
        parts.append(moved(drawn, 0, y))
        y += tall + GAP
    below = max(y - GAP, 1)
    explained = _explained(charts, scenes, width)
    for i, row in enumerate(explained):
        y = below + GAP + LEGEND * (i + 0.5)
        parts += [part for entry, direction, x in row for part in legend.sample(entry, x, y, direction)]
    exact = any(chart.exact_colours for chart in charts)
    return picture(parts, alt, width, below + (GAP + LEGEND * len(explained) if explained else 0), exact=exact)


def _explained(
    charts: Sequence[ControlChart], scenes: Sequence[Scene], width: float
) -> list[list[tuple[legend.Entry, Direction, float]]]:
    """What any of the charts needs a word for, once, in rows; the lines too, which have no room for their names."""
    needed = {
        entry: chart.direction
        for chart, seen in zip(charts, scenes, strict=True)
        for entry in legend.entries(seen, chart.direction, ticks=False)
    }
    lines = [legend.Entry("stroke", kind, words) for kind, words in LINES.items() if any(s.drawn(kind) for s in scenes)]
    needed |= dict.fromkeys(lines, Direction.NEUTRAL)
    return [[(entry, needed[entry], x) for entry, x in row] for row in legend.rows(list(needed), width)]


def on_one_scale(charts: Sequence[ControlChart]) -> list[Scene]:
    """The charts without their changes, with one horizontal and one vertical scale; a unit without a value has the
    scale of the others."""
    scenes = [scene(replace(chart, changes=())) for chart in charts]
    drawn = [seen for seen in scenes if seen.spots]
    if not drawn:
        return scenes
    low, high = min(seen.low for seen in drawn), max(seen.high for seen in drawn)
    values = [value for seen in drawn for stroke in seen.strokes for _, value in stroke.spots]
    values += [spot.value for seen in drawn for spot in seen.spots]
    marks = tuple(ticks(min(values), max(values), about=4))
    air = 0.03 * (marks[-1] - marks[0]) or 1.0
    reach = (marks[0] - air, marks[-1] + air)
    return [replace(seen, axis=drawn[0].axis, low=low, high=high, marks=marks, reach=reach) for seen in scenes]


def _row(charts: Sequence[ControlChart], scenes: Sequence[Scene], width: float) -> tuple[list[str], float]:
    """Charts side by side, their fields at one height, and how tall they are: names stand right above their fields."""
    names = [folded(chart.title, width - ICON - 8, NAME_LINES, bold=True) for chart in charts]
    most = max(map(len, names))
    parts = []
    for i, (chart, seen, name) in enumerate(zip(charts, scenes, names, strict=True)):
        x, lower = (width + GAP) * i, LINE * (most - len(name))
        parts += [moved(_named(chart, name), x, lower), moved(_small(chart, seen, width), x, LINE * (most - 1))]
    return parts, LINE * (most - 1) + HEAD + FIELD + FOOT


def _named(chart: ControlChart, name: Sequence[str]) -> list[str]:
    """The name of a unit with the icon of its latest point."""
    icon = variation_parts(chart.variation, chart.direction, 0, 0, ICON) if chart.variation else []
    parts = [moved(icon, 0, 0)] if icon else []
    return parts + [label(ICON + 6 if icon else 0, 15 + LINE * n, words, bold=True) for n, words in enumerate(name)]


def _small(chart: ControlChart, seen: Scene, width: float) -> list[str]:
    """One unit: its field, the first and last tick of time."""
    field = Field(seen, LEFT, width - RIGHT, HEAD, HEAD + FIELD)
    parts = []
    unit = "%" if chart.unit == "%" else ""
    for mark in seen.marks:
        y = field.y(mark)
        words = label(LEFT - 5, y + 4, plain(mark) + unit, colour="secondary", anchor="end", size=12)
        parts += [line(LEFT, y, width - RIGHT, y, "hairline"), words]
    if not seen.spots:
        return [*parts, label(LEFT + 8, HEAD + FIELD / 2 - 8, "No values to draw yet", colour="secondary")]
    return [*parts, *_times(field), *strokes_of(field), *points_of(chart, field)]


def _times(field: Field) -> list[str]:
    seen = field.scene
    marks = seen.axis.ticks(seen.low, seen.high, 3)
    parts = [line(field.left, field.bottom, field.right, field.bottom, "common")]
    for place, words in marks:
        x = field.x(place)
        anchor = "start" if x < field.left + 24 else "end" if x > field.right - 24 else "middle"
        said = label(x, field.bottom + 16, words.replace("\n", " "), colour="secondary", anchor=anchor, size=12)
        parts += [line(x, field.bottom, x, field.bottom + 4, "common"), said]
    return parts
