"""Data that are thin, strange or in circles: every view still opens, and says what is not known instead of a figure."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from qi_eval.views.scope import scope_of
from tests.build import Row, bare
from tests.disclosure.surveys import ground_of
from tests.faces import faces, told
from tests.twin.made_up import NOW

LATER = NOW + timedelta(days=400)
Rows = dict[str, list[Row]]


def units(**above: str) -> Rows:
    """Units with the one above each."""
    names = {"RNB": "", "W1": "RNB"} | above
    return {"units": [bare("units", unit_id=unit, unit_name=unit, parent_unit_id=over) for unit, over in names.items()]}


def answers(people: int, said: str = "4") -> Rows:
    """Replies of so many people, all alike, in one wave that has none before it."""
    who = {"survey_id": "nqps", "wave": "2026-Q2", "respondent_type": "staff", "unit_id": "W1"}
    items = ("q9f", "q9g", "q9h", "q9i", "aw_1", "q3d", "hab_learning_1", "q2a")
    cells = [{"response_id": f"r{n}", "item_code": item, "response": said} for n in range(people) for item in items]
    return {"survey_responses": [bare("survey_responses", **who, **cell) for cell in cells]}


def trained(people: int) -> Rows:
    """People who all said and scored the same."""
    cells = {"unit_id": "W1", "session_date": NOW - timedelta(days=99), "attended": True, "completed": True}
    scores = {"reaction_overall": 5, "knowledge_pre": 5, "knowledge_post": 5, "knowledge_max": 10, "applied_3m": "yes"}
    return {"training": [bare("training", person_key=f"p{n}", **cells, **scores) for n in range(people)]}


def project(id_: str = "P1", **cells: object) -> Row:
    usual: dict[str, object] = {"unit_id": "W1", "status": "active", "start_date": "2026-01-06"}
    return bare("projects", project_id=id_, **(usual | cells))


def ahead() -> Rows:
    """Everything lies in the future."""
    point = {"measure_id": "M1", "unit_id": "W1", "period_start": LATER, "value": 3}
    return {
        "projects": [project(start_date=LATER, aim_due=LATER)],
        "measures": [bare("measures", measure_id="M1", project_id="P1", value_type="mean")],
        "measurements": [bare("measurements", **point)],
        "project_log": [bare("project_log", project_id="P1", log_date=LATER, log_type="pdsa")],
        "stories": [bare("stories", story_date=LATER, consent_date=LATER)],
        "activity": [bare("activity", activity_id="A1", activity_date=LATER)],
    }


def circle() -> Rows:
    """Two drivers, each below the other."""
    pair = (("DR1", "DR2"), ("DR2", "DR1"))
    return {"drivers": [bare("drivers", driver_id=a, parent_id=b, kind="primary_driver") for a, b in pair]}


STAFF = {"period_end": "2026-08-31", "unit_id": "W1", "leavers_12m": 9, "stayers_12m": 80}
CASES: dict[str, Rows] = {
    "nothing": {},
    "units only": units(),
    "one respondent": units() | answers(1) | trained(1),
    "all answers alike, no wave before": units() | answers(30, "5") | trained(30),
    "headcount missing": units()
    | {"workforce": [bare("workforce", **STAFF, headcount_start_12m=None, headcount_end=None)]},
    "a project without measures": units() | {"projects": [project()]},
    "a measure without measurements": units()
    | {"projects": [project()], "measures": [bare("measures", measure_id="M1", project_id="P1")]},
    "units in a circle": units(W2="W3", W3="W2") | {"projects": [project("P2", unit_id="W2")]} | trained(12),
    "drivers in a circle": units() | circle(),
    "spread to nobody we know": units()
    | {"projects": [project()], "spread": [bare("spread", project_id="P1", adopter_org_code="ZZZ", status="adopted")]},
    "a benefit without a counterfactual": units()
    | {"projects": [project()], "benefits": [bare("benefits", project_id="P1", counterfactual=None)]},
    "dates in the future": units() | ahead(),
    "a survey alone": units() | answers(40),
    "a measure alone": {"measures": [bare("measures", measure_id="M1", project_id=None)]},
}
NO_FIGURE = re.compile(r"\b(nan|inf|NaT)\b|\bNone\b(?! of)")


def together(*cases: str) -> Rows:
    """Several cases in one store; a unit stands once."""
    found: Rows = {}
    for case in cases:
        for name, rows in CASES[case].items():
            found[name] = [*found.get(name, ()), *(row for row in rows if row not in found.get(name, ()))]
    return found


ONCE = together(
    "one respondent",
    "headcount missing",
    "a measure without measurements",
    "units in a circle",
    "drivers in a circle",
    "spread to nobody we know",
    "a benefit without a counterfactual",
)


def texts(made: object) -> list[str]:
    """Every text of a view that a person may read; drawings and the keys of a program left out."""
    if isinstance(made, dict):
        return [text for name, one in made.items() if name not in ("svg", "sql") for text in texts(one)]
    if isinstance(made, list):
        return [text for one in made for text in texts(one)]
    return [made] if isinstance(made, str) else []


@pytest.mark.parametrize("case", [pytest.param(case, marks=pytest.mark.drill) for case in CASES])
def test_every_view_opens_and_invents_no_figure(case: str, tmp_path: Path) -> None:
    opens(CASES[case], tmp_path)


def test_every_view_opens_where_much_is_strange_at_once(tmp_path: Path) -> None:
    opens(ONCE, tmp_path)


def opens(rows: Rows, folder: Path) -> None:
    with ground_of(folder, rows).store as store:
        scope = scope_of(store, today=NOW)
        for name, make in faces(store, scope):
            wrong = [text for text in texts(told(make())) if NO_FIGURE.search(text)]
            assert not wrong, (name, wrong[:3])
