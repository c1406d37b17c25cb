"""One slide (PPTX) with a chart that can be edited: message, native line chart, what it says, what was changed, method.

The chart's numbers travel in the slide (Edit data in PowerPoint). Lines of changes cannot be drawn in a native chart:
each change is a violet cross above its point, with its number in the list below."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.picture import sayable
from qi_eval.charts.theme import EXACT, LIGHT
from qi_eval.reports.editable import Marked, key, marked, prepared
from qi_eval.reports.native import add_chart

SIZE = (Inches(13.333), Inches(7.5))  # a wide slide
LEFT, TOP, WIDTH = Inches(0.6), Inches(1.3), Inches(12.13)
ROW = 0.22  # inches, the height of a row of the list of changes
TITLE_ONLY = 5  # the layout of python-pptx's own template
FACE = "Arial"  # on every machine that shows slides
LETTER = 0.085  # inches, the mean width of a letter of 12 pt
TITLE = 255  # letters of a file's title, at most
MOST_ROWS = 6  # of the list of changes: the chart needs the room
COLUMNS = {38: 3, 62: 2}  # letters of the longest change → columns of the list


def slide(chart: ControlChart, *, place: str = "") -> bytes:
    """The slide as a file. `place`: ward and project, above the title. The notes hold the picture in words."""
    chart = prepared(chart)
    deck = Presentation()
    deck.slide_width, deck.slide_height = SIZE
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    palette = EXACT if chart.exact_colours else LIGHT
    changes = marked(chart)
    if place:
        words_box(page, [place], Inches(0.25), Inches(0.3), 12, LIGHT.secondary)
    headline(page, chart.title)
    listed, foot = _rows(changes), " ".join(filter(None, [key(chart), chart.caption, chart.origin]))
    reading, bottom = tall(chart.reading, 14), SIZE[1] - tall(foot, 10) - Inches(0.15)
    below = bottom - Inches(ROW) * len(listed) - Inches(0.1)
    add_chart(page, chart, palette, changes, (LEFT, TOP, WIDTH, max(below - reading - TOP, Inches(2))))
    words_box(page, [chart.reading], below - reading, reading, 14, LIGHT.text)
    _columns(page, listed, below)
    words_box(page, [foot], bottom, tall(foot, 10), 10, LIGHT.secondary)
    page.notes_slide.notes_text_frame.text = sayable("\n".join(_notes(chart, changes)))
    deck.core_properties.title = sayable(chart.title)[:TITLE]
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def tall(words: str, size: int) -> int:
    """The height of so many words across the slide, in letters of so many points."""
    lines = -(-len(words) * LETTER * size / 12 // Emu(WIDTH).inches)
    return Inches(lines * size * 1.25 / 72 + (0.08 if words else 0))


def _notes(chart: ControlChart, changes: list[Marked]) -> list[str]:
    """What a person reads aloud, or has read to them."""
    said = [chart.alt, chart.reading, chart.caption, chart.origin]
    numbers = [f"{each.number}. " if each.number is not None else "" for each in changes]
    return [line for line in said if line] + [f"{n}{each.words}" for n, each in zip(numbers, changes, strict=True)]


def headline(page: Any, words: str) -> None:
    """Sets the title of the slide."""
    title = page.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.5), WIDTH, Inches(0.75)
    title.text_frame.text = sayable(words)
    title.text_frame.word_wrap = True
    title.text_frame.margin_left = title.text_frame.margin_right = 0
    _set(title.text_frame.paragraphs[0], 26 if len(words) < 75 else 20, LIGHT.text, bold=True)


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


def words_box(
    page: Any, lines: list[str], top: int, height: int, size: int, colour: str, *, left: int = LEFT, width: int = WIDTH
) -> None:
    """Puts lines of words on the slide; nothing where all are empty."""
    if not any(lines):
        return
    frame = page.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.text = sayable(line)
        _set(paragraph, size, colour)


def _set(paragraph: Any, size: int, colour: str, *, bold: bool = False) -> None:
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size), bold, FACE
    paragraph.font.color.rgb = RGBColor.from_string(colour[1:])
