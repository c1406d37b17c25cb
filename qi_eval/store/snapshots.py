"""Snapshots: what the pages said at a position of the events, under a name, kept digit for digit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Row, func, insert, select

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


def kept_snapshots(connection: Connection) -> list[Snapshot]:
    """All of them, newest first."""
    rows = connection.execute(select(snapshots).order_by(snapshots.c.snapshot_id.desc()))
    return [_snapshot(row) for row in rows]


def changed_snapshots(connection: Connection) -> list[str]:
    """What is wrong with the snapshots, in words."""
    said = {(one.about, one.facts.get("sha256")) for one in audit.since(connection, 0) if one.action == "snapshot"}
    there = kept_snapshots(connection)
    changed = [one.name for one in there if not one.untouched or (one.name, one.sha256) not in said]
    gone = said - {(one.name, one.sha256) for one in there}
    return [f"The snapshot {name!r} was changed after it was kept." for name in changed] + [
        f"The snapshot {name!r} is not there any more." for name, _ in sorted(gone)
    ]


def _snapshot(row: Row) -> Snapshot:
    return Snapshot(**(dict(row._mapping) | {"at": row.at.replace(tzinfo=UTC)}))


def _sha256(digits: str) -> str:
    return hashlib.sha256(digits.encode()).hexdigest()
