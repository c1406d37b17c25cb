"""How a figure has moved, as a small piece: sparkline, shape and words, or words alone."""

from __future__ import annotations

from qi_eval.ui import html
from qi_eval.ui.html import Piece, tag
from qi_eval.views.movement import Movement
from qi_eval.vocabulary import Variation

CLASSES = {Variation.IMPROVEMENT: "qi-signal qi-improvement", Variation.CONCERN: "qi-signal qi-concern"}


def moving(movement: Movement) -> Piece:
    """The movement of a figure; an empty piece where nothing can be said."""
    spark = html.image(movement.spark, alt="") if movement.spark else None
    return tag("div", spark, said(movement), cls="qi-move")


def said(movement: Movement) -> Piece | None:
    """Its words, with the shape of the signal before them where there is one."""
    if movement.mark is None or movement.variation is None:
        return tag("span", movement.words) if movement.words else None
    return tag(
        "span", html.image(movement.mark, alt=""), movement.words, cls=CLASSES.get(movement.variation, "qi-signal")
    )
