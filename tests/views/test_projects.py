"""The portfolio, one project, and what a level's page leaves for later."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.level import level_page
from qi_eval.views.measure import measure_view
from qi_eval.views.portfolio import portfolio
from qi_eval.views.project import project_view
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Level, ProjectType, Variation
from tests.metrics.ground import Ground, project, session
from tests.views.test_measure import change
from tests.views.test_series import measured, point

NOW = Scope(date(2026, 9, 30))


def test_every_project_that_had_begun_is_listed_strategic_ones_first(ground: Ground) -> None:
    project(ground, "P1", title="B", project_type="service_led")
    project(ground, "P2", title="A", project_type="consultancy")
    project(ground, "P3", title="C", project_type="strategic", unit_id="RNB")
    project(ground, "P4", start_date="2027-01-01")
    view = portfolio(ground.loaded(), NOW)
    assert [line.id for line in view.projects] == ["P3", "P1", "P2"]
    assert [line.unit for line in view.projects][:2] == ["Trust-wide", "Unit W1"]


def test_requests_for_advice_are_counted_apart(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", project_type=ProjectType.CONSULTANCY.value)
    view = portfolio(ground.loaded(), NOW)
    active = next(row for row in view.tables[0].rows if row[0] == "Active")
    counts = dict(zip(view.tables[0].headers, active, strict=True))
    assert (counts["Projects"], counts["Advice and support"]) == ("1", "1")


def test_a_project_shows_its_measures_with_what_the_rule_says(ground: Ground) -> None:
    measured(ground, measure_type="outcome", measure_name="Antibiotics")
    change(ground, 12)
    for week, value in enumerate([44, 45] * 6 + [60] * 8):
        day = date.fromordinal(date(2026, 1, 5).toordinal() + 7 * week)
        point(ground, day.isoformat(), value=value)
    view = project_view(ground.loaded(), NOW, "P1")
    assert view is not None
    line = view.measures[0]
    assert (line.name, line.latest, line.unit_id) == ("Antibiotics", "60%", "W1")
    assert line.movement.variation is Variation.IMPROVEMENT
    assert view.missing == "No process or balancing measure is on record."


@pytest.mark.parametrize("project_id", ["P001", "P002", "P005", "P006", "P012"])
def test_a_project_says_of_a_measure_what_its_run_chart_says(project_id: str, demo_store: Store) -> None:
    scope = scope_of(demo_store, today=date(2026, 9, 30))
    view = project_view(demo_store, scope, project_id)
    assert view is not None
    assert view.measures
    for line in view.measures:
        chart = measure_view(demo_store, scope, line.id)
        assert chart is not None
        assert line.unit_id == chart.unit_id
        assert line.movement.variation == chart.chart.reading.variation, line.id


def test_the_log_is_told_newest_first(ground: Ground) -> None:
    project(ground, "P1")
    change(
        ground,
        1,
        "pdsa",
        title="First",
        cycle_no=1,
        prediction="10 points more",
        result="6 points more",
        decision="adapt",
    )
    change(ground, 9, "lesson", title="Second", shared_with="sepsis network")
    view = project_view(ground.loaded(), NOW, "P1")
    assert view is not None
    assert [(entry.title, entry.kind) for entry in view.log] == [("Second", "Lesson"), ("First", "PDSA cycle 1")]
    assert view.log[1].told == "Expected: 10 points more. Found: 6 points more. Adapt."


def test_a_small_team_is_not_counted_out(ground: Ground) -> None:
    project(ground, "P1", team_size=3)
    view = project_view(ground.loaded(), NOW, "P1")
    assert view is not None
    assert dict(view.facts)["Team"] == "fewer than 5 people"


def test_a_project_without_anything_still_opens(ground: Ground) -> None:
    project(ground, "P1")
    view = project_view(ground.loaded(), NOW, "P1")
    assert view is not None
    assert (view.measures, view.log, view.missing) == ((), (), "")
    assert project_view(ground.store, NOW, "P9") is None


def test_a_levels_page_answers_first_and_folds_what_is_missing_by_file(ground: Ground) -> None:
    for n in range(12):
        session(ground, f"p{n}", knowledge_pre=10, knowledge_post=15, knowledge_max=20)
    page = level_page(ground.loaded(), NOW, Level.PEOPLE.value)
    assert "25 points of 100" in page.answer
    shown = {id_ for section in page.sections for id_ in section.metrics}
    assert "p2_knowledge" in shown
    needs = {missing.needs for missing in page.missing}
    assert any("Projects" in need for need in needs)
    titles = [title for missing in page.missing for title in missing.metrics]
    assert len(titles) == len(set(titles))


def test_a_metric_stands_once_on_a_page(ground: Ground) -> None:
    session(ground, "p1")
    for level in Level:
        page = level_page(ground.loaded(), NOW, level.value)
        shown = [id_ for section in page.sections for id_ in section.metrics]
        assert len(shown) == len(set(shown))
