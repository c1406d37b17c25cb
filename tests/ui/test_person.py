"""Who is at the screen: a name that is given, or the trust's own sign-in; what needs a person, what is logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from qi_eval.submit import open_at, upkeep
from qi_eval.ui import person
from tests.conftest import copy_store
from tests.ui.opening import at_page, markup

SIGN_IN = {
    "auth": {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32},
    "roles": {"hub": ["ada@trust.example"]},
}
PAGE = "pages/log.py"


@pytest.fixture
def store(demo_file: Path, tmp_path: Path) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path)}"


def comings(store: str) -> list[tuple[str, str, str]]:
    """Who signed in or out, and how that is known."""
    with open_at(store) as opened:
        entries = upkeep.entries(opened)
    return [(one.action, one.by, one.facts["how"]) for one in entries if one.action.startswith("sign-")]


def words(app: AppTest) -> str:
    assert not app.exception
    return markup(app)


def test_who_did_what_is_shown_once_a_name_is_given_and_the_log_has_it(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = at_page(PAGE, store, monkeypatch).run()
    assert "Loaded" not in words(app)
    app.text_input(key="person_typed").set_value(" Ada ").run()
    assert "Loaded" in words(app)
    app.run()
    assert comings(store) == [("sign-in", "Ada", person.GIVEN)]


def test_where_a_sign_in_is_set_up_nothing_is_shown_before_it(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at_page(PAGE, store, monkeypatch)
    app.secrets = SIGN_IN
    app.run()
    assert [title.value for title in app.title] == ["Sign in to see this dashboard"]
    assert "Who did what" not in words(app)
    assert not app.text_input
    assert comings(store) == []


def test_who_signed_in_is_known_by_what_the_sign_in_says(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at_page(PAGE, store, monkeypatch)
    app.secrets, app.user = SIGN_IN, {"is_logged_in": True, "email": "ada@trust.example"}
    app.session_state["person_name"] = "Somebody else"
    app.run()
    assert "Loaded" in words(app)
    assert not app.text_input
    app.run()
    assert comings(store) == [("sign-in", "ada@trust.example", person.CHECKED)]
    assert [button.label for button in app.button if button.key == "sign_out"] == ["Sign out"]


def test_an_open_door_is_said_on_the_page(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = at_page(PAGE, store, monkeypatch).run()
    assert person.OPEN_DOOR not in words(shut)
    config.set_option("server.address", "0.0.0.0")
    try:
        opened = at_page(PAGE, store, monkeypatch).run()
    finally:
        config.set_option("server.address", "127.0.0.1")
    assert "this dashboard answers other machines" in words(opened)
