"""How long a start takes: the demo trust's building, and a later start until a browser shows the overview, beside the
start of an empty Streamlit page."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks import stores
from benchmarks.machine import url
from benchmarks.pages import EMPTY_PAGE
from benchmarks.tables import Table
from qi_eval.ui.serving import APP
from tests.browser.reading import CHROMIUM_FLAGS, chromium, visit
from tests.serving import serving

STARTS = 5
PATIENCE = 120_000  # ms
NOTE = (
    f"Seconds, median of {STARTS} starts by turns; from the start of the process. The overview is shown once its last "
    "element stands. The first start builds the demo trust before that."
)


def measure(folder: Path, say: Callable[[str], None]) -> list[Table]:
    """One table: the server answers, the page is shown; ours, an empty page, the ratio."""
    say("Building the demo trust")
    begun = time.perf_counter()
    store = stores.demo_store(folder)
    built = time.perf_counter() - begun
    empty = folder / "empty.py"
    empty.write_text(EMPTY_PAGE)
    ours, bare = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for number in range(STARTS):
            say(f"Start {number + 1} of {STARTS}")
            ours.append(_start(browser, APP, folder, url(store)))
            bare.append(_start(browser, empty, folder, url(store)))
    names = ("The server answers", "A browser shows the page")
    pairs = zip(names, zip(*ours, strict=True), zip(*bare, strict=True), strict=True)
    rows = [_row(name, median(mine), median(floor)) for name, mine, floor in pairs]
    rows.append(("Building the demo trust", f"{built:.1f}", "", ""))
    return [Table("A later start", ("Until", "Ours, s", "Empty page, s", "Ratio"), tuple(rows), NOTE)]


def _start(browser: Browser, script: Path, folder: Path, store: str) -> tuple[float, float]:
    """Seconds until the server answers and until the page is shown."""
    begun = time.perf_counter()
    with serving(script, folder / "start.log", QI_EVAL_STORE=store) as address:
        answered = time.perf_counter() - begun
        with browser.new_page() as tab:
            tab.set_default_timeout(PATIENCE)
            visit(tab, address)
            return answered, time.perf_counter() - begun


def _row(name: str, ours: float, bare: float) -> tuple[str, ...]:
    return name, f"{ours:.1f}", f"{bare:.1f}", f"{ours / bare:.1f}"
