"""No two words of a chart lie on each other, and none on a point: for any changes, limits and widths."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.charts.changes import NAMED, Change
from qi_eval.charts.control_chart import ControlChart, Line, drawing, poster
from qi_eval.charts.drawn import layout
from qi_eval.charts.lettering import Flag, fitted, hoisted, spread, text_width, wrapped
from tests.charts.pictured import START, chart, pieces, said

SIZE = 13
names = st.text("abcdefghij WMil", min_size=1, max_size=40).filter(str.strip)
changes = st.lists(
    st.builds(
        Change, st.integers(0, 160).map(lambda d: START + timedelta(days=d)), names, small=st.booleans(),
        wide=st.booleans(), note=st.booleans(),
    ),
    max_size=14,
)  # fmt: skip
levels = st.floats(0, 100)


@st.composite
def charts(draw: st.DrawFn) -> ControlChart:
    """A chart of 24 weeks with limits and changes anywhere."""
    values = draw(st.lists(levels, min_size=24, max_size=24))
    columns = {name: [draw(levels)] * 24 for name in ("centre", "lower", "upper")}
    target = (Line(draw(levels), "aim"),)
    return chart(values, columns=columns, changes=tuple(draw(changes)), target=target, unit="%")


def boxes(picture: object) -> list[tuple[float, float, float, float, str]]:
    """The rectangle of each piece of text: left, top, right, bottom, words."""
    found = []
    for text in pieces(picture, "text"):  # type: ignore[arg-type]
        words = text.text or ""
        x, y, wide = float(text.get("x", 0)), float(text.get("y", 0)), text_width(words, SIZE)
        x -= {"end": wide, "middle": wide / 2}.get(text.get("text-anchor", ""), 0)
        found.append((x, y - 0.72 * SIZE, x + wide, y + 0.02 * SIZE, words))
    return found


@settings(max_examples=120, deadline=None)
@given(charts(), st.sampled_from([340, 560, 900]))
def test_no_two_words_touch(made: ControlChart, width: int) -> None:
    found = boxes(drawing(made, width=width))
    for i, one in enumerate(found):
        for two in found[i + 1 :]:
            apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
            assert apart, (one, two)


@settings(max_examples=60, deadline=None)
@given(charts(), st.sampled_from([340, 900]))
def test_no_name_of_a_change_lies_on_the_field(made: ControlChart, width: int) -> None:
    laid = layout(made, width, 360)
    assert all(laid.field.top - 6 - 16 * name.row < laid.field.top for name in laid.names.lines)
    assert all(name.start >= 0 and name.start + text_width(name.words) <= width + 0.1 for name in laid.names.lines)


@settings(max_examples=60, deadline=None)
@given(charts())
def test_every_change_on_the_chart_is_named_or_listed(made: ControlChart) -> None:
    words = "".join(said(poster(made))).replace(" ", "")
    assert [change.name for change in made.changes if change.name.replace(" ", "") not in words] == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 800), st.floats(8, 240), st.booleans()), max_size=9))
def test_no_line_that_rises_runs_through_words(given_flags: list[tuple[float, float, bool]]) -> None:
    flags = [Flag(at, at - wide if left else at, at if left else at + wide) for at, wide, left in given_flags]
    placed = hoisted(flags)
    for i, (row, rises) in enumerate(placed):
        below = [flags[j] for j in range(len(flags)) if j != i and placed[j][0] < row]
        assert not (rises and any(flag.covers(flags[i].at) for flag in below))
        same = [flags[j] for j in range(len(flags)) if j != i and placed[j][0] == row]
        assert all(flag.end <= flags[i].start or flags[i].end <= flag.start for flag in same)


@given(st.lists(st.floats(0, 300), max_size=8))
def test_names_of_lines_keep_their_order_and_distance(at: list[float]) -> None:
    placed = spread(at, 15, 0, 300)
    ordered = sorted(zip(at, placed, strict=True))
    assert all(two[1] - one[1] >= 15 - 1e-9 for one, two in pairwise(ordered))


def test_names_that_have_room_stay_where_their_lines_are() -> None:
    assert spread([10.0, 100.0], 15, 0, 300) == [10, 100]


def test_names_stand_while_they_are_few_and_become_numbers_then() -> None:
    few = tuple(Change(START + timedelta(weeks=i), f"Change {i}") for i in range(3))
    assert {"Change 0", "Change 1", "Change 2"} <= set(said(drawing(chart([5] * 24, changes=few))))
    many = tuple(Change(START + timedelta(weeks=i), f"Change {i}") for i in range(NAMED + 1))
    drawn = said(drawing(chart([5] * 24, changes=many)))
    assert {str(i + 1) for i in range(NAMED + 1)} <= set(drawn)
    assert "Change 0" not in drawn


def test_a_long_word_is_cut_into_lines_that_fit() -> None:
    lines = wrapped("a " + "W" * 60, 100)
    assert max(text_width(line) for line in lines) <= 100
    assert "".join(lines).replace(" ", "") == "a" + "W" * 60
    assert text_width(fitted("W" * 60, 100)) <= 100
