"""What stands in whose way: which earlier loads a load changes, states again or refers to; and missing references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, delete, exists, func, insert, select

from qi_eval.datasets.column import Column
from qi_eval.store.comparing import counted, is_empty
from qi_eval.store.errors import LoadRefused
from qi_eval.store.system import IN_FORCE, load_overlap, loads
from qi_eval.store.tables import Catalogue, Twin

MOST_NAMED = 5  # ids that a sentence lists


def write(connection: Connection, load_id: int, kind: str, rows_of: Mapping[int, int]) -> None:
    """Records an overlap of one kind; what a load does to itself is none."""
    lines = [
        {"load_id": load_id, "earlier_load_id": earlier, "kind": kind, "rows": rows}
        for earlier, rows in sorted(rows_of.items())
        if earlier != load_id
    ]
    if lines:
        connection.execute(insert(load_overlap), lines)


def write_references(
    connection: Connection, catalogue: Catalogue, twin: Twin, load_id: int, rows: FromClause, *, event: int
) -> None:
    """Records on which loads a load rests: those that brought what `rows` refer to, and those whose undoing would bring
    back rows that refer to what it removed at `event`. Raises LoadRefused where a reference finds nothing."""
    found: Counter[int] = Counter()
    for column in twin.dataset.references:
        if column.refers and not column.soft:
            target = catalogue.twins[column.refers[0]]
            ids = _ids(rows, column)
            _refuse_missing(connection, twin, target, column, ids)
            found.update(_brought_by(connection, target, column.refers[1], ids))
    found.update(_waiting(connection, catalogue, twin, event))
    old = and_(load_overlap.c.load_id == load_id, load_overlap.c.kind == "refers")
    connection.execute(delete(load_overlap).where(old))
    write(connection, load_id, "refers", found)


def removers(connection: Connection, twin: Twin, condition: ColumnElement[bool]) -> dict[int, int]:
    """Loads in force that removed rows which meet a condition on history and have not come back, with how many."""
    those = and_(loads.c.dataset == twin.dataset.name, loads.c.state == IN_FORCE, loads.c.rows_removed > 0)
    if connection.execute(select(loads.c.load_id).where(those).limit(1)).first() is None:
        return {}
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


def _ids(rows: FromClause, column: Column) -> Select:
    """The ids that a column of the rows names, each once."""
    cell = rows.c[column.name]
    return select(cell.label("id")).where(cell.is_not(None), cell != "").distinct()


def _refuse_missing(connection: Connection, twin: Twin, target: Twin, column: Column, ids: Select) -> None:
    assert column.refers
    named = ids.subquery("named")
    absent = ~exists().where(target.now.c[column.refers[1]] == named.c.id)
    found = connection.execute(_few(select(named.c.id).where(absent))).scalars().all()
    if found:
        raise LoadRefused(
            f"{twin.dataset.title}: {column.name} names {_listed(found)}, and {target.dataset.title} has no such row. "
            "Nothing was changed.",
            rule="reference_missing",
            dataset=twin.dataset.name,
        )


def _brought_by(connection: Connection, target: Twin, column: str, ids: Select) -> dict[int, int]:
    """The loads whose undoing would take the named rows away: those that first brought them, not those that changed
    them since (undoing those brings the older row back)."""
    named = ids.subquery("named")
    standing = select(target.now.c[column].label("id"), target.now.c.load_id).join(
        named, named.c.id == target.now.c[column]
    )
    if is_empty(connection, target.history):
        chain: FromClause = standing.subquery("chain")
        first = select(chain.c.load_id, func.count()).group_by(chain.c.load_id)
        return counted(connection, first)
    chain = standing.cte("chain", recursive=True)
    older, by = target.history, loads.alias("by")
    steps = and_(older.c[column] == chain.c.id, older.c.until == by.c.applied_seq)
    chain = chain.union(
        select(chain.c.id, older.c.load_id).join(by, by.c.load_id == chain.c.load_id).join(older, steps)
    )
    replaced = exists().where(by.c.load_id == chain.c.load_id, steps)
    first = select(chain.c.load_id, func.count()).where(~replaced).group_by(chain.c.load_id)
    return counted(connection, first)


def _waiting(connection: Connection, catalogue: Catalogue, twin: Twin, event: int) -> dict[int, int]:
    """Loads in force that displaced rows referring to what vanished at `event`: undoing them would bring those back."""
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
