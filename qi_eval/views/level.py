"""A level's page: its question and answer first, then its metrics box by box; those without data fold into one list."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from qi_eval.datasets import BY_NAME
from qi_eval.framework import boxes
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import NOT_COMPUTED, RANK
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import listed
from qi_eval.store import Store
from qi_eval.views.board import last_board
from qi_eval.views.metric import MetricView, metric_views
from qi_eval.views.start import GROWS, present
from qi_eval.vocabulary import Level, State

QUESTIONS = {
    Level.PEOPLE: "What do people gain, and what do their projects achieve?",
    Level.ORGANISATION: "Is our culture changing, and does quality improve more widely?",
    Level.COMMUNITY: "Are patients and citizens our partners, and does learning travel?",
}
KIRKPATRICK = {  # bullet → what training does, told apart (domain 4.1)
    "people_1": "Kirkpatrick level 1: reaction",
    "people_2": "Kirkpatrick level 2: learning",
    "people_3": "Kirkpatrick level 3: behaviour",
    "people_4": "Kirkpatrick level 3: behaviour",
    "people_5": "between Kirkpatrick levels 2 and 3",
    "projects_4": "Kirkpatrick level 4: results",
}
ANSWERS = ("people_2", "projects_4", "culture_1", "quality_1", "engagement_2", "collaboration_2")  # one a box
MOST_NAMED = 5  # files of one line
BESIDE = "Also at this level"  # metrics that answer no single bullet
ELSEWHERE = ("F2",)  # codes of metrics that have a page of their own: the portfolio


@dataclass(frozen=True)
class Missing:
    """What is not known for want of the same files: their titles together, or, where the files are there, why."""

    needs: str
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """One question of the framework: the metric that the overview shows of it, then all others that answer it."""

    text: str
    lead: MetricView
    more: tuple[MetricView, ...]
    note: str = ""  # which of Kirkpatrick's levels it is


@dataclass(frozen=True)
class Section:
    """The topics of one box; `beside`: metrics that answer no single question."""

    title: str
    topics: tuple[Topic, ...]
    beside: tuple[MetricView, ...] = ()

    @property
    def metrics(self) -> tuple[MetricView, ...]:
        """All of them, in the order of the page."""
        return (*(view for topic in self.topics for view in (topic.lead, *topic.more)), *self.beside)


@dataclass(frozen=True)
class LevelPage:
    """What a level's page shows."""

    level: Level
    question: str
    answer: str
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    not_worked_out: tuple[str, ...]  # questions whose files are there, but which this version does not count yet


def level_page(store: Store, scope: Scope, level: str) -> LevelPage:
    """The page of one level (its code)."""
    asked = tuple(metric for metric in METRICS if metric.level == level and metric.code not in ELSEWHERE)
    views = metric_views(store, scope, asked, since=last_board(store, scope.report_date))
    known = [view for view in views if view.known]
    held = present(store)
    missing = _missing([view for view in views if not view.known], held)
    sections = _sections(Level(level), known)
    waiting = _not_worked_out(Level(level), held)
    return LevelPage(Level(level), QUESTIONS[Level(level)], _answer(sections), sections, missing, waiting)


def _not_worked_out(level: Level, held: AbstractSet[str]) -> tuple[str, ...]:
    bullets = [bullet for box in boxes(level) for bullet in box.bullets]
    return tuple(b.text for b in bullets if b.id in NOT_COMPUTED and not set(NOT_COMPUTED[b.id]) - held - GROWS)


def _missing(views: Sequence[MetricView], held: AbstractSet[str]) -> tuple[Missing, ...]:
    """One line a set of files that is not there; a metric whose files are there says itself what it lacks."""
    found: dict[str, list[str]] = {}
    for view in views:
        files = [BY_NAME[name].title for name in view.needs if name not in held | GROWS]
        found.setdefault(_files(files) if files else view.sentence, []).append(view.title)
    return tuple(Missing(needs, tuple(titles)) for needs, titles in found.items())


def _files(files: Sequence[str]) -> str:
    """The files together; where nearly every file would do, that."""
    return listed(files) if len(files) <= MOST_NAMED else "Any file"


def _sections(level: Level, views: Sequence[MetricView]) -> tuple[Section, ...]:
    """Each metric once: as the first of its question, else under the first question of its level that it answers."""
    bullets = {bullet.id: bullet for box in boxes(level) for bullet in box.bullets}
    leads = _leads(list(bullets), views)
    placed = {view.id: next((b for b in view.bullets if b in leads), "") for view in views}
    placed |= {view.id: bullet for bullet, view in leads.items()}

    def topic(bullet: str) -> Topic:
        lead = leads[bullet]
        more = tuple(view for view in views if placed[view.id] == bullet and view is not lead)
        return Topic(bullets[bullet].text, lead, more, KIRKPATRICK.get(bullet, ""))

    found = [Section(box.title, tuple(topic(b.id) for b in box.bullets if b.id in leads)) for box in boxes(level)]
    beside = Section(BESIDE, (), tuple(view for view in views if not placed[view.id]))
    return tuple(section for section in [*found, beside] if section.metrics)


def _leads(bullets: Sequence[str], views: Sequence[MetricView]) -> dict[str, MetricView]:
    """Bullet → the best known metric that answers it, as on the overview; none leads twice."""
    found: dict[str, MetricView] = {}
    for bullet in bullets:
        mine = [v for v in views if bullet in v.bullets and BY_ID[v.id].evidence and v not in found.values()]
        if mine:
            found[bullet] = min(mine, key=lambda view: RANK[view.state])
    return found


def _answer(sections: Sequence[Section]) -> str:
    """What answers the page's question in each box: its answering line, else its first finding, in its own words."""
    firm = ([v for v in s.metrics if v.state in (State.MEASURED, State.PARTIAL) and v.bullets] for s in sections)
    first = (min(views, key=lambda view: view.bullets[0] not in ANSWERS) for views in firm if views)
    return " ".join(view.sentence for view in first)
