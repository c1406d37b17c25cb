"""A picture to take away: PNG for a slide or a message, SVG for a poster; in the colours of a light page, on white."""

from __future__ import annotations

from qi_eval.charts.picture import Picture, printed
from qi_eval.charts.theme import FONT
from qi_eval.reports.typesetting import FAMILY, typeset

DOTS = 96  # per inch: a pixel of the picture is a pixel of the PNG


def png(picture: Picture, *, scale: float = 2) -> bytes:
    """The picture as a PNG, `scale` times as many pixels as it is wide (2: sharp on a slide)."""
    return typeset("picture.typ", embedded(picture), "png", dots=DOTS * scale)


def svg(picture: Picture) -> bytes:
    """The picture as an SVG file."""
    return printed(picture).svg.encode()


def embedded(picture: Picture) -> dict[str, str | int]:
    """The picture as data for a template, its letters those of the document."""
    light = printed(picture).svg.replace(FONT, f"'{FAMILY}'")
    return {"svg": light, "alt": picture.alt, "width": picture.width, "height": picture.height}
