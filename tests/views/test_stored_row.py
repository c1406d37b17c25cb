"""A stored row as the texts of a file: what a form keeps when it changes one cell."""

from __future__ import annotations

from qi_eval.views.stored_row import stored_measure, stored_value
from tests.metrics.ground import NOW, Ground


def test_a_stored_value_is_found_by_measure_unit_and_day_and_comes_back_whole(ground: Ground) -> None:
    ground.put("measures", measure_id="M1", target=12.5)
    one = {"measure_id": "M1", "unit_id": "W1", "period_start": "2026-09-01"}
    ground.put("measurements", **one, value=4.5, n_cases=8, note="half a ward")
    ground.put("measurements", **one, value=7, subgroup_axis="sex", subgroup="Female")
    store = ground.loaded()
    found = stored_value(store, NOW, "M1", "W1", "2026-09-01")
    told = ("value", "n_cases", "note", "numerator", "sequence", "period_start")
    assert [found[name] for name in told] == ["4.5", "8", "half a ward", "", "1", "2026-09-01"]
    assert stored_value(store, NOW, "M1", "W1", "2026-10-01") == {}
    assert stored_measure(store, NOW, "M1")["target"] == "12.5"
