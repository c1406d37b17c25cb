"""Several files on the Upload page: what each is, one preview, one button, one undo."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.build import csv_bytes, row
from tests.ui.uploading import UploadPage

UNITS = ("wards.csv", csv_bytes("units", [row("units", org_code="W07")]))
PROJECTS = ("our projects.csv", csv_bytes("projects", [row("projects", aim_measure_id="M031")]))
MEASURES = ("measures.csv", csv_bytes("measures", [row("measures")]))


@pytest.fixture
def several(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> UploadPage:
    return UploadPage(duckdb_url, monkeypatch, way="files")


def test_files_are_found_previewed_loaded_and_undone_together(several: UploadPage) -> None:
    several.drop_all([PROJECTS, MEASURES, UNITS])
    assert "wards.csv Units 1 1 0 0 0 0" in several.words
    assert "our projects.csv Projects 1 1 0 0 0 0" in several.words
    assert "3 files stored: 3 new rows." in several.press("Load 3 files: 3 rows").words
    several.app.switch_page("pages/upload_history.py")
    several.run()
    assert "3 loads that came together" in several.words
    assert not several.offers("Undo all 3")  # it opens the question; the press that undoes stands inside
    assert "Undo 3 loads? Units, Projects, Measures. Their rows: 3 new." in several.words
    several.press("Yes, undo all 3")
    assert "Loads 1 to 3 are undone." in several.words
    assert "Loads 1 to 3 are in force again." in several.press("Redo all 3").words


def test_a_file_that_is_wrong_holds_all_back_until_it_is_left_out(several: UploadPage) -> None:
    wrong = ("benefits.csv", csv_bytes("units", [row("units", unit_id="W09", headcount="many", org_code="W09")]))
    several.drop_all([UNITS, wrong]).choose("What does benefits.csv hold?", "units")
    assert "Nothing can be loaded yet: 1 file to mend." in several.words
    assert "'many' is not a whole number" in several.words
    assert not several.offers("Load")
    several.choose("What does benefits.csv hold?", "")
    assert several.offers("Load 1 file: 1 row")


def test_a_guess_can_be_corrected(several: UploadPage) -> None:
    several.drop_all([("sheet1.csv", b"a,b\n1,2\n"), UNITS])
    assert "Its headers do not say what it holds: choose." in several.words
    assert not several.offers("Load")
    several.choose("What does sheet1.csv hold?", "")
    assert several.offers("Load 1 file")


def test_a_workbook_is_read_sheet_by_sheet(several: UploadPage) -> None:
    book = Workbook()
    for number, (name, text) in enumerate((("Our wards", UNITS[1]), ("Projects 2026", PROJECTS[1]))):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name
        for line in text.decode().splitlines():
            sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    several.drop_all([("all.xlsx", out.getvalue())])
    assert "all.xlsx, sheet Our wards Units" in several.words


def test_kept_choices_are_used_where_the_headers_match(
    duckdb_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qi_eval.store import open_store

    toml = 'dataset = "units"\nheaders = ["Code", "Called"]\n[rename]\nunit_id = "Code"\nunit_name = "Called"\n'
    toml += '[constant]\nunit_level = "ward"\norg_code = "W07"\n'
    with open_store(duckdb_url) as store:
        store.save_mapping("Ward list", toml, ["Code", "Called"])
    page = UploadPage(duckdb_url, monkeypatch, way="files").drop_all([("x.csv", b"code,called\nW07,Albert\n")])
    assert "Read with the kept choices “Ward list”." in page.words
    assert "x.csv Units 1 1 0 0 0 0" in page.words
