"""A level's page: its question and answer first, then its metrics box by box; those without data fold into one list."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from qi_eval.datasets import DATASETS
from qi_eval.framework import Bullet, boxes
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import NOT_COMPUTED, RANK
from qi_eval.metrics.evidence import known as known_of
from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.narrative import listed
from qi_eval.store import Store
from qi_eval.views.board import last_board
from qi_eval.views.explained import Explained, explained
from qi_eval.views.figures import rests_on, state_words, value_words
from qi_eval.views.metric import MetricView, metric_views
from qi_eval.views.results import counted
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
FIRM = (State.MEASURED, State.PARTIAL)
BESIDE = "Also at this level"  # metrics that answer no single bullet
OPEN = ("o6_groups", "c8_averted")  # ids that stand open beside their lead, with their table
ELSEWHERE = ("F2",)  # codes of metrics that have a page of their own: the portfolio


@dataclass(frozen=True)
class Missing:
    """What is not known for want of the same files: their titles, the metrics, and, where the files are there, why."""

    needs: str
    metrics: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Line:
    """A metric that stands folded: what its line says. The rest is made once it is opened (`metric_page`)."""

    id: str
    title: str
    value: str
    base: str
    state_words: str

    @property
    def is_known(self) -> bool:
        """Whether there is a value; its place is else taken by what is said of it."""
        return self.value != self.state_words


@dataclass(frozen=True)
class Topic:
    """One question of the framework: the metric that the overview shows of it, then all others that answer it."""

    text: str
    lead: MetricView
    more: tuple[Line, ...]
    note: str = ""  # which of Kirkpatrick's levels it is


@dataclass(frozen=True)
class Section:
    """The topics of one box; `beside`: metrics that answer no single question."""

    title: str
    topics: tuple[Topic, ...]
    beside: tuple[Line, ...] = ()

    @property
    def words(self) -> Explained:
        """The terms that stand in the notes of its topics, with what they mean."""
        return explained(*(topic.note for topic in self.topics))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The ids of all of them, in the order of the page."""
        told = (id_ for topic in self.topics for id_ in (topic.lead.id, *(line.id for line in topic.more)))
        return (*told, *(line.id for line in self.beside))


@dataclass(frozen=True)
class LevelPage:
    """What a level's page shows."""

    level: Level
    question: str
    answer: str
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    opened: Mapping[str, MetricView]  # by id: those of the lines that stand open
    not_worked_out: tuple[str, ...]  # questions whose files are there, but which this version does not count yet


def level_page(store: Store, scope: Scope, level: str) -> LevelPage:
    """The page of one level (its code)."""
    asked = tuple(metric for metric in METRICS if metric.level == level and metric.code not in ELSEWHERE)
    found = counted(store, asked, scope).found
    known = [metric for metric in asked if found[metric.id].state is not State.NO_DATA]
    leads = _leads(Level(level), known, found)
    views = metric_views(store, scope, tuple(leads.values()), since=last_board(store, scope.report_date))
    sections = _sections(Level(level), known, dict(zip(leads, views, strict=True)), found)
    held = present(store)
    return LevelPage(
        level=Level(level),
        question=QUESTIONS[Level(level)],
        answer=_answer(sections, found),
        sections=sections,
        opened=_opened(store, scope, known, sections),
        missing=_missing([metric for metric in asked if metric not in known], found, held),
        not_worked_out=_not_worked_out(Level(level), held),
    )


def _opened(store: Store, scope: Scope, known: Sequence[Metric], sections: Sequence[Section]) -> dict[str, MetricView]:
    """The metrics that stand open though they lead nothing; not set beside an earlier day, which would be counted."""
    leads = {topic.lead.id for section in sections for topic in section.topics}
    asked = [metric for metric in known if metric.id in OPEN and metric.id not in leads]
    return {view.id: view for view in metric_views(store, scope, asked)}


def metric_page(store: Store, scope: Scope, metric_id: str) -> MetricView:
    """What stands in one metric's panel."""
    return metric_views(store, scope, [BY_ID[metric_id]], since=last_board(store, scope.report_date))[0]


