"""Small charts of groups as SVG: bars and dots. Rows in, Picture out; every number is already worded.

They are as wide as a panel on a phone, so that their text is never scaled down; a label takes two lines where it needs
them, and stands in full in the panel's table as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.lettering import folded, text_width
from qi_eval.charts.picture import Picture, label, line, picture, rect, shape
from qi_eval.charts.theme import plain

WIDTH = 340  # px
MOST_ROWS = 10  # more rows than this stay in the table
APART = 12  # px, between a label and the figure at the end of its line
LABEL_LINES, LINE = 2, 16  # of a label, at most; px
TALL = 36  # px, a row whose label takes one line


@dataclass(frozen=True)
class Row:
    """A bar, part or dot: its label, its value (None: hidden or unknown, and `shown` says which), what is printed.
    `then`: the value of the time before, beside a dot."""

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    then: float | None = None


def bars(rows: Sequence[Row], alt: str, *, full: float | None = None) -> Picture:
    """One bar a row, its label above it and its value at the end. `full` is the value of a full-width bar."""
    kept, parts = rows[:MOST_ROWS], []
    top = full or max((row.value or 0 for row in kept), default=0) or 1
    y = 0.0
    for row in kept:
        words, tall = _labelled(row, y)
        y += tall
        parts += [*words, rect(0, y - 17, WIDTH, 8, "hairline", round_by=2)]
        if row.value is not None:
            parts.append(rect(0, y - 17, max(WIDTH * min(row.value / top, 1), 0), 8, "accent", round_by=2))
    return picture([*parts, *_more(rows, y)], alt, WIDTH, y + _room(rows))


def _labelled(row: Row, y: float) -> tuple[list[str], float]:
    """The label of a row and the figure at its end; how tall the row is."""
    quiet = "text" if row.value is not None else "secondary"
    shown = label(WIDTH, y + 13, row.shown, colour=quiet, anchor="end")
    lines = folded(row.label, beside(row.shown), LABEL_LINES)
    words = [label(0, y + 13 + LINE * n, one) for n, one in enumerate(lines)]
    return [*words, shown], TALL + LINE * (len(lines) - 1)


def beside(shown: str, start: float = 0) -> float:
    """The room for a label that starts there, px, before a figure at the end of its line."""
    return WIDTH - start - text_width(shown) - APART


def _more(rows: Sequence[Row], y: float) -> list[str]:
    left = len(rows) - MOST_ROWS
    return [label(0, y + 13, f"{left} more in the table", colour="secondary")] if left > 0 else []


def _room(rows: Sequence[Row]) -> int:
    return 20 if len(rows) > MOST_ROWS else 0


def dots(rows: Sequence[Row], alt: str, *, low: float, high: float, ends: tuple[str, str] | None = None) -> Picture:
    """One dot with its interval a row, on a common scale from `low` to `high`, whose ends are printed below."""
    kept, parts, span = rows[:MOST_ROWS], [], (high - low) or 1
    y = 0.0

    def place(value: float) -> float:
        return 5 + (WIDTH - 10) * (min(max(value, low), high) - low) / span

    for row in kept:
        words, tall = _labelled(row, y)
        y += tall
        at = y - 13
        parts += [*words, line(0, at, WIDTH, at, "hairline")]
        if row.low is not None and row.high is not None:
            parts.append(line(place(row.low), at, place(row.high), at, "accent", width=3))
        if row.then is not None:
            parts.append(shape("circle", place(row.then), at, 4, "secondary", hollow=True))
        if row.value is not None:
            parts.append(shape("circle", place(row.value), at, 4.5, "accent"))
    y += 10
    first, last = ends or (plain(low), plain(high))
    parts += [label(0, y, first, colour="secondary"), label(WIDTH, y, last, colour="secondary", anchor="end")]
    return picture(parts, alt, WIDTH, y + 6)
