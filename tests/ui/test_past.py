"""Pages as they stood: the address chooses the day, a banner says so, and one goes back to today."""

from __future__ import annotations

import pytest

from qi_eval.store import open_store
from qi_eval.submit import upkeep
from qi_eval.ui.pages import PAGES
from tests.ui.test_pages import demo as demo
from tests.ui.test_pages import markup, opened

BY_PATH = {page.url_path: page for page in PAGES}


@pytest.mark.parametrize("path", ["", "projects", "run_charts", "upload_history"])
def test_a_page_shows_what_stood_after_an_event(path: str, demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(BY_PATH[path], demo, monkeypatch, as_at="2")
    assert not app.exception
    assert "As it was on 30 September 2026, right after event 2 of the upload history" in app.markdown[0].value
    assert markup(app).count("<h1") == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2024-13-01", "“2024-13-01” is no day such as 2026-06-03"),
        ("nonsense", "“nonsense” is no day"),
        ("2099-01-01", "1 January 2099 has not come yet, so this is today."),
        ("2026-11-01", "Nothing was loaded or changed since "),
    ],
)
def test_it_is_said_why_a_page_shows_today_although_another_day_was_asked_for(
    asked: str, said: str, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(BY_PATH["projects"], demo, monkeypatch, as_at=asked)
    assert not app.exception
    assert said in markup(app)


def test_the_days_to_choose_end_with_the_last_load(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(BY_PATH["upload_history"], demo, monkeypatch)
    field = app.date_input(key="as_at_day")
    assert field.value == field.max
    with open_store(demo, create=False) as store:
        last = upkeep.moment_of(store, store.version())
    assert last is not None
    assert field.max == last.astimezone(upkeep.UK).date()


def test_today_has_no_banner_and_an_unheard_of_day_is_today(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for asked in ("2026-09-30", "nonsense", "99"):
        app = opened(BY_PATH["projects"], demo, monkeypatch, as_at=asked)
        assert not app.exception
        assert not any("As it was on" in element.value for element in app.markdown)


def test_a_day_before_anything_was_loaded_offers_no_way_to_begin(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(BY_PATH[""], demo, monkeypatch, as_at="2026-06-03")
    assert "Nothing had been loaded by then." in markup(app)
    assert [button.key for button in app.button if button.key == "start_upload"] == []
