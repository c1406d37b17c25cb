"""What browser tests share: a Chromium, the app on the demo trust and on an empty store, a window of it.

One window serves all tests, one address after the other as a person would, for a new one reads and compiles
Streamlit's files anew, which costs more than the page itself. A reload is a new session of the app all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import CHROMIUM_FLAGS, DESK, chromium
from tests.conftest import copy_store
from tests.serving import serving
from tests.source import ROOT

APP = ROOT / "app.py"
PATIENCE = 90_000  # ms; a busy machine is no failure

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Chromium is started: the machine's own where there is one, else Playwright's."""
    return {"executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """The window in which one page after the other is opened."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page, request: pytest.FixtureRequest) -> Page:
    """The window, as wide as the test's parameter says (CSS pixels), else as a desk screen."""
    window.set_viewport_size({"width": getattr(request, "param", DESK), "height": 1000})
    return window


@pytest.fixture(scope="session")
def demo_url(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app serving the demo trust; tests that use it only read."""
    yield from _served(copy_store(demo_file, tmp_path_factory.mktemp("demo")))


@pytest.fixture(scope="session")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app serving a store in which nothing stands yet."""
    yield from _served(tmp_path_factory.mktemp("empty") / "empty.duckdb")


@pytest.fixture(scope="session")
def own_url(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app serving a demo trust which tests may change, each in a year of its own."""
    yield from _served(copy_store(demo_file, tmp_path_factory.mktemp("own")))


def _served(store: Path) -> Iterator[str]:
    with serving(APP, store.with_suffix(".log"), QI_EVAL_STORE=f"duckdb:///{store}") as url:
        yield url
