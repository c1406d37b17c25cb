"""Every address of the demo opens: each measure, project and figure, and each page on days before, in and after the
data. What a page cannot show it says in a sentence; nothing that only a program says stands on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from qi_eval.metrics import METRICS
from qi_eval.store import Store
from qi_eval.ui import store as stores
from qi_eval.ui.pages import PAGES
from tests.conftest import copy_store
from tests.ui.opening import at_page, markup

pytestmark = pytest.mark.drill

DAYS = tuple(
    map(date.fromisoformat, ("2019-01-01", "2024-03-31", "2026-01-01", "2026-06-15", "2026-12-31", "2028-02-29"))
)
RAW = re.compile(r"\b(NaT|nan|inf|Timestamp|Traceback)\b|<NA>|>None<")  # a cell; "None of us knew" is a sentence

Fault = Callable[..., str]


@pytest.fixture(scope="module")
def place(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('addresses'))}"


@pytest.fixture
def fault(place: str, monkeypatch: pytest.MonkeyPatch) -> Fault:
    """Opens an address and gives what is wrong with it; "" where nothing is."""

    def opened(file: str, **asked: str) -> str:
        app = at_page(file, place, monkeypatch, **asked).run()
        shown = markup(app)
        words = re.sub(r"<(img|a) [^>]*>", "", shown)
        wrong = [*(one.message for one in app.exception), *(found.group() for found in RAW.finditer(words))]
        if shown.count("<h1") != 1:
            wrong.append(f"{shown.count('<h1')} headings")
        return f"{file} {asked}: {wrong}" if wrong else ""

    return opened


def addresses(store: Store) -> Iterator[tuple[str, dict[str, str]]]:
    """The page and what its address asks for."""
    tables = store.tables()
    for id_ in store.frame(tables.measures.select())["measure_id"]:
        yield "run_charts", {"measure": id_}
        yield "before_after", {"measure": id_}
    for id_ in store.frame(tables.projects.select())["project_id"]:
        yield "projects", {"project": id_}
    for id_ in store.frame(tables.units.select())["unit_id"]:
        yield "run_charts", {"in_unit": id_}
    for metric in METRICS:
        yield from ((page, {"metric": metric.id}) for page in (metric.level.value, "trace", "data_and_methods"))


def test_each_opens(demo_store: Store, fault: Fault) -> None:
    found = [fault(f"pages/{page}.py", **asked) for page, asked in addresses(demo_store)]
    assert len(found) > 700
    assert list(filter(None, found)) == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_page_opens_on_any_day(day: date, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "today", lambda: day)
    assert list(filter(None, (fault(page.file) for page in PAGES))) == []
