"""Projects or measures counted out as marks, one mark each: rows in, Picture out.

The five groups of a verdict differ in shape as well as in colour, each at 3:1 on the ground: two triangles (filled:
held; open: lately), a disc (no sign yet), a diamond (worse or lost) and an open square (cannot tell).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from qi_eval.charts.lettering import fitted
from qi_eval.charts.picture import Picture, label, picture, shape
from qi_eval.charts.svg import WIDTH, beside
from qi_eval.vocabulary import Outcome

STEP = 17  # px from mark to mark
ACROSS = WIDTH // STEP
MOST = 3 * ACROSS  # marks of one row; where there are more projects, a mark stands for several
LINE, REASON = 22, 18  # px a line of words
LOOKS = {  # shape, colour, edge, hollow
    Outcome.IMPROVED_AND_HELD: ("up", "accent", "", False),
    Outcome.IMPROVED_LATELY: ("up", "accent", "", True),
    Outcome.NO_SIGN: ("circle", "common", "", False),
    Outcome.WORSE_OR_LOST: ("diamond", "concern", "concern-edge", False),
    Outcome.CANNOT_TELL: ("square", "secondary", "", True),
}


@dataclass(frozen=True)
class Row:
    """One row: its label, what is printed at its end, how many marks of which group, and lines of words below it, each
    with its own number."""

    label: str
    shown: str
    marks: tuple[tuple[Outcome, int], ...]
    below: tuple[tuple[str, str], ...] = ()


def pictogram(rows: Sequence[Row], alt: str, *, legend: Sequence[tuple[Outcome, str]] = ()) -> Picture:
    """The rows one below the other; `legend` names the marks where the rows' labels do not."""
    each = max(ceil(sum(n for _, n in row.marks) / MOST) for row in rows) if rows else 1
    parts: list[str] = []
    y = 0.0
    for row in rows:
        drawn, tall = _row(row, y, max(each, 1))
        parts += drawn
        y += tall
    named, tall = _legend(legend, y)
    parts += named
    y += tall
    if each > 1:
        parts.append(label(0, y + 13, f"One mark: up to {each} of them", colour="secondary"))
        y += REASON
    return picture(parts, alt, WIDTH, y)


def _row(row: Row, y: float, each: int) -> tuple[list[str], float]:
    parts = [label(0, y + 13, fitted(row.label, beside(row.shown))), label(WIDTH, y + 13, row.shown, anchor="end")]
    looks = [outcome for outcome, n in row.marks for _ in range(ceil(n / each))]
    for i, outcome in enumerate(looks):
        parts.append(_mark(outcome, 7 + STEP * (i % ACROSS), y + LINE + 8 + STEP * (i // ACROSS)))
    tall = LINE + STEP * ceil(len(looks) / ACROSS) + (8 if looks else 2)
    for n, (words, shown) in enumerate(row.below):
        at = y + tall + 9 + REASON * n
        parts += [
            label(14, at, fitted(words, beside(shown, 14)), colour="secondary"),
            label(WIDTH, at, shown, colour="secondary", anchor="end"),
        ]
    return parts, tall + REASON * len(row.below) + (4 if row.below else 0)


def _mark(outcome: Outcome, x: float, y: float) -> str:
    kind, colour, edge, hollow = LOOKS[outcome]
    return shape(kind, x, y, 5 if hollow else 5.4, colour, edge=edge, hollow=hollow)


def _legend(names: Sequence[tuple[Outcome, str]], y: float) -> tuple[list[str], float]:
    """Two names a line, each behind its mark."""
    parts = []
    for i, (outcome, words) in enumerate(names):
        x, at = (WIDTH / 2) * (i % 2), y + 12 + REASON * (i // 2)
        parts += [_mark(outcome, x + 7, at - 4), label(x + 18, at, words, colour="secondary")]
    return parts, REASON * ceil(len(names) / 2) + (6 if names else 0)
