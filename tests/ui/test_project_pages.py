"""Projects, a project's own page and what did not work, in the app: with odd rows, and with filters."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qi_eval.store import open_store
from qi_eval.ui.pages import PAGES
from tests.conftest import copy_store
from tests.metrics.ground import Ground, project
from tests.ui.test_pages import markup, opened

PROJECTS, LEARNING = (next(p for p in PAGES if p.url_path == path) for path in ("projects", "did_not_work"))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with a project without measures, one whose measures have no value, drivers in a circle, and days that
    have not come yet."""
    url = f"duckdb:///{tmp_path_factory.mktemp('odd')}/own.duckdb"
    ground = Ground(open_store(url)).trust()
    far = (date.today() + timedelta(days=800)).isoformat()
    project(ground, "P1", title="Without measures", aim_due=far)
    project(ground, "P2", title="Without values", unit_id="RNB", strategic_priority="harm_free")
    project(ground, "P3", title="Begins later", start_date=far)
    ground.put("measures", measure_id="M2", project_id="P2", measure_type="outcome", frequency="weekly")
    for id_, parent in (("B", "C"), ("C", "B")):
        ground.put(
            "drivers", driver_id=id_, parent_id=parent, kind="primary_driver", project_id="P1", title=f"Box {id_}"
        )
    ground.put("project_log", project_id="P1", log_date=far, log_type="pdsa", title="A test to come")
    ground.loaded().close()
    return url


def test_pages_of_odd_projects_open_and_say_what_is_not_known(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = opened(PROJECTS, odd, monkeypatch, project="P1")
    assert not without.exception
    said = markup(without)
    assert "hang on one another in a circle" in said
    assert "Not recorded yet: " in said
    assert "A test to come" not in said
    silent = opened(PROJECTS, odd, monkeypatch, project="P2")
    assert not silent.exception
    assert "no values yet" in markup(silent)
    assert "No balancing measure yet" in markup(silent)
    listed = opened(PROJECTS, odd, monkeypatch)
    assert not listed.exception
    assert "Teams who may want a call" in markup(listed)
    assert "Begins later" not in markup(listed)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('projects'))}"


def cards(app: AppTest) -> int:
    return markup(app).count("<article")


def test_what_did_not_work_can_be_asked_by_reason_and_by_division(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = opened(LEARNING, demo, monkeypatch, names="all")
    assert "A service-led project" in markup(agreed)  # until a person says who they are
    app = agreed.text_input(key="person_typed").set_value("Ada").run()
    assert not app.exception
    every = cards(app)
    assert every > 0
    assert "A service-led project" not in markup(app)
    app.selectbox(key="why").set_value(app.selectbox(key="why").options[1]).run()
    assert 0 < cards(app) < every
    app.selectbox(key="division").set_value(app.selectbox(key="division").options[1]).run()
    assert not app.exception
    assert cards(app) < every
