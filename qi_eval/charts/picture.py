"""A picture: one small SVG with its text alternative, and the few shapes that all pictures are drawn from.

The SVG carries its colours as classes with a light and a dark set: shown as an image it follows the colour scheme of
the page that holds it, so one drawing (and one cached view) serves both.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from qi_eval.charts.theme import FONT, TEXT_SIZE, variables


@dataclass(frozen=True)
class Picture:
    """A finished drawing: SVG markup, what it shows in words, and its natural size in pixels."""

    svg: str
    alt: str
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The picture as a data address for an `<img>` (an inline `<svg>` would be stripped from the page)."""
        return "data:image/svg+xml;base64," + b64encode(self.svg.encode()).decode()


def picture(parts: Iterable[str], alt: str, width: float, height: float) -> Picture:
    """The parts as one SVG document. Only the colours that they name are carried along."""
    body = "".join(parts)
    size = (round(width), round(height))
    box = f'width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">'
    return Picture(f"{head}<title>{escape(alt)}</title>{_style(body)}{body}</svg>", alt, *size)


def _style(body: str) -> str:
    named = {name: pair for name, pair in variables().items() if f"f-{name}" in body or f"s-{name}" in body}
    light = "".join(f".f-{name}{{fill:{pair[0]}}}.s-{name}{{stroke:{pair[0]}}}" for name, pair in named.items())
    dark = "".join(f".f-{name}{{fill:{pair[1]}}}.s-{name}{{stroke:{pair[1]}}}" for name, pair in named.items())
    font = f"text{{font-family:{FONT};font-size:{TEXT_SIZE}px}}" if "<text" in body else ""
    return f"<style>{font}{light}@media (prefers-color-scheme:dark){{{dark}}}</style>"


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def label(x: float, y: float, words: str, *, colour: str = "text", anchor: str = "start") -> str:
    """Words with their baseline at (x, y); user text is escaped here."""
    return f'<text class="f-{colour}" x="{num(x)}" y="{num(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0) -> str:
    """A filled box; nothing where it has no width."""
    if width <= 0 or height <= 0:
        return ""
    corner = f' rx="{num(round_by)}"' if round_by else ""
    return f'<rect class="f-{colour}" x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"{corner}/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dash: str = "") -> str:
    """A straight line, dashed where `dash` says how."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"'
    return f'<line class="s-{colour}" {ends} stroke-width="{num(width)}"{dashes}/>'


def path(points: Iterable[tuple[float, float]], colour: str, *, width: float = 1.5) -> str:
    """An open line through the points."""
    joined = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    style = f'fill="none" stroke-width="{num(width)}" stroke-linejoin="round"'
    return f'<polyline class="s-{colour}" points="{joined}" {style}/>'


def shape(kind: str, x: float, y: float, size: float, colour: str, *, edge: str = "") -> str:
    """A filled circle, triangle (up, down) or diamond about (x, y); `size` is about its radius."""
    outline = f' s-{edge}" stroke-width="0.8"' if edge else '"'
    if kind == "circle":
        return f'<circle class="f-{colour}{outline} cx="{num(x)}" cy="{num(y)}" r="{num(size)}"/>'
    corners = " ".join(f"{num(x + dx * size)},{num(y + dy * size)}" for dx, dy in _CORNERS[kind])
    return f'<polygon class="f-{colour}{outline} points="{corners}"/>'


_CORNERS = {
    "up": ((0, -1.2), (1.2, 0.95), (-1.2, 0.95)),
    "down": ((0, 1.2), (1.2, -0.95), (-1.2, -0.95)),
    "diamond": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
}
