"""One chart on one sheet (PDF, A4 landscape) for the wall of a ward: message, chart, what it says, what was changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from qi_eval.charts.control_chart import ControlChart, listed
from qi_eval.charts.drawn import layout, parts
from qi_eval.charts.icons import assurance_icon, assurance_words, variation_icon, variation_words
from qi_eval.charts.picture import picture
from qi_eval.reports.pictures import embedded
from qi_eval.reports.typesetting import typeset

CHART = {True: 640.0, False: 860.0}  # px, the width with and without a column beside it; then words are about 11 pt
TALL = {True: 340.0, False: 385.0}  # px, the height with and without a long list below it
LONG = 9  # changes, more than three rows


def pdf_page(chart: ControlChart, *, printed: date, place: str = "", since: tuple[str, str] | None = None) -> bytes:
    """The sheet as a PDF whose words can be selected and read aloud (PDF/UA-1). `place`: ward and project, above the
    title; `since`: a number and its words, such as ("41", "days since the last fall"); `printed`: the day in the
    footer. A long list of changes goes on to a second page."""
    return typeset("page.typ", _content(chart, printed, place, since), "pdf", dated=printed)


def _content(chart: ControlChart, printed: date, place: str, since: tuple[str, str] | None) -> dict[str, Any]:
    icons = _icons(chart)
    laid = layout(chart, CHART[bool(icons or since)], TALL[len(chart.changes) > LONG])
    drawn = picture(parts(laid), chart.alt, laid.width, laid.height, exact=chart.exact_colours)
    changes = [{"mark": mark, "words": words} for mark, words in listed(chart, laid)]
    day = f"Printed {printed.day} {printed:%B} {printed.year}"
    return {
        "title": chart.title,
        "place": place,
        "chart": embedded(drawn),
        "icons": icons,
        "since": None if since is None else {"number": since[0], "words": since[1]},
        "reading": chart.reading,
        "changes": changes,
        "marked": any(change["mark"] for change in changes),
        "caption": chart.caption,
        "foot": " · ".join(filter(None, [chart.origin.rstrip("."), day])),
    }


def _icons(chart: ControlChart) -> list[dict[str, Any]]:
    """The icons with their words, where the chart says anything of them."""
    found = []
    if chart.variation or chart.no_variation:
        icon = variation_icon(chart.variation, chart.direction, why=chart.no_variation, exact=chart.exact_colours)
        found.append((icon, variation_words(chart.variation, chart.direction, chart.no_variation)))
    if chart.assurance or chart.no_assurance:
        icon = assurance_icon(chart.assurance, chart.direction, why=chart.no_assurance, exact=chart.exact_colours)
        found.append((icon, assurance_words(chart.assurance, chart.direction, chart.no_assurance)))
    return [{"picture": embedded(icon), "bold": words[0], "rest": words[1]} for icon, words in found]
