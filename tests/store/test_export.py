"""An export holds the whole store and becomes the same store again; what was tampered with does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from qi_eval.store import StoreDamaged, StoreError, open_store
from qi_eval.store.exporting import read_export, write_export
from qi_eval.store.fingerprint import fingerprints
from qi_eval.store.restoring import restore_export
from qi_eval.store.verifying import verify
from qi_eval.submit import upkeep
from tests.store.small import COUNTS, SMALL, WHO, everything, part
from tests.store.test_trust import filled


def test_an_export_read_back_is_the_same_store(store_url: str, tmp_path: Path) -> None:
    with filled(store_url) as store:
        store.load([part(COUNTS, [("A", 7, None, '=1+1, "quoted"\nsecond line'), ("A", 8, -3, "")])], **WHO)
        written = write_export(store, tmp_path / "export")
        before, entries = everything(store), store.books.entries()
        with store.connections.reading() as connection:
            prints = fingerprints(connection, store.catalogue)
    assert (written["counts"], written["audit"]) == (3, len(entries))
    with open_store(f"duckdb:///{tmp_path / 'new.duckdb'}", datasets=SMALL, trusting=True) as copy:
        read_export(copy, tmp_path / "export")
        assert everything(copy) == before
        assert {seq: everything(copy, seq) for seq in range(7)}  # every position can still be read
        if store_url.startswith("duckdb"):  # a fingerprint holds for one kind of engine
            with copy.connections.reading() as connection:
                assert fingerprints(connection, copy.catalogue) == prints
        assert [one.hash for one in copy.books.entries()] == [one.hash for one in entries]


@pytest.mark.postgres
def test_data_can_move_from_a_file_to_a_server(
    duckdb_url: str, postgres_server: URL, new_database, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    with filled(duckdb_url) as store:
        write_export(store, tmp_path / "export")
        before = everything(store)
    server = new_database("template0").render_as_string(hide_password=False)
    restore_export(server, tmp_path / "export", datasets=SMALL, **WHO)
    with open_store(server, datasets=SMALL) as moved:
        assert everything(moved) == before
        assert everything(moved, as_at=1)["counts"] == []
        assert verify(moved).findings == ()


@pytest.mark.postgres
def test_a_backup_of_a_server_becomes_the_same_store_again(
    postgres_url: str, new_database: Callable[[str], URL]
) -> None:
    with filled(postgres_url) as store:
        backup, before = upkeep.back_up(store, by="ann", now=WHO["at"]), everything(store)
        positions = {seq: everything(store, seq) for seq in range(7)}
        store.load([part(COUNTS, [("A", 7, 1, "after the backup")])], **WHO)
    assert upkeep.backups(postgres_url) == [backup]
    assert not list(backup.parent.glob("*.coming"))
    empty = new_database("template0").render_as_string(hide_password=False)
    restore_export(empty, backup, datasets=SMALL, **WHO)
    with open_store(empty, datasets=SMALL) as back:
        assert everything(back) == before
        assert {seq: everything(back, seq) for seq in range(7)} == positions
        assert verify(back).findings == ()


def test_what_was_changed_or_is_in_the_way_is_refused(duckdb_url: str, tmp_path: Path) -> None:
    with filled(duckdb_url) as store:
        write_export(store, tmp_path / "export")
        with pytest.raises(StoreError, match="not empty"):
            write_export(store, tmp_path / "export")
        with pytest.raises(StoreError, match="already"):
            read_export(store, tmp_path / "export")
    with open_store(f"duckdb:///{tmp_path / 'new.duckdb'}", datasets=SMALL) as copy:
        file = tmp_path / "export" / "counts.parquet"
        file.write_bytes(file.read_bytes()[:-1])
        with pytest.raises(StoreDamaged, match=r"counts\.parquet is missing, or is not the file"):
            read_export(copy, tmp_path / "export")
        assert copy.version() == 0
        (tmp_path / "empty").mkdir()
        with pytest.raises(StoreDamaged, match="no readable manifest"):
            read_export(copy, tmp_path / "empty")
