"""How to read the dashboard, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from qi_eval.ui import heading, html
from qi_eval.ui.html import Piece, tag
from qi_eval.views.explained import Explained, all_terms, anchor
from qi_eval.views.keys import Key, icon_keys, signal_keys, state_keys

LEAD = "Three habits: look at the shape before the number, ask what is not known, and never act on one point."
SIGNS = (
    "A sign means that the points moved more than chance allows. It does not say why. Another change, another season "
    "or another way of counting can do the same; ask the team what else happened.",
    "Signs stand only beside figures whose periods are independent of each other, such as a monthly count. Totals so "
    "far, rolling years and survey waves would show false signs most of the time, so they carry none: “not tested”.",
    "One rule set is in force for the whole programme and decides every sign, count and sentence. A chart may be read "
    "by another rule; that is a preview and counts nowhere.",
    "Among many charts some show a sign by chance alone. Where charts are counted, the number to expect is said.",
)
TRAPS = (
    ("Regression to the mean", "Projects start when things look bad; the next points are often better by themselves."),
    (
        "Small numbers",
        "One event more or less moves a small unit by a lot. Look at the counts, not only at the per cent.",
    ),
    (
        "Who answered",
        "Those who reply differ from those who do not. How many were asked and replied stands beside the figure; "
        "where it counts people or projects of which many are not on record, the range that this leaves is shown.",
    ),
    ("Only what lasted", "Finished projects and consenting tellers are not everybody. What did not work is shown too."),
    (
        "Trust-wide figures",
        "Retention, engagement and the like have many causes; they are no evidence about the programme.",
    ),
)


def show() -> None:
    """The page."""
    heading.show(None, "How do I read this?", LEAD)
    html.show(
        tag("section", tag("h2", "Marks: how much is known"), keys_of(state_keys()), cls="qi-band"),
        tag(
            "section",
            tag("h2", "Marks: what a rule found"),
            keys_of(signal_keys()),
            html.paragraphs(SIGNS),
            cls="qi-band qi-text",
        ),
        tag(
            "section",
            tag("h2", "Icons: how a measure moves, and its target"),
            keys_of(icon_keys(), wide=True),
            cls="qi-band",
        ),
        tag("section", tag("h2", "Easily misread"), html.pairs(TRAPS), cls="qi-band qi-text"),
        *(tag("section", tag("h2", part), _terms(terms), cls="qi-band qi-text") for part, terms in all_terms()),
        tag("p", html.link("Every figure, its formula and its source", "templates", part="figures")),
    )


def _terms(terms: Explained) -> Piece:
    """Each term with its meaning; its own address is the page's with the term's anchor."""
    return tag(
        "dl", *(html.join(tag("dt", name, id=anchor(name)), tag("dd", told)) for name, told in terms), cls="qi-pairs"
    )


def keys_of(keys: Sequence[Key], *, wide: bool = False) -> Piece:
    """Marks with their names and meanings; `wide`: the marks are icons."""
    rows = (tag("li", html.image(key.mark, alt=""), tag("b", key.name), tag("span", key.meaning)) for key in keys)
    return tag("ul", *rows, cls="qi-keys qi-icons" if wide else "qi-keys")
