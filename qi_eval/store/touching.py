"""What has changed in a dataset since an event, so that whoever counted before need not count everything again."""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from qi_eval.store.tables import Twin


def touched(connection: Connection, twin: Twin, column: str, since: int) -> frozenset[str]:
    """The values of a column in rows that came, changed or went after event `since`: a row that stands since later, or
    one that stood until later."""
    now, history = twin.now.c, twin.history.c
    came = select(now[column]).where(now.since > since)
    gone = select(history[column]).where(history.until > since)
    return frozenset(connection.execute(union(came, gone)).scalars())
