"""Icons: each finding has its own letter and shape, words say what they mean, an empty one says why."""

from __future__ import annotations

from itertools import product

import pytest

from qi_eval.charts.icons import assurance_icon, assurance_words, variation_icon, variation_words
from qi_eval.charts.theme import DARK, EXACT, LIGHT, contrast
from qi_eval.vocabulary import Assurance, Direction, Variation
from tests.charts.pictured import pieces, said

UP, DOWN, NONE = Direction.INCREASE, Direction.DECREASE, Direction.NEUTRAL


@pytest.mark.parametrize(
    ("variation", "direction", "letter"),
    [
        (Variation.IMPROVEMENT, UP, "H"),
        (Variation.IMPROVEMENT, DOWN, "L"),
        (Variation.CONCERN, UP, "L"),
        (Variation.CONCERN, DOWN, "H"),
    ],
)
def test_a_sign_carries_the_letter_of_its_values(variation: Variation, direction: Direction, letter: str) -> None:
    icon = variation_icon(variation, direction)
    assert said(icon) == [letter]
    assert icon.alt == f"{variation.label}: {'higher' if letter == 'H' else 'lower'} values"


def test_no_two_icons_differ_by_colour_alone() -> None:
    cases = product((Variation.IMPROVEMENT, Variation.CONCERN), (UP, DOWN))
    cases_of_one = [*cases, (Variation.COMMON_CAUSE, UP), (Variation.NEUTRAL_HIGH, NONE), (Variation.NEUTRAL_LOW, NONE)]
    drawn = {
        tuple((e.tag, e.get("points"), e.get("cx"), e.get("cy"), e.text) for tag in ("polygon", "polyline", "text")
              for e in pieces(variation_icon(*case), tag))
        for case in cases_of_one
    }  # fmt: skip
    assert len(drawn) == len(cases_of_one)


@pytest.mark.parametrize(
    ("assurance", "letter"), [(Assurance.PASS, "P"), (Assurance.FAIL, "F"), (Assurance.INCONSISTENT, "?")]
)
def test_a_target_has_its_letter(assurance: Assurance, letter: str) -> None:
    assert said(assurance_icon(assurance, UP)) == [letter]


def test_the_wave_lies_on_the_side_of_the_target_that_is_good_or_not() -> None:
    def above(assurance: Assurance, direction: Direction) -> bool:
        icon = assurance_icon(assurance, direction, size=48)
        wave = [float(pair.split(",")[1]) for pair in pieces(icon, "polyline")[0].get("points", "").split()]
        return max(wave) < float(pieces(icon, "line")[0].get("y1", 0))

    assert above(Assurance.PASS, UP)
    assert not above(Assurance.FAIL, UP)
    assert not above(Assurance.PASS, DOWN)
    assert above(Assurance.FAIL, DOWN)


@pytest.mark.parametrize("icon", [variation_icon(None, why="8 points"), assurance_icon(None, why="8 points")])
def test_an_empty_icon_is_a_dashed_ring_that_says_why(icon: object) -> None:
    ring = pieces(icon, "circle")  # type: ignore[arg-type]
    assert len(ring) == 1
    assert ring[0].get("stroke-dasharray")
    assert icon.alt.endswith(": 8 points")  # type: ignore[attr-defined]


def test_every_meaning_is_in_words() -> None:
    spoken = [variation_words(v, d) for v in Variation for d in Direction]
    spoken += [assurance_words(a, d) for a in Assurance for d in Direction]
    assert all(bold and rest for bold, rest in spoken)
    assert variation_words(None)[0] == "No icon yet"


def test_rings_and_letters_can_be_seen_on_both_grounds() -> None:
    for palette in (LIGHT, DARK):
        rings = (palette.improvement, palette.concern, palette.common, palette.change)
        assert min(contrast(ring, palette.ground) for ring in rings) >= 3
        letters = (palette.improvement, palette.concern_edge, palette.secondary)
        assert min(contrast(letter, palette.ground) for letter in letters) >= 4.5


def test_exact_colours_are_those_of_making_data_count_on_white() -> None:
    assert (EXACT.improvement, EXACT.concern, EXACT.common) == ("#00B0F0", "#E46C0A", "#A6A6A6")
    drawn = variation_icon(Variation.IMPROVEMENT, UP, exact=True).svg
    assert "#00B0F0" in drawn
    assert LIGHT.improvement not in drawn
    assert DARK.ground not in drawn
