"""A story that somebody took back: its text goes from every table, from the past, from snapshots and from the bytes."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from qi_eval.datasets import BY_NAME
from qi_eval.store import LoadRefused, Part, Store, StoreError, open_store, rebuilding
from qi_eval.store.erasing import ERASED
from qi_eval.store.past import PastStore
from qi_eval.store.restoring import restore
from qi_eval.store.snapshots import keep
from qi_eval.store.verifying import UNFINISHED, verify
from qi_eval.submit import erasing, upkeep
from tests.build import row, table
from tests.store.small import WHO, numbered

WHOLE = BY_NAME["stories"]
STORIES = replace(WHOLE, columns=tuple(column for column in WHOLE.columns if not column.refers), rules=())
TOLD = (STORIES,)
BY, NOW = WHO["by"], WHO["at"]


def marker() -> str:
    """Words that nobody else ever wrote, and that no compression makes shorter."""
    return secrets.token_hex(60)


def told(*stories: dict[str, Any], **options: Any) -> Part:
    """A file with these stories."""
    whole = table("stories", [row("stories", **cells) for cells in stories])
    rows = numbered(whole.select([column.name for column in STORIES.columns]))
    return Part(STORIES, rows, "stories.csv", secrets.token_hex(8), **options)


def without(story_id: str) -> Part:
    """The row of a story taken away on a page."""
    return told(removals=table("stories", [row("stories", story_id=story_id)]).select(["story_id"]))


def texts(store: Store) -> set[str]:
    """Every text of a story that stands or stood."""
    twin = store.catalogue.twins["stories"]
    with store.connections.reading() as connection:
        return {one for t in (twin.now, twin.history) for one in connection.execute(select(t.c["text"])).scalars()}


def bytes_of(folder: Path) -> bytes:
    """The bytes of every file beneath a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def filled(store_url: str) -> Iterator[tuple[Store, str]]:
    """A store in which ST1 was told, corrected, and kept in a snapshot, with ST2 beside it; and the words of ST1."""
    with open_store(store_url, datasets=TOLD) as store:
        yield fill(store)


@pytest.fixture
def filed(duckdb_url: str) -> Iterator[tuple[Store, str]]:
    """The same in a file, ST1 withdrawn since a backup was made."""
    with open_store(duckdb_url, datasets=TOLD) as store:
        _, words = fill(store)
        store.backup(at=NOW)
        store.load([told({"story_id": "ST1", "text": words, "withdrawn_on": "2026-09-30"})], **WHO)
        yield store, words


def fill(store: Store) -> tuple[Store, str]:
    """Two stories, one of them with words to look for."""
    words = marker()
    store.load([told({"story_id": "ST1", "text": words}, {"story_id": "ST2", "text": "A cup of tea"})], **WHO)
    store.load([told({"story_id": "ST1", "text": words, "title": f"About {words}"})], **WHO)
    with store.connections.writing() as connection:
        digits = f'{{"metrics": [{{"note": "{words}"}}]}}'
        keep(connection, "Board", 2, date(2026, 9, 30), digits, by=BY, at=NOW, program="test")
    return store, words


def test_a_text_that_is_taken_back_is_nowhere_any_more(filled: tuple[Store, str]) -> None:
    store, words = filled
    with pytest.raises(StoreError, match="ST1 stands with its consent"):
        erasing.erase(store, ["ST1"], by=BY, now=NOW)
    store.load([told({"story_id": "ST1", "text": words, "withdrawn_on": "2026-09-30"})], **WHO)
    assert [(one.story_id, one.why) for one in erasing.kept_texts(store)] == [("ST1", "withdrawn")]
    before = [(one.load_id, one.new, one.changed, one.state) for one in store.loads()]
    done = erasing.erase(store, None, by=BY, now=NOW)
    assert (done.stories, done.rows, done.gone) == (("ST1",), 3, True)
    assert texts(store) == {ERASED, "A cup of tea"}
    assert erasing.kept_texts(store) == []
    assert [(one.load_id, one.new, one.changed, one.state) for one in store.loads()] == before
    assert verify(store).findings == ()
    with store.connections.reading() as connection:
        assert words not in connection.execute(text("SELECT digits FROM snapshots")).scalar_one()
    entry = next(one for one in store.books.entries() if one.action == "erase")
    assert (entry.facts["stories"], words in str(store.books.entries())) == (["ST1"], False)
    assert words not in store.books.ledger.path.read_text("utf-8")


def test_neither_an_undo_nor_the_past_nor_a_file_brings_it_back(filled: tuple[Store, str]) -> None:
    store, words = filled
    store.load([without("ST1")], **WHO)
    assert [one.why for one in erasing.kept_texts(store)] == ["removed"]
    erasing.erase(store, None, by=BY, now=NOW)
    assert store.undo(3, **WHO).outcome == "undone"
    then = store.frame(PastStore(store, 1).tables().stories.select())
    now = store.frame(store.tables().stories.select()).set_index("story_id")
    assert then["text"].tolist().count(ERASED) == 1
    assert now.loc["ST1", "text"] == ERASED
    assert now["withdrawn_on"].notna().to_dict() == {"ST1": True, "ST2": False}
    with pytest.raises(LoadRefused, match="'ST1': the text of this story was removed") as refused:
        store.load([told({"story_id": "ST1", "text": words})], **WHO)
    assert refused.value.rule == "erased"
    store.load([told({"story_id": "ST2", "text": "Two cups"})], **WHO)  # the others go on
    assert verify(store).findings == ()


