"""The store as it stood: rows, loads and what was known then; consent is that of today, and nothing can be written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.past import PastStore, moment_of, position_at
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, part, standing

AT = WHO["at"]


def test_the_past_is_as_it_was(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], by="ann", at=AT)
        store.load([part(GROUPS, [("A", "two", None), ("B", None, None)])], by="ann", at=AT + timedelta(days=1))
        before = everything(store)
        store.undo(2, by="ann", at=AT + timedelta(days=2))
        then = PastStore(store, 2)
        assert (then.version(), store.version()) == (2, 3)
        assert everything(then) == before
        assert standing(then, GROUPS) != standing(store, GROUPS)
        assert [(one.load_id, one.state) for one in then.loads()] == [(2, "in force"), (1, "in force")]
        assert [(one.load_id, one.state) for one in store.loads()] == [(2, "undone"), (1, "in force")]
        assert (then.in_force(), store.in_force()) == ({"groups": (2, 1)}, {"groups": (1,)})
        assert set(then.known().of("groups", "group_id")) == {"a", "b"}
        assert set(PastStore(store, 0).known().of("groups", "group_id")) == set()
        assert [one.load_id for one in PastStore(store, 1).loads()] == [1]


def test_a_day_is_found_among_the_events(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], by="ann", at=AT)
        store.load([part(COUNTS, [("A", 1, 1, None)])], by="ann", at=AT + timedelta(days=2))
        days = [AT - timedelta(days=1), AT, AT + timedelta(days=1), AT + timedelta(days=3)]
        assert [position_at(store, day) for day in days] == [0, 1, 1, 2]
        assert (moment_of(store, 1), moment_of(store, 9)) == (AT, None)


def test_nothing_is_written_into_the_past(duckdb_url: str) -> None:
    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        then = PastStore(store, 1)
        with pytest.raises(StoreError, match="as they were"):
            then.load([part(GROUPS, [("B", None, None)])], **WHO)
        with pytest.raises(StoreError, match="as they were"):
            then.undo(1, **WHO)
        with pytest.raises(StoreError, match="as they were"):
            then.save_mapping("ours", "", [])
        assert len(standing(store, GROUPS)) == 1


def test_a_story_whose_consent_was_withdrawn_since_is_not_shown_again(demo_store: Store) -> None:
    shown = demo_store.tables().stories
    now = demo_store.frame(shown.select().order_by(shown.c.story_id))
    past = PastStore(demo_store, demo_store.version())
    table = past.tables().stories
    assert past.frame(table.select().order_by(table.c.story_id)).equals(now)
    read = {one.name for one in demo_store.catalogue.metadata.tables.values()}
    assert past.files_of(table.select()) == {"stories"} <= read
