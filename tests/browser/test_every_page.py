"""Every page opens, on a desk and on a phone, for the demo trust and for a store in which nothing stands yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from qi_eval.ui.pages import PAGES
from tests.browser.reading import complaints, headings, overflow, visit

pytestmark = pytest.mark.browser

WIDTHS = {"desk": 1440, "phone": 390}  # CSS pixels
GRAVE = {"serious", "critical"}
INSIDE = ("data:", "blob:")  # addresses that lead nowhere outside
OPENED = [(store, width, page) for store in ("demo", "empty") for width in WIDTHS for page in PAGES]


@pytest.fixture(scope="module", params=OPENED, ids=lambda opened: "-".join((*opened[:2], opened[2].url_path or "home")))
def opened(
    request: pytest.FixtureRequest, browser: Browser, demo_url: str, empty_url: str, asked_for: list[str]
) -> Iterator[Page]:
    """One page of the app in a browser of its own."""
    store, width, page = request.param
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
    asked_for.clear()
    context.on("request", lambda one: asked_for.append(one.url))
    tab = context.new_page()
    visit(tab, f"{ {'demo': demo_url, 'empty': empty_url}[store] }/{page.url_path}")
    yield tab
    context.close()


@pytest.fixture(scope="module")
def asked_for() -> list[str]:
    """The addresses that the opened page has asked for."""
    return []


def test_it_opens_without_an_exception(opened: Page) -> None:
    assert complaints(opened) == []


def test_it_has_one_heading(opened: Page) -> None:
    assert len(headings(opened)) == 1


def test_it_cannot_be_scrolled_sideways(opened: Page) -> None:
    assert overflow(opened) <= 0


def test_nobody_is_shut_out(opened: Page) -> None:
    found = Axe().run(opened).response["violations"]
    assert [_words(violation) for violation in found if violation["impact"] in GRAVE] == []


def test_it_asks_no_other_machine_for_anything(opened: Page, asked_for: list[str]) -> None:
    hosts = {urlsplit(address).hostname for address in asked_for if not address.startswith(INSIDE)}
    assert hosts == {"127.0.0.1"}


def _words(violation: dict[str, Any]) -> str:
    """A violation and the elements that it concerns."""
    return f"{violation['id']}: {[node['html'][:200] for node in violation['nodes'][:5]]}"
