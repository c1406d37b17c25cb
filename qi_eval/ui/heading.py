"""The head of a page: a small line of context, the question as the page's only first heading, and its answer."""

from __future__ import annotations

from qi_eval.ui import entry, html
from qi_eval.ui.cache import seen
from qi_eval.views.programme import programme


def show(context: str | None, question: str, lead: str = "") -> None:
    """`context` None says whose data these are and of which day; `lead` answers the question in a sentence or two."""
    entry.through_app()
    small = seen(programme).context if context is None else context
    on_paper = " qi-screen" if context is None else ""  # the frame prints the same line above every page
    html.show(
        html.tag("p", small, cls=f"qi-context{on_paper}"),
        html.tag("h1", question),
        html.tag("p", lead, cls="qi-lead") if lead else None,
    )
