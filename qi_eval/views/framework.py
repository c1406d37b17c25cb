"""The overview: the evaluation framework alive, 3 levels, 6 boxes, 23 bullets, each with what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from qi_eval.charts import marks
from qi_eval.charts.picture import Picture
from qi_eval.datasets import BY_NAME
from qi_eval.framework import Bullet, boxes
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import Evidence, evidence_map
from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.metrics.money import money, select_money
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.board import SAID, Line, Unknown, asks, last_board, summary
from qi_eval.views.changes import FIGURES
from qi_eval.views.figures import base_words, value_words
from qi_eval.views.finding import Finding
from qi_eval.views.flows import flow_findings
from qi_eval.views.kept import Answer, kept
from qi_eval.views.movement import Movement, movement_of
from qi_eval.views.programme import Programme, programme
from qi_eval.views.results import counted, results
from qi_eval.views.since import News, since_board
from qi_eval.views.start import GROWS, NextFile, next_files, present
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Level, Series, State

KNOWN = (State.MEASURED, State.PARTIAL)
LEADING = ("people_2", "projects_4", "culture_3", "quality_3", "engagement_2", "collaboration_2")  # one a card
COUNTED = tuple(  # what its cards, its sentences and its news rest on
    metric for metric in METRICS if metric.evidence or metric in FIGURES or metric.id in SAID
)
YOUNG = 6  # bullets; while fewer are known, the overview shows how to go on before it shows gaps


@dataclass(frozen=True)
class BulletView:
    """One line: what is known, on which figure it rests, how that has moved, and the metric that it leads to."""

    id: str
    text: str
    state: State
    mark: Picture
    value: str
    base: str
    movement: Movement
    metric: str  # the id of the metric shown, the anchor on its level's page; "" where nothing is known
    needs: tuple[str, ...]  # the files that would answer it and are not there
    computed: bool = True  # False: this version does not work it out yet

    @property
    def waits(self) -> bool:
        """Whether its files are there, and only this version lacks."""
        return not self.metric and not self.computed and not self.needs


@dataclass(frozen=True)
class BoxView:
    """One of the six cards."""

    title: str
    bullets: tuple[BulletView, ...]


@dataclass(frozen=True)
class LevelView:
    """One of the three levels: its cards, its leading figures, and how much of it is known."""

    level: Level
    boxes: tuple[BoxView, ...]
    figures: tuple[tuple[str, str], ...]
    known: Picture


@dataclass(frozen=True)
class OverviewView:
    """The first screen and the framework below it."""

    programme: Programme
    lines: tuple[Line, ...]
    asks: tuple[str, ...]
    since: tuple[News, ...]
    chance: str  # how many signs to expect although nothing changed
    board_met: str
    levels: tuple[LevelView, ...]
    next: tuple[NextFile, ...]
    known: int
    charts: bool  # whether there are measurements, and so run charts

    @property
    def young(self) -> bool:
        """Whether so little is known that the way on comes before the gaps."""
        return self.known < YOUNG

    @property
    def table(self) -> TableView:
        """The 23 lines to take away, with why a question has no answer yet."""
        headers = (
            "Level",
            "Part",
            "Question",
            "State",
            "Figure",
            "Rests on",
            "How it moved",
            "Files that would answer",
        )
        rows = tuple(
            (level.level.label, box.title, one.text, one.state.label, one.value, one.base, one.movement.words,
             ", ".join(one.needs) if one.state is State.NO_DATA else "")
            for level in self.levels
            for box in level.boxes
            for one in box.bullets
        )  # fmt: skip
        return TableView("The framework, line by line", headers, rows, (False,) * len(headers))


def overview(store: Store, scope: Scope) -> OverviewView:
    """The whole overview; every figure on it comes from one protected Result."""
    last = last_board(store, scope.report_date)
    now = counted(store, COUNTED, scope)
    found = now.found
    evidence = {row.bullet: row for row in evidence_map(found, METRICS)}
    shown = {bullet: BY_ID[row.metrics[0]] for bullet, row in evidence.items() if row.metrics}
    spent = money(kept(store).answered([select_money], scope)[select_money].frames, scope)
    then = _then(store, scope, shown.values(), last)
    seen = Seen(found, now.answers, flow_findings(now, scope), evidence, shown, then, scope, present(store))
    levels = tuple(_level(level, seen) for level in Level)
    bullets = [bullet for level in levels for box in level.boxes for bullet in box.bullets]
    since, chance = since_board(store, last, scope, now) if last else ((), "")
    return OverviewView(
        programme=programme(store, scope),
        lines=summary(found, _open(found), _unknown(bullets), spent),
        asks=asks(store, scope),
        since=since,
        chance=chance,
        board_met=date_words(last) if last else "",
        levels=levels,
        next=next_files(METRICS, seen.held),
        known=sum(bullet.state in KNOWN for bullet in bullets),
        charts="measurements" in seen.held,
    )


@dataclass(frozen=True)
class Seen:
    """What the lines are made from: all Results with their rows, what the rule says of those over time, what is known
    of each bullet, the metric shown, its past."""

    found: Mapping[str, Result]
    answers: Mapping[str, Answer]
    judged: Mapping[str, Finding]
    evidence: Mapping[str, Evidence]
    shown: Mapping[str, Metric]
    then: Mapping[str, tuple[date, Result]]
    scope: Scope
    held: frozenset[str]


def _then(store: Store, scope: Scope, shown: Iterable[Metric], last: date | None) -> Mapping[str, tuple[date, Result]]:
    """The levels that are shown, as they stood when the board last met."""
    if last is None:
        return {}
    levels = [metric for metric in shown if metric.series in (Series.STOCK, Series.ROLLING)]
    return {id_: (last, result) for id_, result in results(store, levels, replace(scope, report_date=last)).items()}


def _unknown(bullets: Iterable[BulletView]) -> Unknown:
    """The questions without an answer, by why there is none."""
    silent = [bullet for bullet in bullets if bullet.state is State.NO_DATA]
    return Unknown(
        tuple(bullet.text for bullet in silent if not bullet.waits),
        tuple(bullet.text for bullet in silent if bullet.waits),
    )


def _open(found: Mapping[str, Result]) -> list[str]:
    """What the metrics say whose missing answers allow no figure, only a range."""
    asked = [m for m in METRICS if m.evidence and found[m.id].state in KNOWN and found[m.id].value is None]
    return [metric.sentence(found[metric.id]) for metric in asked]


def _level(level: Level, seen: Seen) -> LevelView:
    cards = tuple(BoxView(box.title, tuple(_bullet(bullet, seen) for bullet in box.bullets)) for box in boxes(level))
    states = [bullet.state for card in cards for bullet in card.bullets]
    leading = tuple(figure for card in cards if (figure := _leading(card, seen)))
    return LevelView(level, cards, leading, marks.state_row(states))


def _bullet(bullet: Bullet, seen: Seen) -> BulletView:
    known, metric = seen.evidence[bullet.id], seen.shown.get(bullet.id)
    mark = marks.state_mark(known.state)
    if metric is None:
        needs = tuple(BY_NAME[name].title for name in known.needs if name not in seen.held | GROWS)
        return BulletView(bullet.id, bullet.text, known.state, mark, "", "", Movement(), "", needs, known.computed)
    result, then = seen.found[metric.id], seen.then.get(metric.id)
    moved = seen.answers[metric.id].derive(
        ("movement", metric.id, then and then[0]),
        lambda: movement_of(metric, result, seen.scope, then, found=seen.judged.get(metric.id)),
    )
    return BulletView(
        id=bullet.id,
        text=bullet.text,
        state=known.state,
        mark=mark,
        value=value_words(metric, result),
        base=base_words(metric, result),
        movement=moved,
        metric=metric.id,
        needs=(),
    )


def _leading(card: BoxView, seen: Seen) -> tuple[str, str] | None:
    """The figure that stands for a card: of its leading bullet, else of the first that is known."""
    known = [bullet for bullet in card.bullets if bullet.metric]
    first = next((bullet for bullet in known if bullet.id in LEADING), known[0] if known else None)
    if first is None:
        return None
    return first.value, first.base
