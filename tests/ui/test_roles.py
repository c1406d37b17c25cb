"""Roles and the end of a sign-in: who may do what, who is shown a name, how long a sign-in lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qi_eval.submit import open_at
from qi_eval.ui import person
from qi_eval.ui.roles import MAY, Deed, Role, role_of
from qi_eval.ui.sittings import IDLE, LONGEST, Sittings
from tests.conftest import copy_store
from tests.ui.opening import at_page, markup

LISTS = {"hub": ["Ada@trust.example"], "team": "tom@trust.example", "evaluator": ["eve-4711", "ada@trust.example"]}
NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)
SHOWN = {
    Role.VIEWER: set(),
    Role.EVALUATOR: {Deed.PROJECTS},
    Role.TEAM: {Deed.PROJECTS},
    Role.HUB: {Deed.CHANGE, Deed.PEOPLE, Deed.PROJECTS},
}


@pytest.fixture
def store(demo_file: Path, tmp_path: Path) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path)}"


@pytest.mark.parametrize(
    ("names", "role"),
    [
        (["ada@trust.example"], Role.HUB),
        (["tom@trust.example", "4"], Role.TEAM),
        (["", "EVE-4711"], Role.EVALUATOR),
        (["mallory@trust.example"], Role.VIEWER),
        (["", ""], Role.VIEWER),
        (["trust.example"], Role.VIEWER),
    ],
)
def test_a_role_is_what_a_list_says_and_else_that_of_a_viewer(names: list[str], role: Role) -> None:
    assert role_of(LISTS, names) is role
    assert role_of({}, names) is Role.VIEWER


def test_every_role_may_what_is_written_down_and_nothing_more() -> None:
    assert {role: set(deeds) for role, deeds in MAY.items()} == SHOWN


def test_a_sign_in_ends_after_half_an_hour_of_nothing_and_after_ten_hours() -> None:
    sittings, now = Sittings(), NOON
    assert not sittings.goes_on("ada", NOON, NOON + IDLE + timedelta(seconds=1))
    while now - NOON + IDLE <= LONGEST:
        now += IDLE
        assert sittings.goes_on("ada", NOON, now)
    assert not sittings.goes_on("ada", NOON, NOON + LONGEST + timedelta(seconds=1))
    assert sittings.goes_on("ada", now, now)  # signed in anew


def test_a_sign_out_ends_it_in_every_window_and_for_nobody_else() -> None:
    sittings, later = Sittings(), NOON + timedelta(minutes=5)
    sittings.end("ada", later)
    assert not sittings.goes_on("ada", NOON, later)
    assert sittings.goes_on("bob", NOON, later)
    assert sittings.goes_on("ada", later + timedelta(seconds=2), later + timedelta(seconds=3))


def test_a_sign_in_is_told_once_in_however_many_windows() -> None:
    sittings, later = Sittings(), NOON + timedelta(minutes=5)
    told = [sittings.once("ada", since, "sign-in") for since in (NOON, NOON, later, later)]
    assert told == [True, False, True, False]
    assert sittings.once("ada", later, "sign-out")


def signed_in(app: AppTest, email: str) -> AppTest:
    """The app as somebody sees it whom the trust's sign-in has let in."""
    app.secrets = {"auth": {"cookie_secret": "x" * 32}, "roles": LISTS}
    app.user = {"is_logged_in": True, "email": email, "sub": email, "iat": datetime.now(UTC).timestamp()}
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("email", "allowed"), [("ada@trust.example", True), ("board@trust.example", False)])
def test_the_history_names_people_and_can_be_undone_for_the_hub_alone(
    email: str, allowed: bool, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = signed_in(at_page("pages/upload_history.py", store, monkeypatch), email)
    assert (", by demo" in markup(app)) is allowed
    undo = [button for button in app.button if button.label.startswith("Undo")]
    assert undo
    assert any(not button.disabled for button in undo) is allowed
    assert (person.LOOKS.format(name=email) in markup(app)) is not allowed


def test_only_the_hub_changes_a_chart_and_under_its_own_name(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(email: str) -> AppTest:
        app = at_page("pages/run_charts.py", store, monkeypatch, measure="P002-1")
        app.session_state["person_name"] = "Somebody else"
        app.session_state["open_mark"] = True
        return signed_in(app, email)

    board, looks = opened("board@trust.example"), person.LOOKS.format(name="board@trust.example")
    assert looks in markup(board)
    assert not [button for button in board.button if button.label == "Put it on the chart"]
    hub = opened("ada@trust.example")
    hub.text_input(key="mark_role").set_value("ward manager")
    hub.text_input(key="mark_reason").set_value("New form")
    next(button for button in hub.button if button.label == "Put it on the chart").click().run()
    assert not hub.exception
    with open_at(store) as after:
        newest = after.loads()[0]
        assert (newest.dataset, newest.by) == ("chart_marks", "ada@trust.example")


def test_who_did_what_and_every_project_by_name_are_not_for_a_viewer(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = signed_in(at_page("pages/log.py", store, monkeypatch), "board@trust.example")
    assert "Who did what is shown to the hub." in markup(log)
    learnt = signed_in(at_page("pages/did_not_work.py", store, monkeypatch, names="all"), "board@trust.example")
    assert "All projects are named here" not in markup(learnt)
    assert "name all projects" not in markup(learnt)


def test_a_sign_in_of_yesterday_has_ended(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at_page("pages/log.py", store, monkeypatch)
    app.secrets = {"auth": {"cookie_secret": "x" * 32}, "roles": LISTS}
    yesterday = (datetime.now(UTC) - timedelta(days=1)).timestamp()
    app.user = {"is_logged_in": True, "email": "ada@trust.example", "sub": "ada", "iat": yesterday}
    app.run()
    assert "Who did what" not in markup(app)
