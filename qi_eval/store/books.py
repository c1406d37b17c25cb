"""Keeps the audit log and the ledger in step, and notices at the start where one of them tells less than the other."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from qi_eval.store import audit
from qi_eval.store.audit import Entry
from qi_eval.store.connecting import Connections
from qi_eval.store.errors import StoreBehind, StoreError
from qi_eval.store.ledger import Ledger, Tail, ledger_file
from qi_eval.store.saying import file_of
from qi_eval.store.system import meta

LOG = logging.getLogger(__name__)
MARK = "store_mark"  # the name in meta of what tells this store from another one of the same name
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


class Books:
    """The audit log of a store and the ledger beside it."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        with connections.reading() as connection:
            mark = connection.execute(select(meta.c.value).where(meta.c.name == MARK)).scalar_one()
        self.ledger = Ledger(ledger_file(connections.url, mark))
        connections.committed = self._follow

    def open(self) -> None:
        """Brings the ledger up to the store. Raises StoreBehind where the store lacks what the ledger holds."""
        try:
            tail = self.ledger.tail()
        except UNREADABLE:
            self._renew()
            return
        with self.connections.reading() as connection:
            if tail.seq and not _holds(connection, tail):
                if self._of_another(connection):
                    self._renew()
                    return
                raise self._behind()
        self._catch_up()

    def entries(self) -> list[Entry]:
        """The audit log, oldest first."""
        return self.connections.read(lambda connection: audit.since(connection, 0))

    def latest(self, most: int, *, skip: int = 0) -> list[Entry]:
        """So many entries of the audit log, the newest first, without the newest `skip`."""
        return self.connections.read(lambda connection: audit.latest(connection, most, skip=skip))

    def tally(self) -> tuple[int, int]:
        """How many entries the audit log has, and how many people wrote them."""
        return self.connections.read(audit.tally)

    def note(
        self, action: str, *, by: str, at: datetime, about: str = "", facts: Mapping[str, Any] | None = None
    ) -> None:
        """Writes an entry for a deed that changes nothing else in the store."""
        with self.connections.writing() as connection:
            audit.note(connection, action, by=by, at=at, about=about, facts=facts)

    def lost(self) -> list[Entry]:
        """The entries that the ledger holds and the store lacks, oldest first."""
        kept = self.ledger.read().entries
        stored = {entry.seq: entry.hash for entry in self.entries()}
        return [entry for entry in kept if stored.get(entry.seq) != entry.hash]

    def accept(self, action: str, *, by: str, at: datetime, about: str = "", why: str = "") -> None:
        """Goes on with the store as it is, although the ledger holds more; both books say so."""
        lost = self.lost()
        first = lost[0].seq if lost else 0
        with self.connections.writing() as connection:
            common = audit.at_position(connection, first - 1)
            if lost and common:
                self.ledger.back_to(common, by=by, at=at, why=why or action)
            elif lost:
                self.ledger.set_aside()
            facts = {"lost": [entry.seq for entry in lost], "why": why}
            audit.note(connection, action, by=by, at=at, about=about, facts=facts)
        self._catch_up()

    def _follow(self, entries: Sequence[Entry]) -> None:
        """After a commit. A ledger that cannot be written now is brought up to the store at the next commit or start;
        what is committed stays committed."""
        for entry in entries:
            numbers = {name: value for name, value in entry.facts.items() if isinstance(value, int)}
            LOG.info("%s", entry.action, extra={"facts": {"entry": entry.seq, **numbers}})
        try:
            if not entries or not self.ledger.append(entries):
                self._catch_up()
        except (*UNREADABLE, OSError, StoreError) as error:
            LOG.error("The ledger %s could not be written: %s", self.ledger.path.name, error)

    def _catch_up(self) -> None:
        tail = self.ledger.tail()
        with self.connections.reading() as connection:
            missing = audit.since(connection, tail.seq)
        if missing:
            fresh = tail.seq == 0 and len(missing) == 1
            self.ledger.append(missing, late=not fresh)

    def _renew(self) -> None:
        """Begins a ledger anew where the one beside the store tells of another store or cannot be read at all."""
        aside = self.ledger.set_aside()
        LOG.warning("The ledger of another store was set aside as %s", aside.name)
        self._catch_up()

    def _of_another(self, connection: Connection) -> bool:
        first = audit.at_position(connection, 1)
        return first is not None and first.hash != self.ledger.first()

    def _behind(self) -> StoreBehind:
        lost = self.lost()
        file = file_of(self.connections.url)
        name = file.name if file else "The store"
        return StoreBehind(
            f"{name} holds less than was stored: {_listed(lost)} missing. Its write-ahead log was lost or cut, an "
            "older file was put in its place, or its audit log was changed. Restore the newest backup and load again "
            "what came after it, or say that you go on with what is there.",
            tuple(lost),
        )


def _holds(connection: Connection, tail: Tail) -> bool:
    entry = audit.at_position(connection, tail.seq)
    return entry is not None and entry.hash == tail.hash


def _listed(lost: Sequence[Entry]) -> str:
    if not lost:
        return "entries are"
    newest = lost[-1]
    words = " ".join(filter(None, [newest.action, newest.about]))
    last = f"entry {newest.seq} ({words}, by {newest.by or 'unknown'}, {newest.at:%d %B %Y %H:%M} UTC)"
    return f"{last} is" if len(lost) == 1 else f"{len(lost)} entries, the last of them {last}, are"
