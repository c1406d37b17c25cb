"""What a list offers: a name alone where only one bears it, with the id in brackets where several do."""

from __future__ import annotations

from qi_eval.views.choices import told_apart
from qi_eval.views.collaborations import choices
from qi_eval.views.measure_grid import measure_grid
from qi_eval.views.measures import measure_choices
from tests.metrics.ground import NOW, Ground, project


def test_only_names_that_several_bear_get_their_ids() -> None:
    names = {"W1": "Ward 1", "W9": "ward 1 ", "W2": "Ward 2"}
    assert told_apart(names) == {"W1": "Ward 1 (W1)", "W9": "ward 1  (W9)", "W2": "Ward 2"}


def test_two_units_two_projects_and_two_measures_of_one_name_can_be_told_apart(ground: Ground) -> None:
    for unit in ("W8", "W9"):
        ground.put("units", unit_id=unit, unit_name="Acute ward", unit_level="ward", parent_unit_id="RNB")
    for n in (1, 2):
        project(ground, f"P{n}", title="Falls")
        ground.put("measures", measure_id=f"M{n}", project_id=f"P{n}", measure_name="Falls in a week")
        for unit in ("W8", "W9"):
            ground.put(
                "measurements", measure_id=f"M{n}", unit_id=unit, period_start="2026-01-05", numerator=n, denominator=9
            )
    store = ground.loaded()
    grid = measure_grid(store, NOW)
    assert {name for _, name in grid.units} >= {"Acute ward (W8)", "Acute ward (W9)"}
    assert [name for _, name in grid.projects] == ["Falls (P1)", "Falls (P2)"]
    label = "Falls · Falls in a week"
    assert [one.label for one in measure_choices(store, NOW)] == [f"{label} (M1)", f"{label} (M2)"]
    assert choices(store, NOW) == {
        "measure:M1": "Falls in a week (measure M1) (2 units)",
        "measure:M2": "Falls in a week (measure M2) (2 units)",
    }


def test_units_of_several_organisations_are_not_called_the_whole_trust(ground: Ground) -> None:
    assert measure_grid(ground.loaded(), NOW).whole == "The whole trust"
    ground.put("units", unit_id="RXX", unit_name="Another trust", unit_level="organisation")
    assert measure_grid(ground.loaded(), NOW).whole == "All units"
