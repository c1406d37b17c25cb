"""Makes the tables of a new store, and rebuilds a dataset's two tables when its declaration has changed.

The store remembers the shape of each dataset (columns, kinds, key), so that opening it asks one small table only. All
that an opening changes is one transaction: after a crash the store is the old one or the new one, never between."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    and_,
    cast,
    column,
    delete,
    func,
    insert,
    inspect,
    literal,
    null,
    select,
)
from sqlalchemy import table as known_table
from sqlalchemy.schema import CreateTable

from qi_eval.datasets.column import Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.store import audit, contents, records, tidy
from qi_eval.store.books import MARK
from qi_eval.store.errors import StoreDamaged
from qi_eval.store.migrations import SCHEMA, steps_after
from qi_eval.store.system import SYSTEM, meta
from qi_eval.store.tables import LINEAGE, Catalogue, Twin

UNTIL = "until"  # the column that history has besides
TOO_OLD = (
    "These data were written by a very early version of this program and cannot be taken over. Move the file away, "
    "start anew, and load your files again."
)
NEWER = "These data were written by a newer version of this program. Update the program, then try again."
TABLES = known_table("tables", column("table_name"), column("table_schema"), schema="information_schema")
WORDS = {Kind.IDENT, Kind.TEXT, Kind.CODE, Kind.CODES}


def prepare(connection: Connection, catalogue: Catalogue, *, backup: str = "") -> None:
    """Creates or rebuilds what differs from the declarations. `backup`: the file in which the store is kept as it was.
    Raises StoreDamaged where a newer program wrote the store."""
    _prepare_system(connection)
    if backup:
        _audited(connection, "backup", backup, {})
    tidy.discard(connection)
    found = _noted(connection)
    refuse_newer(found, catalogue)
    unshaped = [twin for twin in catalogue.twins.values() if _shape(twin.dataset.name) not in found]
    found |= _as_they_stand(connection, unshaped)
    rebuilt = [twin for twin in catalogue.twins.values() if _prepared(connection, catalogue, twin, found)]
    contents.seal(connection, rebuilt, by=audit.PROGRAM, at=datetime.now(UTC))
    contents.keep_up(connection, catalogue, found, by=audit.PROGRAM, at=datetime.now(UTC))


def is_due(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether `prepare` would change tables that hold something. Raises StoreDamaged where a newer program wrote
    them."""
    if not _is_there(connection) or not records.version(connection):
        return False
    found = _noted(connection)
    refuse_newer(found, catalogue)
    shapes = {_shape(twin.dataset.name): shape_of(twin.dataset) for twin in catalogue.twins.values()}
    return int(found["schema"]) != SCHEMA or any(found.get(name, shape) != shape for name, shape in shapes.items())


def refuse_newer(found: dict[str, str], catalogue: Catalogue) -> None:
    """Raises StoreDamaged where a newer program wrote the store: its own tables have a later version, or a dataset has
    left the shape behind that this program declares."""
    left_behind = any(
        _mark(shape_of(dataset)) in found.get(_earlier(dataset.name), "").split() for dataset in catalogue.datasets
    )
    if int(found["schema"]) > SCHEMA or left_behind:
        raise StoreDamaged(NEWER)


def _prepared(connection: Connection, catalogue: Catalogue, twin: Twin, found: dict[str, str]) -> bool:
    """Makes the tables of a dataset, or makes them anew where its shape has changed; whether rows were carried over."""
    name, shape = twin.dataset.name, shape_of(twin.dataset)
    stored = found.get(_shape(name))
    if stored == shape:
        return False
    if stored is None:
        catalogue.metadata.create_all(connection, tables=[twin.now, twin.history], checkfirst=False)
    else:
        _rebuild(connection, twin, json.loads(stored))
        _note(connection, _earlier(name), " ".join([*found.get(_earlier(name), "").split(), _mark(stored)]))
        _audited(connection, "migrated", name, {"was": stored, "is": shape})
    _note(connection, _shape(name), shape)
    return stored is not None


