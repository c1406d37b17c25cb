"""What stands in whose way: which earlier loads a load changes, states again or refers to; and missing references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, delete, exists, func, insert, select

from qi_eval.datasets.column import Column
from qi_eval.store.comparing import counted, is_empty
from qi_eval.store.errors import LoadRefused
from qi_eval.store.system import IN_FORCE, load_overlap, loads
from qi_eval.store.tables import Catalogue, Twin

MOST_NAMED = 5  # ids that a sentence lists
MOST_AT_ONCE = 1_000  # ids that one statement asks for


def write(connection: Connection, load_id: int, **rows_of: Mapping[int, int]) -> None:
    """Records overlaps by their kind; what a load does to itself is none."""
    lines = [
        {"load_id": load_id, "earlier_load_id": earlier, "kind": kind, "rows": rows}
        for kind, of_kind in rows_of.items()
        for earlier, rows in sorted(of_kind.items())
        if earlier != load_id
    ]
    if lines:
        connection.execute(insert(load_overlap), lines)


def write_references(
    connection: Connection, catalogue: Catalogue, twin: Twin, load_id: int, rows: FromClause, *, event: int
) -> None:
    """Records anew on which loads a load rests that is put in force again, its `rows` being those that stand."""
    ids = {column.name: _ids(connection, rows, column) for column in _references(twin)}
    found = rested_on(connection, catalogue, twin, ids)
    found.update(waiting(connection, catalogue, twin, event))
    old = and_(load_overlap.c.load_id == load_id, load_overlap.c.kind == "refers")
    connection.execute(delete(load_overlap).where(old))
    write(connection, load_id, refers=found)


def named_in(twin: Twin, table: pa.Table) -> dict[str, list[str]]:
    """The ids that rows which come refer to, each once, by column."""
    cells = {column.name: pc.unique(table.column(column.name)).to_pylist() for column in _references(twin)}
    return {name: [cell for cell in distinct if cell] for name, distinct in cells.items()}


def rested_on(
    connection: Connection, catalogue: Catalogue, twin: Twin, ids: Mapping[str, Sequence[str]]
) -> Counter[int]:
    """The loads that brought the named ids (by column), with how many of them. Raises LoadRefused where an id stands
    nowhere."""
    found: Counter[int] = Counter()
    for column in _references(twin):
        target, pointed = _pointed(catalogue, column)
        standing: dict[str, int] = {}
        for some in _batches(ids[column.name]):
            standing.update(_standing(connection, target.now, pointed, some))
        absent = sorted(set(ids[column.name]) - standing.keys())[:MOST_NAMED]
        if absent:
            raise _missing(twin, target, column, absent)
        if standing and not is_empty(connection, target.history):
            for some in _batches(ids[column.name]):
                found.update(_brought_by(connection, target, pointed, some))
        else:
            found.update(standing.values())
    return found


def removers(connection: Connection, twin: Twin, condition: ColumnElement[bool]) -> dict[int, int]:
    """Loads in force that removed rows which meet a condition on history and have not come back, with how many."""
    those = and_(loads.c.dataset == twin.dataset.name, loads.c.state == IN_FORCE, loads.c.rows_removed > 0)
    gone = select(loads.c.load_id, func.count()).join(twin.history, twin.history.c.until == loads.c.applied_seq)
    absent = ~exists().where(twin.same_key(twin.history, twin.now))
    return counted(connection, gone.where(those, condition, absent).group_by(loads.c.load_id))


def refuse_still_referred(connection: Connection, catalogue: Catalogue, twin: Twin, event: int) -> None:
    """Raises LoadRefused when a current row refers to a row that vanished at `event`."""
    for child, column, vanished in _losses(connection, catalogue, twin, event):
        cell = child.now.c[column]
        found = connection.execute(_few(select(cell).where(cell.in_(vanished)).distinct())).scalars().all()
        if found:
            raise LoadRefused(
                f"{twin.dataset.title} cannot lose {_listed(found)}: rows of {child.dataset.name} still refer to "
                f"{'it' if len(found) == 1 else 'them'}. Nothing was changed.",
                rule="still_referred",
                dataset=twin.dataset.name,
            )


def _losses(connection: Connection, catalogue: Catalogue, twin: Twin, event: int) -> Iterator[tuple[Twin, str, Select]]:
    """The twins and columns that refer to rows which went to history at `event` and have no successor, with the ids of
    those rows; nothing where no row vanished."""
    gone, standing = twin.history.alias("gone"), twin.now.alias("standing")
    for child, column, target in catalogue.referring(twin.dataset.name):
        absent = ~exists().where(standing.c[target] == gone.c[target])
        vanished = select(gone.c[target]).where(gone.c.until == event, absent)
        if connection.execute(vanished.limit(1)).first() is None:
            return
        yield child, column, vanished


def _references(twin: Twin) -> list[Column]:
    """The columns whose ids must stand somewhere."""
    return [column for column in twin.dataset.references if not column.soft]


def _pointed(catalogue: Catalogue, column: Column) -> tuple[Twin, str]:
    """The twin and the column that a reference points at."""
    assert column.refers
    return catalogue.twins[column.refers[0]], column.refers[1]


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE))


def _ids(connection: Connection, rows: FromClause, column: Column) -> list[str]:
    """The ids that a column of the rows names, each once."""
    cell = rows.c[column.name]
    named = select(cell).where(cell.is_not(None), cell != "").distinct()
    return list(connection.execute(named).scalars())


def _standing(connection: Connection, target: FromClause, column: str, ids: Sequence[str]) -> dict[str, int]:
    """The ids that stand, with the load that they stand by."""
    found = select(target.c[column], target.c.load_id).where(target.c[column].in_(ids))
    return {id_: load_id for id_, load_id in connection.execute(found)}  # noqa: C416


def _missing(twin: Twin, target: Twin, column: Column, absent: Sequence[str]) -> LoadRefused:
    return LoadRefused(
        f"{twin.dataset.title}: {column.name} names {_listed(absent)}, and {target.dataset.title} has no such row. "
        "Nothing was changed.",
        rule="reference_missing",
        dataset=twin.dataset.name,
    )


def _brought_by(connection: Connection, target: Twin, column: str, ids: Sequence[str]) -> dict[int, int]:
    """The loads whose undoing would take the named rows away: those that first brought them, not those that changed
    them since (undoing those brings the older row back)."""
    cell = target.now.c[column]
    standing = select(cell.label("id"), target.now.c.load_id).where(cell.in_(ids))
    chain = standing.cte("chain", recursive=True)
    older, by = target.history, loads.alias("by")
    steps = and_(older.c[column] == chain.c.id, older.c.until == by.c.applied_seq)
    chain = chain.union(
        select(chain.c.id, older.c.load_id).join(by, by.c.load_id == chain.c.load_id).join(older, steps)
    )
    replaced = exists().where(by.c.load_id == chain.c.load_id, steps)
    first = select(chain.c.load_id, func.count()).where(~replaced).group_by(chain.c.load_id)
    return counted(connection, first)


def waiting(connection: Connection, catalogue: Catalogue, twin: Twin, event: int) -> dict[int, int]:
    """Loads in force that displaced rows referring to what vanished at `event`: undoing them would bring those back.
    Only a load that changed or removed rows makes any vanish."""
    found: Counter[int] = Counter()
    for child, column, vanished in _losses(connection, catalogue, twin, event):
        displaced = and_(child.history.c.until == loads.c.applied_seq, loads.c.state == IN_FORCE)
        counts = select(loads.c.load_id, func.count()).join_from(loads, child.history, displaced)
        counts = counts.where(child.history.c[column].in_(vanished)).group_by(loads.c.load_id)
        found.update(counted(connection, counts))
    return found


def _few(query: Select) -> Select:
    return query.order_by(query.selected_columns[0]).limit(MOST_NAMED)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(f"'{one}'" for one in ids)
