"""A browser that opens a page by its own address looks for the server in the right place at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.reading import visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["", "organisation", "run_charts?measure=P001-1"])
def test_the_server_is_asked_for_at_the_root_only(page: Page, demo_url: str, path: str) -> None:
    asked, sockets = list[str](), list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("websocket", lambda socket: sockets.append(socket.url))
    visit(page, f"{demo_url}/{path}")
    page.remove_listener("request", note)
    expect(page.locator("h1")).to_be_visible()
    looked = [url for url in asked if "/_stcore/health" in url]
    assert looked == [f"{demo_url}/_stcore/health"]
    assert sockets == [f"{demo_url.replace('http', 'ws', 1)}/_stcore/stream"]
