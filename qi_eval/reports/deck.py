"""What slides share: a wide deck, pages with a title and notes, boxes of words, and the file that it becomes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from qi_eval.charts.picture import sayable
from qi_eval.charts.theme import LIGHT

SIZE = (Inches(13.333), Inches(7.5))  # a wide slide
LEFT, TOP, WIDTH = Inches(0.6), Inches(1.3), Inches(12.13)
TITLE_ONLY = 5  # the layout of python-pptx's own template
FACE = "Arial"  # on every machine that shows slides
LETTER = 0.085  # inches, the mean width of a letter of 12 pt
HEADS, LEAST = {56: 26, 145: 20}, 16  # letters of a title → the points in which it fits its box; of a longer one
TITLE = 255  # letters of a file's title, at most
Box = tuple[int, int, int, int]


def deck_of() -> Any:
    """A deck without a page."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = SIZE
    return deck


def page_of(deck: Any, title: str, notes: list[str]) -> Any:
    """One more page with its title; the notes hold in words what it shows, blank lines left out."""
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _headline(page, title)
    page.notes_slide.notes_text_frame.text = sayable("\n".join(filter(None, notes)))
    return page


def saved(deck: Any, title: str) -> bytes:
    """The deck as a file with this title."""
    deck.core_properties.title = sayable(title)[:TITLE]
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def tall(words: str, size: int) -> int:
    """The height of so many words across the slide, in letters of so many points."""
    lines = -(-len(words) * LETTER * size / 12 // Emu(WIDTH).inches)
    return Inches(lines * size * 1.25 / 72 + (0.08 if words else 0))


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


def _headline(page: Any, words: str) -> None:
    title = page.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.5), WIDTH, Inches(0.75)
    title.text_frame.text = sayable(words)
    title.text_frame.word_wrap = True
    title.text_frame.margin_left = title.text_frame.margin_right = 0
    size = next((size for most, size in HEADS.items() if len(words) <= most), LEAST)
    _set(title.text_frame.paragraphs[0], size, LIGHT.text, bold=True)


def _set(paragraph: Any, size: int, colour: str, *, bold: bool = False) -> None:
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size), bold, FACE
    paragraph.font.color.rgb = RGBColor.from_string(colour[1:])
