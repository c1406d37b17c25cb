"""A load: what it counts, what it leaves alone, when it is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from qi_eval.store import TYPED, Loaded, LoadRefused, Store, open_store
from qi_eval.store.overlaps import MOST_AT_ONCE
from qi_eval.store.system import load_overlap
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, numbered, part, standing, table

TWO = [("A", "one", None), ("B", "two", "A")]


@pytest.fixture
def small(store_url: str) -> Iterator[Store]:
    """A store that holds groups A and B (load 1)."""
    with open_store(store_url, datasets=SMALL) as opened:
        opened.load([part(GROUPS, TWO)], **WHO)
        yield opened


def test_new_changed_and_unchanged_rows_are_counted(small: Store) -> None:
    (done,) = small.load([part(GROUPS, [("A", "one", None), ("B", "new name", "A"), ("C", None, None)])], **WHO)
    assert done == Loaded(2, "groups", new=1, changed=1, unchanged=1)
    assert standing(small, GROUPS) == [("A", "one", None, 1, 2), ("B", "new name", "A", 2, 3), ("C", None, None, 2, 4)]


def test_what_is_loaded_through_one_handle_another_one_sees_at_once(small: Store) -> None:
    spelt_otherwise = small.url.replace("/test.duckdb", "/./test.duckdb")
    with open_store(spelt_otherwise, datasets=SMALL) as other:
        assert (other.version(), len(other.loads())) == (1, 1)
        small.load([part(GROUPS, [("C", None, None)])], **WHO)
        assert (other.version(), len(other.loads())) == (2, 2)
        other.undo_all([2], by="test", at=WHO["at"])
        assert (small.version(), small.loads()[0].state) == (3, other.loads()[0].state)


def test_an_empty_text_is_not_a_blank(small: Store) -> None:
    (done,) = small.load([part(GROUPS, [("A", "", None)])], **WHO)
    assert done.changed == 1
    assert small.load([part(GROUPS, [("A", None, None)])], **WHO)[0].changed == 1


def test_the_same_file_again_changes_nothing_and_says_so(small: Store) -> None:
    before = small.version()
    (done,) = small.load([part(GROUPS, TWO)], **WHO)
    assert done == Loaded(1, "groups", unchanged=2, already=True)
    assert small.version() == before
    assert small.find_load("groups", part(GROUPS, TWO).sha256, "") == 1


def test_the_same_file_read_by_another_mapping_is_another_load(small: Store) -> None:
    again = part(GROUPS, TWO, sha256=part(GROUPS, TWO).sha256, mapping="theirs", mapping_sha256="m")
    (done,) = small.load([again], **WHO)
    assert done == Loaded(2, "groups", unchanged=2)


def test_the_same_file_after_an_undo_is_loaded(small: Store) -> None:
    small.undo(1, **WHO)
    assert small.load([part(GROUPS, TWO)], **WHO)[0].new == 2


def test_a_file_that_was_corrected_since_is_refused_in_words(small: Store) -> None:
    small.load([part(GROUPS, [("B", "corrected", "A")])], **WHO)
    with pytest.raises(LoadRefused) as refusal:
        small.load([part(GROUPS, TWO)], **WHO)
    assert str(refusal.value) == (
        "This file is load 1; load 2 corrected 1 of its rows. Undo load 2 first, or edit the file."
    )
    assert (refusal.value.rule, refusal.value.loads) == ("already_corrected", (2,))


def test_a_row_can_be_typed_back_to_what_it_was(small: Store) -> None:
    first, second = (part(GROUPS, [("C", name, None)], file=TYPED) for name in ("this", "that"))
    assert [small.load([one], **WHO)[0].changed for one in (first, second, first)] == [0, 1, 1]
    assert small.load([first], **WHO)[0].already


def test_a_whole_list_removes_what_it_lacks_within_its_scope(small: Store) -> None:
    small.load([part(COUNTS, [("A", 1, 5, None), ("A", 2, 6, None), ("B", 1, 7, None)])], **WHO)
    compared = small.compare(COUNTS, part(COUNTS, [("A", 2, 6, None)]).table, whole_list=True)
    assert (compared.unchanged, compared.removed, compared.leaving) == (1, 1, ("A, 1",))
    (done,) = small.load([part(COUNTS, [("A", 2, 6, None)], whole_list=True)], **WHO)
    assert done == Loaded(3, "counts", unchanged=1, removed=1)
    assert [row[:2] for row in standing(small, COUNTS)] == [("A", 2), ("B", 1)]


def test_one_row_can_be_taken_away_and_brought_back(small: Store) -> None:
    small.load([part(COUNTS, [("A", 1, 5, None), ("A", 2, 6, None)])], **WHO)
    before = everything(small)
    (done,) = small.load([part(COUNTS, [], removals=[("A", 1)])], **WHO)
    assert (done.removed, len(standing(small, COUNTS))) == (1, 1)
    small.undo(done.load_id, **WHO)
    assert everything(small) == before


def test_what_something_refers_to_cannot_be_removed(small: Store) -> None:
    before = everything(small)
    with pytest.raises(LoadRefused, match="Groups cannot lose 'A': rows of groups still refer to it") as refusal:
        small.load([part(GROUPS, [], removals=[("A",)])], **WHO)
    assert refusal.value.rule == "still_referred"
    assert everything(small) == before


def test_a_reference_that_finds_nothing_is_refused(small: Store) -> None:
    with pytest.raises(LoadRefused, match="group_id names 'X', and Groups has no such row") as refusal:
        small.load([part(COUNTS, [("X", 1, 5, None)])], **WHO)
    assert refusal.value.rule == "reference_missing"


def test_references_that_take_several_statements_are_all_looked_up(small: Store) -> None:
    ids = [f"G{number:04}" for number in range(MOST_AT_ONCE + 2)]
    small.load([part(GROUPS, [(id_, None, None) for id_ in ids])], **WHO)
    counts = [(id_, 1, 1, None) for id_ in [*ids, "A"]]
    with pytest.raises(LoadRefused, match="group_id names 'X', 'Y', and Groups"):
        small.load([part(COUNTS, [*counts, ("Y", 1, 1, None), ("X", 1, 1, None)])], **WHO)
    small.load([part(COUNTS, counts)], **WHO)
    with small.connections.reading() as connection:
        kept = select(load_overlap.c.earlier_load_id, load_overlap.c.rows).where(load_overlap.c.load_id == 3)
        assert dict(connection.execute(kept).all()) == {1: 1, 2: MOST_AT_ONCE + 2}


def test_several_parts_are_stored_all_or_none(small: Store) -> None:
    before, version = everything(small), small.version()
    with pytest.raises(LoadRefused):
        small.load([part(GROUPS, [("C", None, None)]), part(COUNTS, [("X", 1, 5, None)])], **WHO)
    assert (everything(small), small.version()) == (before, version)
    done = small.load([part(GROUPS, [("C", None, None)]), part(COUNTS, [("C", 1, 5, None)])], **WHO)
    assert [one.load_id for one in done] == [2, 3]
    assert small.loads()[1].blocked_by == (3,)


def test_a_preview_shows_the_changed_cells(small: Store) -> None:
    version = small.version()
    found = small.compare(GROUPS, part(GROUPS, [("B", None, "A"), ("C", "three", None)]).table)
    assert (found.new, found.changed, found.unchanged, found.removed) == (1, 1, 0, 0)
    assert found.examples.values.tolist() == [[2, "B", "label", "two", None]]
    assert small.version() == version
    assert small.compare(GROUPS, numbered(table(GROUPS, []))).changed == 0


def test_a_preview_counts_what_a_missing_column_takes_away_in_all_rows(small: Store) -> None:
    many = [(f"G{n:03}", "named", None) for n in range(60)]
    small.load([part(GROUPS, many)], **WHO)
    blank = [(name, None, None) for name, _, _ in many[:55]]
    assert small.compare(GROUPS, part(GROUPS, blank).table).emptied == {"label": 55}  # no parent stood anywhere
    assert small.compare(GROUPS, part(GROUPS, [*blank, ("Z", "new", None)]).table).emptied == {}


def test_of_four_copies_at_once_one_is_stored(small: Store) -> None:
    outcomes: list[bool] = []
    copy = part(COUNTS, [("A", day, day, None) for day in range(50)])

    def load() -> None:
        outcomes.append(small.load([copy], **WHO)[0].already)

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True, True, True]
    assert len(standing(small, COUNTS)) == 50


def test_readers_never_see_half_a_load(small: Store) -> None:
    counts = small.tables().counts
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            frames = small.frames({"a": select(counts.c.day), "b": select(counts.c.day)})
            seen.add((len(frames["a"]), len(frames["b"])))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for block in range(5):
        small.load([part(COUNTS, [("A", block * 100 + day, day, None) for day in range(100)])], **WHO)
    done.set()
    for reader in readers:
        reader.join()
    assert {count % 100 for pair in seen for count in pair} == {0}
    assert all(first == second for first, second in seen)
