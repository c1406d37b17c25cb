"""What all tests share: the demo trust, built once through the same intake as any file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qi_eval.store import Store

pytest_plugins = ("tests.engines",)  # store, store_url: an empty store on DuckDB and on PostgreSQL


def pytest_collection_finish() -> None:
    """Takes what the collected tests have loaded out of the garbage collector's sight: some half a million objects,
    which it would look through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a demo store that is closed; copy its folder before you open it."""
    from qi_eval import demo  # here, so that a test of one small part does not wait for the whole house
    from qi_eval.store import open_store

    file = tmp_path_factory.mktemp("built") / "demo.duckdb"
    store = open_store(f"duckdb:///{file}")
    demo.build(store, progress=lambda *_: None)
    store.close()
    return file


@pytest.fixture(scope="session")
def demo_store(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo trust, open for tests that only read it."""
    from qi_eval.store import open_store

    copy = copy_store(demo_file, tmp_path_factory.mktemp("read"))
    store = open_store(f"duckdb:///{copy}", create=False)
    yield store
    store.close()


def copy_store(store: Path, folder: Path) -> Path:
    """A copy of a closed store with what stands beside it."""
    for path in store.parent.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    return folder / store.name
