"""Words for numbers, dates and signals; and no claim without a rule that fired."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval import narrative
from qi_eval.narrative import unsupported
from qi_eval.vocabulary import Variation


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (61.4, "61%"),
        (0, "0%"),
        (100, "100%"),
        (0.97, "1.0%"),
        (0.4, "0.4%"),
        (0.04, "under 0.1%"),
        (99.6, "99.6%"),
        (99.97, "over 99.9%"),
        (162.4, "162%"),
        (-3.2, "-3%"),
        (None, "not known"),
    ],
)
def test_a_percentage_never_reads_as_none_or_all_where_it_is_not(value: float | None, words: str) -> None:
    assert narrative.percent(value) == words


def test_a_percentage_with_decimals_has_them_unless_it_is_whole() -> None:
    assert [narrative.percent(value, 1) for value in (1.83, 2, 0.04, 99.97, 0, 100)] == [
        "1.8%", "2%", "under 0.1%", "over 99.9%", "0%", "100%",
    ]  # fmt: skip
    assert narrative.percent(0.004, 2) == "under 0.01%"


@settings(deadline=None)
@given(st.floats(0, 100))
def test_0_and_100_percent_mean_exactly_that(value: float) -> None:
    assert (narrative.percent(value) == "0%") == (value == 0)
    assert (narrative.percent(value) == "100%") == (value == 100)


def test_numbers_in_words() -> None:
    assert narrative.number(1234) == "1,234"
    assert narrative.number(6.86, 1) == "6.9"
    assert narrative.number(-0.2) == "0"
    assert narrative.number("fewer than 5") == "fewer than 5"
    assert narrative.trimmed(3.0) == "3"
    assert narrative.trimmed(2.5) == "2.5"
    assert narrative.trimmed(100) == "100"
    assert (narrative.signed(18), narrative.signed(-3), narrative.signed(0.2)) == ("+18", "−3", "0")
    assert narrative.count(1, "project") == "1 project"
    assert narrative.count(22, "project") == "22 projects"
    assert narrative.people("fewer than 5") == "fewer than 5 people"
    assert narrative.of(22, 54) == "22 of 54"
    assert narrative.replied(611, 1270) == "611 replied of 1,270"
    assert narrative.between(40.7, 75.9) == "between 41% and 76%"
    assert narrative.between(2, 3.5, "points") == "between 2 and 3.5"
    assert narrative.span(16, 20) == "16 to 20"


def test_lists_and_dates_in_words() -> None:
    assert narrative.listed([]) == ""
    assert narrative.listed(["a"]) == "a"
    assert narrative.listed(["a", "b", "c"]) == "a, b and c"
    assert narrative.date_words(date(2024, 4, 3)) == "3 April 2024"
    assert narrative.month_words(date(2024, 4, 3)) == "April 2024"


def test_a_change_of_a_level_is_marked_as_not_tested() -> None:
    june, now = date(2026, 6, 3), date(2026, 9, 30)
    assert narrative.change_since(3, june, now) == "up 3 since June, not tested"
    assert narrative.change_since(-2.5, date(2025, 12, 3), now, unit=" points") == (
        "down 2.5 points since December 2025, not tested"
    )
    assert narrative.change_since(0, june, now) == "the same as in June"


def test_signals_say_what_the_rule_says() -> None:
    assert narrative.signal_words(Variation.IMPROVEMENT, date(2026, 7, 6)) == "sign of improvement since 6 July 2026"
    assert narrative.signal_words(Variation.COMMON_CAUSE, date(2026, 7, 6)) == "usual ups and downs"


@pytest.mark.parametrize(
    "claim",
    [
        "Falls improved by 26%.",
        "An improvement was seen.",
        "There was a significant drop.",
        "The training caused the change.",
        "This proves that it works.",
        "Scores are trending.",
        "Engagement rose.",
        "Waiting times fell due to the project.",
        "It is better than in June.",
        "Things got worse.",
        "A growing number of wards.",
        "Up 3 since June.",
        "It led to fewer falls.",
        "RAG green.",
        "We engaged 6,000 staff.",
    ],
)
def test_a_claim_without_a_rule_is_named(claim: str) -> None:
    assert unsupported(claim)


@pytest.mark.parametrize(
    "said",
    [
        "22 of 54 projects, up 3 since June, not tested.",
        "The quality improvement programme supports 54 improvement projects.",
        "Trust-wide, many causes, not evidence about the programme.",
        "2 declined.",
        "Usual ups and downs.",
        "611 replied of 1,270.",
    ],
)
def test_a_name_is_no_claim(said: str) -> None:
    assert not unsupported(said)


def test_a_rule_that_fired_supports_its_own_direction_only() -> None:
    assert not unsupported("Sign of improvement since 6 July.", signal=Variation.IMPROVEMENT)
    assert unsupported("Sign of improvement since 6 July.", signal=Variation.CONCERN)
    assert unsupported("Sign of improvement since 6 July.", signal=Variation.COMMON_CAUSE)
    assert not unsupported("It got worse.", signal=Variation.CONCERN)
    assert unsupported("The project caused an improvement.", signal=Variation.IMPROVEMENT)