def _not_worked_out(level: Level, held: AbstractSet[str]) -> tuple[str, ...]:
    bullets = [bullet for box in boxes(level) for bullet in box.bullets]
    return tuple(b.text for b in bullets if b.id in NOT_COMPUTED and not set(NOT_COMPUTED[b.id]) - held - GROWS)


def _missing(unknown: Sequence[Metric], found: Mapping[str, Result], held: AbstractSet[str]) -> tuple[Missing, ...]:
    """One line a set of files that is not there; a metric whose files are there says itself what it lacks."""
    lines: dict[tuple[str, str], list[str]] = {}
    for metric in unknown:
        files = _titles(set(metric.inputs) - held - GROWS)
        line = (_files(files), "") if files else reason(metric.sentence(found[metric.id]), metric.inputs)
        lines.setdefault(line, []).append(metric.title)
    return tuple(Missing(needs, tuple(titles), why) for (needs, why), titles in lines.items())


def reason(note: str, inputs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """The files that a note asks for, by their titles, and what it says without the names of columns: for a board, who
    need not know them ("No answers yet: load survey_responses (item dev_objective)")."""
    why, _, asked = note.partition(": ")
    codes = set(re.findall(r"[a-z0-9_]+", asked.lower()))
    named = [name for name in inputs if name in codes] or [name for name, own in inputs.items() if codes & set(own)]
    return listed(_titles(named or list(inputs)[:1])), f"{why.rstrip('.')}."


def _titles(names: Container[str]) -> list[str]:
    """Files by their titles, in the order in which they are declared, so that the same files make one line."""
    return [dataset.title for dataset in DATASETS if dataset.name in names]


def _files(files: Sequence[str]) -> str:
    """The files together; where nearly every file would do, that."""
    return listed(files) if len(files) <= MOST_NAMED else "Any file"


def _leads(level: Level, known: Sequence[Metric], found: Mapping[str, Result]) -> dict[str, Metric]:
    """Bullet → the best known metric that answers it, as on the overview; none leads twice."""
    leads: dict[str, Metric] = {}
    for bullet in (bullet.id for box in boxes(level) for bullet in box.bullets):
        mine = [m for m in known if bullet in m.bullets and m.evidence and m not in leads.values()]
        if mine:
            leads[bullet] = min(mine, key=lambda metric: RANK[known_of(found[metric.id])])
    return leads


def _sections(
    level: Level, known: Sequence[Metric], leads: Mapping[str, MetricView], found: Mapping[str, Result]
) -> tuple[Section, ...]:
    """Each metric once: as the first of its question, else under the first question of its level that it answers."""
    leading = {view.id for view in leads.values()}
    lines: dict[str, list[Line]] = {}
    for metric in known:
        if metric.id not in leading:
            bullet = next((b for b in metric.bullets if b in leads), "")
            lines.setdefault(bullet, []).append(line_of(metric, found[metric.id]))
    lines = {bullet: sorted(own, key=lambda line: line.id not in OPEN) for bullet, own in lines.items()}

    def topic(bullet: Bullet) -> Topic:
        return Topic(bullet.text, leads[bullet.id], tuple(lines.get(bullet.id, ())), KIRKPATRICK.get(bullet.id, ""))

    sections = [Section(box.title, tuple(topic(b) for b in box.bullets if b.id in leads)) for box in boxes(level)]
    beside = Section(BESIDE, (), tuple(lines.get("", ())))
    return tuple(section for section in [*sections, beside] if section.metrics)


def line_of(metric: Metric, result: Result) -> Line:
    """A metric as it stands folded."""
    value, base = value_words(metric, result), rests_on(metric, result)
    whole = value.rpartition(" of ")[2]  # "12 of 16", then not once more "of 16 teams" but "teams"
    return Line(metric.id, metric.title, value, base.removeprefix(f"of {whole} "), state_words(result))


def _answer(sections: Sequence[Section], found: Mapping[str, Result]) -> str:
    """What answers the page's question in each box: its answering line, else its first finding, in its own words."""
    told = []
    for section in sections:
        firm = [BY_ID[id_] for id_ in section.metrics if BY_ID[id_].bullets and found[id_].state in FIRM]
        if firm:
            first = min(firm, key=lambda metric: metric.bullets[0] not in ANSWERS)
            told.append(first.sentence(found[first.id]))
    return " ".join(told)
