"""Loads taken back or put in force again: the transaction, what is said where it is refused, and its trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from qi_eval.store import records, tidy
from qi_eval.store.books import Books
from qi_eval.store.errors import LoadRefused
from qi_eval.store.parts import Undone
from qi_eval.store.several import InTheWayError

Work = Callable[[Connection], Undone]


def turned(books: Books, work: Work, load_ids: Sequence[int], state: str, *, by: str, at: datetime) -> Undone:
    """What `work` did, after which the loads have this state; a refusal is written down too."""

    def arrived(connection: Connection, done: Undone) -> bool:
        rows = [records.load_row(connection, load_id) for load_id in load_ids]
        return done.refused or all(row is not None and row.state == state for row in rows)

    try:
        done = books.connections.write(work, arrived)
    except InTheWayError as found:
        done = found.refusal
    except LoadRefused as refusal:
        done = Undone(max(load_ids), "refused", message=str(refusal))
    if done.refused:
        facts = {"loads": list(load_ids), "wanted": state, "in the way": list(done.blocked_by)}
        books.note("refused", by=by, at=at, about=f"load {done.load_id}", facts=facts)
    if done.removed > tidy.GROUP:
        books.connections.settle()
    return done
