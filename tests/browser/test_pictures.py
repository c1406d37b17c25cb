"""Pictures of three pages, as the README shows them; `make pictures` keeps them in docs/pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.reading import visit
from tests.source import ROOT

pytestmark = pytest.mark.browser

KEPT_IN = ROOT / "docs" / "pictures"
SHOWN = {"overview": "", "people": "people", "run_charts": "run_charts?measure=P001-2"}
PLAIN = 20_000  # bytes; a blank page of this size is a smaller PNG


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_of_the_page_shows_something(name: str, page: Page, demo_url: str, tmp_path: Path) -> None:
    folder = KEPT_IN if os.environ.get("QI_EVAL_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    visit(page, f"{demo_url}/{SHOWN[name]}")
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > PLAIN
