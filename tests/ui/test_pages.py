"""Every page runs without a browser, on the demo trust and on a store in which nothing stands yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from qi_eval.store import Store
from qi_eval.ui import cache as kept_views
from qi_eval.ui import html, overview
from qi_eval.ui.pages import PAGES, PageEntry
from qi_eval.views.change import Window
from qi_eval.views.changes import changes
from qi_eval.views.scope import scope_of
from qi_eval.views.since import head
from qi_eval.vocabulary import Level
from tests.conftest import copy_store
from tests.faces import words
from tests.source import ROOT
from tests.ui.opening import at_page, markup

NOW, YEAR_BEFORE = date(2026, 11, 22), date(2025, 11, 22)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('pages'))}"


OnDemo = Callable[[PageEntry], AppTest]


@pytest.fixture(scope="module")
def on_demo(demo: str) -> OnDemo:
    """Gives a page as it stands after its first run on the demo; it is run once for all tests."""

    @cache
    def first_run(page: PageEntry) -> AppTest:
        with pytest.MonkeyPatch.context() as patch:
            return opened(page, demo, patch)

    return first_run


def opened(page: PageEntry, store: str, patch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    """The page as it stands after its first run."""
    return at_page(page.file, store, patch, **parameters).run()


def test_every_page_has_its_file_and_an_address_of_its_own() -> None:
    assert all((ROOT / page.file).is_file() for page in PAGES)
    assert len({page.url_path for page in PAGES}) == len(PAGES)
    assert {path.name for path in (ROOT / "pages").glob("*.py")} == {Path(page.file).name for page in PAGES}


def test_a_page_outside_the_navigation_leads_back_to_one_inside() -> None:
    shown = {page.url_path for page in PAGES if page.parent is None}
    assert {page.parent for page in PAGES if page.parent is not None} <= shown


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "overview")
def test_it_runs_on_the_demo(entry: PageEntry, on_demo: OnDemo) -> None:
    app = on_demo(entry)
    assert not app.exception
    assert markup(app).count("<h1") == 1
    assert "This is made-up data" in markup(app)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "overview")
def test_on_paper_it_says_once_whose_data_it_shows_and_of_which_day(entry: PageEntry, on_demo: OnDemo) -> None:
    assert _on_paper(markup(on_demo(entry))) == 1


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("projects", {"project": "P002"}),
        ("run_charts", {"measure": "P002-1"}),
        ("before_after", {"measure": "P002-1"}),
    ],
)
def test_one_project_and_one_measure_say_so_on_paper_too(
    path: str, asked: dict[str, str], demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _on_paper(markup(opened(_page(path), demo, monkeypatch, **asked))) == 1


def test_what_a_visitor_brings_is_not_printed_under_the_name_of_the_trust(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _on_paper(markup(opened(_page("run_charts"), demo, monkeypatch, way="own"))) == 0


def _page(path: str) -> PageEntry:
    return next(page for page in PAGES if page.url_path == path)


def _on_paper(shown: str) -> int:
    """How many lines of a page's markup name trust and day on paper."""
    lines = re.findall(r'<p class="([^"]*)">Northbank [^<]* as at [^<]*</p>', shown)
    return sum("qi-screen" not in classes for classes in lines)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "overview")
