"""A plain field with two axes of numbers, for charts whose horizontal axis is not time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.picture import label, line
from qi_eval.charts.theme import FONT, TEXT_SIZE, Palette, plain, ticks

ROW = 16  # px, the height of a row of words
AIR = 0.04  # of the span, free above the highest value


@dataclass(frozen=True)
class Plane:
    """Values from `low` to `high` upward, from `first` to `last` to the right, in a rectangle of pixels."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, value: float) -> float:
        """The pixel of a value on the horizontal axis."""
        span = self.last - self.first
        return self.left + (self.right - self.left) * ((value - self.first) / span if span else 0.5)

    def y(self, value: float) -> float:
        """The pixel of a value on the vertical axis."""
        span = self.high - self.low
        return self.bottom - (self.bottom - self.top) * ((value - self.low) / span if span else 0.5)

    def grid(self, marks: Sequence[float], unit: str) -> list[str]:
        """Hairlines at the marks, with their values at the left."""
        parts = [line(self.left, self.bottom, self.right, self.bottom, "common")]
        for mark in marks:
            y = self.y(mark)
            words = label(self.left - 6, y + 4.5, plain(mark) + unit, colour="secondary", anchor="end")
            parts += [line(self.left, y, self.right, y, "hairline"), words]
        return parts

    def across(self, name: str, most: int) -> list[str]:
        """Ticks along the bottom, with the name of the axis under them."""
        parts = []
        for mark in (m for m in ticks(self.first, self.last, most) if self.first <= m <= self.last):
            x = self.x(mark)
            words = label(x, self.bottom + 17, plain(mark), colour="secondary", anchor="middle")
            parts += [line(x, self.bottom, x, self.bottom + 4, "common"), words]
        return [*parts, label(self.right, self.bottom + 17 + ROW + 2, name, colour="secondary", anchor="end")]


def bare_layout(palette: Palette, *, height: int, left: int, right: int) -> dict[str, object]:
    """A Plotly layout with the look of the house, its axes still without values."""
    text = {"color": palette.text, "size": TEXT_SIZE, "family": FONT.replace('"', "'")}
    axis = {"showgrid": False, "zeroline": False, "tickfont": text, "linecolor": palette.common, "fixedrange": True}
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": 24, "b": 84},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "xaxis": axis | {"ticks": "outside", "showline": True},
        "yaxis": axis | {"showgrid": True, "gridcolor": palette.hairline},
        "hovermode": "closest",
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": -0.24, "font": text, "itemclick": False, "itemdoubleclick": False},
    }
