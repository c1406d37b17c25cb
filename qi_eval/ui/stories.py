"""The stories page: what people tell, beside the measure that each story belongs to."""

from __future__ import annotations

from datetime import date

import streamlit as st

from qi_eval.ui import heading, html, linked
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import stories
from qi_eval.views.stories import StoryView
from qi_eval.vocabulary import Level

EVERY = "everything"


def show() -> None:
    """The whole page."""
    view = seen(stories.stories, _today())
    heading.show(None, "What does it mean to people?", view.answer)
    theme = _theme(view.themes)
    for level in Level:
        told = [one for one in view.stories if one.level is level and (not theme or theme in one.themes.split(", "))]
        if told:
            cards = (card(story) for story in stories.in_turn(told))
            html.show(tag("section", tag("h2", level.label), tag("div", *cards, cls="qi-cards"), cls="qi-band"))
    if view.hidden:
        html.show(tag("p", view.hidden, cls="qi-quiet"))
    st.page_link(
        "pages/upload.py", label="Write a story down", icon=":material/add:", help="",
        query_params={"way": "row", "dataset": "stories"},
    )  # fmt: skip
    st.page_link("pages/taken_back.py", label="Somebody takes a story back", icon=":material/ink_eraser:")


def _today() -> str:
    """The real day, on a page of the past too: consent is that of today."""
    return date.today().isoformat()


def _theme(themes: tuple[str, ...]) -> str:
    """The theme that the address names, "" for all."""
    if len(themes) < 2:
        return ""
    linked.unheard("theme", (EVERY, *themes), EVERY)
    picked = st.selectbox("About", [EVERY, *themes], key="theme", bind="query-params")
    return "" if picked in (None, EVERY) else str(picked)


def one() -> Piece | None:
    """The story that stands on the overview."""
    story = seen(stories.one_story, _today())
    if story is None:
        return None
    more = tag("p", html.link("All stories", "stories"), cls="qi-small")
    return tag("section", tag("h2", "One story"), card(story), more, cls="qi-band")


def card(story: StoryView) -> Piece:
    """One story with who tells, what it is about, how it ends, and the measure that it stands beside."""
    about = " · ".join(filter(None, [story.teller, story.themes, f"ends {story.ends.lower()}" if story.ends else ""]))
    link = html.link(story.measure, "run_charts", measure=story.measure_id) if story.measure_id else story.measure
    beside = tag("p", "Beside: ", link, cls="qi-small")
    return tag(
        "article",
        tag("h3", story.title),
        tag("blockquote", story.text, cls="qi-quote"),
        tag("p", about, cls="qi-small"),
        beside if story.measure else None,
        cls="qi-card",
    )
