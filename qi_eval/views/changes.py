"""What changed since a day: signs that are new or gone, data that fell silent, what ended, what came into use; beside
it what is asked of the board and what became of earlier asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from qi_eval.metrics.data_health import F3_DATA_HEALTH
from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.metrics.own import own_tables
from qi_eval.narrative import count, date_words, listed
from qi_eval.store import Store
from qi_eval.views.board import asks, last_board
from qi_eval.views.change import COUNTED, Change, Kind, Window, ordered
from qi_eval.views.change_events import ends, late_files, select_spread, silent, spreads
from qi_eval.views.change_signs import FLOWS, Project, figure_signs, measure_signs, sign_words
from qi_eval.views.kept import kept
from qi_eval.views.results import Counted, counted
from qi_eval.views.scope import board_dates
from qi_eval.views.series import Measure, read_measures, select_measures
from qi_eval.views.subjects import subjects
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import PlanKind, ProjectStatus, ProjectType

FIGURES = (*FLOWS, F3_DATA_HEALTH)  # of the programme's own, those that can give a change
QUARTER = timedelta(days=91)  # how far the list reaches back where no board meeting is known
SIGNS = (Kind.CONCERN, Kind.LOST, Kind.IMPROVEMENT, Kind.OTHER, Kind.RESOLVED)
HOW = (
    "Both days are judged by the programme's rule from the data as they stand now: once with all values, once with "
    "those whose period had ended by {day}. A value that came late or was corrected since counts on both days, so "
    "this list can differ from what the board saw then. A rule needs several values before it speaks, so a new sign "
    "can begin before that day. Measures of strategic projects, of teams that agreed and of the whole trust are "
    "named; those of other teams are counted here and listed at the end, for the teams and the hub."
)
CHANCE, ASK = "Some signs come by chance.", "Ask what happened before you act on one."


@dataclass(frozen=True)
class Line:
    """One line of the list: what it is about, what happened, and the way to its chart."""

    change: Change
    words: str


@dataclass(frozen=True)
class Group:
    """The lines of one kind; `others` are of teams that a paper for the board counts and does not name."""

    title: str
    lines: tuple[Line, ...]
    others: tuple[Line, ...]


@dataclass(frozen=True)
class Ask:
    """What the board was asked, and until when; the text says what became of it."""

    text: str
    told: str


@dataclass(frozen=True)
class ChangesView:
    """`since`: the earlier day; `meetings`: the days that the board met before the report date, newest first,
    each with its words."""

    answer: str
    since: date
    last: date
    meetings: tuple[tuple[str, str], ...]
    note: str
    how: str
    groups: tuple[Group, ...]
    asks: tuple[str, ...]
    earlier: tuple[Ask, ...]
    table: TableView


def changes_view(store: Store, scope: Scope, since: str = "") -> ChangesView:
    """What changed since a day (ISO; "": the last board meeting, else a quarter of a year ago)."""
    window, note = _window(store, scope.report_date, since)
    found, chance = changes(store, scope, window)
    groups = tuple(_group(kind, found, window) for kind in Kind if any(c.kind is kind for c in found))
    return ChangesView(
        answer=_answer(found, window, chance),
        since=window.first,
        last=window.last,
        meetings=tuple((d.isoformat(), date_words(d)) for d in reversed(board_dates(store)) if d < window.last),
        note=note,
        how=HOW.format(day=date_words(window.first)),
        groups=groups,
        asks=asks(store, scope),
        earlier=_earlier(store, scope),
        table=_table(found, window),
    )


def changes(store: Store, scope: Scope, window: Window, seen: Counted | None = None) -> tuple[tuple[Change, ...], str]:
    """Everything that changed in the window, concerns first, and how many signs to expect by chance alone. `seen`: the
    programme's own figures and F3, where they are counted already."""
    figures = seen or counted(store, FIGURES, scope)
    answer = kept(store).answered([_asked], scope)[_asked]
    frames = answer.frames
    rows = answer.derive("projects", lambda: frames["projects"].to_dict("records"))
    known = {row["project_id"]: _project(row) for row in rows}
    every = answer.derive("measures", lambda: read_measures(frames["measures"]))
    loose = _loose(store, scope)
    measures = [m for m in every if (m.project_id in known if m.project_id else loose is None or m.id in loose)]
    charts = _charts(store, measures, scope)
    register = answer.derive(
        ("register", window), lambda: (*ends(rows, known, window), *spreads(frames["spread"], known, window))
    )
    signs, chance = measure_signs(store, charts, known, window, scope)
    found = tuple(
        ordered(
            [
                *figure_signs(figures, window, scope),
                *signs,
                *silent(charts, known, window),
                *late_files(figures.found[F3_DATA_HEALTH.id], window),
                *register,
            ]
        )
    )
    return found, chance


