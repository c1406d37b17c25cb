"""A small heat table as SVG: one row a project or unit, one coloured cell an item, with its score printed in it.

Rows in, Picture out. The columns are numbered, and their names stand below: nothing has to be read sideways on a phone.
A darker cell is a higher score; the printed number says the same, so that no colour is needed to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.lettering import fitted, text_width
from qi_eval.charts.picture import Picture, label, picture, rect
from qi_eval.charts.svg import WIDTH
from qi_eval.charts.theme import plain

CELL, HEIGHT = 25, 24  # px
TOTAL = 34  # px for the total at a row's end
MOST_ROWS = 20  # more rows than this stay in the table
LINE = 17  # px a name below
SHADES = ("hairline", "shade2", "shade1")  # low, middle, high; the text on each reaches 4.5:1
INK = {"hairline": "text", "shade2": "ground", "shade1": "ground"}


@dataclass(frozen=True)
class Row:
    """One row: its label, its total as it is printed, and its cells (None: not known)."""

    label: str
    shown: str
    cells: tuple[float | None, ...]


def heat(rows: Sequence[Row], columns: Sequence[str], alt: str, *, low: float, high: float) -> Picture:
    """The table, on a scale from `low` to `high`."""
    kept, left = rows[:MOST_ROWS], WIDTH - TOTAL - CELL * len(columns)
    parts = [
        label(left + CELL * (n + 0.5), 13, str(n + 1), colour="secondary", anchor="middle") for n in range(len(columns))
    ]
    parts.append(label(WIDTH, 13, "Total", colour="secondary", anchor="end"))
    for i, row in enumerate(kept):
        parts += _row(row, left, 20 + HEIGHT * i, low, high)
    y = 20 + HEIGHT * len(kept)
    names = _names(columns, y + 14)
    more = [f"{len(rows) - MOST_ROWS} more in the table"] if len(rows) > MOST_ROWS else []
    parts += [*names, *(label(0, y + 14 + LINE * len(names), words, colour="secondary") for words in more)]
    return picture(parts, alt, WIDTH, y + 8 + LINE * (len(names) + len(more)))


def _row(row: Row, left: float, y: float, low: float, high: float) -> list[str]:
    parts = [label(0, y + 16, fitted(row.label, left - 6)), label(WIDTH, y + 16, row.shown, anchor="end")]
    for n, value in enumerate(row.cells):
        parts += _cell(value, left + CELL * n, y, low, high)
    return parts


def _cell(value: float | None, x: float, y: float, low: float, high: float) -> list[str]:
    middle = x + CELL / 2
    if value is None:
        return [label(middle, y + 16, "–", colour="secondary", anchor="middle")]
    place = (min(max(value, low), high) - low) / ((high - low) or 1)
    shade = SHADES[min(int(place * len(SHADES)), len(SHADES) - 1)]
    ground = rect(x + 1, y + 1, CELL - 2, HEIGHT - 2, shade, round_by=2)
    return [ground, label(middle, y + 16, plain(round(value, 1)), colour=INK[shade], anchor="middle")]


def _names(columns: Sequence[str], y: float) -> list[str]:
    """1 Aim, 2 Driver diagram …, as many a line as there is room for."""
    lines = [""]
    for n, name in enumerate(columns, start=1):
        word = f"{n} {name}"
        joined = f"{lines[-1]}   {word}" if lines[-1] else word
        if text_width(joined) > WIDTH and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return [label(0, y + LINE * i, words, colour="secondary") for i, words in enumerate(lines)]
