"""Who came when: one row an organisation, one cell a month, filled where it came. Rows in, Picture out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.charts.lettering import fitted, text_width
from qi_eval.charts.picture import Picture, label, line, picture, rect
from qi_eval.charts.svg import WIDTH
from qi_eval.charts.theme import month

HEIGHT = 18  # px a row
LEAST, MOST = 104, 176  # px for the names: as long as they need, yet half the picture is left for the months
MOST_ROWS = 24  # more rows than this stay in the table


@dataclass(frozen=True)
class Row:
    """One organisation: its name, and for each month whether it came."""

    label: str
    came: tuple[bool, ...]


def presence(rows: Sequence[Row], months: Sequence[date], alt: str) -> Picture:
    """The grid, oldest month at the left; an empty cell is a thin line, so that a row can be followed."""
    kept = rows[:MOST_ROWS]
    left = min(max([LEAST, *(text_width(row.label) + 8 for row in kept)]), MOST)
    wide = (WIDTH - left) / max(len(months), 1)
    parts = [label(left, 12, month(months[0]), colour="secondary")] if months else []
    if len(months) > 1:
        parts.append(label(WIDTH, 12, month(months[-1]), colour="secondary", anchor="end"))
    for i, row in enumerate(kept):
        y = 20 + HEIGHT * i
        parts.append(label(0, y + 13, fitted(row.label, left - 8)))
        parts.append(line(left, y + 9, WIDTH, y + 9, "hairline"))
        for n, came in enumerate(row.came):
            if came:
                parts.append(rect(left + wide * n + 0.7, y + 3, max(wide - 1.4, 1.5), 12, "accent", round_by=1))
    tall = 20 + HEIGHT * len(kept)
    if len(rows) > MOST_ROWS:
        parts.append(label(0, tall + 13, f"{len(rows) - MOST_ROWS} more in the table", colour="secondary"))
        tall += 18
    return picture(parts, alt, WIDTH, tall)
