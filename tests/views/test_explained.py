"""Help where the words stand: every term has a meaning, and a text finds its own."""

from __future__ import annotations

import pytest

from qi_eval.views.explained import all_terms, explained
from qi_eval.views.keys import STATES
from qi_eval.vocabulary import Method

NAMES = [name for _, terms in all_terms() for name, _ in terms]


def test_no_term_is_explained_twice_and_none_without_a_meaning() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(meaning.endswith(".") for _, terms in all_terms() for _, meaning in terms)


@pytest.mark.parametrize("name", NAMES)
def test_each_term_is_found_by_its_own_name(name: str) -> None:
    if name not in ("*", "Known"):
        assert name in dict(explained(name)) or name == "41 of 54 can be judged"


def test_a_text_finds_the_terms_that_stand_in_it() -> None:
    told = dict(explained("22 of 54 replied: between 41% and 76%", "down 2 points since June, not tested"))
    assert set(told) == {"Range that missing answers leave", "Percentage points", "Not tested"}


def test_a_part_of_a_word_is_no_term() -> None:
    assert explained("unknown makeshifts of the equipment") == ()


def test_every_state_and_every_rule_set_that_can_be_chosen_is_explained() -> None:
    states = {name.lower() for name in NAMES}
    assert all(any(state.label.lower().startswith(name) for name in states) for state in STATES)
    chosen = (Method.MDC, Method.ANHOEJ, Method.IHI)
    assert all(any(method.label.lower().startswith(name) for name in states) for method in chosen)
