"""What the rows of each load say is sealed: a single cell that is overwritten inside the database is found."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from qi_eval.store import Store, open_store
from qi_eval.store.contents import WITH
from qi_eval.store.system import meta
from qi_eval.store.verifying import verify
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

CHANGED = (("store", "counts: rows of load 2 were changed after they were stored."),)


@pytest.fixture
def small(store_url: str) -> Store:
    """A store with a load of counts, undone and redone, and another one that corrected a row."""
    store = open_store(store_url, datasets=SMALL)
    store.load([part(GROUPS, [("A", "one", None)]), part(COUNTS, [("A", 1, 10, "x"), ("A", 2, 20, None)])], **WHO)
    store.undo(2, **WHO)
    store.redo(2, **WHO)
    store.load([part(COUNTS, [("A", 1, 11, "x")])], **WHO)
    return store


@pytest.mark.parametrize(("table", "was"), [("now", 20), ("history", 10)])
def test_one_cell_that_was_overwritten_by_hand_is_found(small: Store, table: str, was: int) -> None:
    assert verify(small).findings == ()
    counts = getattr(small.catalogue.twins["counts"], table)
    with small, small.connections.writing() as connection:
        newest = counts.c.since if table == "history" else counts.c.load_id
        one = connection.execute(counts.select().where(counts.c.amount == was).order_by(newest.desc())).first()
        mine = (counts.c.amount == was) & (counts.c.since == one.since)
        assert connection.execute(update(counts).where(mine).values(amount=was + 1)).rowcount == 1
    with open_store(small.url, datasets=SMALL) as store:
        assert verify(store).findings == CHANGED


def test_a_release_with_another_hash_seals_anew(small: Store) -> None:
    with small, small.connections.writing() as connection:
        connection.execute(update(meta).where(meta.c.name == WITH).values(value="duckdb v0.1"))
    with open_store(small.url, datasets=SMALL) as store:
        sealed = [entry for entry in store.books.entries() if entry.action == "sealed"]
        assert [sorted(entry.facts["contents"]) for entry in sealed] == [["1"], ["2", "3"]]
        assert verify(store).findings == ()
