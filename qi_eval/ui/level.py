"""The page of one level: question, answer, then one panel a metric; what is not known yet in one list."""

from __future__ import annotations

from qi_eval.ui import heading, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.ui.panel import panel
from qi_eval.views import level as levels
from qi_eval.views.level import Missing
from qi_eval.vocabulary import Level


def show(level: Level) -> None:
    """The whole page."""
    page = seen(levels.level_page, level.value)
    heading.show(None, page.question, page.answer or "Nothing is known yet at this level.")
    for section in page.sections:
        html.show(tag("h2", section.title, cls="qi-band"))
        for view in section.metrics:
            panel(view)
    if page.missing:
        html.show(_missing(page.missing))


def _missing(missing: tuple[Missing, ...]) -> Piece:
    """Metrics without data: one line each, with the file that would answer it."""
    rows = [tag("li", tag("b", one.title), tag("div", _why(one), cls="qi-quiet")) for one in missing]
    title = tag("h2", "Not known yet", cls="qi-band")
    return html.join(title, tag("ul", *rows, cls="qi-missing"), html.link("Templates for these files", "templates"))


def _why(one: Missing) -> str:
    if not one.files:
        return one.why
    return f"{one.why} Needs: {', '.join(one.files)}."
