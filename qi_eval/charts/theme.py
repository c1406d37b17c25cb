"""Every colour, shape and axis format of the pictures, for a light and a dark page.

Colours: NHS identity and Making Data Count, moved where they fail 3:1 on the ground (a test computes every pair).
Blue is the good direction, orange a concern, grey the usual ups and downs, violet a change without judgement; never
green and red. Shape says the same as colour, because the hues are alike in greyscale print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from qi_eval.vocabulary import Direction, Variation

FONT = '"Source Sans 3","Source Sans Pro","Source Sans",Arial,Helvetica,sans-serif'
LEVEL = 1e-9  # of the larger value: a smaller span than this is one level
TEXT_SIZE = 13  # px; the small pictures are drawn at the width at which a phone shows them, so text keeps its size


@dataclass(frozen=True)
class Palette:
    """The colours of one ground. Text colours reach 4.5:1 on it, marks and lines 3:1, hairlines only separate."""

    ground: str
    text: str
    secondary: str
    hairline: str
    accent: str
    improvement: str
    concern: str
    concern_edge: str
    common: str
    change: str  # a change without judgement, and the violet lines of tests of change
    target: str
    shade1: str  # the parts of a whole, darkest first; no judgement in them
    shade2: str
    shade3: str
    shade4: str
    shade5: str

    @property
    def shades(self) -> tuple[str, ...]:
        """The colours for parts of a whole."""
        return (self.shade1, self.shade2, self.shade3, self.shade4, self.shade5)


LIGHT = Palette(
    ground="#FFFFFF",
    text="#212B32",
    secondary="#4C6272",
    hairline="#D8DDE0",
    accent="#005EB8",
    improvement="#005EB8",
    concern="#E46C0A",
    concern_edge="#212B32",
    common="#768692",
    change="#490092",
    target="#B31B1B",
    shade1="#12436D",
    shade2="#2073BC",
    shade3="#4A90C9",
    shade4="#768692",
    shade5="#8A96A0",
)
DARK = Palette(
    ground="#14191D",
    text="#E8EDEE",
    secondary="#AEBAC3",
    hairline="#38434C",
    accent="#62ABEE",
    improvement="#62ABEE",
    concern="#F08A3C",
    concern_edge="#F6E3D3",
    common="#97A4AE",
    change="#C39BF0",
    target="#FF8A80",
    shade1="#A9D0F2",
    shade2="#62ABEE",
    shade3="#3F85C4",
    shade4="#97A4AE",
    shade5="#6F7D88",
)

EXACT = replace(  # the colours of Making Data Count's own packs, some below 3:1 (product s.4.2, 4.4); on white always
    LIGHT,
    text="#000000",
    improvement="#00B0F0",
    concern="#E46C0A",
    concern_edge="#E46C0A",
    common="#A6A6A6",
    change="#490092",
    target="#DE1B1B",
)


@dataclass(frozen=True)
class Mark:
    """How a point of a finding looks: the field of Palette that colours it, its shape, and its words in a legend."""

    colour: str
    shape: str  # circle | up | down | diamond
    words: str


def mark_of(variation: Variation, direction: Direction = Direction.NEUTRAL) -> Mark:
    """The mark of a point. Improvement points the way that is good for the measure, so a good fall points down."""
    if variation is Variation.IMPROVEMENT:
        return Mark("improvement", "down" if direction is Direction.DECREASE else "up", variation.label)
    return _MARKS[variation]


_MARKS = {
    Variation.COMMON_CAUSE: Mark("common", "circle", Variation.COMMON_CAUSE.label),
    Variation.CONCERN: Mark("concern", "diamond", Variation.CONCERN.label),
    Variation.NEUTRAL_HIGH: Mark("change", "up", Variation.NEUTRAL_HIGH.label),
    Variation.NEUTRAL_LOW: Mark("change", "down", Variation.NEUTRAL_LOW.label),
}


def variables(*, exact: bool = False) -> dict[str, tuple[str, str]]:
    """Name of a colour → (light, dark); what a style sheet needs to follow the page's ground. The exact colours of
    Making Data Count are the same on both."""
    light, dark = (EXACT, EXACT) if exact else (LIGHT, DARK)
    darks = asdict(dark)
    return {name.replace("_", "-"): (colour, darks[name]) for name, colour in asdict(light).items()}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #RRGGBB colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def plain(value: float, places: int | None = None) -> str:
    """A number as an axis or a label shows it: comma above 999, no more decimals than it needs.

    Without `places`: whole from 100 up, one decimal from 10, two below (ending zeros are dropped)."""
    if places is None:
        size = abs(value)
        places = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
        text = f"{value:,.{places}f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
    return f"{value:,.{places}f}".replace("-", "−")


def month(day: date) -> str:
    """Apr 2025: a date on an axis. Apr 25 would read as a day of April."""
    return f"{day:%b} {day.year}"


def ticks(low: float, high: float, about: int = 5) -> Sequence[float]:
    """Round values that span `low` to `high`, about as many as asked for (steps of 1, 2 or 5 times a power of ten)."""
    if high - low <= LEVEL * max(abs(high), abs(low), 1):
        return (round(low, 10),)
    rough = (high - low) / max(about - 1, 1)
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 1.0
    while power > rough:
        power /= 10
    step = next((m * power for m in (1, 2, 5, 10) if m * power >= rough), 10 * power)
    start = int(low // step)
    count = int(-(-high // step)) - start
    return tuple(round((start + i) * step, 10) for i in range(count + 1))
