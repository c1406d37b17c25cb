"""A driver diagram: from the aim at the left through its drivers to the change ideas at the right. Boxes in, Picture
out; it grows downward as far as its words need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qi_eval.charts.lettering import wrapped
from qi_eval.charts.picture import Picture, label, path, picture, rect
from qi_eval.vocabulary import DriverKind

COLUMNS = tuple(DriverKind)  # from left to right
HEADS = {
    DriverKind.AIM: "Aim",
    DriverKind.PRIMARY_DRIVER: "Primary drivers",
    DriverKind.SECONDARY_DRIVER: "Secondary drivers",
    DriverKind.CHANGE_IDEA: "Change ideas",
}
GAP, BETWEEN, HEAD = 34.0, 10.0, 26.0  # px: from column to column, from box to box, room for the heads
PAD, ROW = 9.0, 17.0  # px: inside a box, a row of its words
EDGE = 3.0  # px, the bar at the left of the aim and of a driver
NARROWEST = 120.0  # px, a box at least


@dataclass(frozen=True)
class Box:
    """One box: what it says, the measure that follows it ("" for none), and what hangs on it."""

    kind: DriverKind
    words: str
    measure: str = ""
    children: tuple[Box, ...] = ()


@dataclass(frozen=True)
class _Placed:
    box: Box
    x: float
    y: float
    height: float
    rows: list[tuple[str, bool]]  # words of a row, and whether they are the measure


def driver_drawing(roots: Sequence[Box], *, alt: str, width: float = 960) -> Picture:
    """The diagram. A kind that no box has takes no room; a box stands in the column of its kind, whatever it hangs on,
    and each root begins below the one before."""
    kinds = [kind for kind in COLUMNS if any(box.kind is kind for root in roots for box in _all(root))]
    if not kinds:
        return picture([label(0, 15, "Nothing drawn yet", colour="secondary")], alt, width, 22)
    across = max((width - GAP * (len(kinds) - 1)) / len(kinds), NARROWEST)
    left = {kind: i * (across + GAP) for i, kind in enumerate(kinds)}
    parts = [label(left[kind], 13, HEADS[kind], colour="secondary") for kind in kinds]
    top = HEAD
    for root in roots:
        placed, top = _place(root, left, across, top)
        for one, parent in placed:
            parts += _joined(parent, one, across) if parent else []
            parts += _drawn(one, across)
    return picture(parts, alt, left[kinds[-1]] + across, top)


def _all(box: Box) -> Iterator[Box]:
    yield box
    for child in box.children:
        yield from _all(child)


def _place(
    box: Box, left: dict[DriverKind, float], across: float, top: float
) -> tuple[list[tuple[_Placed, _Placed | None]], float]:
    """The box and all that hangs on it, each with what it hangs on; and where the next one may begin."""
    rows = _rows(box, across)
    height = ROW * len(rows) + 2 * PAD
    below: list[tuple[_Placed, _Placed | None]] = []
    firsts, end = list[_Placed](), top
    for child in box.children:
        found, end = _place(child, left, across, end)
        firsts.append(found[0][0])
        below += found
    middle = (firsts[0].y + firsts[-1].y + firsts[-1].height) / 2 if firsts else top + height / 2
    own = _Placed(box, left[box.kind], max(middle - height / 2, top), height, rows)
    mine = [(one, own if parent is None else parent) for one, parent in below]
    return [(own, None), *mine], max(end, own.y + height + BETWEEN)


def _rows(box: Box, across: float) -> list[tuple[str, bool]]:
    room = across - 2 * PAD - EDGE
    said = [(row, False) for row in wrapped(box.words, room)]
    return said + [(row, True) for row in (wrapped(f"Measure: {box.measure}", room) if box.measure else [])]


def _drawn(one: _Placed, across: float) -> list[str]:
    idea = one.box.kind is DriverKind.CHANGE_IDEA
    words = [
        label(one.x + PAD + EDGE, one.y + PAD + 12.5 + ROW * i, row, colour="secondary" if measure else "text")
        for i, (row, measure) in enumerate(one.rows)
    ]
    frame = [
        rect(one.x, one.y, across, one.height, "hairline", round_by=3),
        rect(one.x + 1, one.y + 1, across - 2, one.height - 2, "ground", round_by=2),
    ]
    bar = [] if idea else [rect(one.x, one.y, EDGE, one.height, "accent", round_by=1)]
    return [*frame, *bar, *words]


def _joined(parent: _Placed, child: _Placed, across: float) -> list[str]:
    """The line from a box to one that hangs on it."""
    start, end = parent.x + across, child.x
    at, to = parent.y + parent.height / 2, child.y + child.height / 2
    turn = end - GAP / 2 if end > start else end - GAP / 4
    return [path([(start, at), (turn, at), (turn, to), (end, to)], "common", width=1)]
