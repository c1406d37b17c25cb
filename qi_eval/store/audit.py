"""The audit log: who did what and when, one row a deed, each row sealed with the hash of the one before it.

A row is written in the transaction of the deed, so that neither stands without the other. It names files, loads and
numbers of rows, never the text of a cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, distinct, func, insert, select

from qi_eval.store.system import audit

PROGRAM, TIDY, NIGHTLY, DEMO = "the program", "tidy", "nightly", "demo"  # who does what nobody asked for
NOTED = "noted"  # in a connection's info: what the running transaction has written so far


@dataclass(frozen=True)
class Entry:
    """One deed. `action`: made, taken over, migrated, load, undo, redo, refused, mapping, tidy, export, backup,
    restored, accepted or snapshot; `about`: what it was done to; `facts`: numbers and names."""

    seq: int
    at: datetime
    by: str
    action: str
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The entry as JSON takes it; its moment in UTC."""
        return asdict(self) | {"at": self.at.replace(tzinfo=UTC).isoformat(timespec="microseconds")}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Entry:
        """The entry that `as_dict` wrote. Raises KeyError, TypeError or ValueError where it is none."""
        names = ("seq", "by", "action", "about", "facts", "previous", "hash")
        return cls(at=datetime.fromisoformat(told["at"]).replace(tzinfo=None), **{name: told[name] for name in names})

    def sealed(self) -> str:
        """The hash over everything else that the entry says, the hash of the one before it included."""
        told = self.as_dict()
        del told["hash"]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def note(
    connection: Connection,
    action: str,
    *,
    by: str,
    at: datetime,
    about: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Writes the next entry. Only under the write lock."""
    written = connection.info.setdefault(NOTED, [])
    last = written[-1] if written else newest(connection)
    seq, previous = (last.seq + 1, last.hash) if last else (1, "")
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    bare = Entry(seq, moment, by, action, about, dict(facts or {}), previous)
    entry = replace(bare, hash=bare.sealed())
    row = asdict(entry) | {"facts": json.dumps(entry.facts, sort_keys=True)}
    connection.execute(insert(audit).values(row))
    written.append(entry)
    return entry


def newest(connection: Connection) -> Entry | None:
    """The last entry."""
    row = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).first()
    return None if row is None else entry_of(row)


def at_position(connection: Connection, seq: int) -> Entry | None:
    """The entry of a number."""
    row = connection.execute(select(audit).where(audit.c.seq == seq)).first()
    return None if row is None else entry_of(row)


def landmarks(connection: Connection, actions: Collection[str]) -> list[Entry]:
    """The first entry, the last one of these deeds and the last of all, in order; each once."""
    seq = audit.c.seq
    ends = select(func.min(seq), func.max(seq).filter(audit.c.action.in_(actions)), func.max(seq))
    asked = set(connection.execute(ends).one()) - {None}
    return [entry_of(row) for row in connection.execute(select(audit).where(seq.in_(asked)).order_by(seq))]


def tally(connection: Connection) -> tuple[int, int]:
    """How many entries there are, and how many people wrote them."""
    people = func.count(distinct(audit.c.by)).filter(audit.c.by.not_in(("", PROGRAM, TIDY, NIGHTLY, DEMO)))
    entries, by = connection.execute(select(func.count(), people).select_from(audit)).one()
    return entries, by


def latest(connection: Connection, most: int, *, skip: int = 0) -> list[Entry]:
    """So many entries, the newest first, without the newest `skip`."""
    rows = connection.execute(select(audit).order_by(audit.c.seq.desc()).offset(skip).limit(most))
    return [entry_of(row) for row in rows]


def since(connection: Connection, seq: int) -> list[Entry]:
    """The entries after a number, in order."""
    return [entry_of(row) for row in connection.execute(select(audit).where(audit.c.seq > seq).order_by(audit.c.seq))]


def entry_of(row: Row[Any]) -> Entry:
    """A row of the table as an entry; facts that are no JSON stay as they are, so that the seal tells."""
    told = dict(row._mapping)
    try:
        told["facts"] = json.loads(told["facts"])
    except ValueError:
        told["facts"] = {"unreadable": told["facts"]}
    return Entry(**told)


def faults(entries: Iterable[Entry]) -> list[str]:
    """What is wrong with the entries of a log, in words; an unbroken chain from the first entry gives nothing."""
    found, due, previous = [], 1, ""
    for entry in entries:
        if entry.seq != due:
            found.append(f"Entry {due} of the audit log is missing.")
        elif entry.previous != previous:
            found.append(f"Entry {entry.seq} of the audit log does not follow from the entry before it.")
        if entry.hash != entry.sealed():
            found.append(f"Entry {entry.seq} of the audit log was changed after it was written.")
        due, previous = entry.seq + 1, entry.hash
    return found
