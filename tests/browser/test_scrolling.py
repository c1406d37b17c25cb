"""A table that is wider than a phone: its edge is shaded while there is more to scroll, and only then. The grid of
measures shows a tablet what the rule says without scrolling, the list of projects all its columns."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import PHONE, visit

pytestmark = pytest.mark.browser

EDGE = 2  # CSS pixels
TABLETS = (768, 820, 1024)


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_table_shades_the_edge_behind_which_it_goes_on(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/collaborative")
    table = page.get_by_role("region", name="All the skin care given that day")
    table.locator("caption").evaluate("e => e.scrollIntoView({block: 'center'})")
    plain = _edge(table, 0.5)  # between the lines, where nothing stands
    assert (_edge(table, 0) == plain, _edge(table, 1) == plain) == (True, False)
    table.evaluate("e => e.scrollTo(e.scrollWidth, 0)")
    assert (_edge(table, 0) == plain, _edge(table, 1) == plain) == (False, True)


@pytest.mark.parametrize("page", TABLETS, indirect=True)
def test_a_tablet_shows_what_the_rule_says_of_each_measure(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/run_charts")
    table = page.get_by_role("region", name="Measures")
    expect(table.get_by_text("sign of concern").first).to_be_visible()
    assert table.evaluate("e => e.scrollWidth - e.clientWidth") == 0


@pytest.mark.parametrize("page", TABLETS, indirect=True)
def test_a_tablet_shows_every_column_of_the_projects(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/projects")
    table = page.get_by_role("region", name="Projects", exact=True)
    assert table.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_a_desk_shows_every_column_of_the_widest_table_of_a_panel(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/community")
    table = page.get_by_role("region", name="Events averted, by estimate")
    assert table.locator("thead th").count() == 10
    assert table.evaluate("e => e.scrollWidth - e.clientWidth") == 0


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_what_only_paper_shows_takes_no_room_on_a_screen(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/projects?project=P002")
    line = page.locator(".qi-paper")
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_contain_text("as at 30 September 2026")
    expect(line).to_be_visible()
    page.emulate_media(media="screen")


def _edge(table: Locator, across: float) -> bytes:
    """The picture of a few pixels of a table, below its caption: 0 at its left edge, 1 at its right one."""
    box, caption = table.bounding_box(), table.locator("caption").bounding_box()
    assert box is not None
    assert caption is not None
    left = box["x"] + across * (box["width"] - EDGE)
    y = round(caption["y"] + caption["height"]) - EDGE
    return table.page.screenshot(clip={"x": round(left), "y": y, "width": EDGE, "height": EDGE})
