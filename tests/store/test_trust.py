"""The audit log and the ledger: what they say of each deed, and that nothing can be taken out of them unnoticed."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from qi_eval.store import LoadRefused, Store, StoreBehind, open_store
from qi_eval.store.audit import Entry, faults
from qi_eval.store.ledger import Written
from qi_eval.store.restoring import go_on, restore
from qi_eval.store.system import audit, loads
from qi_eval.store.verifying import ledger_faults, verify
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part, standing

TAMPERINGS = 200
ROWS = [("A", "a secret answer", None)]


def filled(url: str) -> Store:
    """A store after loads, an edit, an undo, a redo, two refusals, a mapping and an export."""
    store = open_store(url, datasets=SMALL)
    store.load([part(GROUPS, ROWS), part(COUNTS, [("A", 1, 10, "x")])], **WHO)
    store.load([part(COUNTS, [("A", 1, 11, "y")])], **WHO)
    store.undo(3, **WHO)
    store.redo(3, **WHO)
    store.undo(1, **WHO)
    with pytest.raises(LoadRefused):
        store.load([part(GROUPS, [("B", None, "nowhere")])], **WHO)
    store.save_mapping("ours", "a = 1", ["x"], **WHO)
    store.books.note("export", about="counts.csv", **WHO)
    return store


DEEDS = ["made", "load", "load", "load", "undo", "redo", "refused", "refused", "mapping", "export"]


def test_every_deed_is_written_down_and_no_answer_with_it(store_url: str) -> None:
    with filled(store_url) as store:
        entries, written = store.books.entries(), store.books.ledger.read()
        assert [entry.action for entry in entries] == DEEDS
        assert entries == written.entries
        assert [entry.by for entry in entries[1:]] == ["ann"] * 9
        assert entries[3].facts["changed"] == 1
        assert "secret answer" not in store.books.ledger.path.read_text("utf-8")
        assert verify(store).findings == ()


def test_two_hundred_tamperings_are_all_found(duckdb_url: str) -> None:
    with filled(duckdb_url) as store:
        entries = store.books.entries()
    for seed in range(TAMPERINGS):
        tampered = tamper(entries, random.Random(seed))
        assert tampered != entries
        assert faults(tampered) + list(ledger_faults(tampered, Written(entries))), seed


def test_tamperings_of_the_ledger_are_all_found(duckdb_url: str) -> None:
    with filled(duckdb_url) as store:
        entries, ledger = store.books.entries(), store.books.ledger
        lines = ledger.path.read_bytes().split(b"\n")[:-1]
        for seed in range(TAMPERINGS):
            chance, changed = random.Random(seed), list(lines)
            turn = chance.choice(["cut", "drop", "swap", "edit"])
            place = chance.randrange(len(changed) - 1)
            if turn == "cut":
                changed = changed[: place + 1]
            elif turn == "drop":
                del changed[place]
            elif turn == "swap":
                changed[place], changed[place + 1] = changed[place + 1], changed[place]
            else:
                line = changed[place]
                spot = chance.randrange(len(line))
                changed[place] = line[:spot] + bytes([line[spot] ^ 1]) + line[spot + 1 :]
            ledger.path.write_bytes(b"\n".join(changed) + b"\n")
            assert list(ledger_faults(entries, ledger.read())), (seed, turn)


def tamper(entries: list[Entry], chance: random.Random) -> list[Entry]:
    """The log with one entry edited, taken out, put in, or moved, or cut at its end; an edit may be sealed anew."""
    changed, place = list(entries), chance.randrange(len(entries))
    turn = chance.choice(["edit", "edit and seal", "drop", "swap", "cut", "double"])
    if turn.startswith("edit"):
        edits = {"by": "someone", "about": "load 99", "facts": {"new": 1}, "action": "redo" if place != 5 else "undo"}
        name = chance.choice(list(edits))
        edited = replace(entries[place], **{name: edits[name]})
        changed[place] = replace(edited, hash=edited.sealed()) if turn == "edit and seal" else edited
    elif turn == "drop":
        del changed[place]
    elif turn == "swap":
        other = (place + 1) % len(entries)
        changed[place], changed[other] = changed[other], changed[place]
    elif turn == "cut":
        changed = changed[: max(1, place)]
    else:
        changed.insert(place, entries[place])
    return changed


def test_rows_and_loads_that_were_changed_by_hand_are_found(store_url: str) -> None:
    with filled(store_url) as store:
        counts = store.catalogue.twins["counts"].now
        for wrong in (
            delete(counts),
            update(loads).where(loads.c.load_id == 3).values(state="undone"),
            update(audit).where(audit.c.seq == 4).values(by="someone"),
            delete(audit).where(audit.c.seq == 10),
        ):
            with store.engine.begin() as connection:
                connection.execute(wrong)
        found = [words for _, words in verify(store).findings]
    assert "counts: the loads in force leave 1 rows, and 0 stand." in found
    assert "Load 3 is undone, but the last that happened to it is: redo." in found
    assert "Entry 4 of the audit log was changed after it was written." in found
    assert "Entry 10 stands in the ledger and is missing in the store." in found


def test_a_lost_log_is_noticed_at_the_start_and_the_backup_put_back(duckdb_url: str) -> None:
    file = Path(duckdb_url.removeprefix("duckdb:///"))
    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, ROWS)], **WHO)
        copy = store.backup(at=WHO["at"])
        old = shutil.copy(file, file.with_name("old"))
        store.load([part(COUNTS, [("A", 1, 10, "x")])], **WHO)
        store.load([part(COUNTS, [("A", 2, 10, "x")])], **WHO)
    shutil.copy(old, file)  # as if the write-ahead log had never been written into it
    with pytest.raises(StoreBehind) as behind:
        open_store(duckdb_url, datasets=SMALL)
    assert str(behind.value).startswith(f"{file.name} holds less than was stored: ")
    assert "the last of them entry 5 (load load 3" not in str(behind.value)
    assert [entry.about for entry in behind.value.lost][-2:] == ["load 2", "load 3"]
    restore(duckdb_url, copy, datasets=SMALL, **WHO)
    with open_store(duckdb_url, datasets=SMALL) as store:
        assert standing(store, COUNTS) == []
        assert len(standing(store, GROUPS)) == 1
        last = store.books.entries()[-1]
        assert (last.action, last.about) == ("restored", copy.name)
        assert verify(store).findings == ()
        assert store.load([part(COUNTS, [("A", 2, 10, "x")])], **WHO)[0].load_id == 2
        assert store.books.entries() == store.books.ledger.read().entries


def test_one_can_go_on_with_what_is_there(store_url: str) -> None:
    with filled(store_url) as store, store.engine.begin() as connection:
        connection.execute(delete(audit).where(audit.c.seq > 8))
    with pytest.raises(StoreBehind):
        open_store(store_url, datasets=SMALL)
    go_on(store_url, why="only notes were lost", datasets=SMALL, **WHO)
    with open_store(store_url, datasets=SMALL) as store:
        last = store.books.entries()[-1]
        assert (last.action, last.facts) == ("accepted", {"lost": [9, 10], "why": "only notes were lost"})
        assert verify(store).findings == ()


def test_what_a_crash_kept_from_the_ledger_is_added_at_the_next_start(store_url: str) -> None:
    with filled(store_url) as store:
        entries, path = store.books.entries(), store.books.ledger.path
    whole = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(whole[:6]) + b"\n" + whole[6][:20])  # a line that the crash cut in two
    with open_store(store_url, datasets=SMALL) as store:
        assert store.books.ledger.read() == Written(entries)
    late = [json.loads(line).get("late", False) for line in path.read_text("utf-8").splitlines()]
    assert late == [False] * 6 + [True] * 4


def test_a_new_store_in_the_place_of_an_old_one_begins_a_ledger_of_its_own(duckdb_url: str) -> None:
    file = Path(duckdb_url.removeprefix("duckdb:///"))
    filled(duckdb_url).close()
    file.unlink()
    with open_store(duckdb_url, datasets=SMALL) as store:
        assert [entry.action for entry in store.books.ledger.read().entries] == ["made"]
    assert len(list(file.parent.glob("ledger.*"))) == 2


def test_a_ledger_that_cannot_be_written_stops_no_load(duckdb_url: str) -> None:
    with open_store(duckdb_url, datasets=SMALL) as store:
        ledger = store.books.ledger
        kept = ledger.path.read_bytes()
        ledger.path.unlink()
        ledger.path.mkdir()  # where the file should be
        store.load([part(GROUPS, ROWS)], **WHO)
        ledger.path.rmdir()
        ledger.path.write_bytes(kept)
        store.load([part(COUNTS, [("A", 1, 10, "x")])], **WHO)
        assert ledger.read().entries == store.books.entries()
