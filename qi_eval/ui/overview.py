"""The overview laid out: a board's first screen, then the framework with its 23 lines."""

from __future__ import annotations

from collections.abc import Sequence

from qi_eval.ui import heading, html, start, stories
from qi_eval.ui.cache import seen
from qi_eval.ui.how_to_read import keys_of
from qi_eval.ui.html import Child, Piece, tag
from qi_eval.ui.movement import moving
from qi_eval.views import framework
from qi_eval.views.framework import BoxView, BulletView, LevelView, OverviewView
from qi_eval.views.keys import signal_keys, state_keys
from qi_eval.views.since import News
from qi_eval.vocabulary import Level, State

QUESTION = "What is our improvement programme achieving?"
UNKNOWN, NOT_WORKED_OUT = "not known yet", "not worked out yet"


def show() -> None:
    """The page, from one cached view."""
    view = seen(framework.overview)
    heading.show(None, QUESTION)
    if view.lines:
        html.show(html.pairs((line.name, line.text) for line in view.lines))
    if view.young:
        if view.charts:
            charts = html.link("run charts", "run_charts")
            html.show(tag("p", "Your measures are on record: see their ", charts, ".", cls="qi-lead"))
        start.show(view.next, empty=view.programme.empty)
    if view.known:
        html.show(
            tag("div", _meeting(view), _three(view), cls="qi-first"),
            stories.one(),
            html.fold("What the marks mean", keys_of([*state_keys(), *signal_keys()]), _further()),
            *(_band(level, view.young) for level in view.levels),
        )
    else:
        html.show(start.questions())


def _further() -> Piece:
    rests = html.link("Data health: what known and partly known rest on", "data_health")
    words = html.link("How to read this: every mark and word", "how_to_read")
    away = html.link("Take these lines and all figures away", "data_and_methods")
    return tag("p", words, " · ", rests, " · ", away, cls="qi-small")


def _meeting(view: OverviewView) -> Piece | None:
    cards = [
        _card("For this meeting", view.asks),
        _card(
            f"Since the board met on {view.board_met}",
            [_news(line) for line in view.since],
            html.join(
                view.chance, " " if view.chance else "", html.link("All that changed, and since other days", "changes")
            ),
        ),
    ]
    shown = [card for card in cards if card]
    return tag("div", *shown, cls="qi-cards qi-meeting") if shown else None


def _news(line: News) -> Piece:
    """How many of a kind, then the first of them, each with the way to the page that shows it."""
    told = [
        html.link(one.text, one.page, anchor=one.anchor, **one.asked) if one.page else one.text for one in line.told
    ]
    rest = [html.link(line.rest, "changes")] if line.rest else []
    parts = [part for one in (*told, *rest) for part in ("; ", one)][1:]
    return html.join(tag("b", line.name), ": ", *parts)


def _card(title: str, items: Sequence[Child], more: Piece | None = None) -> Piece | None:
    """A titled list, with the way to more of it; nothing without items."""
    rest = tag("p", more, cls="qi-small") if more else None
    return tag("section", tag("h2", title), html.bullets(items), rest, cls="qi-card") if items else None


def _three(view: OverviewView) -> Piece:
    return tag("div", *(_level(level) for level in view.levels), cls="qi-cards qi-three")


def _level(level: LevelView) -> Piece:
    """One of the three levels: its leading figures, and how much of it is known."""
    figures = (tag("div", tag("b", value), tag("span", words, cls="qi-small")) for value, words in level.figures)
    known = tag("div", html.image(level.known, alt=""), tag("span", level.known.alt), cls="qi-known")
    title = tag("h2", html.link(level.level.label, level.level.value))
    shown = tag("div", *figures, cls="qi-figures") if level.figures else tag("p", "Nothing known yet.", cls="qi-quiet")
    return tag("section", title, shown, known, cls="qi-card qi-level")


def _band(level: LevelView, young: bool) -> Piece:
    """A level with its two cards; while the store is young, what is not known folds into one line below them."""
    boxes = [box for box in level.boxes if not young or any(bullet.metric for bullet in box.bullets)]
    cards = [_box(box, level.level, young) for box in boxes]
    unknown = [bullet.text for box in level.boxes for bullet in box.bullets if not bullet.metric]
    rest = tag("p", f"Not known yet: {'; '.join(unknown)}.", cls="qi-quiet") if young and unknown else None
    framed = tag("div", *cards, cls="qi-cards") if cards else None
    return tag("section", tag("h2", level.level.label), framed, rest, cls="qi-band qi-later")


def _box(box: BoxView, level: Level, young: bool) -> Piece:
    lines = (_line(bullet, level) for bullet in box.bullets if bullet.metric or not young)
    return tag("div", tag("h3", box.title), tag("ul", *lines, cls="qi-lines"), cls="qi-card")


def _line(bullet: BulletView, level: Level) -> Piece:
    """One line of the framework: state by shape, name with what it rests on, value, how it has moved."""
    unknown = bullet.state is State.NO_DATA
    name: Child = (
        bullet.text if unknown else html.link(bullet.text, level.value, anchor=bullet.metric, metric=bullet.metric)
    )
    base = _lacking(bullet) if unknown else bullet.base
    words = tag("div", name, tag("div", base, cls="qi-small") if base else None)
    value = tag("b", (NOT_WORKED_OUT if bullet.waits else UNKNOWN) if unknown else bullet.value)
    cls = "qi-line qi-unknown" if unknown else "qi-line"
    moved = None if unknown else moving(bullet.movement)
    return tag("li", html.image(bullet.mark, "qi-state"), words, value, moved, cls=cls)


def _lacking(bullet: BulletView) -> str:
    """Why a question has no answer; nothing more where the value says already that it is not worked out yet."""
    if bullet.needs:
        also = "" if bullet.computed else ", and not worked out yet"
        return f"would be answered by: {', '.join(bullet.needs)}{also}"
    return "" if bullet.waits else "its files are there and hold nothing on it yet"
