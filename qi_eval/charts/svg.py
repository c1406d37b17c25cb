"""Small charts of groups as SVG: bars and dots. Rows in, Picture out; every number is already worded.

They are 340 px wide, the width of a panel on a phone, so that their text is never scaled down; text that a person must
read in full stands in the panel's table as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.picture import Picture, label, line, picture, rect, shape
from qi_eval.charts.theme import plain

WIDTH = 340  # px
MOST_ROWS = 10  # more rows than this stay in the table
LETTER = 6.6  # px, the mean width of a letter at 13 px (Arial; Source Sans is narrower)


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
    for i, row in enumerate(kept):
        y = 36 * i
        parts += _labelled(row, y)
        parts.append(rect(0, y + 19, WIDTH, 8, "hairline", round_by=2))
        if row.value is not None:
            parts.append(rect(0, y + 19, max(WIDTH * min(row.value / top, 1), 0), 8, "accent", round_by=2))
    return picture([*parts, *_more(rows, 36 * len(kept))], alt, WIDTH, 36 * len(kept) + _room(rows))


def _labelled(row: Row, y: float) -> list[str]:
    room = int((WIDTH - LETTER * len(row.shown) - 16) / LETTER)
    quiet = "text" if row.value is not None else "secondary"
    shown = label(WIDTH, y + 13, row.shown, colour=quiet, anchor="end")
    return [label(0, y + 13, short(row.label, room)), shown]


def short(words: str, letters: int) -> str:
    """The words, cut at a word's end with … where they are too long for the picture."""
    if len(words) <= letters:
        return words
    cut = words[: max(letters - 1, 1)]
    return (cut.rsplit(" ", 1)[0] if " " in cut[letters // 2 :] else cut).rstrip(" ,;:") + "…"


def _more(rows: Sequence[Row], y: float) -> list[str]:
    left = len(rows) - MOST_ROWS
    return [label(0, y + 13, f"{left} more in the table", colour="secondary")] if left > 0 else []


def _room(rows: Sequence[Row]) -> int:
    return 20 if len(rows) > MOST_ROWS else 0


def dots(rows: Sequence[Row], alt: str, *, low: float, high: float, ends: tuple[str, str] | None = None) -> Picture:
    """One dot with its interval a row, on a common scale from `low` to `high`, whose ends are printed below."""
    kept, parts, span = rows[:MOST_ROWS], [], (high - low) or 1

    def place(value: float) -> float:
        return 5 + (WIDTH - 10) * (min(max(value, low), high) - low) / span

    for i, row in enumerate(kept):
        y = 36 * i
        parts += [*_labelled(row, y), line(0, y + 23, WIDTH, y + 23, "hairline")]
        if row.low is not None and row.high is not None:
            parts.append(line(place(row.low), y + 23, place(row.high), y + 23, "accent", width=3))
        if row.then is not None:
            parts.append(shape("circle", place(row.then), y + 23, 4, "secondary", hollow=True))
        if row.value is not None:
            parts.append(shape("circle", place(row.value), y + 23, 4.5, "accent"))
    y = 36 * len(kept) + 10
    first, last = ends or (plain(low), plain(high))
    parts += [label(0, y, first, colour="secondary"), label(WIDTH, y, last, colour="secondary", anchor="end")]
    return picture(parts, alt, WIDTH, y + 6)
