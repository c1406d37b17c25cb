"""health as a monitor uses it: what it says of a store, open or not, and with which exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest

from qi_eval.__main__ import main
from qi_eval.submit import open_at, upkeep
from qi_eval.submit.condition import condition, condition_of
from tests.build import csv_text, row
from tests.store.test_opening import HOLDER


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_file: Path) -> Path:
    """The file of a store of its own, with one load and one backup."""
    store = Path(shutil.copy(empty_file, tmp_path / "store.duckdb"))
    monkeypatch.setenv("QI_EVAL_STORE", f"duckdb:///{store}")
    (tmp_path / "units.csv").write_text(csv_text("units", [row("units")]), "utf-8")
    assert main(["load", "units", str(tmp_path / "units.csv"), "--by", "Ann"]) == 0
    assert main(["backup", "--by", "Ann"]) == 0
    return store


def told(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, bool | None]]:
    """The exit code, and each check with its mark."""
    capsys.readouterr()
    code = main(["health", "--json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    return code, {check["name"]: check["ok"] for check in checks}


WELL = dict.fromkeys(("store", "schema", "ledger", "newest load", "newest backup", "disk"), True)


def test_a_store_is_well_from_outside_from_inside_and_while_it_is_in_use(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys) == (0, WELL)
    before = file.read_bytes()
    assert main(["health"]) == 0
    assert file.read_bytes() == before
    with open_at(f"duckdb:///{file}") as store:
        inside = condition_of(store, datetime.now(UTC))
    assert {check.name: check.ok for check in inside.checks} == WELL


def test_a_store_that_the_dashboard_has_open_is_looked_at_from_beside(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(file)], stdin=PIPE, stdout=PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert told(capsys) == (0, WELL | {"schema": None})
        other.communicate(b"")


def test_a_ledger_out_of_step_is_not_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = file.with_name("ledger.store.jsonl")
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]))
    assert told(capsys) == (1, WELL | {"ledger": False})


def test_a_backup_grows_old_only_where_something_was_done_since(file: Path) -> None:
    url, later = f"duckdb:///{file}", datetime.now(UTC) + timedelta(hours=37)
    assert condition(url, later).ok
    with open_at(url) as store:
        upkeep.taken(store, "x.csv", by="Ann", now=datetime.now(UTC), where=upkeep.PAGE)
    assert [check.name for check in condition(url, later).checks if check.ok is False] == ["newest backup"]


def test_a_new_store_has_no_backup_yet_and_made_up_data_need_none(
    tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QI_EVAL_STORE", raising=False)
    monkeypatch.setattr("qi_eval.store.place.DATA", tmp_path)
    for name, late in (("qi_eval", False), ("demo", None)):
        shutil.copy(empty_file, tmp_path / f"{name}.duckdb")
        url, now = f"duckdb:///{tmp_path / name}.duckdb", datetime.now(UTC)
        open_at(url).close()
        assert _backup_of(url, now) is None
        assert _backup_of(url, now + timedelta(hours=37)) is late


def _backup_of(url: str, now: datetime) -> bool | None:
    return next(check.ok for check in condition(url, now).checks if check.name == "newest backup")


def test_a_store_that_is_not_there_is_not_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QI_EVAL_STORE", f"duckdb:///{tmp_path / 'none.duckdb'}")
    assert told(capsys) == (1, {"store": False, "disk": True})


def test_both_engines_are_looked_at_alike(store_url: str) -> None:
    with open_at(store_url) as store:
        inside = condition_of(store, datetime.now(UTC))
    for found in (inside, condition(store_url, datetime.now(UTC))):
        seen = {check.name: check.ok for check in found.checks}
        assert (found.ok, seen["store"], seen["schema"], seen["ledger"]) == (True, True, True, True)
