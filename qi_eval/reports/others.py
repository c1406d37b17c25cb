"""Charts that are not over time to take away: a slide with a native chart, and a sheet (PDF, A4 landscape)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from qi_eval.charts.funnel import FunnelChart
from qi_eval.charts.pareto import ParetoChart
from qi_eval.charts.picture import Picture, sayable
from qi_eval.charts.theme import LIGHT
from qi_eval.reports.native_funnel import add_funnel
from qi_eval.reports.native_pareto import add_pareto
from qi_eval.reports.pictures import embedded
from qi_eval.reports.slide import LEFT, SIZE, TITLE, TITLE_ONLY, TOP, WIDTH, headline, tall, words_box
from qi_eval.reports.typesetting import typeset

TALLEST = 385  # points: what title and words leave of a sheet
Box = tuple[int, int, int, int]


def pareto_slide(chart: ParetoChart) -> bytes:
    """One slide with a Pareto chart that can be edited."""
    return _slide(chart.title, chart.caption, chart.alt, lambda page, box: add_pareto(page, chart, LIGHT, box))


def funnel_slide(chart: FunnelChart) -> bytes:
    """One slide with a funnel plot that can be edited."""
    return _slide(chart.title, chart.caption, chart.alt, lambda page, box: add_funnel(page, chart, LIGHT, box))


def picture_page(drawn: Picture, *, title: str, words: str, printed: date, caption: str = "") -> bytes:
    """A sheet with one picture under its title, its words below (PDF/UA-1: they can be selected and read aloud).
    `printed`: the day in the footer; `caption`: method and limits, in small letters."""
    day = f"Printed {printed.day} {printed:%B} {printed.year}"
    content: dict[str, Any] = {
        "title": title, "place": "", "chart": embedded(drawn), "icons": [], "since": None, "reading": words,
        "changes": [], "marked": False, "caption": caption, "foot": day,
        "tallest": TALLEST,
    }  # fmt: skip
    return typeset("page.typ", content, "pdf", dated=printed)


def _slide(title: str, words: str, alt: str, draw: Callable[[Any, Box], None]) -> bytes:
    """Title, chart and words; the notes hold the picture in words."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = SIZE
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    headline(page, title)
    room = tall(words, 14)
    foot = SIZE[1] - room - Inches(0.3)
    draw(page, (LEFT, TOP, WIDTH, foot - TOP - Inches(0.1)))
    words_box(page, [words], foot, room, 14, LIGHT.text)
    page.notes_slide.notes_text_frame.text = sayable("\n".join(filter(None, [alt, words])))
    deck.core_properties.title = sayable(title)[:TITLE]
    out = BytesIO()
    deck.save(out)
    return out.getvalue()
