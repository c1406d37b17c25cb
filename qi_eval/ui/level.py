"""The page of one level: question, answer, then a panel for each question of the framework, what else is known of it
in lines below; what is not known yet in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qi_eval.ui import drivers as shown_drivers
from qi_eval.ui import heading, html, linked, panel
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, join, tag
from qi_eval.ui.panel import Opened
from qi_eval.views import drivers
from qi_eval.views import level as levels
from qi_eval.views.evaluators import figures
from qi_eval.views.level import LevelPage, Line, Missing
from qi_eval.vocabulary import Level

MANY = 4  # questions on a page, from which on it says at its head which


def show(level: Level) -> None:
    """The whole page."""
    page = seen(levels.level_page, level.value)
    heading.show(None, page.question, page.answer or "Nothing is known yet at this level.")
    linked.unheard(panel.ASKED, figures(), "all that is known at this level")
    panel.show([*_ways_down(page), *_sections(page), *_ways_on(level), *_foot(page)])


def _sections(page: LevelPage) -> Iterator[Piece | Opened]:
    for section in page.sections:
        yield tag("h2", section.title, cls="qi-band")
        if section.words:
            yield html.pairs(section.words, cls="qi-pairs qi-facts")
        for topic in section.topics:
            note = tag("span", topic.note, cls="qi-small") if topic.note else None
            yield tag("h3", topic.text, note, cls="qi-topic")
            yield Opened(topic.lead)
            yield from _rest(topic.more, page)
        yield from _rest(section.beside, page)


def _foot(page: LevelPage) -> Iterator[Piece]:
    """What is not known, what the rest stands on, and what this version cannot tell."""
    if page.missing:
        yield _missing(page.missing)
    if page.sections:
        rests = html.link("Data health: what known and partly known rest on", "data_health")
        yield tag("p", rests, cls="qi-small")
    if page.not_worked_out:
        told = "The files are there; this version of the dashboard does not count these yet."
        yield tag("h2", "Not worked out yet", cls="qi-band")
        yield join(tag("p", told, cls="qi-quiet"), html.bullets(page.not_worked_out))


def _ways_down(page: LevelPage) -> list[Piece]:
    """The questions of a long page, each a way to its panel."""
    topics = [topic for section in page.sections for topic in section.topics]
    if len(topics) < MANY:
        return []
    links = (html.link(topic.text, page.level.value, anchor=topic.lead.id) for topic in topics)
    told = tag("p", "On this page", cls="qi-small")
    return [tag("nav", told, html.bullets(links, cls="qi-ways"), aria_label="On this page")]


def _ways_on(level: Level) -> list[Piece]:
    """What else there is at this level: a page of its own, or how the programme should work."""
    if level is Level.PEOPLE:
        learned = html.link("Did not work: what we learned", "did_not_work")
        return [tag("p", learned, cls="qi-topic")]
    if level is Level.COMMUNITY:
        return [tag("p", html.link("Collaborative: many units side by side", "collaborative"), cls="qi-topic")]
    if level is not Level.ORGANISATION:
        return []
    view = seen(drivers.programme_drivers)
    head = tag("h2", "How the programme should work", cls="qi-band")
    return [head, shown_drivers.show(view)] if view else []


def _rest(lines: Sequence[Line], page: LevelPage) -> Iterator[Piece | Opened]:
    yield from (Opened(page.opened[line.id], told=True) for line in lines if line.id in page.opened)
    closed = [line for line in lines if line.id not in page.opened]
    if closed:
        yield from panel.further(closed, page.level.value)


def _unknown(one: Missing) -> str:
    """QI objectives. No answers on this yet."""
    return f"{'; '.join(one.metrics)}{'. ' if one.why else ''}{one.why}"


def _missing(missing: tuple[Missing, ...]) -> Piece:
    """What is not known yet, one line a file (or set of files) that would answer it."""
    lines = html.pairs(((one.needs, _unknown(one)) for one in missing), cls="qi-pairs qi-needs")
    told = tag("p", "Each line begins with the file that would answer it.", cls="qi-quiet")
    return html.join(
        tag("h2", "Not known yet", cls="qi-band"), told, lines, html.link("Templates for these files", "templates")
    )
