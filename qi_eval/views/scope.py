"""What is asked of the store: the day that counts as now, the units meant, and the settings in force on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.vocabulary import Method


def scope_of(store: Store, *, today: date, unit_id: str | None = None, report_date: date | None = None) -> Scope:
    """The scope of a page. "Now" is `report_date`, else the setting of that name, else `today`.

    Raises KeyError for a unit that the store does not know."""
    frame = store.frame(store.tables().settings.select())
    fixed = _in_force(frame, date.max).get("report_date")
    now = report_date or (date.fromisoformat(fixed) if fixed else today)
    settings = _in_force(frame, now)
    method = Method(settings.get("programme_rule", Method.MDC))
    return Scope(now, unit_ids=None if unit_id is None else _below(store, unit_id), method=method, settings=settings)


def board_dates(store: Store) -> tuple[date, ...]:
    """The days of the board's meetings that the settings name, earliest first."""
    settings = store.tables().settings
    frame = store.frame(settings.select().where(settings.c.key == "board_date"))
    return tuple(sorted(date.fromisoformat(value) for value in frame["value"]))


def _in_force(frame: pd.DataFrame, now: date) -> Mapping[str, str]:
    """The newest value of each general setting that holds on a day."""
    general = frame[(frame["applies_to"] == "") & (frame["valid_from"].dt.date <= now)]
    ordered = general.sort_values("valid_from", kind="stable")
    return {str(key).lower(): str(value) for key, value in zip(ordered["key"], ordered["value"], strict=True)}


def _below(store: Store, unit_id: str) -> tuple[str, ...]:
    """The unit and all below it, ids as the store writes them."""
    units = store.tables().units
    frame = store.frame(units.select().with_only_columns(units.c.unit_id, units.c.parent_unit_id))
    named = {str(unit).lower(): str(unit) for unit in frame["unit_id"]}
    found = [named[unit_id.lower()]]
    children: dict[str, list[str]] = {}
    for unit, parent in zip(frame["unit_id"], frame["parent_unit_id"], strict=True):
        children.setdefault(str(parent).lower(), []).append(str(unit))
    for unit in found:
        found.extend(child for child in children.get(unit.lower(), []) if child not in found)
    return tuple(found)
