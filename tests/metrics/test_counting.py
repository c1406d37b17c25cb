"""Pieces that many selects share: the same answer however a question is put, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import ColumnElement, select

from qi_eval.metrics.counting import FEW, among
from qi_eval.store import Store


@pytest.mark.parametrize("others", [0, FEW, 3 * FEW])
def test_texts_bound_one_by_one_or_as_one_array_find_the_same(trust_store: Store, others: int) -> None:
    c = trust_store.tables().units.c
    rows = trust_store.frame(select(c.unit_id, c.parent_unit_id)).itertuples(index=False, name=None)
    above = {unit: parent if parent == parent else None for unit, parent in rows}
    asked = [*sorted(above)[:2], "it's none", *(f"none {k}" for k in range(others))]

    def found(condition: ColumnElement[bool]) -> set[str]:
        return set(trust_store.frame(select(c.unit_id).where(condition))["unit_id"])

    assert len(above) > 2
    assert None in above.values()
    assert found(among(c.unit_id, asked)) == set(asked[:2])
    assert found(~among(c.unit_id, asked)) == set(above) - set(asked[:2])
    assert found(among(c.parent_unit_id, asked)) == {unit for unit, parent in above.items() if parent in asked}
    other = {unit for unit, parent in above.items() if parent and parent not in asked}
    assert found(~among(c.parent_unit_id, asked)) == other  # a blank is neither among them nor not
    assert found(among(c.unit_id, [])) == set()
