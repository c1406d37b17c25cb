"""How each kind of line and point looks, in SVG and in Plotly alike."""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.charts.scene import BOTH
from qi_eval.charts.theme import Mark, mark_of
from qi_eval.vocabulary import Direction, Variation


@dataclass(frozen=True)
class Look:
    """A line: the field of Palette that colours it, its width in px, its dashes in px (empty: solid), how strong."""

    colour: str
    width: float
    dash: str = ""
    strength: float = 1.0


STROKES = {
    "earlier": Look("common", 1, "", 0.45),
    "limit": Look("common", 1.1, "7 4"),
    "trial": Look("common", 1.1, "2 3"),
    "warning": Look("common", 0.9, "1 4"),
    "mean": Look("text", 0.9, "7 3 1 3"),
    "carried": Look("text", 1.4, "3 3"),
    "centre": Look("text", 1.4),
    "target": Look("target", 1.3, "4 3"),
    "planned": Look("change", 1.2, "9 3 2 3"),
    "series": Look("common", 1.3),
}  # in the order in which they are drawn: the dashes of an aim over a level that it equals

SPOTS = {"usual": 3.4, "sign": 5.0}  # px, about the radius of a point
LEFT_OUT = "Point not counted"
TOLD = {
    "carried": "Level of the baseline, carried on",
    "earlier": "Limits before new ones were set",
}  # lines that the legend names: no words stand at their ends
TESTS = "Test of change (PDSA)"
BOTH_WORDS = "Signs of improvement and of concern"


def mark_for(kind: str, direction: Direction) -> Mark:
    """The colour, shape and words of a point of this finding."""
    return Mark("concern", "square", BOTH_WORDS) if kind == BOTH else mark_of(Variation(kind), direction)


def edge_for(kind: str) -> str:
    """The field of Palette that outlines a point of this finding; empty: none."""
    return {Variation.CONCERN.value: "concern_edge", BOTH: "improvement"}.get(kind, "")


def radius_for(kind: str) -> float:
    """How large a point is drawn."""
    return SPOTS["usual" if kind == Variation.COMMON_CAUSE.value else "sign"]


def symbol_for(shape: str, *, hollow: bool) -> str:
    """Plotly's name of a shape."""
    names = {"circle": "circle", "up": "triangle-up", "down": "triangle-down", "diamond": "diamond", "square": "square"}
    return names[shape] + ("-open" if hollow else "")
