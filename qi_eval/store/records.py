"""The store's bookkeeping: events, loads, refusals, saved mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, and_, delete, false, func, insert, select

from qi_eval.store import audit
from qi_eval.store.appending import unseen
from qi_eval.store.parts import TYPED, Loaded, LoadRecord, Part, Refusal
from qi_eval.store.system import IN_FORCE, events, load_overlap, loads, mappings, refusals


def version(connection: Connection) -> int:
    """The newest event, 0 in an empty store."""
    return connection.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()


@dataclass(frozen=True)
class Standing:
    """What stands before a part comes: the newest load and the newest event, 0 where there is none; the load in force
    of the same file read in the same way; whether loads in force removed rows of the part's dataset."""

    load_id: int
    event: int
    same: int | None
    removals: bool


def standing(connection: Connection, part: Part) -> Standing:
    """All that a load asks of the bookkeeping, in one statement."""
    same = _same(part.dataset.name, part.sha256, part.mapping_sha256)
    removals = and_(loads.c.dataset == part.dataset.name, loads.c.state == IN_FORCE, loads.c.rows_removed > 0)
    newest = func.coalesce(func.max(loads.c.load_id), 0)
    event = select(func.coalesce(func.max(events.c.seq), 0)).scalar_subquery()
    asked = select(
        newest, event, func.max(loads.c.load_id).filter(same), func.coalesce(func.bool_or(removals), false())
    )
    return Standing(*connection.execute(asked.select_from(loads)).one())


def add_event(
    connection: Connection, kind: str, load_id: int | None, by: str, at: datetime, *, after: int | None = None
) -> int:
    """Writes the next event and returns its position; `after`: the newest one, where it is known. Only under the write
    lock."""
    seq = (version(connection) if after is None else after) + 1
    values = {"seq": seq, "kind": kind, "load_id": load_id, "by": by, "at": _utc(at)}
    connection.execute(insert(events).values(values))
    if seq == 1:
        unseen(connection, events)
    return seq


def add_load(connection: Connection, part: Part, done: Loaded, applied: int) -> None:
    """Writes the line of a load that has just been applied by event `applied`."""
    counted = {f"rows_{name}": getattr(done, name) for name in ("new", "changed", "unchanged", "removed")}
    named = {name: getattr(part, name) for name in ("file", "sha256", "mapping", "mapping_sha256", "rows", "left_out")}
    line = {"load_id": done.load_id, "dataset": done.dataset, "state": IN_FORCE, "applied_seq": applied}
    connection.execute(insert(loads).values(line | named | counted))


def load_row(connection: Connection, load_id: int) -> Row[Any] | None:
    """The line of one load."""
    return connection.execute(select(loads).where(loads.c.load_id == load_id)).first()


def earlier_load(connection: Connection, dataset: str, sha256: str, mapping_sha256: str) -> Row[Any] | None:
    """The newest load in force of the same file read in the same way."""
    newest = select(loads).where(_same(dataset, sha256, mapping_sha256)).order_by(loads.c.load_id.desc()).limit(1)
    return connection.execute(newest).first()


def corrected_by(connection: Connection, load_id: int) -> list[tuple[int, int]]:
    """The loads in force that changed rows of a load, newest first, with the number of rows."""
    joined = select(load_overlap.c.load_id, load_overlap.c.rows).join(loads, loads.c.load_id == load_overlap.c.load_id)
    those = and_(load_overlap.c.earlier_load_id == load_id, load_overlap.c.kind == "changed")
    found = joined.where(those, loads.c.state == IN_FORCE).order_by(load_overlap.c.load_id.desc())
    return [(load, rows) for load, rows in connection.execute(found)]


def is_in(connection: Connection, done: Loaded, part: Part) -> bool:
    """Whether a load that has just been made is really there."""
    same = and_(loads.c.load_id == done.load_id, loads.c.sha256 == part.sha256, loads.c.file == part.file)
    return connection.execute(select(loads.c.load_id).where(same)).first() is not None


def find_load(connection: Connection, dataset: str, sha256: str, mapping_sha256: str) -> int | None:
    """The load in force that a file repeats; a typed row that was changed since is no repetition."""
    row = earlier_load(connection, dataset, sha256, mapping_sha256)
    if row is None or (row.file == TYPED and corrected_by(connection, row.load_id)):
        return None
    return row.load_id


def records(connection: Connection) -> list[LoadRecord]:
    """The upload history, newest first."""
    made = events.alias("made")
    is_made = and_(made.c.load_id == loads.c.load_id, made.c.kind == "load")
    lines = select(loads, made.c.by, made.c.at).join(made, is_made).order_by(loads.c.load_id.desc())
    in_the_way = blockers(connection)
    return [_record(row, in_the_way.get(row.load_id, ())) for row in connection.execute(lines)]


