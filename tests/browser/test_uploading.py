"""Files as people have them, in a real browser: a ward by its name, several files with one undo, a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.reading import DESK, PHONE, overflow, settle, visit

pytestmark = pytest.mark.browser

WARD = b"Measure,Area,Month,Num,Den\nP001-2,Alder Ward,2013-03-04,17,24\n"
WEEKS = b"measure_id,period_start,numerator,denominator\nP001-2,2013-01-07,17,24\n"
PRIORITY = b"project_id,log_date,log_type,title\nP001,2013-01-07,lesson,Start small\n"


desk_and_phone = pytest.mark.parametrize("page", [DESK, PHONE], ids=["desk", "phone"], indirect=True)


@desk_and_phone
def test_a_ward_is_recognised_by_its_name(page: Page, own_url: str) -> None:
    _drop(page, f"{own_url}/upload", [("ward.csv", WARD)])
    page.get_by_text("“Alder Ward” is Alder ward (older people) (ALDER-NG)").wait_for()
    page.get_by_role("button", name="Yes, that is the unit").click()
    expect(page.get_by_text("1 row read: 1 new.")).to_be_visible()
    assert overflow(page) == 0


@desk_and_phone
def test_several_files_are_loaded_and_undone_together(page: Page, own_url: str) -> None:
    _drop(page, f"{own_url}/upload?way=files", [("weeks.csv", WEEKS), ("log.csv", PRIORITY)])
    name = page.get_by_role("textbox", name="Your name")
    name.fill("Ada")
    name.press("Enter")
    page.get_by_role("button", name="Load 2 files: 2 rows").click()
    expect(page.get_by_text("2 files stored: 2 new rows.")).to_be_visible()
    assert overflow(page) == 0
    page.get_by_role("link", name="See them in the upload history").click()
    settle(page)
    page.get_by_role("button", name="Undo all 2", exact=True).first.click()  # the newest stands first
    expect(page.get_by_text("Undo 2 loads?")).to_be_visible()
    page.get_by_role("button", name="Yes, undo all 2").click()
    expect(page.get_by_text(re.compile(r"Loads \d+ and \d+ are undone\."))).to_be_visible()


def _drop(page: Page, address: str, files: list[tuple[str, bytes]]) -> None:
    visit(page, address)
    dropped: list[FilePayload] = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files]
    page.locator('input[type="file"]').first.set_input_files(files=dropped)
    page.get_by_text("What we understood").wait_for()
    settle(page)
