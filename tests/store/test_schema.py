"""A store made by an older declaration opens under a newer one with all its rows, history included."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Column as Column_
from sqlalchemy import MetaData, String, Table, delete, select, update
from sqlalchemy.schema import CreateTable

from qi_eval.datasets.column import Column, Kind, number
from qi_eval.store import StoreDamaged, open_store
from qi_eval.store.system import meta
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part, standing

WIDER = replace(
    COUNTS,
    key=("group_id", "day", "shift"),
    columns=(
        *(column for column in COUNTS.columns if column.name != "note"),
        Column("shift", Kind.TEXT, "The shift."),
        number("weight", "A weight."),
    ),
)


def test_a_changed_declaration_rebuilds_both_tables(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        store.load([part(COUNTS, [("A", 1, 10, "x"), ("A", 2, 20, None)])], **WHO)
        store.load([part(COUNTS, [("A", 1, 11, "y")])], **WHO)
    with open_store(store_url, datasets=(GROUPS, WIDER)) as store:
        assert standing(store, WIDER) == [("A", 1, 11, "", None, 3, 2), ("A", 2, 20, "", None, 2, 3)]
        assert standing(store, WIDER, as_at=2) == [("A", 1, 10, "", None, 2, 2), ("A", 2, 20, "", None, 2, 3)]
        store.load([part(WIDER, [("A", 1, 11, "night", 0.5)])], **WHO)
        assert len(standing(store, WIDER)) == 3
        assert store.undo(4, **WHO).outcome == "undone"


def test_a_kind_that_changed_is_converted(store_url: str) -> None:
    as_number = replace(COUNTS, columns=tuple(_as_number(column) for column in COUNTS.columns))
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)]), part(COUNTS, [("A", 1, 10, "x")])], **WHO)
    with open_store(store_url, datasets=(GROUPS, as_number)) as store:
        frame = store.frame(select(store.tables().counts))
        assert frame["amount"].dtype == "float64"
        assert frame["amount"].tolist() == [10.0]


def test_a_new_dataset_gets_its_tables(store_url: str) -> None:
    with open_store(store_url, datasets=(GROUPS,)) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(COUNTS, [("A", 1, 10, "x")])], **WHO)
        assert standing(store, COUNTS) == [("A", 1, 10, "x", 2, 2)]


def test_a_store_from_before_shapes_were_noted_is_taken_over_with_its_history(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)]), part(COUNTS, [("A", 1, 10, "x")])], **WHO)
        store.load([part(COUNTS, [("A", 1, 11, "y")])], **WHO)
        with store.connections.writing() as connection:
            connection.execute(delete(meta).where(meta.c.name.startswith("shape ")))
    with open_store(store_url, datasets=(GROUPS, WIDER)) as store:
        assert standing(store, WIDER) == [("A", 1, 11, "", None, 3, 2)]
        assert standing(store, WIDER, as_at=2) == [("A", 1, 10, "", None, 2, 2)]
    with open_store(store_url, datasets=(GROUPS, WIDER)) as store:
        assert len(standing(store, WIDER)) == 1


def test_tables_that_cannot_be_taken_over_are_said_in_words(store_url: str) -> None:
    with open_store(store_url, datasets=(GROUPS,)) as store, store.connections.writing() as connection:
        connection.execute(CreateTable(Table("counts", MetaData(), Column_("group_id", String))))
    with pytest.raises(StoreDamaged, match="start anew, and load your files again"):
        open_store(store_url, datasets=SMALL)


def test_data_of_a_newer_program_are_left_alone(store_url: str) -> None:
    with open_store(store_url) as store, store.connections.writing() as connection:
        connection.execute(update(meta).where(meta.c.name == "schema").values(value="99"))
    with pytest.raises(StoreDamaged, match="newer version"):
        open_store(store_url)


def _as_number(column: Column) -> Column:
    return replace(column, kind=Kind.NUMBER) if column.name == "amount" else column