def _prepare_system(connection: Connection) -> None:
    """Makes the system tables, or takes the steps that an older store lacks."""
    fresh = not _is_there(connection)
    if fresh:
        SYSTEM.create_all(connection)
        _note(connection, "schema", str(SCHEMA))
    noted = _noted(connection)
    steps = steps_after(int(noted["schema"]))
    for step in steps:
        step.run(connection)
        _note(connection, "schema", str(step.version))
    if fresh or steps:
        mark = noted.get(MARK) or secrets.token_hex(4)
        _note(connection, MARK, mark)
        facts = {"schema": str(SCHEMA), "mark": mark, "event": records.version(connection)}
        facts |= {"added": [step.what for step in steps]} if steps else {}
        _audited(connection, "made" if fresh else "taken over", "store", facts)


def _is_there(connection: Connection) -> bool:
    """Whether there is a store, asked in one statement; SQLAlchemy's inspector is far slower."""
    named = and_(TABLES.c.table_name == meta.name, TABLES.c.table_schema == func.current_schema())
    return connection.execute(select(TABLES.c.table_name).where(named).limit(1)).first() is not None


def _shape(name: str) -> str:
    return f"shape {name}"


def _earlier(name: str) -> str:
    """The name in meta of the shapes that a dataset had before, as marks: a program that declares one is too old."""
    return f"earlier shapes {name}"


def _mark(shape: str) -> str:
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def _noted(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(select(meta.c.name, meta.c.value)).all())


def _audited(connection: Connection, action: str, about: str, facts: dict[str, object]) -> None:
    audit.note(connection, action, by=audit.PROGRAM, at=datetime.now(UTC), about=about, facts=facts)


def _as_they_stand(connection: Connection, twins: Sequence[Twin]) -> dict[str, str]:
    """The shapes of tables that a program made before shapes were noted. Raises StoreDamaged where rows cannot be
    carried over."""
    looked = inspect(connection)
    there = set(looked.get_table_names()) if twins else set()
    found = {}
    for twin in twins:
        for table in (twin.now, twin.history):
            if table.name not in there:
                continue
            columns = [column["name"] for column in looked.get_columns(table.name)]
            if not {column.name for column in _beyond(twin, table)} <= set(columns):
                raise StoreDamaged(TOO_OLD)
            own = [name for name in columns if name not in (*LINEAGE, UNTIL)]
            found[_shape(twin.dataset.name)] = json.dumps({"columns": dict.fromkeys(own, ""), "key": []})
    return found


def shape_of(dataset: Dataset) -> str:
    """What decides how a dataset's tables look, as JSON: its columns with their kinds, and its key."""
    return json.dumps({"columns": {column.name: column.kind.name for column in dataset.columns}, "key": dataset.key})


def _rebuild(connection: Connection, twin: Twin, old: dict[str, dict[str, str]]) -> None:
    """Makes both tables anew and brings their rows back, history included; a new column is blank in them."""
    for table in (twin.now, twin.history):
        stored = Table(table.name, MetaData(), *(Column(name) for name in old["columns"]), *_beyond(twin, table))
        kept = Table("kept", MetaData(), *(Column(c.name, c.type) for c in table.c), prefixes=["TEMPORARY"])
        connection.execute(CreateTable(kept))
        carried = [_carried(twin, column, stored) for column in table.c]
        connection.execute(insert(kept).from_select([c.name for c in table.c], select(*carried)))
        table.drop(connection)
        table.create(connection)
        connection.execute(insert(table).from_select([c.name for c in table.c], select(kept)))
        kept.drop(connection)


def _beyond(twin: Twin, table: Table) -> list[Column]:
    return [Column(column.name, column.type) for column in table.c if column.name not in twin.names]


def _carried(twin: Twin, column: Column, stored: Table) -> ColumnElement:
    """A column's value in the old table, under its new type; what was not there is blank."""
    if column.name in stored.c:
        return cast(stored.c[column.name], column.type)
    declared = twin.dataset.by_name[column.name]
    filled = twin.dataset.defaults.get(column.name, "" if declared.kind in WORDS else None)
    blank = column.name not in twin.dataset.key or filled is None
    return cast(null() if blank else literal(filled), column.type)


def _note(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(meta).where(meta.c.name == name))
    connection.execute(insert(meta).values(name=name, value=value))
