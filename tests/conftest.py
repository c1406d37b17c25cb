"""What all tests share: the demo trust, built once through the same intake as any file."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.turns import in_turn

if TYPE_CHECKING:
    from qi_eval.store import Store

BROWSER = "tests/browser/"
MEMORY, ROOM = Path("/dev/shm"), 2**31  # Linux: a folder in memory; bytes that must be free (a run takes a tenth)
pytest_plugins = ("tests.engines",)  # store, store_url: an empty store on DuckDB and on PostgreSQL


# What is compiled once is kept, whatever the environment says: each worker and every program that a test starts would
# else compile the whole house anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Several workers share the cores, so that threads of their own would only wait for each other.
os.environ.setdefault("QI_EVAL_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
gc.disable()  # while tests are collected: nothing of it is garbage


def pytest_configure(config: pytest.Config) -> None:
    """Lets the files of a run stand in memory where there is room: on a disk the run waits for it, and takes longer by
    a tenth. Drills, which are about what a disk keeps, stay there."""
    if "TMPDIR" in os.environ or config.option.markexpr == "drill" or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_finish() -> None:
    """Takes what the collected tests have loaded out of the garbage collector's sight: some half a million objects,
    which it would look through again and again. For what they make it looks more seldom than it would by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One file after the other to the workers that are free, but all browser tests to one of them: each worker would
    else start a Chromium and its own servers, which cost more than the tests."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return BROWSER if file.startswith(BROWSER) else file

    return ByFile(config, log)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a demo store that is closed; copy its folder before you open it. It is built once a run, by the
    worker that asks first."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "demo"
    with in_turn(folder.with_suffix(".turn")):
        if not folder.exists():
            _build_demo(tmp_path_factory.mktemp("built")).rename(folder)
    return folder / "demo.duckdb"


def _build_demo(folder: Path) -> Path:
    from qi_eval import demo  # here, so that a test of one small part does not wait for the whole house
    from qi_eval.store import open_store

    with open_store(f"duckdb:///{folder / 'demo.duckdb'}") as store:
        demo.build(store, progress=lambda *_: None)
    return folder


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
