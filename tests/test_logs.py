"""The log for whoever runs the program: a line of JSON an event, and nothing that a person typed or a file brought."""

from __future__ import annotations

import ast
import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qi_eval import logs
from tests.source import calls, modules
from tests.store.small import GROUPS, SMALL, WHO, part

SECRET = "Mrs Example of Alder ward"
ELSEWHERE, TELLS = ("print", "logging.basicConfig"), ("commands", "__main__")  # what only commands may call
LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the log goes to."""
    ours = logging.getLogger(logs.OURS)
    before = list(ours.handlers)
    ours.handlers.clear()
    monkeypatch.setenv(logs.FILE, str(tmp_path / "log.jsonl"))
    logs.start()
    yield tmp_path / "log.jsonl"
    for handler in ours.handlers:
        handler.close()
    ours.handlers[:] = before


def told(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def test_an_event_is_a_line_of_json_whatever_it_says(log: Path) -> None:
    logs.start()  # a second start writes nothing twice
    logging.getLogger("qi_eval.anything").warning('One\n{"level": "two"}\u2028\x1b[31m', extra={"facts": {"n": 3}})
    [line] = told(log)
    assert (line["level"], line["from"], line["facts"]) == ("warning", "qi_eval.anything", {"n": 3})
    assert line["event"].startswith("One\n")
    assert log.read_bytes().isascii()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_an_error_is_told_by_its_kind_and_its_lines_and_not_by_its_text(log: Path) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("qi_eval.anything").error("It failed", exc_info=True)
    [line] = told(log)
    assert line["error"] == "ValueError"
    assert line["through"][0].startswith("tests/test_logs.py:")
    assert SECRET not in log.read_text("utf-8")


def test_an_error_among_the_words_is_told_in_our_own_words_only(log: Path) -> None:
    logging.getLogger("qi_eval.anything").error("Not made: %s, %s", ValueError(SECRET), OSError(28, "No space left"))
    assert told(log)[0]["event"] == "Not made: ValueError, No space left"


def test_of_another_program_only_the_words_of_its_source_are_told() -> None:
    record = logging.LogRecord("streamlit.x", logging.ERROR, "f.py", 1, "Callable failed: %s", (SECRET,), None)
    assert json.loads(logs.Line().format(record))["event"] == "Callable failed: %s"


def test_a_deed_is_logged_by_its_number_and_not_by_its_words(log: Path, duckdb_url: str) -> None:
    from qi_eval.store import open_store

    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", SECRET, None)])], **WHO)
        newest = store.books.entries()[-1]
    line = told(log)[-1]
    assert (line["event"], line["facts"]["entry"]) == ("load", newest.seq)
    text = log.read_text("utf-8")
    assert [word for word in (SECRET, newest.by) if word in text] == []


def test_what_is_logged_stands_in_the_source() -> None:
    built = []
    for module in modules():
        for call in calls(module):
            function = call.func
            if isinstance(function, ast.Attribute) and function.attr in LEVELS and _is_log(function.value):
                fixed = bool(call.args) and isinstance(call.args[0], ast.Constant)
                built += [] if fixed and function.attr != "exception" else [f"{module} line {call.lineno}"]
            elif ast.unparse(function) in ("print", "logging.basicConfig") and module.room not in (
                "commands",
                "__main__",
            ):
                built.append(f"{module} line {call.lineno}")
    assert built == []


def _is_log(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("LOG", "logging")
