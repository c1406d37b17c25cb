"""Icons of Making Data Count, drawn by us: what the points say, whether the target will be met, and the empty one.

Letter and shape say the same as the colour: improvement ends in triangles, concern in diamonds, as on the charts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from qi_eval.charts.picture import Picture, label, path, picture, shape
from qi_eval.charts.picture import line as rule
from qi_eval.charts.theme import mark_of
from qi_eval.vocabulary import Assurance, Direction, Variation

UNDIRECTED = "neither way is better"
BOX = 48  # units of the drawings below
_RISE = ((9, 34), (15.5, 30), (22, 32), (29, 25), (36, 18))
_FALL = tuple((x, BOX - y) for x, y in _RISE)
_LEVEL = ((8.5, 27), (14.5, 20), (20.5, 28), (26.5, 20), (32.5, 28), (38.5, 21))
_WAVE = tuple(zip(range(8, 41, 3), (0, -3, -4, -3, 0, 3, 4, 3, 0, -3, -4), strict=False))  # x, height about its middle
_WORDS = {
    Assurance.PASS: ("Will meet the target", "consistently, unless the process changes"),
    Assurance.FAIL: ("Will miss the target", "consistently, unless the process changes"),
    Assurance.INCONSISTENT: ("Will sometimes meet the target", "by chance alone"),
}
_LETTERS = {Assurance.PASS: "P", Assurance.FAIL: "F", Assurance.INCONSISTENT: "?"}
_COLOURS = {Assurance.PASS: "improvement", Assurance.FAIL: "concern", Assurance.INCONSISTENT: "common"}


def variation_words(
    variation: Variation | None, direction: Direction = Direction.NEUTRAL, why: str = ""
) -> tuple[str, str]:
    """The meaning of a variation icon: what stands bold, and the rest. `why` the icon is empty, or judges nothing."""
    if variation is None:
        return "No icon yet", why
    if variation is Variation.COMMON_CAUSE:
        return variation.label, "no sign of change"
    values = "higher values" if _high(variation, direction) else "lower values"
    judged = variation in (Variation.IMPROVEMENT, Variation.CONCERN)
    return (variation.label, values) if judged else ("Sign of change", f"{values}, {why or UNDIRECTED}")


def assurance_words(
    assurance: Assurance | None, direction: Direction = Direction.NEUTRAL, why: str = ""
) -> tuple[str, str]:
    """The meaning of an assurance icon: what stands bold, and the rest. `why` the icon is empty."""
    return ("Aim not judged", why) if assurance is None else _WORDS[assurance]


@cache
def variation_icon(
    variation: Variation | None,
    direction: Direction = Direction.NEUTRAL,
    *,
    size: int = 40,
    why: str = "",
    exact: bool = False,
) -> Picture:
    """The icon of the latest point; None gives the empty one."""
    alt = _said(variation_words(variation, direction, why))
    return picture(variation_parts(variation, direction, 0, 0, size), alt, size, size, exact=exact)


@cache
def assurance_icon(
    assurance: Assurance | None,
    direction: Direction = Direction.NEUTRAL,
    *,
    size: int = 40,
    why: str = "",
    exact: bool = False,
) -> Picture:
    """The icon of the target against the limits in force; None gives the empty one."""
    alt = _said(assurance_words(assurance, direction, why))
    return picture(assurance_parts(assurance, direction, 0, 0, size), alt, size, size, exact=exact)


def _said(words: tuple[str, str]) -> str:
    return ": ".join(filter(None, words))


def _high(variation: Variation, direction: Direction) -> bool:
    """Whether the values behind a sign are higher than before."""
    if variation in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW):
        return variation is Variation.NEUTRAL_HIGH
    return (variation is Variation.IMPROVEMENT) == (direction is not Direction.DECREASE)


def variation_parts(variation: Variation | None, direction: Direction, x: float, y: float, size: float) -> list[str]:
    """The icon as pieces of SVG with its corner at (x, y)."""
    pen = _Pen(x, y, size / BOX)
    if variation is None:
        return [pen.ring("common", dash="3 3")]
    if variation is Variation.COMMON_CAUSE:
        return [pen.ring("common"), pen.joined(_LEVEL), *(pen.dot("circle", at, 2.6, "common") for at in _LEVEL)]
    high, colour = _high(variation, direction), mark_of(variation, direction).colour
    if variation in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW):
        return [pen.ring(colour), *pen.arrow(colour, up=high)]
    dots = _RISE if high else _FALL
    usual = [pen.dot("circle", at, 2.6, "common") for at in dots[:3]]
    sign = mark_of(variation, direction).shape
    signs = [pen.dot(sign, at, 3.6, colour) for at in dots[3:]]
    letter = pen.letter("H", 15.5, 22, colour) if high else pen.letter("L", 17, 39.5, colour)
    return [pen.ring(colour), pen.joined(dots), *usual, *signs, letter]


def assurance_parts(assurance: Assurance | None, direction: Direction, x: float, y: float, size: float) -> list[str]:
    """The icon as pieces of SVG with its corner at (x, y)."""
    pen = _Pen(x, y, size / BOX)
    if assurance is None:
        return [pen.ring("common", dash="3 3")]
    colour = _COLOURS[assurance]
    if assurance is Assurance.INCONSISTENT:
        return [pen.ring("common"), pen.wave(31, "common"), pen.target(31), pen.letter("?", 24, 20, "secondary")]
    above = (assurance is Assurance.PASS) == (direction is not Direction.DECREASE)
    wave, target, letter = (21, 30, 42) if above else (32, 22, 17)
    words = pen.letter(_LETTERS[assurance], 24, letter, colour)
    return [pen.ring(colour), pen.wave(wave, colour), pen.target(target), words]


class _Pen:
    """Draws in the units of the icon, at its corner and in its size."""

    def __init__(self, x: float, y: float, scale: float) -> None:
        self.x, self.y, self.scale = x, y, scale

    def at(self, spot: tuple[float, float]) -> tuple[float, float]:
        return self.x + spot[0] * self.scale, self.y + spot[1] * self.scale

    def ring(self, colour: str, *, dash: str = "") -> str:
        (x, y), dashes = self.at((BOX / 2, BOX / 2)), f' stroke-dasharray="{dash}"' if dash else ""
        look = f'class="f-ground s-{colour}" stroke-width="{3 * self.scale:.1f}"{dashes}'
        return f'<circle {look} cx="{x:.1f}" cy="{y:.1f}" r="{(BOX / 2 - 2) * self.scale:.1f}"/>'

    def joined(self, spots: Sequence[tuple[float, float]], colour: str = "common") -> str:
        return path([self.at(spot) for spot in spots], colour, width=1.6 * self.scale)

    def dot(self, kind: str, spot: tuple[float, float], size: float, colour: str) -> str:
        edge = "concern-edge" if colour == "concern" else ""
        return shape(kind, *self.at(spot), size * self.scale, colour, edge=edge)

    def letter(self, letter: str, x: float, y: float, colour: str) -> str:
        edged = "concern-edge" if colour == "concern" else colour
        return label(*self.at((x, y)), letter, colour=edged, anchor="middle", size=16 * self.scale, bold=True)

    def wave(self, y: float, colour: str) -> str:
        return self.joined([(x, y + up) for x, up in _WAVE], colour)

    def target(self, y: float) -> str:
        return rule(*self.at((8, y)), *self.at((40, y)), "target", width=1.6 * self.scale, dash="3 2")

    def arrow(self, colour: str, *, up: bool) -> list[str]:
        start, end = ((14, 34), (33, 15)) if up else ((14, 14), (33, 33))
        turn = 1 if up else -1
        head = [(end[0] - 9, end[1]), end, (end[0], end[1] + 9 * turn)]
        width = 3.2 * self.scale
        return [path([self.at(p) for p in spots], colour, width=width) for spots in ((start, end), head)]
