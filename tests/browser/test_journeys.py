"""What a person does in one sitting: bring a file in, take it back, open a chart that a colleague sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import settle, visit
from tests.serving import serving
from tests.source import ROOT

pytestmark = pytest.mark.browser

MEASURE, NAME = "P001-2", "Antibiotics within one hour of red-flag sepsis"  # weekly, in the demo trust
NEW_WEEKS = b"measure_id,period_start,numerator,denominator\nP001-2,2014-01-06,17,24\nP001-2,2014-01-13,19,22\n"
WRONG_DATE = b"measure_id,period_start,numerator,denominator\nP001-2,31/04/2014,17,24\n"


def test_a_file_is_loaded_and_undone_again(page: Page, own_url: str) -> None:
    _upload(page, own_url, NEW_WEEKS)
    expect(page.get_by_text("2 rows read: 2 new.")).to_be_visible()
    name = page.get_by_role("textbox", name="Your name")
    name.fill("Ada")
    name.press("Enter")
    page.get_by_role("button", name="Load 2 rows").click()
    expect(page.get_by_text(re.compile(r"Stored as load \d+: 2 new"))).to_be_visible()
    _click_link(page, "Upload history")
    newest = page.get_by_role("button", name="Undo").first
    newest.click()
    expect(page.get_by_role("button", name="Redo").first).to_be_visible()


def test_a_wrong_date_is_named_with_its_row_and_nothing_can_be_loaded(page: Page, own_url: str) -> None:
    _upload(page, own_url, WRONG_DATE)
    expect(page.get_by_role("row", name="2 period_start '31/04/2014' is not a real date")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"Load \d+ row"))).to_have_count(0)


def test_the_first_visitor_of_a_server_may_come_by_any_address(page: Page, tmp_path: Path) -> None:
    with serving(
        ROOT / "app.py", tmp_path / "app.log", QI_EVAL_STORE=f"duckdb:///{tmp_path / 'new.duckdb'}"
    ) as address:
        visit(page, f"{address}/upload_history")
        expect(page.get_by_role("link", name="Our individuals and teams").first).to_be_visible()


def test_an_address_leads_to_the_chart_of_its_measure(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/run_charts?measure={MEASURE}")
    expect(page.locator("h1")).to_contain_text(NAME)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()


def test_the_overview_leads_to_a_level(page: Page, demo_url: str) -> None:
    visit(page, demo_url)
    _click_link(page, "Our wider community")
    expect(page).to_have_url(re.compile("/community"))


def test_a_line_of_the_framework_leads_to_its_panel(page: Page, demo_url: str) -> None:
    """Which stands far down a page that is still short when its head arrives."""
    visit(page, demo_url)
    page.locator(".qi-line a").get_by_text("Efficiency and productivity").click()
    page.wait_for_url(re.compile("/organisation.*#"))
    settle(page)
    panel = page.locator(f"[id='{page.url.rsplit('#', 1)[1]}']")
    expect(panel).to_be_in_viewport()


def test_a_further_figure_opens_below_its_list(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/organisation")
    page.get_by_role("link", name="Vacancy rate").click()
    expect(page.get_by_role("heading", name="Vacancy rate")).to_be_in_viewport()
    expect(page.locator(".qi-further b").get_by_text("Vacancy rate")).to_be_visible()


def _upload(page: Page, address: str, data: bytes) -> None:
    visit(page, f"{address}/upload")
    file = {"name": "weeks.csv", "mimeType": "text/csv", "buffer": data}
    page.locator('input[type="file"]').set_input_files(files=[file])
    page.get_by_text("What we understood").wait_for()
    settle(page)


def _click_link(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()
    settle(page)
