"""How a browser test reads a page of the running app: when it is ready, what stands on it, how wide it is."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NOTHING_PENDING = """() => !document.querySelector('[data-testid="stSkeleton"]')"""
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
STILL = """() => {
    const boxes = [...document.querySelectorAll('[data-testid="stApp"] *')].map(e => e.getBoundingClientRect());
    const now = boxes.map(box => [box.x, box.width, box.height].join()).join(';');
    const [before, same] = window.seenBoxes ?? ['', 0];
    window.seenBoxes = [now, now === before ? same + 1 : 0];
    return window.seenBoxes[1] >= 3;
}"""
GO_ON = """path => {
    document.querySelector('h1').dataset.old = 'yes';
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
GONE_ON = "() => document.querySelector('h1:not([data-old])')"
DESK, PHONE = 1440, 390  # CSS pixels
LOOK_AGAIN = 100  # ms
GRAVE = ("serious", "critical")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def chromium() -> str | None:
    """The Chromium of this machine; None leaves the choice to Playwright."""
    named = (os.environ.get("QI_EVAL_CHROMIUM"), "chromium", "chromium-browser", "google-chrome", MAC_CHROME)
    found = (shutil.which(name) for name in named if name)
    return next((path for path in found if path and Path(path).exists()), None)


def visit(page: Page, address: str) -> None:
    """Opens an address and waits until the page stands still."""
    page.goto(address)
    settle(page)


def go_on(page: Page, path: str) -> None:
    """Goes to another page of the app that is open, as the browser's way back does, and waits until it stands still;
    to load Streamlit's files anew takes longer than the page."""
    page.evaluate(GO_ON, path)
    page.wait_for_function(GONE_ON)
    settle(page)


def settle(page: Page) -> None:
    """Waits until the script has run to its end, the page has its heading, and no chart is still on its way."""
    page.wait_for_selector(READY)
    page.locator("h1").first.wait_for()
    page.wait_for_selector(READY)
    page.wait_for_function(NOTHING_PENDING)


def narrow(page: Page, width: int) -> None:
    """Makes the window so wide and waits until nothing moves any more."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => { window.seenBoxes = undefined; }")
    page.wait_for_function(STILL, polling=LOOK_AGAIN)
    settle(page)


def shut_out(page: Page, *, contrast: bool = True) -> list[str]:
    """What on the page shuts somebody out: grave violations of axe's rules, with the elements that they concern.
    `contrast`: whether colours are looked at too, which takes most of the time and is the same at every width."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [_words(violation) for violation in found if violation["impact"] in GRAVE]


def complaints(page: Page) -> list[str]:
    """The exceptions and error boxes of Streamlit that stand on the page."""
    return page.locator('[data-testid="stException"]').all_inner_texts()


def overflow(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    script = """() => Math.max(
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ...[...document.querySelectorAll('[data-testid="stMain"]')].map(e => e.scrollWidth - e.clientWidth))"""
    return int(page.evaluate(script))


def headings(page: Page) -> list[str]:
    """The texts of the page's first-level headings."""
    return [text.strip() for text in page.locator("h1").all_inner_texts()]


@cache
def _axe() -> str:
    return str(Axe().axe_script)


def _words(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: {[node['html'][:200] for node in violation['nodes'][:5]]}"
