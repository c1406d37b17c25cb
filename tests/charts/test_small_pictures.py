"""Small charts: well-formed SVG, escaped text, honest gaps, nothing drawn for what is hidden."""

from __future__ import annotations

from datetime import date
from functools import partial
from xml.etree import ElementTree

import pytest

from qi_eval.charts import marks, over_time, parts, pictogram, presence, svg
from qi_eval.charts.over_time import Point
from qi_eval.charts.picture import Picture
from qi_eval.charts.svg import Row
from qi_eval.vocabulary import Direction, Outcome, State, Variation

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture: Picture, tag: str) -> list[ElementTree.Element]:
    """The elements of one kind in the picture; parsing proves that it is well formed."""
    return ElementTree.fromstring(picture.svg).findall(f".//{SVG}{tag}")


def words(picture: Picture) -> list[str]:
    return [element.text or "" for element in drawn(picture, "text")]


def y_of(picture: Picture, said: str) -> float:
    """How far down some words stand."""
    return next(float(text.get("y", 0)) for text in drawn(picture, "text") if text.text == said)


def month(n: int) -> date:
    return date(2025, n, 1)


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    picture = svg.bars([Row("A", 40, "40"), Row("B", 10, "10")], "two groups")
    lengths = [float(r.get("width", 0)) for r in drawn(picture, "rect") if r.get("class") == "f-accent"]
    assert lengths == [svg.WIDTH, svg.WIDTH / 4]


def test_a_hidden_row_has_no_bar_and_says_so() -> None:
    picture = svg.bars([Row("A", 40, "40"), Row("B", None, "hidden")], "two groups")
    assert len([r for r in drawn(picture, "rect") if r.get("class") == "f-accent"]) == 1
    assert "hidden" in words(picture)


def test_what_a_user_wrote_is_escaped() -> None:
    picture = svg.bars([Row("<script>alert(1)</script>", 1, "1")], 'say "<b>"')
    assert drawn(picture, "script") == []
    assert "<script>alert(1)</script>" in words(picture)


def test_rows_beyond_the_tenth_are_counted() -> None:
    picture = svg.bars([Row(str(i), i, str(i)) for i in range(14)], "many")
    assert "4 more in the table" in words(picture)


def test_a_label_that_has_room_is_written_in_full() -> None:
    group = "Additional professional, scientific and technical"
    assert group in words(svg.bars([Row(group, 8, "8%")], "one group"))
    assert group in words(parts.splits([parts.Split(group, "8%", (1, 2))], ["A", "B"], "one group"))


def test_a_longer_label_takes_two_lines_and_the_rows_below_make_room() -> None:
    group = "Additional professional, scientific and technical staff of the whole trust"
    for draw in (svg.bars, partial(svg.dots, low=0, high=10)):
        one, two = (draw([Row(name, 5, "5"), Row("B", 5, "5")], "") for name in ("A", group))
        assert " ".join(words(two)).startswith(group)
        assert two.height - one.height == svg.LINE
        assert y_of(two, "B") - y_of(one, "B") == svg.LINE


def test_a_label_that_two_lines_do_not_hold_is_cut_at_a_word() -> None:
    said = words(svg.bars([Row("staff of the whole trust " * 9, 5, "5")], ""))
    assert len(said) == svg.LABEL_LINES + 1
    assert said[1].endswith(("staff…", "of…", "the…", "whole…", "trust…"))


def test_the_parts_of_a_stack_fill_it() -> None:
    picture = parts.stack([Row("A", 10, "10"), Row("B", 30, "30")], "parts")
    widths = [float(r.get("width", 0)) for r in drawn(picture, "rect") if r.get("class") in ("f-shade1", "f-shade2")][
        :2
    ]
    assert widths == [pytest.approx(svg.WIDTH / 4 - 1.5), pytest.approx(svg.WIDTH * 3 / 4 - 1.5)]


def test_a_dot_carries_its_interval() -> None:
    picture = svg.dots([Row("A", 5, "5", 4, 6), Row("B", None, "hidden")], "dots", low=0, high=10)
    assert len(drawn(picture, "circle")) == 1
    assert len([each for each in drawn(picture, "line") if each.get("stroke-width") == "3"]) == 1


def test_a_line_does_not_cross_a_gap() -> None:
    values = [1.0, 2.0, None, 2.0, 3.0]
    picture = over_time.line([Point(month(i + 1), v) for i, v in enumerate(values)], "a gap")
    assert len(drawn(picture, "polyline")) == 2
    assert len(drawn(picture, "circle")) == 4