def test_what_was_only_undone_is_erased_when_it_is_named(filled: tuple[Store, str]) -> None:
    store, _ = filled
    assert (store.undo(2, **WHO).outcome, store.undo(1, **WHO).outcome) == ("undone", "undone")
    assert [one.why for one in erasing.kept_texts(store)] == ["undone", "undone"]
    assert erasing.erase(store, None, by=BY, now=NOW).message == "There is no text to erase."
    assert erasing.erase(store, ["ST1"], by=BY, now=NOW).rows == 3  # two as they were told, one of them put back since
    assert store.redo(1, **WHO).outcome == "redone"
    assert texts(store) == {ERASED, "A cup of tea"}


def test_nothing_of_it_is_left_in_any_file_of_the_folder(filed: tuple[Store, str], tmp_path: Path) -> None:
    (store, words), file = filed, tmp_path / "test.duckdb"
    (old,) = upkeep.backups(store.url)
    store.connections.settle()
    assert words.encode() in file.read_bytes()
    assert erasing.copies(store) == ()  # nothing was erased yet
    done = erasing.erase(store, None, by=BY, now=NOW)
    assert words.encode() not in file.read_bytes()
    assert [one.file for one in done.copies] == [old]
    assert words.encode() in bytes_of(tmp_path)  # in the backup alone
    assert erasing.expire(store, by=BY, now=NOW + erasing.KEPT_FOR) == 1
    assert words.encode() not in bytes_of(tmp_path)
    assert len(upkeep.backups(store.url)) == 1  # the one that was made after it
    store.load([told({"story_id": "ST3", "text": "Written after"})], **WHO)
    store.close()
    with open_store(store.url, datasets=TOLD) as again:
        assert texts(again) == {ERASED, "A cup of tea", "Written after"}
        assert verify(again).findings == ()


def test_a_backup_that_still_has_the_text_is_put_back_without_it(filed: tuple[Store, str], tmp_path: Path) -> None:
    store, words = filed
    (old,) = upkeep.backups(store.url)
    erasing.erase(store, None, by=BY, now=NOW)
    store.close()
    restore(store.url, old, datasets=TOLD, **WHO)
    with open_store(store.url, datasets=TOLD) as again:
        assert texts(again) == {ERASED, "A cup of tea"}
        assert verify(again).findings == ()
    assert words.encode() not in (tmp_path / "test.duckdb").read_bytes()


def test_whoever_reads_and_loads_meanwhile_sees_a_whole_store(filed: tuple[Store, str], tmp_path: Path) -> None:
    (store, words), stop = filed, threading.Event()
    seen: list[list[int]] = [[], [], []]  # by each reader
    broken: list[Exception] = []

    def read(mine: list[int]) -> None:
        while not stop.is_set():
            try:
                mine.append(len(store.frame(store.tables().stories.select())))
            except Exception as error:  # whatever it is, a reader must not see it
                broken.append(error)

    def load() -> None:
        for number in range(10):
            store.load([told({"story_id": f"NEW{number}", "text": "Loaded meanwhile"})], **WHO)

    readers, loader = [threading.Thread(target=read, args=(mine,)) for mine in seen], threading.Thread(target=load)
    for thread in (*readers, loader):
        thread.start()
    done = erasing.erase(store, None, by=BY, now=NOW)
    loader.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert (done.gone, broken, seen) == (True, [], [sorted(mine) for mine in seen])
    store.close()
    with open_store(store.url, datasets=TOLD) as again:
        assert len(again.frame(again.tables().stories.select())) == 2 + 10
        assert verify(again).findings == ()
    assert words.encode() not in (tmp_path / "test.duckdb").read_bytes()


def test_a_start_finishes_what_was_interrupted(
    filed: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store, words), file = filed, tmp_path / "test.duckdb"
    store.connections.settle()
    with monkeypatch.context() as hurried, store.engine.connect():  # somebody does not let go of the file
        hurried.setattr(rebuilding, "PATIENCE", 0.3)
        done = erasing.erase(store, None, by=BY, now=NOW)
    assert (done.gone, erasing.is_unfinished(store)) == (False, True)
    assert verify(store).findings == (("store", UNFINISHED),)
    store.close()
    assert words.encode() in file.read_bytes()
    with open_store(store.url, datasets=TOLD) as again:
        assert verify(again).findings == ()
    assert words.encode() not in file.read_bytes()


@pytest.mark.postgres
def test_on_a_server_the_tables_are_written_anew(postgres_url: str) -> None:
    words = marker()
    with open_store(postgres_url, datasets=TOLD) as store:
        store.load([told({"story_id": "ST1", "text": words})], **WHO)
        folder = _data_folder(store)
        _checkpoint(store)
        assert words.encode() in bytes_of(folder / "base")
        store.load([told({"story_id": "ST1", "text": words, "withdrawn_on": "2026-09-30"})], **WHO)
        done = erasing.erase(store, None, by=BY, now=NOW)
        _checkpoint(store)
        assert "write-ahead log" in done.message
        assert words.encode() not in bytes_of(folder / "base")
        assert words.encode() in bytes_of(folder / "pg_wal")  # as the message says


def _data_folder(store: Store) -> Path:
    with store.connections.reading() as connection:
        return Path(connection.execute(text("SHOW data_directory")).scalar_one())


def _checkpoint(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
