"""One slide (PPTX) with a chart that can be edited: message, native line chart, what it says, what was changed, method.

The chart's numbers travel in the slide (Edit data in PowerPoint). Lines of changes cannot be drawn in a native chart:
each change is a violet cross above its point, with its number in the list below."""

from __future__ import annotations

from typing import Any

from pptx.util import Emu, Inches

from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.theme import EXACT, LIGHT
from qi_eval.reports.deck import LEFT, LETTER, SIZE, TOP, WIDTH, deck_of, page_of, saved, tall, words_box
from qi_eval.reports.editable import Marked, keys, marked, prepared
from qi_eval.reports.native import add_chart

ROW = 0.22  # inches, the height of a row of the list of changes
MOST_ROWS = 6  # of the list of changes: the chart needs the room
COLUMNS = {38: 3, 62: 2}  # letters of the longest change → columns of the list


def slide(chart: ControlChart, *, place: str = "") -> bytes:
    """The slide as a file. `place`: ward and project, above the title. The notes hold the picture in words."""
    chart = prepared(chart)
    palette, changes, deck = EXACT if chart.exact_colours else LIGHT, marked(chart), deck_of()
    page = page_of(deck, chart.title, _notes(chart, changes))
    words_box(page, [place], Inches(0.25), Inches(0.3), 12, LIGHT.secondary)
    listed, foot = _rows(changes), " ".join(filter(None, [*keys(chart), chart.caption, chart.origin]))
    reading, bottom = tall(chart.reading, 14), SIZE[1] - tall(foot, 10) - Inches(0.15)
    below = bottom - Inches(ROW) * len(listed) - Inches(0.1)
    add_chart(page, chart, palette, changes, (LEFT, TOP, WIDTH, max(below - reading - TOP, Inches(2))))
    words_box(page, [chart.reading], below - reading, reading, 14, LIGHT.text)
    _columns(page, listed, below)
    words_box(page, [foot], bottom, tall(foot, 10), 10, LIGHT.secondary)
    return saved(deck, chart.title)


def _notes(chart: ControlChart, changes: list[Marked]) -> list[str]:
    """What a person reads aloud, or has read to them."""
    numbers = [f"{each.number}. " if each.number is not None else "" for each in changes]
    named = [f"{number}{each.words}" for number, each in zip(numbers, changes, strict=True)]
    return [chart.alt, chart.reading, chart.caption, chart.origin, *named]


def _rows(changes: list[Marked]) -> list[list[str]]:
    """The list of numbered changes as rows of up to three columns, filled downward. Words without room are cut; they
    stand in full in the notes, and so do the changes that the list leaves out."""
    large = [each for each in changes if each.number is not None]
    if not large:
        return []
    longest = max(len(each.words) for each in large)
    columns = min(next((n for most, n in COLUMNS.items() if longest <= most), 2), len(large))
    fits = int(Emu(WIDTH).inches / columns / LETTER) - 2
    words = [f"{each.number}  {_cut(each.words, fits)}" for each in large]
    room = columns * MOST_ROWS
    if len(changes) > len(words) or len(words) > room:
        words = words[: room - 1]
        words.append(f"and {len(changes) - len(words)} more, in the notes of this slide")
    per = -(-len(words) // columns)
    return [words[i::per] for i in range(per)]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _columns(page: Any, rows: list[list[str]], top: int) -> None:
    """Each column of the list as one box of words."""
    if not rows:
        return
    count = max(len(row) for row in rows)
    wide = Emu(int(WIDTH / count))
    for column in range(count):
        lines = [row[column] for row in rows if column < len(row)]
        words_box(
            page, lines, top, Inches(ROW) * len(lines), 12, LIGHT.text, left=Emu(LEFT + wide * column), width=wide
        )