def test_a_signal_has_a_shape_of_its_own() -> None:
    points = [Point(month(1), 1.0), Point(month(2), 9.0, "9", Variation.CONCERN)]
    picture = over_time.line(points, "a concern", direction=Direction.DECREASE)
    assert len(drawn(picture, "polygon")) == 1
    assert "9" in words(picture)


def test_a_count_so_far_stays_level_until_the_next_event() -> None:
    picture = over_time.steps([Point(month(1), 1.0), Point(month(6), 2.0)], "steps")
    corners = drawn(picture, "polyline")[0].get("points", "").split()
    assert corners[1].split(",")[1] == corners[0].split(",")[1]


def test_nothing_to_draw_is_said_in_words() -> None:
    assert words(over_time.line([Point(month(1), None)], "none")) == ["No values to draw yet"]


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_mark_with_its_name(state: State) -> None:
    assert marks.state_mark(state).alt == state.label


def test_no_two_states_look_alike() -> None:
    assert len({marks.state_mark(state).svg.split("</title>")[1] for state in State}) == len(State)


def test_a_row_of_marks_is_counted_in_words() -> None:
    states = [State.NO_DATA, State.MEASURED, State.MEASURED, State.PARTIAL]
    assert marks.state_row(states).alt == "2 known, 1 partly known, 1 not known yet"
    assert marks.counted([State.SUPPRESSED]) == "0 known, 0 partly known, 0 not known yet, 1 hidden"


def test_a_sparkline_of_equal_values_lies_in_the_middle() -> None:
    picture = marks.sparkline([5.0, 5.0, 5.0], alt="level")
    assert {circle.get("cy") for circle in drawn(picture, "circle")} == {str(marks.SPARK[1] // 2)}


def test_a_picture_follows_the_ground_of_the_page() -> None:
    assert "prefers-color-scheme:dark" in marks.state_mark(State.MEASURED).svg
    assert marks.state_mark(State.MEASURED).uri.startswith("data:image/svg+xml;base64,")


def test_each_verdict_has_a_shape_of_its_own() -> None:
    rows = [pictogram.Row(outcome.label, "1", ((outcome, 1),)) for outcome in Outcome]
    picture = pictogram.pictogram(rows, "five groups")
    marks_drawn = [*drawn(picture, "polygon"), *drawn(picture, "circle")]
    looks = {(mark.get("class", ""), len(mark.get("points", "").split())) for mark in marks_drawn}
    assert len(looks) == len(Outcome)  # filled and open triangle, disc, diamond, open square


def test_reasons_stand_below_their_group_and_many_projects_share_a_mark() -> None:
    row = pictogram.Row("Cannot tell", "13", ((Outcome.CANNOT_TELL, 13),), (("No data", "2"),))
    picture = pictogram.pictogram([row], "reasons")
    assert words(picture) == ["Cannot tell", "13", "No data", "2"]
    assert len(drawn(picture, "polygon")) == 13
    many = pictogram.pictogram([pictogram.Row("No sign", "500", ((Outcome.NO_SIGN, 500),))], "many")
    assert len(drawn(many, "circle")) <= pictogram.MOST
    assert words(many)[-1].startswith("One mark: up to")


def test_the_parts_of_a_row_differ_in_filling_and_carry_their_number() -> None:
    picture = parts.splits([parts.Split("Design", "10", (4, 3, 1, 1, 1))], ["a", "b", "c", "d", "e"], "parts")
    assert [w for w in words(picture) if w.isdigit()] == ["10", "4", "3", "1", "1", "1"]
    assert "url(#hatch)" in picture.svg


def test_a_cell_is_filled_where_somebody_came() -> None:
    picture = presence.presence([presence.Row("RXX", (True, False, True))], [month(1), month(2), month(3)], "grid")
    assert len(drawn(picture, "rect")) == 2
    assert words(picture) == ["Jan 2025", "Mar 2025", "RXX"]


def test_a_band_is_drawn_where_both_ends_are_known_and_widens_the_scale() -> None:
    points = [Point(month(n), 50, low=40, high=80) for n in (1, 2)]
    picture = over_time.line([*points, Point(month(3), 55)], "band")
    assert len(drawn(picture, "polygon")) == 1
    assert over_time.scale(points)[-1] >= 80


def test_a_step_names_the_day_that_is_marked() -> None:
    marked = [over_time.Marked(month(2), "10%")]
    picture = over_time.steps([Point(month(1), 1), Point(month(3), 4)], "steps", marked=marked)
    assert "10%" in words(picture)
