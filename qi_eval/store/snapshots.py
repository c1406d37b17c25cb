"""Snapshots: what the pages said at a position of the events, under a name, kept digit for digit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Row, func, insert, select, update

from qi_eval.store import audit
from qi_eval.store.system import snapshots


@dataclass(frozen=True)
class Snapshot:
    """A named moment. `seq` is the position of the events that it shows, `digits` the JSON that it said then."""

    snapshot_id: int
    name: str
    seq: int
    report_date: date
    by: str
    at: datetime
    program: str
    digits: str
    sha256: str

    @property
    def untouched(self) -> bool:
        """Whether the digits are those that were kept."""
        return self.sha256 == _sha256(self.digits)


def keep(
    connection: Connection, name: str, seq: int, report_date: date, digits: str, *, by: str, at: datetime, program: str
) -> int:
    """Keeps a snapshot, for good; its number. Only under the write lock."""
    number = connection.execute(select(func.coalesce(func.max(snapshots.c.snapshot_id), 0))).scalar_one() + 1
    sha = _sha256(digits)
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    row = {"snapshot_id": number, "name": name, "seq": seq, "report_date": report_date, "by": by, "at": moment}
    connection.execute(insert(snapshots).values(row | {"program": program, "digits": digits, "sha256": sha}))
    facts = {"position": seq, "sha256": sha}
    audit.note(connection, "snapshot", by=by, at=at, about=name, facts=facts)
    return number


def reworded(connection: Connection, texts: Iterable[str], words: str) -> dict[str, str]:
    """Puts `words` in the place of each of these texts wherever a snapshot says it; name → SHA-256 of the digits as
    they are now. Only under the write lock."""
    found = {}
    for one in kept_snapshots(connection):
        digits = one.digits
        for said in texts:
            digits = digits.replace(_inside(said), _inside(words))
        if digits != one.digits:
            found[one.name] = _sha256(digits)
            mine = snapshots.c.snapshot_id == one.snapshot_id
            connection.execute(update(snapshots).where(mine).values(digits=digits, sha256=found[one.name]))
    return found


def kept_snapshots(connection: Connection) -> list[Snapshot]:
    """All of them, newest first."""
    rows = connection.execute(select(snapshots).order_by(snapshots.c.snapshot_id.desc()))
    return [_snapshot(row) for row in rows]


def changed_snapshots(connection: Connection) -> list[str]:
    """What is wrong with the snapshots, in words."""
    said = _said(audit.since(connection, 0))
    there = kept_snapshots(connection)
    changed = [one.name for one in there if not one.untouched or (one.name, one.sha256) not in said]
    gone = said - {(one.name, one.sha256) for one in there}
    return [f"The snapshot {name!r} was changed after it was kept." for name in changed] + [
        f"The snapshot {name!r} is not there any more." for name, _ in sorted(gone)
    ]


def _said(entries: Iterable[audit.Entry]) -> set[tuple[str, str | None]]:
    """The snapshots that the log knows, each with the SHA-256 that it must have; an erasure gives it another one."""
    newest: dict[str, str | None] = {}
    for entry in entries:
        if entry.action == "snapshot":
            newest[entry.about] = entry.facts.get("sha256")
        elif entry.action == "erase":
            newest |= {name: sha for name, sha in entry.facts.get("snapshots", {}).items() if name in newest}
    return set(newest.items())


def _inside(text: str) -> str:
    """A text as it stands inside a text of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _snapshot(row: Row) -> Snapshot:
    return Snapshot(**(dict(row._mapping) | {"at": row.at.replace(tzinfo=UTC)}))


def _sha256(digits: str) -> str:
    return hashlib.sha256(digits.encode()).hexdigest()
