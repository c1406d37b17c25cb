"""Undo and redo: exactly what was there, as at any moment, and plain words where something stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from qi_eval.store import Store, open_store
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, part


@pytest.fixture
def three(store_url: str) -> Iterator[Store]:
    """Groups (load 1), counts (load 2), a correction of one count and a new one (load 3)."""
    with open_store(store_url, datasets=SMALL) as opened:
        opened.load([part(GROUPS, [("A", "one", None)])], **WHO)
        opened.load([part(COUNTS, [("A", 1, 5, None), ("A", 2, 6, None)])], **WHO)
        opened.load([part(COUNTS, [("A", 2, 60, None), ("A", 3, 7, None)])], **WHO)
        yield opened


def test_undo_and_redo_bring_back_exactly_what_was_there(three: Store) -> None:
    after_two, after_three = everything(three, as_at=2), everything(three)
    undone = three.undo(3, **WHO)
    assert (undone.outcome, undone.removed, undone.restored) == ("undone", 2, 1)
    assert everything(three) == after_two
    redone = three.redo(3, **WHO)
    assert (redone.outcome, redone.removed, redone.restored) == ("redone", 1, 2)
    assert everything(three) == after_three
    assert [everything(three, as_at=seq) for seq in (3, 4, 5)] == [after_three, after_two, after_three]


def test_undo_says_which_load_stands_on_it(three: Store) -> None:
    refused = three.undo(2, **WHO)
    assert (refused.outcome, refused.blocked_by) == ("refused", (3,))
    assert refused.message == "Load 3 stands on it: undo load 3 first."
    assert three.undo(1, **WHO).message == "Loads 2 and 3 stand on it: undo load 3 first."
    assert three.version() == 3


def test_the_history_tells_what_is_in_the_way(three: Store) -> None:
    assert {one.load_id: one.blocked_by for one in three.loads()} == {1: (2, 3), 2: (3,), 3: ()}
    three.undo(3, **WHO)
    assert {one.load_id: (one.state, one.blocked_by) for one in three.loads()} == {
        1: ("in force", (2,)),
        2: ("in force", ()),
        3: ("undone", ()),
    }


def test_a_row_that_a_later_file_states_again_keeps_its_load(three: Store) -> None:
    three.load([part(COUNTS, [("A", 1, 5, None)])], **WHO)
    assert three.undo(2, **WHO).blocked_by == (3, 4)


def test_correcting_a_group_does_not_hold_up_what_refers_to_it(three: Store) -> None:
    three.load([part(GROUPS, [("A", "new name", None)])], **WHO)
    three.load([part(COUNTS, [("A", 4, 1, None)])], **WHO)
    assert three.undo(4, **WHO).outcome == "undone"


def test_redo_in_the_reverse_order_of_undo(three: Store) -> None:
    before = everything(three)
    assert [three.undo(load, **WHO).outcome for load in (3, 2)] == ["undone", "undone"]
    assert (three.before_redo([3]), three.before_redo([2])) == ("Load 3 stands on load 2: redo load 2 first.", "")
    assert three.before_redo([2, 3]) == ""
    too_early = three.redo(3, **WHO)
    assert (too_early.outcome, too_early.blocked_by) == ("refused", (2,))
    assert too_early.message == "Load 3 stands on load 2: redo load 2 first."
    assert [three.redo(load, **WHO).outcome for load in (2, 3)] == ["redone", "redone"]
    assert everything(three) == before


def test_redo_is_refused_once_another_file_came(three: Store) -> None:
    three.undo(3, **WHO)
    three.load([part(COUNTS, [("A", 9, 9, None)])], **WHO)
    refused = three.redo(3, **WHO)
    assert (refused.outcome, refused.blocked_by) == ("refused", (4,))
    assert "undo load 4 first" in refused.message
    three.undo(4, **WHO)
    assert three.redo(3, **WHO).outcome == "redone"


def test_redo_is_refused_where_what_it_refers_to_is_gone(three: Store) -> None:
    for load in (3, 2, 1):
        three.undo(load, **WHO)
    before = three.version()
    refused = three.redo(2, **WHO)
    assert refused.outcome == "refused"
    assert "group_id names 'A', and Groups has no such row" in refused.message
    assert three.version() == before


def test_what_cannot_be_undone_or_redone_is_said(three: Store) -> None:
    assert three.undo(9, **WHO).message == "There is no load 9."
    assert three.redo(9, **WHO).message == "There is no load 9."
    assert three.redo(3, **WHO).message == "Load 3 is in force."
    three.undo(3, **WHO)
    assert three.undo(3, **WHO).message == "Load 3 is undone already."


def test_a_select_over_the_past_may_name_a_table_twice(three: Store) -> None:
    then = three.tables(as_at=2)
    other = then.counts.alias("other")
    pairs = select(func.count().label("n")).join_from(then.counts, other, then.counts.c.day == other.c.day)
    assert three.frame(pairs)["n"].tolist() == [2]


def test_who_and_when_stand_in_the_history(three: Store) -> None:
    newest = three.loads()[0]
    assert (newest.by, newest.at) == ("ann", WHO["at"])
    assert newest.as_dict()["at"] == "2026-09-30T12:00:00+00:00"
