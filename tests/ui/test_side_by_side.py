"""The pages that set measures side by side open what their address names, and say where it leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_eval.ui.pages import PAGES
from tests.conftest import copy_store
from tests.ui.opening import at_page
from tests.ui.test_pages import markup, opened

BEFORE_AFTER, COLLABORATIVE, DATA = (
    next(page for page in PAGES if page.url_path == path)
    for path in ("before_after", "collaborative", "data_and_methods")
)


@pytest.fixture(scope="module")
def trust(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a demo trust."""
    return f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('beside'))}"


def test_a_change_that_the_address_names_is_looked_at(trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(BEFORE_AFTER, trust, monkeypatch, measure="p002-1", since="2024-09-10")
    assert not app.exception
    words = markup(app)
    assert "since Yellow blanket for those at risk, 10 September 2024" in words
    assert "This says when, not why" in words
    assert words.count("qi-picture qi-phone") == 1


def test_a_bundle_that_the_address_names_is_shown_with_its_elements(
    trust: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(COLLABORATIVE, trust, monkeypatch, of="bundle:STROKE3", part="Brain scan within one hour")
    assert not app.exception
    assert "Brain scan within one hour: one unit sends values" in markup(app)
    assert "All or none, beside what its elements allow" in markup(app)


def test_a_figure_of_who_comes_opens_beside_the_bundle(trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at_page(COLLABORATIVE.file, trust, monkeypatch, of="bundle:STROKE3", metric="c4_still_coming", words="x")
    app.query_params["page"] = "1"
    app.run()
    assert not app.exception
    assert "Do organisations stay in the network?" in markup(app)
    assert "./collaborative?of=bundle%3ASTROKE3&amp;page=1&amp;metric=c4_" in markup(app)
    assert "words=x" not in markup(app)


def test_figures_of_an_empty_store_are_not_called_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = markup(opened(COLLABORATIVE, f"duckdb:///{tmp_path / 'empty.duckdb'}", monkeypatch))
    assert "Choose one to look closer" in words
    assert "Also known" not in words


def test_a_figure_that_the_address_names_is_told_by_unit(trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(DATA, trust, monkeypatch, metric="o6_trained")
    assert not app.exception
    assert "Corporate areas" in markup(app)
    labels = {button.proto.label for button in app.get("download_button")}
    assert {"This figure (CSV)", "All figures (ZIP of CSV files)", "Codebook (CSV)"} <= labels
