"""How the dashboard is served: every page's address leads to a page that knows its server; options as Streamlit's."""

from __future__ import annotations

import pytest

from qi_eval.ui import first_page, serving
from qi_eval.ui.pages import PAGES


@pytest.mark.parametrize("base", ["", "qi", "/qi/"])
def test_every_page_is_told_where_the_server_is_before_streamlits_code_runs(base: str) -> None:
    start = "/qi" if base else ""
    assert [route.path for route in first_page.routes(base)] == [f"{start}/{page.url_path}" for page in PAGES]
    html = first_page.first_page()
    assert 0 < html.index("window.__streamlit = {") < html.index('<script type="module"')


@pytest.mark.parametrize(
    ("option", "read"),
    [
        (["--server.port", "8501"], {"server.port": 8501}),
        (["--server.port=8501", "--server.headless", "true"], {"server.port": 8501, "server.headless": True}),
        (["--server.address=0.0.0.0"], {"server.address": "0.0.0.0"}),
        ([], {}),
    ],
)
def test_options_are_read_as_a_settings_file_would(option: list[str], read: dict[str, object]) -> None:
    assert serving.options_of(option) == read


@pytest.mark.parametrize("options", [["--server.port"], ["8501"], ["--server.port", "8501", "twice"]])
def test_options_that_are_none_are_told_in_words(options: list[str]) -> None:
    with pytest.raises(SystemExit, match=f"What was given: {' '.join(options)}"):
        serving.options_of(options)
