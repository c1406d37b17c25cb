"""What is taken away from a page: one door, one entry of the audit log for each file, none for looking."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from qi_eval.submit import open_at, upkeep
from tests.conftest import copy_store
from tests.ui.opening import at_page
from tests.ui.uploading import UploadPage

Offered = dict[str, Callable[[], bytes]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """File → what makes it, of every button that a page has drawn, as Streamlit keeps it until the click."""
    kept: Offered = {}

    def keep(_: object, made: Callable[[], bytes], *__: object, file_name: str, **___: object) -> str:
        kept[file_name] = made
        return file_name

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    return kept


def _deeds(store: str) -> list[dict[str, Any]]:
    """The audit log, what each entry says."""
    with open_at(store) as opened:
        return [{"action": one.action, "by": one.by, "about": one.about, **one.facts} for one in upkeep.entries(opened)]


def _taken(store: str) -> list[dict[str, Any]]:
    return [one for one in _deeds(store) if one.pop("action") == "export"]


def test_taking_a_file_away_is_written_down_and_looking_is_not(
    demo_file: Path, tmp_path: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"duckdb:///{copy_store(demo_file, tmp_path)}"
    app = at_page("pages/projects.py", store, monkeypatch)
    app.session_state["person_name"] = "Ada"
    assert not app.run().exception
    assert _taken(store) == []
    data = offered["projects.csv"]()
    [entry] = _taken(store)
    lines = data.decode("utf-8-sig").splitlines()
    assert entry == {
        "by": "Ada", "about": "projects.csv", "from": "page", "page": "projects", "bytes": len(data),
        "rows_taken": len(lines) - 1,
    }  # fmt: skip
    assert lines[1].split(",")[0].strip('"') not in json.dumps(entry)
    offered["projects.csv"]()
    assert len(_taken(store)) == 2


def test_of_a_chart_of_own_data_not_even_the_name_is_kept(
    demo_file: Path, tmp_path: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"duckdb:///{copy_store(demo_file, tmp_path)}"
    app = at_page("pages/run_charts.py", store, monkeypatch, way="own").run()
    weeks = "\n".join(f"{day} March 2024\t{day % 5}" for day in range(1, 15))
    app.text_area(key="own_text").set_value(f"Date\tFalls of Mrs Brown\n{weeks}")
    next(one for one in app.button if one.label == "Draw the chart").click().run()
    [csv] = [name for name in offered if name.endswith(".csv")]
    assert "brown" in csv.lower()
    assert offered[csv]()
    [entry] = _taken(store)
    assert entry["about"] == "own_data.csv"
    assert "brown" not in json.dumps(entry).lower()


def test_what_cannot_be_written_down_is_not_handed_over(
    demo_file: Path, tmp_path: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"duckdb:///{copy_store(demo_file, tmp_path)}"
    at_page("pages/projects.py", store, monkeypatch).run()
    with open_at(store) as opened, opened.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    with pytest.raises(Exception, match="audit"):
        offered["projects.csv"]()


def test_a_refused_file_is_written_down_once_it_is_taken_back_to_be_mended(
    demo_file: Path, tmp_path: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"duckdb:///{copy_store(demo_file, tmp_path)}"
    head = b"measure_id,unit_id,period_start,numerator,denominator\n"
    page = UploadPage(store, monkeypatch).drop("march.csv", head + b"P002-1,RNB,2014-01-06,seventeen,24\n")
    assert [one for one in _deeds(store) if one["action"] == "refused"] == []
    assert b"seventeen" in offered["marked_march.csv"]()
    offered["to_mend_march.csv"]()
    page.app.file_uploader(key="file").set_value(None)
    page.run().drop("picture.csv", b"\x89PNG\r\n" * 40).run()
    named = [(one["about"], one["file"], one["problems"]) for one in _deeds(store) if one["action"] == "refused"]
    assert named == [
        ("measurements", "march.csv", {"not_a_number": 1}),
        ("", "picture.csv", {"not_a_table": 1}),
    ]
    assert "seventeen" not in json.dumps(_deeds(store))
