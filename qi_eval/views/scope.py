"""What is asked of the store: the day that counts as now, the units meant, and the settings in force on that day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from qi_eval.datasets.home import SETTING as HOME
from qi_eval.datasets.home import Unit, home_of
from qi_eval.metrics.metric import Own, Scope
from qi_eval.metrics.own import MEASURED, mixed_columns
from qi_eval.metrics.stories import CONSENT_DAY
from qi_eval.metrics.tier import PAST
from qi_eval.store import Store
from qi_eval.store.past import PastStore
from qi_eval.vocabulary import Method

THRESHOLDS = ("people_threshold", "survey_threshold", "tier")  # what disclosure.py goes by
BOARD = "board_date"  # the setting that names the day of a meeting
Setting = tuple[date, str, str]  # valid from, key in lower case, value


@dataclass(frozen=True)
class _Ground:
    """What every scope of a store's version shares: the general settings in order of time, the days of the board's
    meetings, each unit with the one above it, and what is the trust's own."""

    settings: tuple[Setting, ...]
    boards: tuple[date, ...]
    above: Mapping[str, str]
    own: Own | None

    def in_force(self, now: date) -> Mapping[str, str]:
        """The newest value of each setting that holds on a day."""
        return {key: value for day, key, value in self.settings if day <= now}


def scope_of(store: Store, *, today: date, unit_id: str | None = None, report_date: date | None = None) -> Scope:
    """The scope of a page. "Now" is `report_date`, else the setting of that name, else `today`.

    Raises KeyError for a unit that the store does not know."""
    ground = _ground(store)
    fixed = ground.in_force(date.max).get("report_date")
    now = report_date or (date.fromisoformat(fixed) if fixed else today)
    settings = {**ground.in_force(now), **_thresholds(store)}
    if today > now:
        settings[CONSENT_DAY] = today.isoformat()
    units = None if unit_id is None else _below(ground.above, unit_id)
    return Scope(now, units, Method(settings.get("programme_rule", Method.MDC)), settings, ground.own)


def _thresholds(store: Store) -> Mapping[str, str]:
    """The thresholds of today, which hold for the past too: what must be hidden now is not shown as it was then; and
    that it is the past."""
    if not isinstance(store, PastStore):
        return {}
    today = _ground(store.present).in_force(date.max)
    return {PAST: "yes"} | {key: today[key] for key in THRESHOLDS if key in today}


def board_dates(store: Store) -> tuple[date, ...]:
    """The days of the board's meetings that the settings name, earliest first."""
    return _ground(store).boards


@dataclass(frozen=True)
class _Held:
    """A ground with the version of the store that it was last seen at, and the loads that it rests on."""

    version: int
    loads: Hashable
    ground: _Ground


_HELD: WeakKeyDictionary[Store, _Held] = WeakKeyDictionary()


def _ground(store: Store) -> _Ground:
    """The ground of the store as it stands, read anew only where another file than measurements has changed."""
    version, held = store.version(), _HELD.get(store)
    if held is None or held.version != version:
        loads = tuple(sorted((name, ids) for name, ids in store.in_force().items() if name != MEASURED[0]))
        ground = held.ground if held and held.loads == loads else _read(store)
        held = _HELD[store] = _Held(version, loads, ground)
    return held.ground


def _read(store: Store) -> _Ground:
    s, u, p = (getattr(store.tables(), name) for name in ("settings", "units", "projects"))
    units = u.select().with_only_columns(u.c.unit_id, u.c.parent_unit_id, u.c.unit_level, u.c.org_code, u.c.unit_name)
    frames = store.frames(
        {
            "settings": s.select().with_only_columns(s.c.valid_from, s.c.key, s.c.value, s.c.applies_to),
            "units": units.order_by(u.c.unit_id),
            "projects": p.select().with_only_columns(p.c.project_id, p.c.unit_id).order_by(p.c.project_id),
        }
    )
    every = _rows(frames["settings"])
    rows = [(day.date(), key.lower(), value) for day, key, value, about in every if about == ""]
    settings = tuple(sorted(rows, key=lambda row: row[0]))
    boards = tuple(sorted(date.fromisoformat(value) for _, key, value, _ in every if key == BOARD))
    above = {unit: parent for unit, parent, *_ in _rows(frames["units"])}
    named = {key: value for _, key, value in settings}.get(HOME, "")
    return _Ground(settings, boards, above, _own(store, _rows(frames["units"]), _rows(frames["projects"]), named))


def _rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows with '' for a blank text."""
    columns = [["" if cell is None or cell != cell else cell for cell in frame[name].tolist()] for name in frame]
    return list(zip(*columns, strict=True))


def _own(store: Store, units: list[tuple[Any, ...]], projects: list[tuple[Any, ...]], named: str) -> Own | None:
    """What is ours: the tree of our organisation, and all projects but those that other units lead."""
    home = home_of((Unit(*row[:4]) for row in units), named)
    if not home.unit:
        return None
    name = next(row[4] for row in units if row[0] == home.unit)
    frame = store.frame(mixed_columns(store.tables(), home.org_code, home.units))
    mixed = frozenset(zip(frame["dataset"], frame["name"], strict=True))
    if home.units is None:
        return Own(name, home.org_code, mixed=mixed, others=home.others)
    ours = frozenset(home.units)
    others = tuple(project for project, unit in projects if unit not in ours)
    return Own(name, home.org_code, home.units, others, mixed | {MEASURED}, home.others, home.rivals)


def _below(above: Mapping[str, str], unit_id: str) -> tuple[str, ...]:
    """The unit and all below it, ids as the store writes them."""
    named = {unit.lower(): unit for unit in above}
    found = [named[unit_id.lower()]]
    children: dict[str, list[str]] = {}
    for unit, parent in above.items():
        children.setdefault(parent.lower(), []).append(unit)
    for unit in found:
        found.extend(child for child in children.get(unit.lower(), []) if child not in found)
    return tuple(found)