def in_force(connection: Connection) -> dict[str, tuple[int, ...]]:
    """Dataset → its loads in force, the newest first."""
    found: dict[str, tuple[int, ...]] = {}
    standing = select(loads.c.dataset, loads.c.load_id).where(loads.c.state == IN_FORCE)
    for dataset, load_id in connection.execute(standing.order_by(loads.c.load_id.desc())):
        found[dataset] = (*found.get(dataset, ()), load_id)
    return found


def blockers(connection: Connection, load_id: int | None = None) -> dict[int, tuple[int, ...]]:
    """Load in force → the other loads in force that stand on it; of one load only, if it is named."""
    earlier, later = loads.alias("earlier"), loads.alias("later")
    pairs = select(load_overlap.c.earlier_load_id, load_overlap.c.load_id).distinct()
    pairs = pairs.join(later, and_(later.c.load_id == load_overlap.c.load_id, later.c.state == IN_FORCE))
    pairs = pairs.join(earlier, and_(earlier.c.load_id == load_overlap.c.earlier_load_id, earlier.c.state == IN_FORCE))
    if load_id is not None:
        pairs = pairs.where(load_overlap.c.earlier_load_id == load_id)
    found: dict[int, tuple[int, ...]] = {}
    for below, above in connection.execute(pairs.order_by(load_overlap.c.earlier_load_id, load_overlap.c.load_id)):
        found[below] = (*found.get(below, ()), above)
    return found


def add_refusal(
    connection: Connection,
    named: Mapping[str, str],
    *,
    rows: int,
    counts: Mapping[str, int],
    by: str,
    at: datetime,
) -> None:
    """Writes that a file was refused (`named`: dataset, file, sha256); no text of any cell is kept."""
    number = _next(connection, refusals.c.refusal_id)
    counted = json.dumps(dict(sorted(counts.items())))
    values = {"refusal_id": number, "rows": rows, "counts": counted, "by": by, "at": _utc(at)}
    connection.execute(insert(refusals).values(values | dict(named)))
    facts = {"file": named["file"], "sha256": named["sha256"], "rows": rows, "problems": dict(sorted(counts.items()))}
    audit.note(connection, "refused", by=by, at=at, about=named["dataset"], facts=facts)


def refused(connection: Connection) -> list[Refusal]:
    """The refused files, newest first."""
    rows = connection.execute(select(refusals).order_by(refusals.c.refusal_id.desc()))
    return [_refusal(dict(row._mapping)) for row in rows]


def save_mapping(
    connection: Connection, name: str, toml: str, headers: Sequence[str], *, by: str, at: datetime
) -> None:
    """Keeps a mapping under its name; an older one of that name is replaced."""
    audit.note(connection, "mapping", by=by, at=at, about=name, facts={"columns": len(headers)})
    connection.execute(delete(mappings).where(mappings.c.name == name))
    connection.execute(insert(mappings).values(name=name, toml=toml, headers=json.dumps(list(headers))))


def saved_mappings(connection: Connection) -> dict[str, str]:
    """Name → TOML of every saved mapping, by name."""
    named = select(mappings.c.name, mappings.c.toml).order_by(mappings.c.name)
    return dict(connection.execute(named).all())


def _same(dataset: str, sha256: str, mapping_sha256: str) -> ColumnElement[bool]:
    """The condition on loads in force of one file, read in one way."""
    same = and_(loads.c.dataset == dataset, loads.c.sha256 == sha256, loads.c.mapping_sha256 == mapping_sha256)
    return and_(same, loads.c.state == IN_FORCE)


def _next(connection: Connection, column: Column) -> int:
    return connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one() + 1


def _utc(moment: datetime) -> datetime:
    """The moment as the database keeps it: UTC, without a zone. A moment without a zone is taken for UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _record(row: Row[Any], blocked_by: tuple[int, ...]) -> LoadRecord:
    same = {name: getattr(row, name) for name in ("load_id", "dataset", "file", "sha256", "mapping", "by", "left_out")}
    counted = {name: getattr(row, f"rows_{name}") for name in ("new", "changed", "unchanged", "removed")}
    return LoadRecord(**same, **counted, at=row.at.replace(tzinfo=UTC), state=row.state, blocked_by=blocked_by)


def _refusal(row: dict[str, Any]) -> Refusal:
    return Refusal(**(row | {"counts": json.loads(row["counts"]), "at": row["at"].replace(tzinfo=UTC)}))
