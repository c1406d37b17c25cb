"""The demo in a store: what arrived is what was made, and it came through the intake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from qi_eval.store import Store


def test_every_row_of_every_file_is_in_the_store(demo_store: Store, files: dict[str, str]):
    tables = demo_store.tables()
    for name, text in files.items():
        stored = demo_store.frame(select(func.count().label("n")).select_from(getattr(tables, name)))["n"].iloc[0]
        assert stored == text.count("\n") - 1, name


def test_each_file_is_one_load_by_the_demo(demo_store: Store, files: dict[str, str]):
    loads = demo_store.loads()
    assert {load.dataset for load in loads} == set(files)
    assert {load.by for load in loads} == {"demo"}
    assert len(loads) == len(files)
