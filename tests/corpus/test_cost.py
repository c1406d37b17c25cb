"""What a file of the corpus costs: each in a process of its own, by its time and its memory.

The suite measures one in four of them, a drill all."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.source import ROOT

SECONDS = 5.0  # of the processor: other work on the machine must not fail the test
MEGABYTES = 400.0
AT_ONCE = 1.0  # seconds for a workbook made to do harm


@pytest.fixture(
    scope="module",
    params=[pytest.param(4, id="a_fourth"), pytest.param(1, id="every", marks=pytest.mark.drill)],
)
def each(request: pytest.FixtureRequest) -> int:
    """Of how many files one is measured."""
    return int(request.param)


@pytest.fixture(scope="module")
def measured(each: int, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What one file in so many took."""
    command = [sys.executable, "-m", "tests.corpus.measured", str(tmp_path_factory.mktemp("files")), str(each)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_file_takes_long_or_much(measured: list[dict[str, Any]], each: int) -> None:
    assert len(measured) > 120 / each
    assert [one for one in measured if one["cpu"] > SECONDS or one["megabytes"] > MEGABYTES] == []


def test_workbooks_made_to_do_harm_are_refused_at_once(measured: list[dict[str, Any]], each: int) -> None:
    hostile = [one for one in measured if one["line"] == "hostile_workbook"]
    assert len(hostile) > 20 / each
    assert [one for one in hostile if one["cpu"] > AT_ONCE] == []


def test_what_could_do_harm_is_refused_for_what_it_is(measured: list[dict[str, Any]]) -> None:
    dangerous = [one for one in measured if one["line"] in ("too_large", "hostile_workbook", "foreign")]
    assert [one for one in dangerous if one["expected"] != one["rule"] and one["expected"].startswith("too")] == []
