"""Takes a load back, or puts it in force again, exactly: every row, with the load and row number that it had.

Undo at event u of a load applied at event a: its rows go to history until u; the rows that it displaced (history until
a) stand again since u, and stay in history too, so that "as at" stays true. Redo at event r is the same the other way:
the rows of history until u stand since r, and the rows whose keys it displaced go to history until r."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, FromClause, Row, and_, delete, exists, func, literal, select, update

from qi_eval.store import audit, overlaps, records, tidy
from qi_eval.store.appending import put
from qi_eval.store.loads import to_history
from qi_eval.store.obstacles import before_redo, words_for
from qi_eval.store.parts import Undone
from qi_eval.store.system import IN_FORCE, UNDONE, events, loads
from qi_eval.store.tables import Catalogue, Twin


def undo_load(connection: Connection, catalogue: Catalogue, load_id: int, *, by: str, at: datetime) -> Undone:
    """Takes a load out of force, or says what stands in the way."""
    row = records.load_row(connection, load_id)
    if row is None or row.state == UNDONE:
        return _refused(
            load_id, f"There is no load {load_id}." if row is None else f"Load {load_id} is undone already."
        )
    in_the_way = records.blockers(connection, load_id).get(load_id, ())
    if in_the_way:
        return _refused(load_id, words_for(load_id, in_the_way), in_the_way)
    twin = catalogue.twins[row.dataset]
    event = records.add_event(connection, "undo", load_id, by, at)
    mine = twin.now.c.load_id == load_id
    removed = to_history(connection, twin, mine, event)
    displaced = select(twin.history).where(twin.history.c.until == row.applied_seq).subquery("displaced")
    restored = _put_back(connection, twin, displaced, event, over=row.rows_changed, beside=row.rows_removed)
    if row.rows_new:
        tidy.take_out(connection, twin, mine, row.rows_new)
    connection.execute(update(loads).where(loads.c.load_id == load_id).values(state=UNDONE))
    _note(connection, "undo", row, event, removed, restored, by=by, at=at)
    return Undone(load_id, "undone", removed, restored, message=f"Load {load_id} is undone.")


def redo_load(connection: Connection, catalogue: Catalogue, load_id: int, *, by: str, at: datetime) -> Undone:
    """Puts an undone load in force again, or says what stands in the way. Raises LoadRefused where what it refers to
    is gone, or where something refers to what it would remove again."""
    row = records.load_row(connection, load_id)
    if row is None or row.state == IN_FORCE:
        return _refused(load_id, f"There is no load {load_id}." if row is None else f"Load {load_id} is in force.")
    obstacle = before_redo(connection, row)
    if obstacle:
        return _refused(load_id, obstacle.message, obstacle.loads)
    twin = catalogue.twins[row.dataset]
    undone_at = _newest_undo(connection, load_id)
    event = records.add_event(connection, "redo", load_id, by, at)
    removed, restored = _apply_again(connection, twin, row, undone_at, event)
    connection.execute(update(loads).where(loads.c.load_id == load_id).values(state=IN_FORCE, applied_seq=event))
    overlaps.refuse_still_referred(connection, catalogue, twin, event)
    mine = select(twin.now).where(twin.now.c.load_id == load_id).subquery("mine")
    overlaps.write_references(connection, catalogue, twin, load_id, mine, event=event)
    _note(connection, "redo", row, event, removed, restored, by=by, at=at)
    return Undone(load_id, "redone", removed, restored, message=f"Load {load_id} is in force again.")


def _note(
    connection: Connection, act: str, row: Row[Any], event: int, removed: int, restored: int, *, by: str, at: datetime
) -> None:
    facts = {"dataset": row.dataset, "file": row.file, "removed": removed, "restored": restored, "event": event}
    audit.note(connection, act, by=by, at=at, about=f"load {row.load_id}", facts=facts)


def _apply_again(connection: Connection, twin: Twin, row: Row[Any], undone_at: int, event: int) -> tuple[int, int]:
    """Puts the rows that went at `undone_at` over or beside those that stand; how many went, and how many came."""
    history, removed = twin.history, 0
    coming = select(history).where(history.c.load_id == row.load_id, history.c.until == undone_at).subquery("coming")
    displaced = select(history).where(history.c.until == row.applied_seq).subquery("displaced")
    leaving = exists().where(twin.same_key(twin.now, displaced))
    if row.rows_changed or row.rows_removed:
        removed = to_history(connection, twin, leaving, event)
    if row.rows_removed:
        connection.execute(delete(twin.now).where(leaving, ~exists().where(twin.same_key(twin.now, coming))))
    return removed, _put_back(connection, twin, coming, event, over=row.rows_changed, beside=row.rows_new)


def _put_back(connection: Connection, twin: Twin, rows: FromClause, event: int, *, over: int, beside: int) -> int:
    """Makes rows of history stand again since `event`: `over` the row of the same key, or `beside` the others, as many
    as are expected. A key is never deleted and inserted in one transaction: DuckDB is far slower at that."""
    lineage: dict[str, Any] = {"load_id": rows.c.load_id, "row_no": rows.c.row_no, "since": literal(event, BigInteger)}
    met, back = twin.same_key(twin.now, rows), 0
    if over:
        payload = {name: rows.c[name] for name in twin.dataset.payload}
        back += connection.execute(update(twin.now).values(payload | lineage).where(met)).rowcount
    if beside:
        fresh = select(*(rows.c[name] for name in twin.names), *lineage.values())
        if over:
            fresh = fresh.where(~exists().where(met))
        added = put(connection, twin.now, [*twin.names, *lineage], fresh)
        tidy.note_added(connection, twin, added)
        back += added
    return back


def _newest_undo(connection: Connection, load_id: int) -> int:
    those = and_(events.c.load_id == load_id, events.c.kind == "undo")
    return connection.execute(select(func.max(events.c.seq)).where(those)).scalar_one()


def _refused(load_id: int, message: str, blocked_by: tuple[int, ...] = ()) -> Undone:
    return Undone(load_id, "refused", blocked_by=blocked_by, message=message)
