"""Which units keep which measure stays true through loads, corrections, undo and redo, and is asked anew only then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qi_eval.store import Store
from qi_eval.views import measured as views
from qi_eval.views.measured import measured
from tests.metrics.ground import Ground

AT = {"by": "test", "at": datetime(2026, 9, 30, tzinfo=UTC)}


def value(ground: Ground, measure: str, unit: str, value: int = 1, **cells: str) -> Store:
    """The store with one more value."""
    ground.put("measurements", measure_id=measure, unit_id=unit, period_start="2026-01-01", value=value, **cells)
    return ground.loaded()


@pytest.fixture
def known(ground: Ground) -> Ground:
    """M1 in W1 and M2 in W1 and W2, which were asked for once."""
    for name in ("M1", "M2"):
        ground.put("measures", measure_id=name)
    for name, unit in (("M1", "W1"), ("M2", "W1")):
        value(ground, name, unit)
    assert measured(value(ground, "M2", "W2")).units == {"M1": {"W1"}, "M2": {"W1", "W2"}}
    return ground


@pytest.mark.parametrize("most", [0, 500], ids=["all are asked", "only what was touched is asked"])
def test_a_unit_comes_goes_and_comes_back(known: Ground, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(views, "MOST", most)
    store = value(known, "M1", "W3")
    load = store.loads()[0].load_id
    with_it, without = {"M1": {"W1", "W3"}, "M2": {"W1", "W2"}}, {"M1": {"W1"}, "M2": {"W1", "W2"}}
    assert measured(store).units == with_it
    store.undo(load, **AT)
    assert measured(store).units == without
    store.redo(load, **AT)
    assert measured(store).units == with_it


def test_a_measure_that_loses_its_only_value_is_gone(known: Ground) -> None:
    known.put("measures", measure_id="M3")
    store = value(known, "M3", "W3")
    assert "M3" in measured(store).units
    store.undo(store.loads()[0].load_id, **AT)
    assert measured(store).units == {"M1": {"W1"}, "M2": {"W1", "W2"}}


def test_what_changes_no_unit_gives_the_same_object(known: Ground) -> None:
    """A corrected value, a value of a subgroup, and a file that is no measurement."""
    before = measured(known.store)
    assert measured(value(known, "M1", "W1", 2)) is before
    assert measured(value(known, "M1", "W3", subgroup_axis="sex", subgroup="female")) is before
    known.put("measures", measure_id="M4")
    assert measured(known.loaded()) is before


def test_a_store_put_back_to_an_earlier_event_is_read_anew(known: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    store = value(known, "M1", "W3")
    measured(store)
    store.undo(store.loads()[0].load_id, **AT)
    monkeypatch.setattr(store, "version", lambda: 1)
    assert measured(store).units["M1"] == {"W1"}
