"""Data that another program has open: the page names it, and one press tries again."""

from __future__ import annotations

import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from tests.faults.faulty import file_at
from tests.store.test_opening import HOLDER
from tests.ui.opening import SECONDS, markup


def page() -> None:
    """What stands before every page."""
    from qi_eval.ui import frame

    frame.ready()


def test_the_page_names_the_other_program_and_tries_again(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QI_EVAL_STORE", duckdb_url)
    command = [sys.executable, "-c", HOLDER, str(file_at(duckdb_url))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        app = AppTest.from_function(page, default_timeout=SECONDS).run()
        assert not app.exception
        assert f"Another program has this data open (process {other.pid}: " in markup(app)
        other.communicate("")
    app.button(key="reach_again").click().run()
    assert not app.exception
    assert "Another program" not in markup(app)
