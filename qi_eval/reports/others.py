"""Charts that are not over time to take away: a slide with a native chart, and a sheet (PDF, A4 landscape)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from math import ceil, sqrt
from typing import Any

from pptx.util import Inches

from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.funnel import FunnelChart
from qi_eval.charts.multiples import on_one_scale
from qi_eval.charts.pareto import ParetoChart
from qi_eval.charts.picture import Picture
from qi_eval.charts.scene import Scene
from qi_eval.charts.theme import LIGHT
from qi_eval.reports.deck import LEFT, SIZE, TOP, WIDTH, Box, deck_of, page_of, saved, tall, words_box
from qi_eval.reports.editable import keys, prepared
from qi_eval.reports.native import add_small
from qi_eval.reports.native_funnel import add_funnel
from qi_eval.reports.native_pareto import add_pareto
from qi_eval.reports.pictures import embedded
from qi_eval.reports.typesetting import typeset

TALLEST = 385  # points: what title and words leave of a sheet
A_SLIDE, A_ROW = 12, 4  # small charts on a slide, and side by side, at most


def pareto_slide(chart: ParetoChart) -> bytes:
    """One slide with a Pareto chart that can be edited."""
    return _slide(chart.title, chart.caption, chart.alt, lambda page, box: add_pareto(page, chart, LIGHT, box))


def funnel_slide(chart: FunnelChart) -> bytes:
    """One slide with a funnel plot that can be edited."""
    return _slide(chart.title, chart.caption, chart.alt, lambda page, box: add_funnel(page, chart, LIGHT, box))


def units_slides(charts: Sequence[ControlChart], *, title: str, words: str) -> bytes:
    """Slides with a small chart a unit, all on one scale and each to be edited; the charts' titles are the units."""
    bare = [prepared(replace(chart, changes=())) for chart in charts]
    seen, deck = on_one_scale(bare), deck_of()
    pages, words = -(-len(bare) // A_SLIDE), " ".join([words, *_key(bare)])
    for i in range(pages):
        some = list(zip(bare, seen, strict=True))[A_SLIDE * i : A_SLIDE * (i + 1)]
        head = f"{title} ({i + 1} of {pages})" if pages > 1 else title
        notes = [words, *(f"{chart.title}: {chart.reading}" for chart, _ in some)]
        _page(deck, head, words, notes, partial(_units, some))
    return saved(deck, title)


def _units(charts: Sequence[tuple[ControlChart, Scene]], page: Any, box: Box) -> None:
    """The charts in rows, as many beside one another as below one another, four at most."""
    left, top, width, height = box
    across = min(ceil(sqrt(len(charts))), A_ROW)
    wide, high = width // across, height // ceil(len(charts) / across)
    for i, (chart, seen) in enumerate(charts):
        named = replace(chart, alt=f"{chart.title}. {chart.alt}")
        row, column = divmod(i, across)
        add_small(page, named, seen, LIGHT, (left + column * wide, top + row * high, wide, high))


def _key(charts: Sequence[ControlChart]) -> list[str]:
    """What lines and marks mean, for all the charts at once, which have no legend of their own."""
    lines = [f"Line across: {charts[0].centre_name}{', dotted: aim' if any(one.target for one in charts) else ''}."]
    marks = dict.fromkeys(said for chart in charts for said in keys(chart))
    return [*lines, *marks]


def picture_page(drawn: Picture, *, title: str, words: str, printed: date) -> bytes:
    """A sheet with one picture under its title, its words below (PDF/UA-1: they can be selected and read aloud).
    `printed`: the day in the footer."""
    day = f"Printed {printed.day} {printed:%B} {printed.year}"
    content: dict[str, Any] = {
        "title": title, "place": "", "chart": embedded(drawn), "icons": [], "since": None, "reading": words,
        "changes": [], "marked": False, "caption": "", "foot": day,
        "tallest": TALLEST,
    }  # fmt: skip
    return typeset("page.typ", content, "pdf", dated=printed)


def _slide(title: str, words: str, alt: str, draw: Callable[[Any, Box], None]) -> bytes:
    """Title, chart and words; the notes hold the picture in words."""
    deck = deck_of()
    _page(deck, title, words, [alt, words], draw)
    return saved(deck, title)


def _page(deck: Any, title: str, words: str, notes: list[str], draw: Callable[[Any, Box], None]) -> None:
    """One more page: title, what `draw` puts into the room below it, words."""
    page = page_of(deck, title, notes)
    room = tall(words, 14)
    foot = SIZE[1] - room - Inches(0.3)
    draw(page, (LEFT, TOP, WIDTH, foot - TOP - Inches(0.1)))
    words_box(page, [words], foot, room, 14, LIGHT.text)
