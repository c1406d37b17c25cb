"""A driver diagram on a page: the picture on a desk, the boxes as a list on a phone and for whoever hears the page."""

from __future__ import annotations

from collections.abc import Sequence

from qi_eval.ui import html
from qi_eval.ui.html import Piece, tag
from qi_eval.views.drivers import Box, DriverView
from qi_eval.vocabulary import DriverKind


def show(view: DriverView) -> Piece:
    """The diagram with a sentence above it, its list, and what its file should mend."""
    remarks = tuple(tag("p", words, cls="qi-label") for words in view.remarks)
    return tag(
        "div",
        tag("p", view.answer, cls="qi-quiet"),
        tag(
            "div",
            html.image(view.picture),
            html.fold("Driver diagram as a table", html.table(view.table)),
            cls="qi-desk",
        ),
        tag("div", _tree(view.roots), cls="qi-phone"),
        *remarks,
        cls="qi-drivers",
    )


def _tree(roots: Sequence[Box]) -> Piece:
    """The boxes as lists within lists."""
    return tag("ul", *(tag("li", *_said(box), _tree(box.children) if box.children else None) for box in roots))


def _said(box: Box) -> tuple[Piece | str | None, ...]:
    words = box.words if box.kind is DriverKind.CHANGE_IDEA else tag("b", box.words)
    measure = f", measure: {box.measure}" if box.measure else ""
    return words, tag("span", f" · {box.kind.label.lower()}{measure}", cls="qi-small")
