"""Help where the words stand: every term has a meaning, and a text finds its own."""

from __future__ import annotations

import re

import pytest

from qi_eval.charts.icons import assurance_words, variation_words
from qi_eval.store import Store
from qi_eval.views import effect, measure, project
from qi_eval.views.explained import all_terms, anchor, explained
from qi_eval.views.keys import STATES, icon_keys, signal_keys, state_keys
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Assurance, Method, State, Variation
from tests.faces import WHOLE, words
from tests.metrics.ground import REPORT_DATE

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


TECHNICAL = (  # as a statistician or an improver says them; where one stands on a page, the glossary must have it
    *("median", "baseline", "shift", "trend", "run chart", "control chart", "xmr", "spc", "process limits", "crossing"),
    *("common cause", "special cause", "wilson", "newcombe", "95% interval", "provisional", "exploratory", "rebase"),
    *("new limits", "funnel", "pareto", "all-or-none", "bundle", "benchmark", "weighted", "headcount", "denominator"),
    *("numerator", "response rate", "kirkpatrick", "newey", "laney", "carry-over", "counterfactual", "fidelity"),
    *("pdsa", "driver diagram", "family of measures", "musiq", "nhs impact", "oscar", "re-aim", "cqc", "imd", "wte"),
    *("deprivation", "co-design", "co-production", "cashable", "validated", "modelled", "averted", "dosing", "morale"),
    *(
        "leaver rate",
        "stability index",
        "vacancy",
        "staff engagement",
        "suppressed",
        "time between",
        "balancing measure",
    ),
)
PLAIN = {"suppressed"}  # the word of the files; pages say hidden


def test_every_technical_term_that_a_page_shows_is_in_the_glossary(demo_store: Store) -> None:
    """And that is one click away: How to read this stands in every page's navigation, each term with an address."""
    scope = scope_of(demo_store, today=REPORT_DATE)
    asked = (
        "overview",
        "people",
        "organisation",
        "community",
        "projects",
        "measures",
        "before and after",
        "data health",
    )
    shown = [words(WHOLE[name](demo_store, scope)).lower() for name in asked]
    shown += [words(measure.measure_view(demo_store, scope, "P003-1", "", "", "")).lower()]
    shown += [words(project.project_view(demo_store, scope, "P003")).lower()]
    shown += [words(effect.effect_view(demo_store, scope, "P003-1", "", "")).lower()]
    met = {term for term in TECHNICAL if any(re.search(rf"\b{re.escape(term)}\b", text) for text in shown)}
    assert len(met) > len(TECHNICAL) / 2, "the sweep reads what pages show"
    assert [term for term in sorted(met - PLAIN) if not explained(term)] == []


def test_each_term_has_an_address_of_its_own() -> None:
    assert len({anchor(name) for name in NAMES}) == len(NAMES)


def test_every_mark_and_icon_that_can_be_shown_has_its_line_in_how_to_read_this() -> None:
    told = {key.name for key in (*state_keys(), *signal_keys(), *icon_keys())}
    assert {state.label for state in State} <= told
    assert {variation_words(one)[0] for one in (*Variation, None)} <= told
    assert {assurance_words(one)[0] for one in (*Assurance, None)} <= told
    drawn = [str(key.mark) for key in icon_keys()]
    assert len(set(drawn)) == len(drawn)