def test_it_runs_on_an_empty_store(entry: PageEntry, duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(entry, duckdb_url, monkeypatch)
    assert not app.exception
    assert markup(app).count("<h1") == 1
    assert "This is made-up data" not in markup(app)


def test_the_start_card_promises_no_more_than_a_file_can_hold(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = markup(opened(next(page for page in PAGES if not page.url_path), duckdb_url, monkeypatch))
    assert "at least 7 columns to fill" in said
    assert "Can answer: " in said
    assert "A question stays open where the columns that it needs are blank or the values too few" in said


PROJECTS, CHARTS, PEOPLE = (
    next(p for p in PAGES if p.url_path == path) for path in ("projects", "run_charts", "people")
)


def test_a_project_opens_by_its_address(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PROJECTS, demo, monkeypatch, project="P002")
    assert "Fewer falls with harm" in markup(app)
    assert not app.exception


def test_a_measure_opens_by_its_address_with_its_chart(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(CHARTS, demo, monkeypatch, measure="p002-1")
    assert "<h1>Falls with harm: " in markup(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_preview_by_another_rule_says_that_it_is_not_counted(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(CHARTS, demo, monkeypatch, measure="P002-1", rule="anhoej")
    assert "it is not counted anywhere else" in markup(app)


@pytest.mark.parametrize(("entry", "parameter"), [(PROJECTS, "project"), (CHARTS, "measure")])
def test_an_address_that_leads_nowhere_says_so(
    entry: PageEntry, parameter: str, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(entry, demo, monkeypatch, **{parameter: "<b>no such</b>"})
    assert not app.exception
    assert "There is no" in markup(app)
    assert "<b>no such" not in markup(app)


@pytest.mark.parametrize(
    ("path", "asked", "shown"),
    [
        ("run_charts", {"in_unit": "zzz"}, "the whole trust"),
        ("run_charts", {"in_project": "zzz"}, "all projects"),
        ("run_charts", {"way": "zzz"}, "Our measures"),
        ("run_charts", {"order": "zzz"}, "concerns first"),
        ("run_charts", {"measure": "P002-1", "rule": "zzz"}, "Making Data Count rules"),
        ("run_charts", {"measure": "P002-1", "chart": "zzz"}, "Run chart"),
        ("before_after", {"measure": "P002-1", "since": "zzz"}, "Falls huddle, 1 July 2024"),
        ("people", {"metric": "zzz"}, "all that is known at this level"),
        ("collaborative", {"metric": "zzz"}, "who comes, in figures"),
        ("collaborative", {"of": "zzz"}, ""),
        ("collaborative", {"part": "zzz"}, ""),
        ("data_and_methods", {"metric": "zzz"}, "F2 Portfolio"),
        ("templates", {"part": "zzz"}, "Files"),
        ("projects", {"type": "zzz"}, "all"),
        ("did_not_work", {"why": "zzz"}, "all"),
        ("stories", {"theme": "zzz"}, "everything"),
        ("upload", {"way": "zzz"}, "One file"),
    ],
)
def test_a_word_of_the_address_that_means_nothing_is_said_with_what_is_shown_instead(
    path: str, asked: dict[str, str], shown: str, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(_page(path), demo, monkeypatch, **asked)
    assert not app.exception
    assert f"There is no zzz here; shown: {shown}" in markup(app)


def test_of_several_words_those_that_mean_something_are_named_as_shown(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = at_page("pages/projects.py", demo, monkeypatch)
    app.query_params["type"] = ["Strategic", "zzz"]
    assert "There is no zzz here; shown: Strategic." in markup(app.run())
    assert "10 listed." in markup(app)


def test_a_page_whose_address_is_known_says_nothing_of_it(on_demo: OnDemo) -> None:
    assert [page.url_path for page in PAGES if " here; shown: " in markup(on_demo(page))] == []


def test_a_unit_without_values_is_said_before_and_after_a_change_too(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(_page("before_after"), demo, monkeypatch, measure="P002-1", unit="zzz")
    assert "There is no unit zzz with values of this measure; shown: Trust-wide." in markup(app)


@pytest.mark.parametrize(("path", "field"), [("projects", "words"), ("run_charts", "grid_words")])
def test_a_list_of_nothing_offers_no_file(path: str, field: str, demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(_page(path), demo, monkeypatch)
    assert "This list (CSV)" in _offered(app)
    app.text_input(key=field).set_value("nothing is called so").run()
    assert "0 listed." in markup(app)
    assert "This list (CSV)" not in _offered(app)


def _offered(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_a_page_leaves_what_it_shows_as_it_was(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All visitors are shown the very same views."""
    shown: dict[int, tuple[object, str]] = {}
    keep = kept_views._keep

    def noted(*asked: Any) -> object:
        made = keep(*asked)
        shown.setdefault(id(made), (made, words(made)))
        return made

    monkeypatch.setattr(kept_views, "_keep", noted)
    for page in PAGES:
        opened(page, demo, monkeypatch)
    opened(CHARTS, demo, monkeypatch, measure="P001-2", colours="mdc")
    opened(PROJECTS, demo, monkeypatch, project="P001")
    assert {"OverviewView", "LevelPage", "MeasureView", "ProjectView", "CollaborativeView"} <= {
        type(made).__name__ for made, _ in shown.values()
    }
    assert [type(made) for made, said in shown.values() if words(made) != said] == []


def test_plotly_is_for_the_chart_that_a_person_studies(on_demo: OnDemo) -> None:
    """It costs a browser three megabytes: the pages that a board browses draw SVG."""
    assert {page.url_path for page in PAGES if on_demo(page).get("plotly_chart")} <= {"did_not_work", "collaborative"}


def test_every_address_leads_to_a_page_of_its_own(on_demo: OnDemo) -> None:
    assert len({markup(on_demo(page)) for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("entry", [page for page in PAGES if page.url_path in Level.codes()], ids=lambda e: e.url_path)
def test_a_level_says_at_its_head_what_stands_on_it(entry: PageEntry, on_demo: OnDemo) -> None:
    app = on_demo(entry)
    [ways] = re.findall(r'<nav aria-label="On this page">(.*?)</nav>', markup(app))
    led_to = re.findall(rf'href="\./{entry.url_path}[^"#]*#(\w+)"', ways)
    panels = re.findall(r'<h3[^>]* id="(\w+)"', markup(app))
    assert len(led_to) >= 4
    assert [id_ for id_ in led_to if id_ not in panels] == []


def test_a_panel_offers_its_table_as_a_file(on_demo: OnDemo) -> None:
    labels = {button.proto.label for button in on_demo(PEOPLE).get("download_button")}
    assert {"Table (CSV)", "Over time (CSV)"} <= labels


def test_an_address_opens_a_folded_metric(on_demo: OnDemo, demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = on_demo(PEOPLE)
    assert "Do they feel more able?" not in markup(folded)
    shut = markup(folded).count('class="qi-metric"')
    asked = opened(PEOPLE, demo, monkeypatch, metric="p2_confidence")
    assert markup(asked).count('class="qi-metric"') == shut + 1
    assert "Do they feel more able?" in markup(asked)


def test_every_change_leads_to_the_page_that_shows_it(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=NOW)
    found, _ = changes(demo_store, scope, Window(YEAR_BEFORE, NOW))
    figures = [change for change in found if change.asked.keys() == {"metric"}]
    assert len({change.kind for change in figures}) > 1  # a sign of a figure, a file that fell silent
    for change in found:
        shown = html.join(*map(overview._news, head([change]))).markup
        asked = urlencode(change.asked)
        anchor = f"#{change.anchor}" if change.anchor else ""
        assert f'href="./{change.page}?{asked}{anchor}"' in shown or not change.named
