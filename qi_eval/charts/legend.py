"""The legend of a chart over time: only what is drawn and does not name itself, in rows under the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.lettering import text_width
from qi_eval.charts.picture import label, line, path, shape
from qi_eval.charts.scene import Scene
from qi_eval.charts.styles import LEFT_OUT, STROKES, TESTS, TOLD, edge_for, mark_for, radius_for
from qi_eval.vocabulary import Direction, Variation

SAMPLE, APART = 20, 18  # px: the room of a sample, and between two entries


@dataclass(frozen=True)
class Entry:
    """A line of the legend. `sample`: spot, hollow, stroke or tick; `kind`: the finding or the kind of line."""

    sample: str
    kind: str
    words: str


def entries(scene: Scene, direction: Direction, *, ticks: bool) -> list[Entry]:
    """What needs a word: the findings where there is more than the usual, points not counted, a baseline's level
    carried on, earlier limits, ticks."""
    usual = Variation.COMMON_CAUSE.value
    kinds = scene.kinds if scene.kinds != [usual] else []
    found = [Entry("spot", kind, mark_for(kind, direction).words) for kind in kinds]
    found += [Entry("hollow", usual, LEFT_OUT)] if any(spot.hollow for spot in scene.spots) else []
    found += [Entry("stroke", kind, words) for kind, words in TOLD.items() if scene.drawn(kind)]
    return found + ([Entry("tick", "change", TESTS)] if ticks else [])


def rows(shown: Sequence[Entry], width: float) -> list[list[tuple[Entry, float]]]:
    """The entries with the pixel at which each starts, row by row."""
    laid: list[list[tuple[Entry, float]]] = []
    x = width + 1
    for entry in shown:
        wide = SAMPLE + text_width(entry.words)
        if x + wide > width:
            laid, x = [*laid, []], 0.0
        laid[-1].append((entry, x))
        x += wide + APART
    return laid


def sample(entry: Entry, x: float, y: float, direction: Direction) -> list[str]:
    """An entry as SVG, its sample before its words."""
    words = label(x + SAMPLE, y + 4.5, entry.words, colour="secondary")
    if entry.sample == "tick":
        return [line(x + 7, y - 5, x + 7, y + 5, "change", width=2), words]
    if entry.sample == "stroke":
        look = STROKES[entry.kind]
        drawn = path([(x, y), (x + 15, y)], look.colour, width=look.width, dash=look.dash, strength=look.strength)
        return [drawn, words]
    mark, edge = mark_for(entry.kind, direction), edge_for(entry.kind).replace("_", "-")
    thick = 2.0 if mark.shape == "square" else 0.8
    drawn = shape(
        mark.shape, x + 7, y, radius_for(entry.kind), mark.colour, edge=edge, thick=thick, hollow=entry.sample != "spot"
    )
    return [drawn, words]
