"""Every page opens, on a desk and on a phone, for the demo trust and for a store in which nothing stands yet.

A person goes through them one after the other. What can be seen of each on a desk is noted, the window is made as
narrow as a phone, and the same is noted again. The tests read the notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from qi_eval.ui.pages import PAGES
from tests.browser.reading import DESK, PHONE, complaints, go_on, headings, narrow, overflow, shut_out, visit

pytestmark = pytest.mark.browser

INSIDE = ("data:", "blob:")  # addresses that lead nowhere outside
OPENED = [(store, page) for store in ("demo", "empty") for page in PAGES]

every_width = pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])


@dataclass(frozen=True)
class Seen:
    """What was noted of a page at one width."""

    complaints: list[str]
    headings: list[str]
    overflow: int  # CSS pixels
    shut_out: list[str]


@dataclass(frozen=True)
class Visit:
    """What was noted of a page, and the addresses that it asked for while it was open."""

    seen: dict[int, Seen]  # by the window's width
    asked_for: list[str]


@pytest.fixture(scope="module", params=OPENED, ids=lambda opened: f"{opened[0]}-{opened[1].url_path or 'home'}")
def visited(request: pytest.FixtureRequest, window: Page, demo_url: str, empty_url: str) -> Visit:
    """One page of the app, seen at both widths."""
    store, page = request.param
    base = {"demo": demo_url, "empty": empty_url}[store]
    asked_for: list[str] = []

    def note(one: Any) -> None:
        asked_for.append(one.url)

    window.on("request", note)
    window.set_viewport_size({"width": DESK, "height": 900})
    if page is PAGES[0] or not window.url.startswith(base):
        visit(window, f"{base}/{page.url_path}")
    else:
        go_on(window, f"/{page.url_path}")
    seen = {DESK: _seen(window, contrast=True)}
    narrow(window, PHONE)
    seen[PHONE] = _seen(window, contrast=False)
    window.remove_listener("request", note)
    return Visit(seen, asked_for)


@every_width
def test_it_opens_without_an_exception(visited: Visit, width: int) -> None:
    assert visited.seen[width].complaints == []


@every_width
def test_it_has_one_heading(visited: Visit, width: int) -> None:
    assert len(visited.seen[width].headings) == 1


@every_width
def test_it_cannot_be_scrolled_sideways(visited: Visit, width: int) -> None:
    assert visited.seen[width].overflow <= 0


@every_width
def test_nobody_is_shut_out(visited: Visit, width: int) -> None:
    assert visited.seen[width].shut_out == []


def test_it_asks_no_other_machine_for_anything(visited: Visit) -> None:
    hosts = {urlsplit(address).hostname for address in visited.asked_for if not address.startswith(INSIDE)}
    assert hosts <= {"127.0.0.1"}  # none where all that it shows was on its way already


def _seen(window: Page, *, contrast: bool) -> Seen:
    return Seen(complaints(window), headings(window), overflow(window), shut_out(window, contrast=contrast))
