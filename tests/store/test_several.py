"""Several loads are undone and redone together: all or none, and exactly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qi_eval.store import Store, open_store
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, part


@pytest.fixture
def dropped(store_url: str) -> Iterator[Store]:
    """One count's group (load 1), then a drop of three files that refer to, and change, each other (loads 2 to 4)."""
    with open_store(store_url, datasets=SMALL) as opened:
        opened.load([part(GROUPS, [("A", "one", None)])], **WHO)
        drop = [
            part(GROUPS, [("A", "new name", None), ("B", "two", "A")]),
            part(COUNTS, [("A", 1, 5, None), ("B", 2, 6, None)]),
            part(COUNTS, [("B", 2, 60, None), ("B", 3, 7, None)]),
        ]
        opened.load(drop, **WHO)
        yield opened


def test_a_drop_is_undone_and_redone_as_a_whole(dropped: Store) -> None:
    before, after = everything(dropped, as_at=1), everything(dropped)
    undone = dropped.undo_all([2, 3, 4], **WHO)
    assert (undone.outcome, undone.message) == ("undone", "Loads 2 to 4 are undone.")
    assert everything(dropped) == before
    assert dropped.before_redo([2, 3, 4]) == ""
    redone = dropped.redo_all([2, 3, 4], **WHO)
    assert (redone.outcome, redone.message) == ("redone", "Loads 2 to 4 are in force again.")
    assert everything(dropped) == after


def test_a_load_outside_the_drop_stops_all_of_it_and_is_named(dropped: Store) -> None:
    dropped.load([part(COUNTS, [("B", 9, 1, None)])], **WHO)
    before, version = everything(dropped), dropped.version()
    refused = dropped.undo_all([2, 3, 4], **WHO)
    assert (refused.outcome, refused.blocked_by) == ("refused", (5,))
    assert refused.message == "Load 5 (counts, counts.csv) stands on load 2. Undo load 5 first. Nothing was changed."
    assert (everything(dropped), dropped.version()) == (before, version)


def test_what_is_undone_already_is_passed_over(dropped: Store) -> None:
    dropped.undo(4, **WHO)
    assert dropped.undo_all([2, 3, 4], **WHO).message == "Loads 2 and 3 are undone."
    assert dropped.undo_all([2, 3, 4], **WHO).message == "Loads 2 to 4 are undone already."


def test_a_redo_that_cannot_be_finished_changes_nothing(dropped: Store) -> None:
    dropped.undo_all([2, 3, 4], **WHO)
    dropped.load([part(COUNTS, [("A", 8, 8, None)])], **WHO)
    before, version = everything(dropped), dropped.version()
    assert "undo load 5 first" in dropped.before_redo([2, 3, 4])
    refused = dropped.redo_all([2, 3, 4], **WHO)
    assert refused.outcome == "refused"
    assert "undo load 5 first" in refused.message
    assert (everything(dropped), dropped.version()) == (before, version)
