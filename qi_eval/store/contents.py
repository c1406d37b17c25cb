"""What the rows of a load say, as one number that holds whatever their order: sealed in the audit log when they are
stored, so that `verify` finds a single cell that somebody overwrote inside the database.

A load's rows never change, standing or in history. Only an erasure, a migration and a new release of the engine (whose
hash may be another one) write the numbers anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Numeric,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    select,
    union_all,
)

from qi_eval.store import audit, records
from qi_eval.store.audit import Entry
from qi_eval.store.system import meta
from qi_eval.store.tables import Catalogue, Twin

WITH = "contents with"  # the name in meta: the hash that the numbers were made with
MOST = 1_000  # loads in one entry of the log
Told = dict[str, str]  # load, as text → its number


def of_load(connection: Connection, twin: Twin, load_id: int) -> str:
    """The number of a load that has just been stored."""
    hashed = func.sum(_hash(connection, twin, twin.now))
    total = connection.execute(select(hashed).where(twin.now.c.load_id == load_id)).scalar()
    return _said(total)


def of_dataset(connection: Connection, twin: Twin, load_ids: Iterable[int] | None = None) -> Told:
    """The numbers of the loads of a dataset that left rows, of all or of these; each row counts once, wherever and
    however often it is kept."""
    wanted = None if load_ids is None else list(load_ids)
    parts = []
    for table in (twin.now, twin.history):
        rows = select(table.c.load_id, _hash(connection, twin, table).label("number"))
        parts.append(rows if wanted is None else rows.where(table.c.load_id.in_(wanted)))
    once = select(*union_all(*parts).subquery("both").c).distinct().subquery("once")
    sums = select(once.c.load_id, func.sum(once.c.number)).group_by(once.c.load_id).order_by(once.c.load_id)
    return {str(load): _said(total) for load, total in connection.execute(sums)}


def seal(connection: Connection, twins: Iterable[Twin], *, by: str, at: datetime) -> None:
    """Writes the numbers of these datasets into the audit log as they are now."""
    for twin in twins:
        told = list(of_dataset(connection, twin).items())
        for start in range(0, len(told), MOST):
            facts = {"contents": dict(told[start : start + MOST])}
            audit.note(connection, "sealed", by=by, at=at, about=twin.dataset.name, facts=facts)


def keep_up(connection: Connection, catalogue: Catalogue, noted: Mapping[str, str], *, by: str, at: datetime) -> None:
    """Seals every dataset anew where the numbers that there are were made with another hash. `noted`: what meta
    holds."""
    used = _method(connection)
    if noted.get(WITH) == used:
        return
    if records.version(connection):
        seal(connection, catalogue.twins.values(), by=by, at=at)
    connection.execute(delete(meta).where(meta.c.name == WITH))
    connection.execute(insert(meta).values(name=WITH, value=used))


def faults(connection: Connection, catalogue: Catalogue, entries: Iterable[Entry]) -> Iterator[str]:
    """The loads whose rows say something else than the log was told, in words."""
    told: Told = {}
    for entry in entries:
        told |= _told(entry)
    for twin in catalogue.twins.values():
        for load, number in of_dataset(connection, twin).items():
            if load in told and told[load] != number:
                yield f"{twin.dataset.name}: rows of load {load} were changed after they were stored."


def _told(entry: Entry) -> Told:
    """What an entry says of contents; an entry that was tampered with may say anything."""
    load, found = entry.about.removeprefix("load "), entry.facts.get("contents")
    one = {load: str(entry.facts["content"])} if entry.action == "load" and "content" in entry.facts else {}
    return one | ({str(name): str(number) for name, number in found.items()} if isinstance(found, dict) else {})


def _hash(connection: Connection, twin: Twin, table: Table) -> ColumnElement:
    cells = [table.c[name] for name in (*twin.names, "row_no")]
    if connection.dialect.name == "duckdb":
        return func.hash(*cells)
    row = cast(func.row(*cells), Text)
    return cast(func.hashtextextended(row, cast(0, BigInteger)), Numeric)


def _method(connection: Connection) -> str:
    """Which hash this is: DuckDB's may change with a release, PostgreSQL's may not."""
    if connection.dialect.name != "duckdb":
        return connection.dialect.name
    return f"duckdb {connection.execute(select(func.version())).scalar_one()}"


def _said(total: object) -> str:
    return f"{int(total or 0) % 2**64:016x}"  # type: ignore[call-overload]
