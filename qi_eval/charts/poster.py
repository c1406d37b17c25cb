"""A chart that speaks for itself wherever it is pasted: title, icons with words, chart, reading, changes, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.charts import changes, drawn
from qi_eval.charts.described import ControlChart
from qi_eval.charts.drawn import Layout
from qi_eval.charts.icons import assurance_parts, assurance_words, variation_parts, variation_words
from qi_eval.charts.lettering import wrapped
from qi_eval.charts.picture import Picture, label, picture

PAD = 24  # px, around everything; half of it on a phone
NARROW = 560  # px
SHAPE = 0.44  # the height of the chart in its width, between LOWEST and HIGHEST
LOWEST, HIGHEST = 280, 460  # px
ICON = 44  # px
LINES = {22: 28, 18: 24, 15: 22, 13: 19, 12: 17}  # size of letters → height of a line, px


def poster(chart: ControlChart, *, width: float = 960) -> Picture:
    """The chart with all that a reader needs, as one picture: for a slide, a poster, a message."""
    pad = PAD if width >= NARROW else PAD / 2
    page = _Page(pad, width - 2 * pad, pad)
    page.words(chart.title, 22 if width >= NARROW else 18, bold=True)
    page.icons(chart)
    laid = page.chart(chart)
    page.words(chart.reading, 15)
    page.listed(listed(chart, laid) if not laid.names.complete else ())
    page.words(chart.caption, 12, colour="secondary")
    page.words(chart.origin, 12, colour="secondary")
    return picture(page.parts, chart.alt, width, page.y + pad / 2, exact=chart.exact_colours)


def listed(chart: ControlChart, laid: Layout | None = None) -> tuple[tuple[str, str], ...]:
    """Every change in order of time: the number that it carries on the chart (on the drawing `laid`, else on the
    figure; empty where its name stands there, | for a tick), and its name with its day."""
    order = sorted(chart.changes, key=lambda change: change.when)
    if laid is not None:
        return tuple((laid.names.mark(change), dated(change.name, change.when)) for change in order)
    shown = [change for change, _ in drawn.scene(chart).changes]
    marks = {id(change): str(i) for i, change in enumerate(changes.numbered(shown), start=1)}
    return tuple((marks.get(id(change), ""), dated(change.name, change.when)) for change in order)


def dated(name: str, when: date) -> str:
    """Trolley by triage, 6 March 2026."""
    return f"{name}, {when.day} {when:%B} {when.year}"


@dataclass
class _Page:
    """Grows downward, piece by piece."""

    x: float
    width: float
    y: float

    def __post_init__(self) -> None:
        self.parts: list[str] = []

    def words(self, words: str, size: float, *, colour: str = "text", bold: bool = False) -> None:
        for line in wrapped(words, self.width, size, bold=bold):
            self.parts.append(label(self.x, self.y + size, line, colour=colour, size=size, bold=bold))
            self.y += LINES[int(size)]
        self.y += 8 if words else 0

    def icons(self, chart: ControlChart) -> None:
        """The two icons side by side, one under the other where they do not fit; none where nothing is said of them."""
        shown = []
        if chart.variation or chart.no_variation:
            words = variation_words(chart.variation, chart.direction, chart.no_variation)
            shown.append((variation_parts(chart.variation, chart.direction, 0, 0, ICON), words))
        if chart.assurance or chart.no_assurance:
            words = assurance_words(chart.assurance, chart.direction, chart.no_assurance)
            shown.append((assurance_parts(chart.assurance, chart.direction, 0, 0, ICON), words))
        column = self.width / 2 if self.width >= NARROW else self.width
        for i, (icon, words) in enumerate(shown):
            x, y = (self.x + column * i, self.y) if column < self.width else (self.x, self.y + i * (ICON + 8))
            self.parts += [moved(icon, x, y), *_beside(words, x + ICON + 10, y, column - ICON - 20)]
        rows = len(shown) if column == self.width else min(len(shown), 1)
        self.y += rows * (ICON + 8) + (6 if rows else 0)

    def chart(self, chart: ControlChart) -> Layout:
        laid = drawn.layout(chart, self.width, min(max(SHAPE * self.width, LOWEST), HIGHEST))
        self.parts.append(moved(drawn.parts(laid), self.x, self.y))
        self.y += laid.height + 14
        return laid

    def listed(self, entries: Sequence[tuple[str, str]]) -> None:
        if not entries:
            return
        columns = 2 if self.width >= NARROW and len(entries) > 3 else 1
        room, lead = self.width / columns - 16, 22 if any(mark for mark, _ in entries) else 0
        blocks = [(mark, wrapped(words, room - lead, 13)) for mark, words in entries]
        per = -(-len(blocks) // columns)
        tops = [self.y] * columns
        for i, (mark, lines) in enumerate(blocks):
            column = i // per
            x = self.x + column * (room + 16)
            self.parts += [label(x, tops[column] + 13, mark, colour="change", bold=True)] if mark else []
            for line in lines:
                self.parts.append(label(x + lead, tops[column] + 13, line))
                tops[column] += LINES[13]
        self.y = max(tops) + 10


def moved(parts: Sequence[str], x: float, y: float) -> str:
    """Pieces of SVG set down with their corner at (x, y)."""
    return f'<g transform="translate({x:.1f} {y:.1f})">{"".join(parts)}</g>'


def _beside(words: tuple[str, str], x: float, y: float, width: float) -> list[str]:
    bold, rest = wrapped(words[0], width, 15, bold=True), wrapped(words[1], width, 13)
    lines = [(line, 15, True) for line in bold] + [(line, 13, False) for line in rest]
    top = y + max((ICON - 19 * len(lines)) / 2, 0)
    return [
        label(x, top + 15 + 19 * i, line, size=size, bold=strong, colour="text" if strong else "secondary")
        for i, (line, size, strong) in enumerate(lines)
    ]
