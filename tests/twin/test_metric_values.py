"""The table of all figures beside their twins: they agree, and the document says what the store says."""

from __future__ import annotations

import pytest

from qi_eval.metrics import METRICS
from qi_eval.store import Store
from tests.twin.metric_values import ELSEWHERE, PAGE, TWINS, compared, written


def test_every_figure_of_the_demo_equals_its_twin_and_the_document(demo_store: Store) -> None:
    found = compared(demo_store)
    for _, id_, _, value, twin, _ in found:
        if not isinstance(twin, str):
            assert twin == (None if value is None else pytest.approx(value)), id_
    assert PAGE.read_text(encoding="utf-8") == written(found)


def test_a_figure_without_a_number_of_its_own_says_where_it_is_compared() -> None:
    assert {metric.id for metric in METRICS} == set(TWINS) | set(ELSEWHERE) | {"j4_outcomes_improved", "j7_reviewed"}
