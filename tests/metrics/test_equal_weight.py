"""F4: what is known of people and of projects, counted side by side."""

from __future__ import annotations

from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Result, set_beside
from qi_eval.store import Store
from qi_eval.views.results import results
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, rows_of

EQUAL = BY_ID["f4_equal_weight"]


def test_figures_with_data_are_counted_on_each_side(store: Store) -> None:
    states = {
        "p1_staff": State.MEASURED,
        "p2_knowledge": State.PARTIAL,
        "p3_applied": State.SUPPRESSED,
        "p4_habits": State.NO_DATA,
        "j3_measures": State.MEASURED,
        "o6_trained": State.MEASURED,  # neither
        "j6_hub": State.MEASURED,  # supports its box only
    }
    result = EQUAL.judge(set_beside({id_: Result(state) for id_, state in states.items()}), NOW)
    assert rows_of(result) == {"About people": 3, "About projects": 1}
    assert "people hold data" in EQUAL.sentence(result)


def test_it_sets_beside_each_other_what_the_page_says(demo_store: Store) -> None:
    found = results(demo_store, METRICS, NOW)
    held = {id_ for id_ in EQUAL.beside if found[id_].state is not State.NO_DATA}
    assert sum(rows_of(found[EQUAL.id]).values()) == len(held)  # type: ignore[arg-type]
    assert results(demo_store, [EQUAL], NOW)[EQUAL.id].facts == found[EQUAL.id].facts


def test_nothing_known_is_unknown(store: Store) -> None:
    assert results(store, [EQUAL], NOW)[EQUAL.id].state is State.NO_DATA
