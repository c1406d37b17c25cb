"""A measure's values as they are worked out, and gaps that stay open."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.chart_marks import Mark
from qi_eval.views.series import hover, measures_of, places_for, select_values, values_of
from qi_eval.views.subjects import subject_of
from qi_eval.vocabulary import MarkKind
from tests.metrics.ground import Ground, project

NOW = Scope(date(2026, 9, 30))


def measured(ground: Ground, *, value_type: str = "proportion", unit_label: str = "%", **cells: object) -> None:
    project(ground, "P1")
    usual = {"project_id": "P1", "value_type": value_type, "unit_label": unit_label, "direction": "increase"}
    ground.put("measures", measure_id="M1", **(usual | cells))


def point(ground: Ground, day: str, unit: str = "W1", **cells: object) -> None:
    ground.put("measurements", measure_id="M1", unit_id=unit, period_start=day, **cells)


def worked_out(store: Store) -> pd.DataFrame:
    measures = measures_of(store, ["M1"])
    return values_of(store.frame(select_values(store.tables(), measures, NOW)), measures)


def values(ground: Ground) -> list[float | None]:
    frame = worked_out(ground.loaded())
    return [None if y != y else y for y in frame["y"]]


def test_a_proportion_is_worked_out_from_its_counts(ground: Ground) -> None:
    measured(ground)
    point(ground, "2026-03-02", numerator=17, denominator=24, value=70.8)
    assert values(ground) == [100 * 17 / 24]


def test_a_rate_is_multiplied(ground: Ground) -> None:
    measured(ground, value_type="rate", unit_label="per 1,000 bed days", multiplier=1000)
    point(ground, "2026-03-02", numerator=3, denominator=1200)
    assert values(ground) == [1000 * 3 / 1200]


def test_a_value_without_counts_is_taken_as_it_is(ground: Ground) -> None:
    measured(ground)
    point(ground, "2026-03-02", value=71)
    assert values(ground) == [71]


def test_a_denominator_of_nothing_is_a_missing_value(ground: Ground) -> None:
    measured(ground)
    point(ground, "2026-03-02", numerator=0, denominator=0)
    assert values(ground) == [None]


def test_subgroups_and_the_future_are_left_out(ground: Ground) -> None:
    measured(ground)
    point(ground, "2026-03-02", value=71)
    point(ground, "2026-03-02", value=60, subgroup_axis="sex", subgroup="f")
    point(ground, "2026-12-07", value=99)
    assert values(ground) == [71]


def test_a_value_is_shown_with_its_counts(ground: Ground) -> None:
    measured(ground)
    point(ground, "2026-03-02", numerator=17, denominator=24)
    store = ground.loaded()
    measure = measures_of(store, ["M1"])[0]
    row = worked_out(store).iloc[0]
    counts = (float(row["numerator"]), float(row["denominator"]))
    assert hover(measure, row["x"].date(), float(row["y"]), counts) == "2 March 2026: 71% (17 of 24)"


def test_events_of_one_day_stay_apart(ground: Ground) -> None:
    measured(ground, value_type="time_between", unit_label="days")
    for sequence, days in enumerate((9, 0), start=1):
        point(ground, "2026-03-02", value=days, sequence=sequence)
    assert values(ground) == [9, 0]


@pytest.mark.parametrize(
    ("values", "share", "places"),
    [
        ([0.9, 1.2, 1.8, 2.4, 2.7], True, 1),
        ([0.11, 0.15, 0.18, 0.22, 0.3], True, 2),
        ([55.1, 60.2, 65.3, 70.4, 75.5], True, 0),
        ([97.4, 98.2, 98.4, 98.9, 99.0], True, 1),
        ([1.8], True, 1),
        ([61.4], True, 0),
        ([*[1.1, 1.8, 2.2] * 4, 40.0], True, 1),  # one odd value does not settle it
        ([1, 2, 3], True, 1),  # whole as they are, but a limit between them is not
        ([50, 60, 70], True, 0),
        ([1, 2, 3], False, 0),
        ([], True, 0),
        ([5.5, 6, 4], False, 2),
        ([0.012, 0.02, 0.034], False, 3),
        ([340.5, 352, 371], False, 0),
        ([340.1, 340.3, 340.6], False, 1),
        ([float("inf"), float("nan"), 3.0], False, 0),
    ],
)
def test_a_low_and_a_high_value_can_be_told_apart(values: list[float], share: bool, places: int) -> None:
    assert places_for(np.array(values, dtype=float), share=share) == places


def test_no_target_is_held_against_a_rate_that_does_not_say_per_how_many(ground: Ground) -> None:
    measured(ground, value_type="rate", unit_label="per 1,000 bed days", target=5)
    [measure] = measures_of(ground.loaded(), ["M1"])
    assert (measure.target, measure.scaled) == (None, False)
    assert "no target is held against them" in measure.caution
    new_aim = Mark(date(2026, 3, 2), MarkKind.TARGET_FROM, 4.0, "Agreed", "qi_lead")
    nothing: dict[str, np.ndarray] = {name: np.array([]) for name in ("x", "y", "numerator", "denominator", "note")}
    assert subject_of(measure, "W1", nothing, marks=[new_aim]).marks == ()
