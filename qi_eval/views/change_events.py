"""What ended, what came into use elsewhere, and which data have fallen silent, between two days."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics.data_health import F3_DATA_HEALTH, ended
from qi_eval.metrics.judging import FRESH
from qi_eval.metrics.metric import Result, Tables
from qi_eval.metrics.periods import last_day
from qi_eval.narrative import count, date_words
from qi_eval.store import Query
from qi_eval.views.change import Change, Kind, Window
from qi_eval.views.change_signs import Project
from qi_eval.views.subjects import Subject
from qi_eval.vocabulary import Frequency, Level, ProjectStatus, ProjectType

Row = Mapping[Hashable, Any]


def select_spread(tables: Tables) -> Query:
    """The places where a change came into use, or went out of it."""
    s = tables.spread
    dated = s.c.adopted_on.is_not(None) | s.c.stopped_on.is_not(None)
    columns = (s.c.project_id, s.c.adopted_on, s.c.stopped_on)
    return s.select().where(dated, s.c.direction == "out").with_only_columns(*columns).order_by(
        s.c.project_id, s.c.spread_id
    )  # fmt: skip


def ends(projects: Sequence[Row], known: Mapping[str, Project], window: Window) -> Iterator[Change]:
    """The strategic and service-led projects that were closed, by the register."""
    for row in projects:
        closed = _day(row["close_date"])
        if row["project_type"] == ProjectType.CONSULTANCY or not window.holds(closed):
            continue
        status = ProjectStatus(row["status"])
        kind = Kind.FAILED if status is ProjectStatus.CLOSED_UNSUCCESSFUL else Kind.STOPPED
        words = f"{status.label.lower()} on {date_words(closed)}" if closed else ""
        named = known[row["project_id"]].named
        yield Change(kind, row["title"], "", words, since=closed, named=named, **_to_project(row["project_id"]))


def spreads(rows: pd.DataFrame, known: Mapping[str, Project], window: Window) -> Iterator[Change]:
    """For each project the places that newly use its change, and those that have stopped."""
    for id_, own in rows.groupby("project_id", sort=True):
        project = known.get(str(id_), Project())
        for column, kind, one, many in (
            ("adopted_on", Kind.SPREAD, "more place", "more places"),
            ("stopped_on", Kind.STOPPED, "place stopped", "places stopped"),
        ):
            days = [day for day in own[column].map(_day) if window.holds(day)]
            if days:
                words = f"{count(len(days), one, many)}, last on {date_words(max(days))}"
                yield Change(
                    kind, project.title, "", words, since=max(days), named=project.named, **_to_project(str(id_))
                )


def silent(subjects: Sequence[Subject], known: Mapping[str, Project], window: Window) -> Iterator[Change]:
    """The active projects of which a measure fell behind its own frequency in the window; one line a project.

    Late is what ended more than 1.5 of its intervals ago (ruling 6). Rare events come when they come."""
    late: dict[str, list[Subject]] = {}
    for subject in subjects:
        project = known.get(subject.measure.project_id)
        if project and project.runs and not subject.measure.events and window.holds(_late_on(subject)):
            late.setdefault(subject.measure.project_id, []).append(subject)
    for id_, measures in late.items():
        newest, span = max(_newest(subject) for subject in measures if subject.newest)
        words = f"{count(len(measures), 'measure')}, newest value: {span}"
        about = known[id_]
        asked = {"measure": measures[0].measure.id}
        yield Change(
            Kind.STALE, about.title, "", words, since=newest, named=about.named, page="run_charts", asked=asked
        )


def _newest(subject: Subject) -> tuple[date, str]:
    """The last day of the newest period with a value, and the period in words."""
    assert subject.newest is not None  # asked only of what has a value
    start, measure = subject.newest[0], subject.measure
    return start if measure.events else last_day(start, measure.frequency), measure.newest(start)


def _late_on(subject: Subject) -> date | None:
    """The first day on which a measure without newer values is late."""
    if not subject.known.any():
        return None
    interval = subject.measure.frequency.days
    newest = subject.days[np.flatnonzero(subject.known)[-1]].astype(date)
    return _after(newest + timedelta(days=interval), interval)


def late_files(health: Result, window: Window) -> Iterator[Change]:
    """The files that F3 calls late and that were not late on the earlier day."""
    if health.breakdown is None:
        return
    table = health.breakdown.table
    for row in table[table["late"].astype(bool)].to_dict("records"):
        dataset, newest = BY_NAME[row["dataset"]], _day(row["newest"])
        frequency, over = dataset.frequency, ended(dataset, newest)
        if newest is None or over is None or frequency is None or not window.holds(_after(over, frequency.days)):
            continue
        words = f"newest of {date_words(newest)}; due {Frequency(frequency).label.lower()}"
        page, anchor = Level.ORGANISATION.value, F3_DATA_HEALTH.id
        yield Change(
            Kind.STALE, f"File: {row['label']}", "", words, since=newest, page=page, anchor=anchor,
            asked={"metric": anchor},
        )  # fmt: skip


def _after(ended: date, interval: int) -> date:
    return ended + timedelta(days=int(FRESH * interval) + 1)


def _to_project(id_: str) -> dict[str, Any]:
    return {"page": "projects", "asked": {"project": id_}}


def _day(value: Any) -> date | None:
    return None if value is None or value != value else pd.Timestamp(value).date()
