"""verify, backup, restore and go-on as a person or a script uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qi_eval.__main__ import main
from tests.build import csv_text, row


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_file: Path) -> Path:
    """The file of a store of its own, with one load."""
    store = Path(shutil.copy(empty_file, tmp_path / "store.duckdb"))
    monkeypatch.setenv("QI_EVAL_STORE", f"duckdb:///{store}")
    load(tmp_path, "W07")
    return store


def load(folder: Path, unit: str) -> None:
    path = folder / "units.csv"
    path.write_text(csv_text("units", [row("units", unit_id=unit)]), "utf-8")
    assert main(["load", "units", str(path), "--by", "Ann"]) == 0


def test_a_store_that_lost_a_load_is_told_restored_and_well_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    assert main(["backup", "--by", "Ann"]) == 0
    old = shutil.copy(file, tmp_path / "old")
    load(tmp_path, "W08")
    shutil.copy(old, file)
    capsys.readouterr()
    assert main(["loads"]) == 2
    assert "store.duckdb holds less than was stored" in capsys.readouterr().err
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["findings"][0]["where"]) == (False, "ledger")
    assert main(["restore", "--by", "Ann"]) == 0
    assert [main(["verify"]), main(["loads"])] == [0, 0]
    assert "W07" not in capsys.readouterr().err


def test_one_goes_on_with_a_reason(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = shutil.copy(file, tmp_path / "old")
    load(tmp_path, "W08")
    shutil.copy(old, file)
    assert [main(["loads"]), main(["go-on", "It was a test."]), main(["loads"]), main(["verify"])] == [2, 0, 0, 0]


def test_what_is_not_there_cannot_be_restored_or_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QI_EVAL_STORE", f"duckdb:///{tmp_path / 'none.duckdb'}")
    assert [main(["verify"]), main(["restore"]), main(["restore", "none.duckdb"])] == [2, 2, 2]
    assert "Traceback" not in capsys.readouterr().err


def test_an_export_is_put_back_and_is_the_same(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, "=W09")
    assert main(["export", str(tmp_path / "all"), "--by", "Ann"]) == 0
    assert "'=W09" in (tmp_path / "all" / "for_people" / "units.csv").read_text("utf-8-sig")
    assert "Units" in (tmp_path / "all" / "for_people" / "DICTIONARY.md").read_text("utf-8")
    file.write_bytes(b"damaged")
    assert [main(["verify"]), main(["restore", str(tmp_path / "all")]), main(["verify"])] == [2, 0, 0]
    capsys.readouterr()
    assert main(["loads", "--json"]) == 0
    assert [one["new"] for one in json.loads(capsys.readouterr().out)] == [1, 1]


def test_figures_are_listed_as_they_stood(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, "W08")
    capsys.readouterr()
    assert [main(["metrics", "--as-at", "1", "--json"]), main(["metrics", "--as-at", "soon"])] == [0, 2]
    told = capsys.readouterr()
    listed = json.loads(told.out)
    assert (listed["as_at"], listed["store_version"]) == (1, 2)
    assert "no event of this store (1 to 2)" in told.err


def test_a_story_is_taken_back_and_its_text_erased(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = {"project_id": None, "unit_id": None, "linked_measure_id": None}
    stories = [row("stories", story_id=story, text=f"Words of {story}", **alone) for story in ("ST1", "ST2")]
    (tmp_path / "stories.csv").write_text(csv_text("stories", stories), "utf-8")
    assert main(["load", "stories", str(tmp_path / "stories.csv"), "--by", "Ann"]) == 0
    assert main(["backup", "--by", "Ann"]) == 0
    assert main(["erase", "ST1"]) == 1
    assert "ST1 stands with its consent" in capsys.readouterr().err
    assert main(["erase", "ST1", "--withdraw", "--by", "Ann"]) == 0
    told = capsys.readouterr().out
    assert "1 text erased, and nothing of it is left in the data file." in told
    assert "still holds erased texts; it is deleted on" in told
    assert main(["export", str(tmp_path / "out"), "--by", "Ann"]) == 0
    people = (tmp_path / "out" / "for_people" / "stories.csv").read_text("utf-8-sig")
    assert ("Words of ST1" in people, "Words of ST2" in people) == (False, True)
    assert [main(["erase", "--backups"]), main(["verify"])] == [0, 0]
    assert len(list((file.parent / "backups").iterdir())) == 1
    assert main(["erase", "--list"]) == 0
    assert capsys.readouterr().out.endswith("No text of a story that was taken back is kept.\n")
