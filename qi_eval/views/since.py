"""The head of the list of what changed, as the overview tells it: one line a kind, concerns first.

The lines are made of the same changes that the page What changed lists, so the two can never disagree: a line counts
all of its kind and names the first of those that a paper for the board may name (ruling 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count
from qi_eval.store import Store
from qi_eval.views.change import COUNTED, Change, Kind, Window
from qi_eval.views.changes import changes
from qi_eval.views.results import Counted

BEGAN_BEFORE = "A sign can begin before the day on which enough points showed it."
NAMED = {Kind.CONCERN: 3}  # how many a line names; of other kinds one


@dataclass(frozen=True)
class Told:
    """One of the changes of a line, and the page that shows it."""

    text: str
    page: str
    anchor: str
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class News:
    """One kind of change: how many there are, the first of them, and how many more ("" where all are told)."""

    name: str
    told: tuple[Told, ...]
    rest: str


def since_board(store: Store, last: date, scope: Scope, seen: Counted | None = None) -> tuple[tuple[News, ...], str]:
    """What is new since the board met on the day `last`, and how to read it: how many signs to expect by chance alone.
    `seen`: all metrics, where they are counted already."""
    found, chance = changes(store, scope, Window(last, scope.report_date), seen)
    early = any(change.since and change.since <= last for change in found)
    return head(found), " ".join(filter(None, [chance, BEGAN_BEFORE if early else ""]))


def head(found: Sequence[Change]) -> tuple[News, ...]:
    """The first lines of a list of changes."""
    kinds = [(kind, [change for change in found if change.kind is kind]) for kind in Kind]
    return tuple(_news(kind, mine) for kind, mine in kinds if mine)


def _news(kind: Kind, mine: Sequence[Change]) -> News:
    named = [change for change in mine if change.named]
    told = named[: NAMED.get(kind, 1)]
    rest = _rest(len(mine) - len(told), len(mine) - len(named), alone=not told)
    return News(count(len(mine), *COUNTED[kind]), tuple(map(_told, told)), rest)


def _rest(more: int, teams: int, *, alone: bool) -> str:
    """7 more, 5 of them in teams' own projects."""
    if more == teams:
        where = "in a team's own project" if teams == 1 else "in teams' own projects"
        return "" if not more else where.removeprefix("in ") if alone else f"{more} more {where}"
    return f"{more} more, {teams} of them in teams' own projects" if teams else f"{more} more"


def _told(change: Change) -> Told:
    when = f", since {change.when}" if change.when else ""
    return Told(f"{change.name}{when}", change.page, change.anchor, change.asked)
