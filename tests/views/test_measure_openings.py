"""Every measure that is listed opens, however little is known of it."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.metrics.metric import Scope
from qi_eval.views.finding import finding
from qi_eval.views.measure import measure_view
from qi_eval.views.measures import measure_choices
from qi_eval.vocabulary import Direction, Method
from tests.metrics.ground import Ground, project

NOW = Scope(date(2026, 9, 30))
VALUES: dict[str, list[float | None]] = {
    "NONE": [],
    "ONE": [50],
    "MISSING": [None] * 3,
    "FEW": [50, None, 52],
    "MANY": [50, 52] * 10,
}


def small_store(ground: Ground) -> None:
    project(ground, "P1")
    for name, values in VALUES.items():
        ground.put("measures", measure_id=name, project_id="P1", value_type="mean", unit_label="days")
        for week, value in enumerate(values):
            day = (date(2026, 1, 5) + timedelta(weeks=week)).isoformat()
            ground.put("measurements", measure_id=name, unit_id="W1", period_start=day, value=value)


def test_every_listed_measure_opens(ground: Ground) -> None:
    small_store(ground)
    store = ground.loaded()
    listed = measure_choices(store, NOW)
    assert {choice.id for choice in listed} == set(VALUES)
    for choice in listed:
        view = measure_view(store, NOW, choice.id)
        assert view is not None
        drawn = any(value is not None for value in VALUES[choice.id])
        assert (view.chart.figures is not None) == drawn
        assert ("No value has been loaded for this measure." in view.chart.reading.words) != drawn


def test_no_points_at_all_are_not_judged() -> None:
    assert finding([], [], Method.MDC, Direction.INCREASE).why == "0 points, 13 are needed to judge"


def test_two_values_of_one_period_are_one_point(ground: Ground) -> None:
    project(ground, "P1")
    ground.put("measures", measure_id="M1", project_id="P1", value_type="proportion", unit_label="%")
    for week in range(14):
        for sequence, counted in enumerate((8, 4), start=1):
            day = (date(2026, 1, 5) + timedelta(weeks=week)).isoformat()
            cells = {"period_start": day, "sequence": sequence, "numerator": counted, "denominator": 10}
            ground.put("measurements", measure_id="M1", unit_id="W1", **cells)
    view = measure_view(ground.loaded(), NOW, "M1")
    assert view is not None
    assert len(view.chart.table.rows) == 14
    assert view.chart.table.rows[0][1] == "60%"
