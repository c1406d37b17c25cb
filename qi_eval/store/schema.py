"""Makes the tables of a new store, and those of datasets that have come since."""

from __future__ import annotations

from sqlalchemy import Connection, insert, inspect, select

from qi_eval.store.errors import StoreDamaged
from qi_eval.store.system import SYSTEM, meta
from qi_eval.store.tables import Catalogue

SCHEMA = "1"  # goes up with every change that an older program cannot read


def prepare(connection: Connection, catalogue: Catalogue) -> None:
    """Creates what is missing. Raises StoreDamaged where a newer program wrote the store."""
    there = set(inspect(connection).get_table_names())
    wanted = [
        *SYSTEM.sorted_tables,
        *(table for twin in catalogue.twins.values() for table in (twin.now, twin.history)),
    ]
    for table in wanted:
        if table.name not in there:
            table.create(connection, checkfirst=False)
    written = connection.execute(select(meta.c.value).where(meta.c.name == "schema")).scalar()
    if written is None:
        connection.execute(insert(meta).values(name="schema", value=SCHEMA))
    elif int(written) > int(SCHEMA):
        raise StoreDamaged(
            "The data were written by a newer version of this program. Update the program, then try again."
        )
