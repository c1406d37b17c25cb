"""The audit log, read by its ends and a page at a time: what a page and a monitor ask of a log of many years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from qi_eval.store import Store, audit
from qi_eval.views.deeds import deeds

BEGAN = datetime(2026, 1, 5, tzinfo=UTC)


def written(store: Store, *deeds_done: tuple[str, str]) -> None:
    """Notes deeds an hour apart: what was done, and by whom."""
    for hours, (action, by) in enumerate(deeds_done):
        store.books.note(action, by=by, at=BEGAN + timedelta(hours=hours))


def test_landmarks_are_the_first_the_last_of_some_deeds_and_the_last(store: Store) -> None:
    written(store, ("load", "ann"), ("undo", "ann"), ("export", "bob"), ("export", "bob"))
    every = store.books.entries()
    seen = store.connections.read(lambda connection: audit.landmarks(connection, ("load", "undo")))
    assert seen == [every[0], next(one for one in every if one.action == "undo"), every[-1]]
    none = store.connections.read(lambda connection: audit.landmarks(connection, ("redo",)))
    assert none == [every[0], every[-1]]


def test_only_people_are_counted_as_people(store: Store) -> None:
    before = len(store.books.entries())
    assert deeds(store).sentence.endswith("by nobody but the program.")
    written(store, ("load", "ann"), ("tidy", audit.TIDY), ("backup", audit.NIGHTLY), ("export", "bob"), ("load", "ann"))
    written(store, ("sign-out", ""))
    assert store.books.tally() == (before + 6, 2)
    assert deeds(store).sentence == f"{before + 6} deeds are written down, by 2 people."


def test_a_page_of_the_log_is_a_slice_of_the_whole_newest_first(store: Store) -> None:
    written(store, *((f"deed {number}", "ann") for number in range(7)))
    log = deeds(store)
    assert [row[0] for row in log.table().rows] == [str(seq) for seq in range(log.entries, 0, -1)]
    assert log.table(3, skip=2).rows == log.table().rows[2:5]
    assert log.table(3, skip=log.entries).rows == ()
