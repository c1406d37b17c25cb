"""One measure in several units: side by side, and on a funnel where it is a proportion."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.metrics.metric import Scope
from qi_eval.views.by_unit import by_unit
from tests.metrics.ground import Ground
from tests.views.test_series import measured, point

NOW = Scope(date(2026, 9, 30))


def units(ground: Ground, shares: dict[str, int], months: int = 14) -> None:
    measured(ground)
    for unit, share in shares.items():
        for month in range(months):
            day = date(2025, 1, 1) + timedelta(days=31 * month)
            point(ground, day.isoformat(), unit, numerator=share + month % 2, denominator=40)


def test_units_stand_side_by_side_in_the_order_of_their_names(ground: Ground) -> None:
    units(ground, {"W2": 20, "W1": 30, "W3": 21})
    found = by_unit(ground.loaded(), NOW, "M1")
    assert found.beside is not None
    named = [found.beside.pictures[0].svg.index(f"Unit {unit}") for unit in ("W1", "W2", "W3")]
    assert named == sorted(named)
    assert "0 of 3 units that can be judged show a sign of change" in found.beside.told
    assert "no ranking" in found.beside.told
    assert [row[:2] for row in found.beside.table.rows] == [("Unit W1", "14"), ("Unit W2", "14"), ("Unit W3", "14")]
    assert found.beside.table.headers[-1] == "Denominator, latest year"


def test_a_unit_beyond_what_chance_explains_is_named_on_the_funnel(ground: Ground) -> None:
    units(ground, {"W1": 20, "W2": 21, "W3": 36})
    found = by_unit(ground.loaded(), NOW, "M1")
    assert found.funnel is not None
    assert "Unit W3" in found.funnel.words
    assert "no proof and no ranking" in found.funnel.words
    assert found.funnel.words.startswith("The year up to 14 February 2026, ")  # the last week begins on the 8th


def test_the_trust_is_no_neighbour_of_its_own_wards(ground: Ground) -> None:
    units(ground, {"W1": 20, "W2": 21, "W3": 22, "RNB": 63})
    found = by_unit(ground.loaded(), NOW, "M1")
    assert found.beside is not None
    assert [row[0] for row in found.beside.table.rows] == ["Unit W1", "Unit W2", "Unit W3"]
    assert found.funnel is not None
    assert len(found.funnel.table.rows) == 3


def test_one_unit_is_compared_with_nobody(ground: Ground) -> None:
    units(ground, {"W1": 20})
    found = by_unit(ground.loaded(), NOW, "M1")
    assert (found.beside, found.funnel) == (None, None)


def test_two_units_make_no_funnel(ground: Ground) -> None:
    units(ground, {"W1": 20, "W2": 30})
    found = by_unit(ground.loaded(), NOW, "M1")
    assert found.beside is not None
    assert found.funnel is None
