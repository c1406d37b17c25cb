"""The overview: the evaluation framework alive, 3 levels, 6 boxes, 23 bullets, each with what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qi_eval.charts import marks
from qi_eval.charts.picture import Picture
from qi_eval.framework import Box, Bullet, boxes
from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.board import Line, asks, last_board, since_board, summary
from qi_eval.views.metric import MetricView, metric_views
from qi_eval.views.movement import Movement
from qi_eval.views.programme import Programme, programme
from qi_eval.views.start import NextFile, needed_for, next_files, present
from qi_eval.vocabulary import Level, State

RANK = (State.MEASURED, State.PARTIAL, State.SUPPRESSED, State.NO_DATA)  # what is known best speaks for a bullet
YOUNG = 8  # bullets; while fewer are known, the overview shows how to go on before it shows gaps


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
    needs: tuple[str, ...]  # the files that would answer it


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
    missing: tuple[str, ...]


@dataclass(frozen=True)
class OverviewView:
    """The first screen and the framework below it."""

    programme: Programme
    lines: tuple[Line, ...]
    asks: tuple[str, ...]
    since: tuple[str, ...]
    board_met: str
    levels: tuple[LevelView, ...]
    next: tuple[NextFile, ...]
    known: int

    @property
    def young(self) -> bool:
        """Whether so little is known that the way on comes before the gaps."""
        return self.known < YOUNG


def overview(store: Store, scope: Scope) -> OverviewView:
    """The whole overview; every figure on it comes from one protected Result."""
    last = last_board(store, scope.report_date)
    views = metric_views(store, scope, METRICS, since=last)
    held = present(store)
    levels = tuple(_level(level, views, held) for level in Level)
    bullets = [bullet for level in levels for box in level.boxes for bullet in box.bullets]
    return OverviewView(
        programme=programme(store, scope),
        lines=summary(views, [bullet.text for bullet in bullets if bullet.state is State.NO_DATA]),
        asks=asks(store, scope.report_date),
        since=since_board(store, last, scope.report_date) if last else (),
        board_met=date_words(last) if last else "",
        levels=levels,
        next=next_files(METRICS, held),
        known=sum(bullet.state in (State.MEASURED, State.PARTIAL) for bullet in bullets),
    )


def _level(level: Level, views: Sequence[MetricView], held: Collection[str]) -> LevelView:
    cards = tuple(_box(box, views, held) for box in boxes(level))
    states = [bullet.state for card in cards for bullet in card.bullets]
    missing = tuple(b.text for card in cards for b in card.bullets if b.state is State.NO_DATA)
    return LevelView(level, cards, _figures(cards), marks.state_row(states), missing)


def _box(box: Box, views: Sequence[MetricView], held: Collection[str]) -> BoxView:
    return BoxView(box.title, tuple(_bullet(bullet, views, held) for bullet in box.bullets))


def _bullet(bullet: Bullet, views: Sequence[MetricView], held: Collection[str]) -> BulletView:
    """The bullet with the figure that is known best; the first declared one where several are known alike."""
    answers = [view for view in views if bullet.id in view.bullets]
    best = min(answers, key=lambda view: RANK.index(view.state), default=None)
    state = best.state if best else State.NO_DATA
    if best is None or state is State.NO_DATA:
        needs = needed_for(bullet.id, METRICS, held)
        return BulletView(bullet.id, bullet.text, state, marks.state_mark(state), "", "", Movement(), "", needs)
    mark = marks.state_mark(state)
    return BulletView(bullet.id, bullet.text, state, mark, best.value, best.base, best.movement, best.id, ())


def _figures(cards: Sequence[BoxView]) -> tuple[tuple[str, str], ...]:
    """The first known figure of each card, with what it is about."""
    first = (next((b for b in card.bullets if b.state in RANK[:2]), None) for card in cards)
    return tuple((bullet.value, bullet.text) for bullet in first if bullet)
