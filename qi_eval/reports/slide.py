"""One slide (PPTX) with a chart that can be edited: message, native line chart, what it says, what was changed, method.

The chart's numbers travel in the slide (Edit data in PowerPoint). Lines of changes cannot be drawn in a native chart:
each change is a violet diamond above its point, with its number in the list below."""

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
from qi_eval.reports.editable import Marked, marked, prepared
from qi_eval.reports.native import add_chart

SIZE = (Inches(13.333), Inches(7.5))  # a wide slide
LEFT, WIDTH = Inches(0.6), Inches(12.13)
TITLE_ONLY = 5  # the layout of python-pptx's own template
FACE = "Arial"  # on every machine that shows slides
LETTER = 0.085  # inches, the mean width of a letter of 12 pt
TITLE = 255  # letters of a file's title, at most
COLUMNS = 3  # of the list of changes, at most


def slide(chart: ControlChart, *, place: str = "") -> bytes:
    """The slide as a file. `place`: ward and project, above the title. The notes hold the picture in words."""
    chart = prepared(chart)
    deck = Presentation()
    deck.slide_width, deck.slide_height = SIZE
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    palette = EXACT if chart.exact_colours else LIGHT
    changes = marked(chart)
    if place:
        _words(page, [place], Inches(0.25), Inches(0.3), 12, LIGHT.secondary)
    _title(page, chart.title)
    listed = _rows(changes)
    foot = " ".join(filter(None, [chart.caption, chart.origin]))
    room = Inches(0.22) * len(listed) + Inches(0.62 if chart.reading else 0.1) + Inches(0.5)
    top, tall = Inches(1.3), SIZE[1] - Inches(1.3) - room
    add_chart(page, chart, palette, changes, (LEFT, top, WIDTH, tall))
    below = top + tall
    if chart.reading:
        _words(page, [chart.reading], below, Inches(0.6), 14, LIGHT.text)
        below += Inches(0.6)
    _columns(page, listed, below)
    _words(page, [foot], SIZE[1] - Inches(0.5), Inches(0.4), 10, LIGHT.secondary)
    page.notes_slide.notes_text_frame.text = sayable("\n".join(_notes(chart, changes)))
    deck.core_properties.title = sayable(chart.title)[:TITLE]
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _notes(chart: ControlChart, changes: list[Marked]) -> list[str]:
    """What a person reads aloud, or has read to them."""
    said = [chart.alt, chart.reading, chart.caption, chart.origin]
    return [line for line in said if line] + [f"{each.number}. {each.words}" for each in changes]


def _title(page: Any, words: str) -> None:
    title = page.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.5), WIDTH, Inches(0.75)
    title.text_frame.text = sayable(words)
    title.text_frame.word_wrap = True
    _set(title.text_frame.paragraphs[0], 26 if len(words) < 75 else 20, LIGHT.text, bold=True)


def _rows(changes: list[Marked]) -> list[list[str]]:
    """The list of changes as rows of up to three columns, filled downward; as few columns as the longest asks for."""
    words = [f"{each.number}  {each.words}" for each in changes]
    if not words:
        return []
    longest = max(len(each) for each in words) * LETTER
    columns = max(1, min(COLUMNS, int(Emu(WIDTH).inches / longest), len(words)))
    per = -(-len(words) // columns)
    return [words[i::per] for i in range(per)]


def _columns(page: Any, rows: list[list[str]], top: int) -> None:
    """Each column of the list as one box of words."""
    if not rows:
        return
    count = max(len(row) for row in rows)
    wide = Emu(int(WIDTH / count))
    for column in range(count):
        lines = [row[column] for row in rows if column < len(row)]
        _words(page, lines, top, Inches(0.22) * len(lines), 12, LIGHT.text, left=Emu(LEFT + wide * column), width=wide)


def _words(
    page: Any, lines: list[str], top: int, height: int, size: int, colour: str, *, left: int = LEFT, width: int = WIDTH
) -> None:
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
