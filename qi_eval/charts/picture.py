"""A picture: one small SVG with its text alternative, and the few shapes that all pictures are drawn from.

The SVG carries its colours as classes with a light and a dark set: shown as an image it follows the colour scheme of
the page that holds it, so one drawing (and one cached view) serves both.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
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


def picture(parts: Iterable[str], alt: str, width: float, height: float, *, exact: bool = False) -> Picture:
    """The parts as one SVG document. Only the colours that they name are carried along; `exact` ones are those of
    Making Data Count, on white."""
    size = (round(width), round(height))
    body = (rect(0, 0, *size, "ground") if exact else "") + "".join(parts)
    box = f'width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">'
    return Picture(f"{head}<title>{legal(alt)}</title>{_style(body, exact)}{body}</svg>", alt, *size)


def printed(drawn: Picture) -> Picture:
    """The picture for paper and slides: the colours of a light page only, on white, whatever the reader's screen."""
    white = f'<rect width="{drawn.width}" height="{drawn.height}" fill="#FFFFFF"/>'
    light = _DARK.sub("</style>", drawn.svg, count=1).replace("</style>", f"</style>{white}", 1)
    return Picture(light, drawn.alt, drawn.width, drawn.height)


_DARK = re.compile(r"@media \(prefers-color-scheme:dark\)\{.*?\}</style>", re.DOTALL)


def legal(words: str) -> str:
    """User text for markup: escaped, and without the control characters that no XML document may hold."""
    return escape(sayable(words))


def sayable(words: str) -> str:
    """User text without what no document may hold: control characters and halves of letters."""
    return _CONTROL.sub("", words)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _style(body: str, exact: bool) -> str:
    classes = dict.fromkeys(_CLASSES.findall(body))
    colours = tuple(dict.fromkeys(name[2:] for each in classes for name in each.split()))
    return _styled(colours, "<text" in body, exact)


_CLASSES = re.compile(r'class="([^"]+)"')  # a shape names a colour as its fill (f-) or its stroke (s-)


@cache
def _styled(colours: tuple[str, ...], lettered: bool, exact: bool) -> str:
    rules = _rules(exact)
    named = [rules[name] for name in colours if name in rules]
    light = "".join(rules[0] for rules in named)
    dark = "".join(rules[1] for rules in named)
    font = f"text{{font-family:{FONT};font-size:{TEXT_SIZE}px}}" if lettered else ""
    return f"<style>{font}{light}@media (prefers-color-scheme:dark){{{dark}}}</style>"


@cache
def _rules(exact: bool) -> dict[str, tuple[str, str]]:
    """The rules of each colour for a light and a dark page."""
    return {name: (_rule(name, light), _rule(name, dark)) for name, (light, dark) in variables(exact=exact).items()}


def _rule(name: str, hue: str) -> str:
    return f".f-{name}{{fill:{hue}}}.s-{name}{{stroke:{hue}}}"


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def label(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = "text",
    anchor: str = "start",
    size: float = TEXT_SIZE,
    bold: bool = False,
) -> str:
    """Words with their baseline at (x, y); user text is escaped here."""
    larger = f' style="font-size:{num(size)}px"' if size != TEXT_SIZE else ""
    weight = ' font-weight="600"' if bold else ""
    at = f'x="{num(x)}" y="{num(y)}" text-anchor="{anchor}"{larger}{weight}'
    return f'<text class="f-{colour}" {at}>{legal(words)}</text>'


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


def path(
    points: Iterable[tuple[float, float]], colour: str, *, width: float = 1.5, dash: str = "", strength: float = 1
) -> str:
    """An open line through the points."""
    joined = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    style = f'fill="none" stroke-width="{num(width)}" stroke-linejoin="round"'
    style += (f' stroke-dasharray="{dash}"' if dash else "") + (f' opacity="{strength}"' if strength < 1 else "")
    return f'<polyline class="s-{colour}" points="{joined}" {style}/>'


def shape(
    kind: str, x: float, y: float, size: float, colour: str, *, edge: str = "", thick: float = 0.8, hollow: bool = False
) -> str:
    """A filled circle, triangle (up, down), diamond or square about (x, y), or its outline; `size` is about its
    radius."""
    look = f'class="f-{colour}' + (f' s-{edge}" stroke-width="{num(thick)}"' if edge else '"')
    look = f'class="f-ground s-{colour}" stroke-width="1.6"' if hollow else look
    if kind == "circle":
        return f'<circle {look} cx="{num(x)}" cy="{num(y)}" r="{num(size)}"/>'
    corners = " ".join(f"{num(x + dx * size)},{num(y + dy * size)}" for dx, dy in _CORNERS[kind])
    return f'<polygon {look} points="{corners}"/>'


_CORNERS = {
    "up": ((0, -1.2), (1.2, 0.95), (-1.2, 0.95)),
    "down": ((0, 1.2), (1.2, -0.95), (-1.2, -0.95)),
    "diamond": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
}
