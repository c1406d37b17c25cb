"""What a load did can be asked at any time: right after it, after later loads, and once it is undone."""

from __future__ import annotations

import pandas as pd
import pytest

from qi_eval.store import Store, open_store
from tests.store.small import GROUPS, SMALL, WHO, part

FIRST = [("A", "one", None), ("B", "two", None)]
SECOND = [("B", "two", "A"), ("C", "three", None)]
DID = [["changed", 2, "B", "parent_id", None, "A"], ["new", 3, "C", None, None, None]]
WENT = ["taken away", 2, "A", None, None, None]  # its row number in the file that brought it


@pytest.fixture
def small(store_url: str) -> Store:
    """An empty store of the small catalogue."""
    return open_store(store_url, datasets=SMALL)


def told(small: Store, load_id: int, most: int = 50) -> list[list[object]]:
    found = small.brought_by(load_id, most).astype(object)
    return [[None if pd.isna(cell) else cell for cell in line] for line in found.values.tolist()]


def test_new_and_changed_rows_are_told_whatever_came_later(small: Store) -> None:
    small.load([part(GROUPS, FIRST)], **WHO)
    small.load([part(GROUPS, SECOND)], **WHO)
    assert told(small, 2) == DID
    small.load([part(GROUPS, [("B", "deux", "A"), ("C", "trois", None)])], **WHO)
    assert told(small, 2) == DID
    assert [line[:3] for line in told(small, 1)] == [["new", 2, "A"], ["new", 3, "B"]]
    assert told(small, 1, most=1) == [["new", 2, "A", None, None, None]]
    assert told(small, 9) == []


def test_an_undone_load_and_one_put_in_force_again_tell_the_same(small: Store) -> None:
    small.load([part(GROUPS, FIRST)], **WHO)
    small.load([part(GROUPS, SECOND)], **WHO)
    small.undo(2, **WHO)
    assert told(small, 2) == DID
    small.redo(2, **WHO)
    assert told(small, 2) == DID


def test_rows_that_a_whole_list_took_away_are_told(small: Store) -> None:
    small.load([part(GROUPS, FIRST)], **WHO)
    small.load([part(GROUPS, [("B", "two", None), ("C", "three", None)], whole_list=True)], **WHO)
    assert told(small, 2) == [["new", 3, "C", None, None, None], WENT]


def test_all_that_a_load_would_change_or_take_away_is_told_before_it_is_loaded(small: Store) -> None:
    small.load([part(GROUPS, [(f"A{n}", "one", None) for n in range(10, 90)])], **WHO)
    found = small.would_bring(part(GROUPS, [("A10", "two", None), ("B", "new", None)], whole_list=True))
    lines = [[None if pd.isna(cell) else cell for cell in line] for line in found.astype(object).values.tolist()]
    assert lines[0] == ["changed", 2, "A10", "label", "one", "two"]
    assert [line[:3] for line in lines[1:]] == [["taken away", n - 8, f"A{n}"] for n in range(11, 90)]
    changed_only = small.would_bring(part(GROUPS, [("A10", "two", None)]))
    assert changed_only["what"].tolist() == ["changed"]
