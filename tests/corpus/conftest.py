"""The store that the corpus is handed to: the examples of the templates, a measure of each kind, one value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qi_eval import submit
from qi_eval.submit import Request, Store
from tests.corpus.making import STORED

TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store, with all that stands beside it."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "store.duckdb").write_bytes(empty_file.read_bytes())
    return folder


@pytest.fixture(scope="module")
def corpus_store(folder: Path) -> Iterator[Store]:
    """The store, open."""
    with submit.open_at(f"duckdb:///{folder / 'store.duckdb'}") as store:
        for name, data in STORED:
            submission = submit.preview(store, Request(name, data, f"{name}.csv"), today=TODAY)
            assert submit.load(store, submission, by="test", today=TODAY, now=NOW).accepted, submission.report.problems
        yield store
