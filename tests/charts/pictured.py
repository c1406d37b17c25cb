"""Charts to draw in tests, and the pieces of a drawing by their kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pandas as pd

from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.picture import Picture
from qi_eval.vocabulary import Variation

SVG = "{http://www.w3.org/2000/svg}"
START = date(2026, 1, 5)


def weekly(values: Sequence[float | None], **columns: Any) -> pd.DataFrame:
    """Points a week apart, as an analysis gives them; columns such as centre, upper, phase as asked."""
    days = pd.to_datetime([START + timedelta(weeks=i) for i in range(len(values))])
    y = [float("nan") if v is None else float(v) for v in values]
    usual = [Variation.COMMON_CAUSE] * len(values)
    return pd.DataFrame({"x": days, "y": y, "point_type": usual} | columns)


def chart(
    values: Sequence[float | None] = (40, 60, 50), *, columns: dict[str, Any] | None = None, **words: Any
) -> ControlChart:
    """A chart of weekly values with the least words."""
    points = words.pop("points", None)
    points = weekly(values, **(columns or {})) if points is None else points
    return ControlChart(
        points, **{"title": "Falls: no sign of change", "alt": "Three weeks", "caption": "Run chart"} | words
    )


def pieces(picture: Picture, tag: str) -> list[ElementTree.Element]:
    """The elements of one kind; parsing proves that the picture is well formed."""
    return ElementTree.fromstring(picture.svg).findall(f".//{SVG}{tag}")


def said(picture: Picture) -> list[str]:
    """All words on a picture."""
    return [element.text or "" for element in pieces(picture, "text")]


def corners(element: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of a line."""
    pairs = (pair.split(",") for pair in element.get("points", "").split())
    return [(float(x), float(y)) for x, y in pairs]


def lines(picture: Picture, *, width: str) -> list[list[tuple[float, float]]]:
    """The lines of one width, which tells their kind (qi_eval.charts.styles)."""
    return [corners(line) for line in pieces(picture, "polyline") if line.get("stroke-width") == width]
