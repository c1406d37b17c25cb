"""Parts of a whole, distinguished by their filling as well as by their colour: rows in, Picture out.

Three solid shades, then hatched, then open: whatever the colours look like in print, neighbours differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.lettering import fitted
from qi_eval.charts.picture import Picture, label, num, picture, rect
from qi_eval.charts.svg import WIDTH, Row, beside

BAR = 22  # px
LINE, KEY = 21, 18  # px, a line of the legend and where its words begin
SOLID = ("shade1", "shade2", "shade3")
HATCHED, OPEN = 3, 4  # which part is drawn how, after the solid ones
LIGHT = ("shade1", "shade2")  # fillings on which light figures are read
HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="f-ground" width="6" height="6"/><rect class="f-secondary" width="2.4" height="6"/></pattern></defs>'
)


@dataclass(frozen=True)
class Split:
    """One bar of several: its label, what is printed at its end, and the size of each part."""

    label: str
    shown: str
    sizes: tuple[float, ...]


def stack(rows: Sequence[Row], alt: str) -> Picture:
    """One bar, its parts the rows in order, with a legend that gives each part's label and value."""
    sizes = [row.value or 0 for row in rows]
    parts = [HATCH, *_bar(sizes, 0, figures=False)]
    for i, row in enumerate(rows):
        y = 34 + LINE * i
        parts += [_filled(i, 0, y + 2, 11, 11 if sizes[i] else 0)]
        parts.append(label(KEY, y + 12, fitted(row.label, beside(row.shown, KEY))))
        parts.append(label(WIDTH, y + 12, row.shown, anchor="end"))
    return picture(parts, alt, WIDTH, 36 + LINE * len(rows))


def splits(rows: Sequence[Split], names: Sequence[str], alt: str) -> Picture:
    """One bar a row, each as long as the whole, its parts with their numbers; the names of the parts stand below."""
    parts = [HATCH]
    for i, row in enumerate(rows):
        y = 48 * i
        parts += [label(0, y + 13, fitted(row.label, beside(row.shown))), label(WIDTH, y + 13, row.shown, anchor="end")]
        parts += _bar(row.sizes, y + 18, figures=True)
    top = 48 * len(rows) + 4
    for i, name in enumerate(names):
        y = top + LINE * i
        parts += [_filled(i, 0, y + 2, 11, 11), label(KEY, y + 12, fitted(name, WIDTH - KEY), colour="secondary")]
    return picture(parts, alt, WIDTH, top + LINE * len(names))


def _bar(sizes: Sequence[float], y: float, *, figures: bool) -> list[str]:
    whole, parts, x = sum(sizes) or 1, [], 0.0
    for i, size in enumerate(sizes):
        wide = WIDTH * size / whole
        parts.append(_filled(i, x, y, max(wide - 1.5, 0), BAR))
        if figures and size and wide > 16:
            parts.append(_figure(i, x + wide / 2, y, f"{size:.0f}"))
        x += wide
    return parts


def _figure(i: int, x: float, y: float, words: str) -> str:
    """The size of a part; on a hatched one it has a ground of its own."""
    light = i < len(SOLID) and SOLID[i] in LIGHT
    ground = rect(x - 4 * len(words) - 3, y + 3, 8 * len(words) + 6, BAR - 6, "ground") if i == HATCHED else ""
    return ground + label(x, y + 16, words, colour="ground" if light else "text", anchor="middle")


def _filled(i: int, x: float, y: float, wide: float, high: float) -> str:
    """A box as the filling of the part asks: solid, hatched or open."""
    if wide <= 0 or high <= 0:
        return ""
    if i < len(SOLID):
        return rect(x, y, wide, high, SOLID[i], round_by=1)
    inner = max(wide - 1.2, 0.1)
    box = f'x="{num(x + 0.6)}" y="{num(y + 0.6)}" width="{num(inner)}" height="{num(high - 1.2)}"'
    filling = 'fill="url(#hatch)"' if i == HATCHED else 'fill="none"'
    return f'<rect class="s-secondary" {box} {filling} stroke-width="1.2"/>'
