"""How long pages take: the server's run of each, warm and first after a load, and a browser's first sight of it.

Each with about 10⁴, 10⁶ and 10⁷ measurements in the store; the last before and after its rows are put in key order."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks import stores
from benchmarks.served import app
from benchmarks.tables import Table
from benchmarks.wire import session
from qi_eval.ui.pages import PAGES
from tests.browser.reading import CHROMIUM_FLAGS, chromium, visit
from tests.serving import serving

WARM_RUNS, LOADS, VISITS = 15, 3, 5
SEEN = ("Overview", "Our organisation", "Run charts", "One run chart")  # the pages that are visited in a browser
WITH_CHART = ("One run chart",)  # those with a Plotly chart, which cost an empty page with one
MS = 1000
EMPTY_PAGE = 'import streamlit as st\n\nst.title("Empty")\n'
CHART_PAGE = EMPTY_PAGE + 'st.plotly_chart({"data": [{"y": [1, 3, 2]}], "layout": {}})\n'
PLACES = {page.title: page.url_path for page in PAGES} | {  # what a row of the tables is called → its address
    "One project": "projects?project=P001",
    "One run chart": "run_charts?measure=P001-2",
}
BEFORE, AFTER = "10⁷, as loaded", "10⁷, tidied"


@dataclass(frozen=True)
class Figures:
    """One page at one size, in milliseconds; `cold` beside its floor, an empty page of the same minutes (with a chart
    where the page has one), both NaN where it was not visited."""

    warm: float
    first: float
    cold: float
    floor: float


def measure(folder: Path, say: Callable[[str], None]) -> list[Table]:
    """Three tables: warm runs, first runs after a load, cold visits; a row a page, a column a size."""
    say("Building the demo trust")
    small = stores.demo_store(folder)
    found = {"10⁴": _all_pages(small, folder, say)}
    found["10⁶"] = _all_pages(stores.with_others(small, 10**6, say), folder, say)
    large = stores.with_others(small, 10**7, say)
    found[BEFORE] = _all_pages(large, folder, say, visited=())
    say("Tidying")
    started = time.perf_counter()
    stores.tidied(large)
    tidying = time.perf_counter() - started
    found[AFTER] = _all_pages(large, folder, say)
    warm = f"ms, median of {WARM_RUNS} runs in one session, each message acknowledged at once."
    first = f"ms, median of {LOADS} loads of one row."
    return [
        _table("Server run, warm", found, lambda one: one.warm, warm),
        _table("Server run, first after a load", found, lambda one: one.first, first),
        _cold(found, f"Putting 10⁷ rows in key order took {tidying:.0f} s."),
    ]


def _all_pages(
    store: Path, folder: Path, say: Callable[[str], None], visited: Collection[str] = SEEN
) -> dict[str, Figures]:
    """The figures of every page with this store behind it."""
    with (
        sync_playwright() as playwright,
        _floor(folder, "empty", EMPTY_PAGE) as empty,
        _floor(folder, "chart", CHART_PAGE) as chart,
        app(store) as (address, load),
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        figures = {}
        for name, place in PLACES.items():
            say(f"{store.parent.name}: {name}")
            warm, first = _runs(address, place, load)
            bare = chart if name in WITH_CHART else empty
            cold, floor = _visits(browser, f"{address}/{place}", bare) if name in visited else (nan, nan)
            figures[name] = Figures(warm, first, cold, floor)
        return figures


def _floor(folder: Path, name: str, page: str) -> AbstractContextManager[str]:
    """The address of a server with one page that does nothing of ours."""
    file = folder / f"{name}.py"
    file.write_text(page)
    return serving(file, folder / f"{name}.log")


def _runs(address: str, place: str, load: Callable[[], None]) -> tuple[float, float]:
    """The milliseconds of a warm run and of the first run after a load, medians."""
    with session(address, place) as one:
        one.run()
        one.run()
        warm = [one.run() for _ in range(WARM_RUNS)]
        first = []
        for _ in range(LOADS):
            load()
            first.append(one.run())
    return median(warm) * MS, median(first) * MS


def _visits(browser: Browser, page: str, bare: str) -> tuple[float, float]:
    """The milliseconds until a new browser sees the page, and its floor, by turns; medians."""
    _visit(browser, page)
    _visit(browser, bare)
    pairs = [(_visit(browser, page), _visit(browser, bare)) for _ in range(VISITS)]
    return median(ours for ours, _ in pairs) * MS, median(floor for _, floor in pairs) * MS


def _visit(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    started = time.perf_counter()
    visit(tab, address)
    seconds = time.perf_counter() - started
    context.close()
    return seconds


def _table(title: str, found: dict[str, dict[str, Figures]], of: Callable[[Figures], float], note: str) -> Table:
    """A row a page, a column a size, and how much the tidied 10⁷ cost more than the demo alone."""
    rows = [_row(page, {size: of(figures[page]) for size, figures in found.items()}) for page in found[AFTER]]
    return Table(title, ("Page", *found, "Growth 10⁴ to 10⁷ tidied"), tuple(rows), note)


def _row(page: str, values: dict[str, float]) -> tuple[str, ...]:
    growth = values[AFTER] / next(iter(values.values()))
    return page, *(f"{value:.0f}" for value in values.values()), f"{growth:.2f}"


def _cold(found: dict[str, dict[str, Figures]], note: str) -> Table:
    visited = {size: figures for size, figures in found.items() if size != BEFORE}
    headers = ("Page", *visited, *(f"to floor, {size}" for size in visited))
    rows = []
    for page in SEEN:
        ours = [figures[page].cold for figures in visited.values()]
        ratios = [figures[page].cold / figures[page].floor for figures in visited.values()]
        rows.append((page, *(f"{value:.0f}" for value in ours), *(f"{ratio:.2f}" for ratio in ratios)))
    explained = (
        "ms in a new browser context, server warm, and as a ratio to an empty Streamlit page, with a Plotly chart for "
        f"{', '.join(WITH_CHART)}; medians of {VISITS}. "
    )
    return Table("Cold visit in Chromium", headers, tuple(rows), explained + note)
