"""Checked tables in, rows with their lineage out: every part of a load, inside one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    and_,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)

from qi_eval.store import audit, contents, erasing, overlaps, records, tidy
from qi_eval.store.appending import put
from qi_eval.store.comparing import Compared, compare_rows, count_where, lacking
from qi_eval.store.errors import LoadRefused
from qi_eval.store.parts import TYPED, Loaded, Part
from qi_eval.store.staging import staged
from qi_eval.store.tables import Catalogue, Twin


@dataclass(frozen=True)
class _Arrival:
    """A part that is being stored as load `load_id` by event `event`: its staged `rows`, and the staged keys of the
    rows that it `names` for removal, None where it names none."""

    connection: Connection
    twin: Twin
    part: Part
    rows: FromClause
    names: FromClause | None
    load_id: int
    event: int

    def leaving(self, table: FromClause) -> ColumnElement[bool] | None:
        """The condition on rows of `table` (current or history) that the part takes away; None where it takes none."""
        conditions: list[ColumnElement[bool]] = []
        if self.names is not None:
            conditions.append(exists().where(self.twin.same_key(table, self.names)))
        if self.part.whole_list:
            conditions.append(lacking(self.twin, table, self.rows))
        return or_(*conditions) if conditions else None


def load_part(connection: Connection, catalogue: Catalogue, part: Part, *, by: str, at: datetime) -> Loaded:
    """Stores one part as a load of its own, or says that the same file stands already. Raises LoadRefused."""
    stood = records.standing(connection, part)
    earlier = _standing_already(connection, part, stood.same)
    if earlier:
        return earlier
    twin, load_id = catalogue.twins[part.dataset.name], stood.load_id + 1
    event = records.add_event(connection, "load", load_id, by, at, after=stood.event)
    with _staged(connection, twin, part) as (rows, names):
        erasing.refuse_erased(connection, twin, rows)
        arrival = _Arrival(connection, twin, part, rows, names, load_id, event)
        found = compare_rows(connection, twin, rows, part.table.num_rows)
        back, gone = _removed_before(arrival) if stood.removals else ({}, {})
        _store(arrival, found)
        removed = _take_away(arrival)
    if found.changed or removed:
        overlaps.refuse_still_referred(connection, catalogue, twin, event)
    refers = overlaps.rested_on(connection, catalogue, twin, overlaps.named_in(twin, part.table))
    if found.changed or removed:
        refers.update(overlaps.waiting(connection, catalogue, twin, event))
    changed = Counter(found.changed_of) + Counter(back) + Counter(removed)
    unchanged = Counter(found.stated_of) + Counter(gone)
    overlaps.write(connection, load_id, changed=changed, unchanged=unchanged, refers=refers)
    done = Loaded(load_id, part.dataset.name, found.new, found.changed, found.unchanged, sum(removed.values()))
    records.add_load(connection, part, done, event)
    facts = _facts(part, done, event) | {"content": contents.of_load(connection, twin, load_id)}
    audit.note(connection, "load", by=by, at=at, about=f"load {load_id}", facts=facts)
    return done


def _facts(part: Part, done: Loaded, event: int) -> dict[str, object]:
    """What the audit log says of a load: its file and numbers of rows."""
    counted = {name: getattr(done, name) for name in ("dataset", "new", "changed", "unchanged", "removed")}
    named = {name: getattr(part, name) for name in ("file", "sha256", "mapping", "rows", "left_out", "whole_list")}
    return counted | named | {"event": event}


def to_history(connection: Connection, twin: Twin, condition: ColumnElement[bool], event: int) -> int:
    """Writes the current rows that meet a condition into history as they stood until `event`; the number of rows."""
    leaving = select(*twin.now.c, literal(event, BigInteger)).where(condition)
    return put(connection, twin.history, [column.name for column in twin.history.c], leaving)


def _standing_already(connection: Connection, part: Part, load_id: int | None) -> Loaded | None:
    """The load in force of the same file as already done. Raises LoadRefused where later loads changed rows of it."""
    if load_id is None or part.removals is not None:
        return None
    later = records.corrected_by(connection, load_id)
    if not later:
        return Loaded(load_id, part.dataset.name, unchanged=part.table.num_rows, already=True)
    if part.file == TYPED:
        return None  # typed again after a change: the person means it
    corrected = "; ".join(f"load {load} corrected {rows} of its rows" for load, rows in later)
    raise LoadRefused(
        f"This file is load {load_id}; {corrected}. Undo load {later[0][0]} first, or edit the file.",
        rule="already_corrected",
        dataset=part.dataset.name,
        loads=tuple(load for load, _ in later),
    )


@contextmanager
def _staged(connection: Connection, twin: Twin, part: Part) -> Iterator[tuple[FromClause, FromClause | None]]:
    with staged(connection, twin, part.table) as rows:
        if part.removals is None:
            yield rows, None
            return
        with staged(connection, twin, part.removals, "leaving") as names:
            yield rows, names


def _removed_before(arrival: _Arrival) -> tuple[dict[int, int], dict[int, int]]:
    """The loads in force that removed what this part brings back, and those that removed what it says is gone too."""
    connection, twin = arrival.connection, arrival.twin
    back = overlaps.removers(connection, twin, exists().where(twin.same_key(twin.history, arrival.rows)))
    leaving = arrival.leaving(twin.history)
    return back, {} if leaving is None else overlaps.removers(connection, twin, leaving)


def _store(arrival: _Arrival, found: Compared) -> None:
    """Writes the changed and the new rows; an unchanged row is not touched."""
    connection, twin, rows = arrival.connection, arrival.twin, arrival.rows
    load_id, since = literal(arrival.load_id, BigInteger), literal(arrival.event, BigInteger)
    lineage = {"load_id": load_id, "row_no": rows.c.row_no, "since": since}
    if found.changed:
        changes = and_(twin.same_key(twin.now, rows), twin.differs(twin.now, rows))
        to_history(connection, twin, exists().where(changes), arrival.event)
        payload = {name: rows.c[name] for name in twin.dataset.payload}
        connection.execute(update(twin.now).values(payload | lineage).where(changes))
    if found.new:
        fresh = select(*(rows.c[name] for name in twin.names), *lineage.values())
        if found.changed or found.unchanged:
            fresh = fresh.where(~exists().where(twin.same_key(twin.now, rows)))
        put(connection, twin.now, [*twin.names, *lineage], fresh)
    if not (found.first and tidy.in_order(arrival.part.table, twin)):
        tidy.note_added(connection, twin, found.new)


def _take_away(arrival: _Arrival) -> dict[int, int]:
    """Moves the rows that the part removes to history; how many, by the load that brought them."""
    connection, twin = arrival.connection, arrival.twin
    condition = arrival.leaving(twin.now)
    removed = {} if condition is None else count_where(connection, twin, condition)
    if condition is not None and removed:
        to_history(connection, twin, condition, arrival.event)
        connection.execute(delete(twin.now).where(condition))
    return removed
