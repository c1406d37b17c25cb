"""A store of every earlier release opens with all its rows; killed at any statement it is the old one or the new one;
one that a newer program wrote is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, select, update

from qi_eval.datasets.column import text
from qi_eval.store import Store, StoreDamaged, open_store
from qi_eval.store.backup import backups, before_migration
from qi_eval.store.connecting import Connections
from qi_eval.store.migrations import FIRST, SCHEMA, STEPS
from qi_eval.store.system import meta
from qi_eval.store.tables import catalogue_of
from qi_eval.store.verifying import verify
from tests.source import ROOT
from tests.store import earlier
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, part

NOW = {"groups": [("A", "one", None, 1, 2)], "counts": [("A", 1, 11, None, 3, 2)]}
THEN = NOW | {"counts": [("A", 1, 10, None, 2, 2)]}  # after event 2
KILLER = """
import os, sys
from sqlalchemy import Engine, event
from qi_eval.store import open_store
from tests.store.small import SMALL

def die_at(last):
    seen = []
    def count(connection, cursor, statement, *_):
        seen.append(statement)
        if len(seen) == last:
            os._exit(9)
    event.listen(Engine, "before_cursor_execute", count)

for url, last in zip(sys.argv[1::2], sys.argv[2::2]):
    child = os.fork()
    if not child:
        die_at(int(last))
        open_store(url, datasets=SMALL).close()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the URL of an empty place for a store, by its name."""
    if request.param == "duckdb":
        return lambda name: f"duckdb:///{tmp_path / name}.duckdb"
    new: Callable[[str], URL] = request.getfixturevalue("new_database")
    return lambda name: new("template0").render_as_string(hide_password=False)


def left_by(version: str, url: str) -> str:
    """The URL of a store that an earlier release left."""
    connections = Connections(url, create=True)
    with connections.engine.begin() as connection:
        earlier.make(connection, version)
    connections.close()
    return url


def opened(url: str) -> Store:
    """The store under the declarations of today."""
    return open_store(url, datasets=SMALL)


@pytest.mark.parametrize("version", earlier.EARLIER)
def test_a_store_of_every_earlier_release_opens_with_all_its_rows(version: str, place: Callable[[str], str]) -> None:
    url = left_by(version, place("old"))
    with opened(url) as store:
        assert everything(store) == NOW
        assert everything(store, as_at=2) == THEN
        assert verify(store).findings == ()
        taken = next(one for one in store.books.entries() if one.action == "taken over" and one.facts["schema"] == "3")
        assert taken.facts["added"] == [step.what for step in STEPS if step.version > int(version[0])]
        assert [path.name for path in backups(url)] == [
            one.about for one in store.books.entries() if one.action == "backup"
        ]
        assert len(backups(url)) == 1
        assert store.undo(3, **WHO).outcome == "undone"
        assert everything(store) == THEN
        store.load([part(COUNTS, [("A", 2, 5, "new")])], **WHO)
    with opened(url) as again:
        assert len(everything(again)["counts"]) == 2
        assert len(backups(url)) == 1  # nothing was due
        assert verify(again).findings == ()


def test_every_version_has_its_step_and_its_fixture() -> None:
    assert [step.version for step in STEPS] == list(range(FIRST + 1, SCHEMA + 1))
    assert {int(version[0]) for version in earlier.EARLIER} == set(range(FIRST, SCHEMA))


def test_one_begun_anew_within_the_second_takes_its_own_backup(place: Callable[[str], str]) -> None:
    url = left_by(earlier.FIRST, place("old"))
    connections, catalogue = Connections(url, create=False), catalogue_of(SMALL)
    taken = [before_migration(connections, catalogue) for _ in range(3)]  # killed twice after it
    connections.close()
    assert sorted(backups(url)) == sorted(filter(None, taken))
    assert len(set(taken)) == 3


def killed_at(moments: list[int], urls: list[str]) -> None:
    """Kills the opening of stores of the first release, each at its statement; each must be the old one or the new
    one, and the next opening must bring it up to date."""
    pairs = [word for url, moment in zip(urls, moments, strict=True) for word in (url, str(moment))]
    command = [sys.executable, "-c", KILLER, *pairs]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"9"}, done.stderr
    for url in urls:
        connections = Connections(url, create=False)
        with connections.reading() as connection:
            noted = dict(connection.execute(select(meta.c.name, meta.c.value)).all())
        connections.close()
        assert noted["schema"] in ("1", str(SCHEMA))
        assert ("shape counts" in noted) == (noted["schema"] == str(SCHEMA))
        with opened(url) as store:
            assert everything(store) == NOW
            assert everything(store, as_at=2) == THEN
            assert verify(store).findings == ()


@pytest.mark.postgres
def test_a_migration_that_is_killed_is_begun_anew(tmp_path: Path, new_database: Callable[[str], URL]) -> None:
    server = new_database("template0").render_as_string(hide_password=False)
    urls = [left_by(earlier.FIRST, url) for url in (f"duckdb:///{tmp_path / 'old.duckdb'}", server)]
    killed_at([40, 40], urls)


@pytest.mark.drill
def test_a_migration_may_be_killed_at_any_statement(place: Callable[[str], str]) -> None:
    moments = list(range(2, 80))
    killed_at(moments, [left_by(earlier.FIRST, place(f"killed{moment}")) for moment in moments])


def test_a_newer_program_s_store_is_refused_by_an_older_one(store_url: str) -> None:
    wider = replace(GROUPS, columns=(*GROUPS.columns, text("colour", "Its colour.")))
    with open_store(store_url, datasets=(wider, COUNTS)) as store:
        store.load([part(wider, [("A", "one", None, "red")])], **WHO)
        assert json.loads(_noted(store)["shape groups"])["columns"]["colour"] == "TEXT"
    kept = len(backups(store_url))
    newest = replace(wider, columns=(*wider.columns, text("shade", "Its shade.")))
    open_store(store_url, datasets=(newest, COUNTS)).close()
    with pytest.raises(StoreDamaged, match="newer version of this program"):
        open_store(store_url, datasets=(wider, COUNTS))
    assert len(backups(store_url)) == kept + 1  # before the migration, none at the refusal


def test_a_later_version_of_the_store_s_own_tables_is_refused(store_url: str) -> None:
    with opened(store_url) as store, store.connections.writing() as connection:
        connection.execute(update(meta).where(meta.c.name == "schema").values(value=str(SCHEMA + 1)))
    with pytest.raises(StoreDamaged, match="newer version of this program"):
        opened(store_url)


def _noted(store: Store) -> dict[str, str]:
    with store.connections.reading() as connection:
        return dict(connection.execute(select(meta.c.name, meta.c.value)).all())
