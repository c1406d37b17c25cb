"""Data that hold less than their ledger: no figure is shown, and the page leads back to a whole store."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qi_eval import submit
from qi_eval.store import open_store
from qi_eval.submit import upkeep
from tests.ui.opening import SECONDS, markup

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture
def lessened(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store that lost its last load, with a backup from before that load."""
    file = Path(duckdb_url.removeprefix("duckdb:///"))
    monkeypatch.setenv("QI_EVAL_STORE", duckdb_url)
    settings = {"key": "made_up", "valid_from": "2026-01-01", "value": "yes"}
    with open_store(duckdb_url) as store:
        upkeep.back_up(store, by="ann", now=NOW)
    old = shutil.copy(file, file.with_name("old"))
    with open_store(duckdb_url) as store:
        assert submit.typed_row(store, "settings", settings, by="ann", today=NOW.date(), now=NOW).accepted
    shutil.copy(old, file)
    return duckdb_url


def page() -> None:
    """What stands before every page."""
    from qi_eval.ui import frame

    frame.ready()


def test_no_page_is_shown_until_a_backup_is_put_back(lessened: str) -> None:
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert not app.exception
    assert "<h1>The data hold less than was stored</h1>" in markup(app)
    assert "load 1" in markup(app)
    assert app.button(key="behind_on").disabled
    app.text_input(key="person_typed").set_value("Ann").run()
    app.button(key="behind_restore").click().run()
    assert not app.exception
    assert "The data hold less" not in markup(app)
    assert upkeep.verify(lessened).well


def test_one_goes_on_only_with_a_reason(lessened: str) -> None:
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    app.text_input(key="person_typed").set_value("Ann").run()
    assert app.button(key="behind_on").disabled
    app.text_input(key="behind_why").set_value("A test.").run()
    app.button(key="behind_on").click().run()
    assert "The data hold less" not in markup(app)
    with open_store(lessened) as store:
        last = store.books.entries()[-1]
    assert (last.action, last.by, last.facts["why"]) == ("accepted", "Ann", "A test.")
