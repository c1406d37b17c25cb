"""What is overdue and from whom: measures of active projects by the role that owns them, and late files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

import pandas as pd

from qi_eval.metrics.judging import FRESH, fresh
from qi_eval.narrative import date_words
from qi_eval.views.newest import newest_words
from qi_eval.vocabulary import Frequency, ValueType

HUB = "Improvement hub"  # who brings the trust's own files
NO_OWNER = "No owner named"


@dataclass(frozen=True)
class Silent:
    """A measure whose values are overdue. `newest`: its newest period with a value, in words; "": none yet."""

    measure_id: str
    name: str
    project_id: str
    project: str
    role: str
    newest: str
    since: date


@dataclass(frozen=True)
class Item:
    """One thing that is overdue, and what to do next; `page` and `asked` lead to where it is done or seen."""

    what: str
    project: str
    newest: str
    since: str
    todo: str
    page: str
    asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Owner:
    """A role with what it owes."""

    role: str
    items: tuple[Item, ...]


class Late(Protocol):
    """A file that is late, as the page's table holds it."""

    @property
    def dataset(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def newest(self) -> str: ...
    @property
    def since(self) -> str: ...


def silent(measures: pd.DataFrame, now: date) -> tuple[Silent, ...]:
    """The measures whose newest period ended more than 1.5 intervals ago. A project that has just begun owes none yet;
    rare events come when they come."""
    rows = (row for row in measures.to_dict("records") if row["value_type"] != ValueType.TIME_BETWEEN)
    return tuple(one for row in rows if (one := _silent(row, now)) is not None)


def _silent(row: Any, now: date) -> Silent | None:
    frequency, newest = Frequency(row["frequency"]), _day(row["newest"])
    begun = _day(row["start_date"]) or now
    ended = newest + timedelta(days=frequency.days) if newest else begun
    if fresh(ended, now, frequency):
        return None
    since = late_from(ended, frequency)
    role = _text(row["owner_role"]).replace("_", " ").capitalize() or NO_OWNER
    id_, name, project, title = (_text(row[n]) for n in ("measure_id", "measure_name", "project_id", "title"))
    said = newest_words(newest, frequency, event=False) if newest else ""
    return Silent(id_, name, project, title, role, said, since)


def late_from(ended: date, frequency: Frequency) -> date:
    """The first day on which data that end on a day are late."""
    return ended + timedelta(days=int(FRESH * frequency.days) + 1)


def owners(late: Iterable[Silent], files: Sequence[Late]) -> tuple[Owner, ...]:
    """The hub with its files first, then the roles with most overdue."""
    grouped: dict[str, list[Item]] = {}
    for one in sorted(late, key=lambda one: (one.since, one.measure_id)):
        grouped.setdefault(one.role, []).append(_item(one))
    roles = sorted(grouped.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    own = tuple(_file(file) for file in files)
    first = [Owner(HUB, own)] if own else []
    return (*first, *(Owner(role, tuple(items)) for role, items in roles))


def _item(one: Silent) -> Item:
    begun = bool(one.newest)
    todo = (
        "Ask for the values since then, or close the project if it has ended."
        if one.newest
        else "Ask what stands in the way of the first value; a smaller sample may do."
    )
    page, asked = ("run_charts", ("measure", one.measure_id)) if begun else ("projects", ("project", one.project_id))
    newest = f"newest value: {one.newest}" if one.newest else "no value yet"
    return Item(one.name, one.project, newest, date_words(one.since), todo, page, (asked,))


def _file(file: Late) -> Item:
    todo = f"Upload the {file.title} file with what came since {file.newest}."
    return Item(
        f"File: {file.title}",
        "",
        f"newest rows of {file.newest}",
        file.since,
        todo,
        "upload",
        (("dataset", file.dataset),),
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _day(value: Any) -> date | None:
    return None if value is None or value != value else pd.Timestamp(value).date()
