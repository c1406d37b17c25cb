"""Colours that can be read, numbers and ticks as the house writes them."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.charts.theme import DARK, LIGHT, Palette, contrast, mark_of, month, plain, ticks
from qi_eval.vocabulary import Direction, Variation


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#005EB8", "#FFFFFF") == pytest.approx(6.38, abs=0.01)
    assert contrast("#E46C0A", "#FFFFFF") == pytest.approx(3.26, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(palette: Palette) -> None:
    for colour in (palette.text, palette.secondary, palette.accent, palette.target, palette.change):
        assert contrast(colour, palette.ground) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_can_be_seen_on_their_ground(palette: Palette) -> None:
    for colour in (palette.improvement, palette.concern, palette.common, palette.change, *palette.shades[:4]):
        assert contrast(colour, palette.ground) >= 3


def test_no_two_findings_differ_by_colour_alone() -> None:
    shapes = {mark_of(variation, Direction.INCREASE).shape for variation in list(Variation)[:3]}
    assert len(shapes) == 3


def test_a_good_fall_points_down() -> None:
    assert mark_of(Variation.IMPROVEMENT, Direction.DECREASE).shape == "down"
    assert mark_of(Variation.IMPROVEMENT, Direction.INCREASE).shape == "up"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1204.0, "1,204"),
        (6.92, "6.92"),
        (17.94, "17.9"),
        (2.5, "2.5"),
        (6.0, "6"),
        (0.314, "0.31"),
        (-3.0, "−3"),
        (0.0, "0"),
        (99.96, "100"),
    ],
)
def test_a_number_has_no_more_decimals_than_it_needs(value: float, words: str) -> None:
    assert plain(value) == words


def test_a_month_on_an_axis() -> None:
    assert month(date(2025, 4, 30)) == "Apr 2025"


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3.2, 3.9), (41, 89), (0, 1204), (-5, 12), (0.001, 0.0042)])
def test_ticks_span_the_values_in_few_round_steps(low: float, high: float) -> None:
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 3 <= len(marks) <= 8


def test_one_value_has_one_tick() -> None:
    assert ticks(7, 7) == (7,)
