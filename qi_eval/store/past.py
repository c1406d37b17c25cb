"""A store as it stood at a position of its events: everything can be read from it, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, FromClause, Table, func, select

from qi_eval.datasets.known import Known
from qi_eval.store import records
from qi_eval.store.connecting import Connections
from qi_eval.store.errors import StoreError
from qi_eval.store.history import TablesAsAt, TablesNow
from qi_eval.store.knowing import read_known
from qi_eval.store.parts import LoadRecord, Undone
from qi_eval.store.store import Store
from qi_eval.store.system import IN_FORCE, UNDONE, events
from qi_eval.store.tables import Catalogue, Twin

CONSENT = {"stories": ("consent_level", "consent_date", "consent_expiry", "withdrawn_on", "identifiability_checked_on")}
NOT_HERE = "These are the data as they were. Go back to today to change anything."


class PastStore(Store):
    """`present` as it stood right after event `seq`. Consent is that of today: who took it back is not shown again."""

    def __init__(self, present: Store, seq: int) -> None:
        self.url, self.catalogue, self.books = present.url, present.catalogue, present.books
        self.connections = cast(Connections, _Reading(present.connections))
        self.present = present
        self._seq = seq
        self._then: list[LoadRecord] | None = None

    def version(self) -> int:
        """The position that is looked at."""
        return self._seq

    def tables(self, as_at: int | None = None) -> TablesNow | TablesAsAt:
        """The tables as they stood then, or at an earlier position still."""
        return _TablesShown(self.catalogue, self._seq if as_at is None else min(as_at, self._seq))

    def known(self) -> Known:
        """What the intake would have known then."""
        then = Catalogue(self.catalogue.datasets, self.catalogue.metadata)
        tables = self.tables()
        then.__dict__["twins"] = {
            name: replace(twin, now=cast(Table, getattr(tables, name))) for name, twin in self.catalogue.twins.items()
        }
        with self.connections.reading() as connection:
            return read_known(connection, then)

    def loads(self) -> list[LoadRecord]:
        """The loads that had been made by then, newest first, each in the state that it was in."""
        if self._then is None:
            with self.connections.reading() as connection:
                states = _states(connection, self._seq)
                all_loads = records.records(connection)
            made = (one for one in all_loads if one.load_id in states)
            self._then = [replace(one, state=states[one.load_id], blocked_by=()) for one in made]
        return list(self._then)

    def in_force(self) -> Mapping[str, tuple[int, ...]]:
        """Dataset → the loads that were in force then, the newest first."""
        found: dict[str, tuple[int, ...]] = {}
        for load in self.loads():
            if load.state == IN_FORCE:
                found[load.dataset] = (*found.get(load.dataset, ()), load.load_id)
        return found

    def _turned(self, *_: object, **__: object) -> Undone:
        raise StoreError(NOT_HERE)


def position_at(store: Store, moment: datetime) -> int:
    """The newest event that had happened by a moment; 0 where none had."""
    until = moment.astimezone(UTC).replace(tzinfo=None)
    newest = select(func.coalesce(func.max(events.c.seq), 0)).where(events.c.at <= until)
    return store.connections.read(lambda connection: connection.execute(newest).scalar_one())


def moment_of(store: Store, seq: int) -> datetime | None:
    """When an event happened; None where there is no such event."""
    moment = select(events.c.at).where(events.c.seq == seq)
    at = store.connections.read(lambda connection: connection.execute(moment).scalar())
    return None if at is None else at.replace(tzinfo=UTC)


def _states(connection: Connection, seq: int) -> dict[int, str]:
    """Load → its state right after an event."""
    happened = select(events.c.load_id, events.c.kind).where(events.c.seq <= seq, events.c.load_id.is_not(None))
    kinds = {load: kind for load, kind in connection.execute(happened.order_by(events.c.seq))}  # noqa: C416
    return {load: UNDONE if kind == "undo" else IN_FORCE for load, kind in kinds.items()}


class _TablesShown(TablesAsAt):
    """The tables as they stood, with the consent of today: a row that no longer stands is left out where it needs
    consent."""

    def _made(self, twin: Twin) -> FromClause:
        then = super()._made(twin)
        agreed = [name for name in CONSENT.get(twin.dataset.name, ()) if name in twin.names]
        if not agreed:
            return then
        today = twin.now.alias("today")
        columns = (today.c[name] if name in agreed else then.c[name] for name in then.c.keys())  # noqa: SIM118
        return select(*columns).join_from(then, today, twin.same_key(then, today)).subquery(twin.dataset.name)


class _Reading:
    """The connections of a store, for reading only."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connections, name)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Nothing is written into the past."""
        raise StoreError(NOT_HERE)
        yield  # a context manager is a generator

    def write(self, *_: object) -> None:
        """Nothing is written into the past."""
        raise StoreError(NOT_HERE)