def _asked(tables: Tables, scope: Scope) -> Selects:
    """What is on record of projects, measures and places, whatever the window."""
    p = tables.projects
    columns = ("project_id", "title", "project_type", "status", "close_date", "named_to_board")
    projects = p.select().with_only_columns(*(p.c[name] for name in columns)).order_by(p.c.project_id)
    return {"projects": projects, "measures": select_measures(tables), "spread": select_spread(tables)}


def _loose(store: Store, scope: Scope) -> frozenset[str] | None:
    """The measures of no project that units of ours keep; None where all are: a store may hold thousands of others'."""
    if scope.own is None or scope.own.units is None:
        return None
    answer = kept(store).answered([_asked_loose], scope)[_asked_loose]
    return answer.derive("ids", lambda: frozenset(answer.frames["loose"]["measure_id"]))


def _asked_loose(tables: Tables, scope: Scope) -> Selects:
    m, ours = tables.measures, tables.measurements
    kept_here = m.c.measure_id.in_(ours.select().with_only_columns(ours.c.measure_id))
    return {"loose": m.select().with_only_columns(m.c.measure_id).where(m.c.project_id.is_(None), kept_here)}


def _charts(store: Store, measures: Sequence[Measure], scope: Scope) -> list[Any]:
    found = subjects(store, measures, scope, scope.own.units if scope.own else None, keep=True)
    return [found.of_home(measure) for measure in measures if measure.id in found.home]


def _project(row: Mapping[Any, Any]) -> Project:
    named = row["project_type"] == ProjectType.STRATEGIC or row["named_to_board"] is True
    return Project(str(row["title"]), named, row["status"] == ProjectStatus.ACTIVE)


def _window(store: Store, now: date, since: str) -> tuple[Window, str]:
    """The window, and why it is another one than was asked for."""
    met = last_board(store, now)
    usual = met or now - QUARTER
    if not since:
        none = (
            "" if met else "No earlier board meeting is known: the last three months. Your settings can name its day."
        )
        return Window(usual, now), none
    try:
        asked = date.fromisoformat(since)
    except ValueError:
        return Window(usual, now), f"'{since}' is no date such as {now.isoformat()}."
    if asked >= now:
        return Window(usual, now), f"{date_words(asked)} does not lie before {date_words(now)}."
    return Window(asked, now), ""


def _answer(found: Sequence[Change], window: Window, chance: str) -> str:
    kinds = Counter(change.kind for change in found)
    told = [count(kinds[kind], *COUNTED[kind]) for kind in Kind if kinds[kind]]
    if not told:
        return f"Nothing that can be told has changed since {date_words(window.first)}."
    signs = f" {chance or CHANCE} {ASK}" if any(kinds[kind] for kind in SIGNS) else ""
    return f"Since {date_words(window.first)}: {listed(told)}.{signs}"


def _group(kind: Kind, found: Sequence[Change], window: Window) -> Group:
    mine = [Line(change, _words(change, window)) for change in found if change.kind is kind]
    named = tuple(line for line in mine if line.change.named)
    return Group(kind.value, named, tuple(line for line in mine if not line.change.named))


def _words(change: Change, window: Window) -> str:
    return sign_words(change, window) if change.kind in SIGNS else change.now


def _table(found: Sequence[Change], window: Window) -> TableView:
    then, now = (f"On {date_words(day)}" for day in (window.first, window.last))
    headers = ("What it is about", "Project", "What changed", then, now, "Since", "Points", "Named to the board")
    rows = tuple(
        (
            change.name,
            change.about,
            change.kind.value,
            change.then,
            change.now,
            change.since.isoformat() if change.since else "",
            "" if change.points is None else str(change.points),
            "yes" if change.named else "no",
        )
        for change in found
    )
    return TableView("What changed", headers, rows, (False,) * 6 + (True, False))


def _earlier(store: Store, scope: Scope) -> tuple[Ask, ...]:
    """The asks that are over, the newest first."""
    plan, now = own_tables(store.tables(), scope).plan, scope.report_date
    over = plan.select().where(plan.c.kind == PlanKind.ASK.value, plan.c.valid_to < now)
    frame = store.frame(over.order_by(plan.c.valid_to.desc(), plan.c.plan_id))
    days = (frame[name].map(lambda day: date_words(pd.Timestamp(day).date())) for name in ("valid_from", "valid_to"))
    texts = frame["text"].fillna("").astype(str)
    return tuple(
        Ask(text, f"asked on {begun}, open until {ended}") for text, begun, ended in zip(texts, *days, strict=True)
    )
