"""A driver diagram as a picture: every box with its words, joined to what it hangs on."""

from __future__ import annotations

import re

from qi_eval.charts.drivers import Box, driver_drawing
from qi_eval.vocabulary import DriverKind

IDEAS = (Box(DriverKind.CHANGE_IDEA, "Huddle"), Box(DriverKind.CHANGE_IDEA, "Blanket"))
AIM = Box(DriverKind.AIM, "Fewer falls", "Falls", (Box(DriverKind.PRIMARY_DRIVER, "Safe at night", "", IDEAS),))


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_each_box_says_what_it_says_and_columns_without_a_box_take_no_room() -> None:
    drawn = driver_drawing([AIM], alt="Drivers of P1")
    assert words(drawn.svg) == [
        *("Aim", "Primary drivers", "Change ideas"),
        *("Fewer falls", "Measure: Falls", "Safe at night", "Huddle", "Blanket"),
    ]
    assert (drawn.alt, drawn.width) == ("Drivers of P1", 960)


def test_every_box_but_the_first_is_joined_by_one_line() -> None:
    assert driver_drawing([AIM], alt="").svg.count("<polyline") == 3
    assert driver_drawing([Box(DriverKind.AIM, "Alone")], alt="").svg.count("<polyline") == 0


def test_a_root_begins_below_the_one_before_and_long_words_make_a_box_taller() -> None:
    one, two = driver_drawing([AIM], alt=""), driver_drawing([AIM, AIM], alt="")
    assert two.height > 2 * (one.height - 30)
    long = Box(DriverKind.AIM, "word " * 60)
    assert driver_drawing([long], alt="", width=300).height > driver_drawing([long], alt="").height


def test_words_of_people_are_no_markup_and_nothing_is_said_to_be_nothing() -> None:
    assert "<b>" not in driver_drawing([Box(DriverKind.AIM, "<b>x</b>")], alt="").svg
    assert words(driver_drawing([], alt="").svg) == ["Nothing drawn yet"]
