"""The picture of a measure over time: where points, steps and gaps lie, in all its faces alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from qi_eval.charts.control_chart import Change, ControlChart, Line, drawing, figure, listed, poster
from qi_eval.charts.drawn import layout
from qi_eval.charts.scene import MOST, scene
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.vocabulary import Assurance, ChartType, Direction, Frequency, Variation
from tests.charts.pictured import START, chart, lines, pieces, said, weekly

SERIES, LIMIT, CENTRE = "1.3", "1.1", "1.4"  # the widths of lines, by which tests tell them apart


def traces(made: ControlChart) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in figure(made, LIGHT)["data"]}


def test_a_point_lies_at_the_pixel_of_its_day_and_value() -> None:
    made = chart([0, 100, 50])
    field = layout(made, 720, 360).field
    third = (field.right - field.left) / 3  # three weeks: half a week before, half a week after
    air = 100 * 0.03
    tall = field.bottom - field.top
    first = pieces(drawing(made), "circle")[0]
    assert float(first.get("cx", 0)) == pytest.approx(field.left + third / 2, abs=0.06)
    assert float(first.get("cy", 0)) == pytest.approx(field.bottom - tall * air / (100 + 2 * air), abs=0.06)


def test_a_limit_steps_half_way_between_two_points() -> None:
    made = chart([10, 20, 15], columns={"upper": [30.0, 30.0, 40.0], "phase": [1, 1, 1]})
    limit = next(stroke for stroke in scene(made).strokes if stroke.kind == "limit")
    monday = (START - date(1970, 1, 1)).days
    between = monday + 10.5  # 12 and 19 January: the border lies on the 15th at noon
    assert limit.spots == ((monday - 3.5, 30), (between, 30), (between, 40), (monday + 17.5, 40))


def test_a_new_phase_has_a_centre_of_its_own_that_no_line_joins() -> None:
    made = chart([10, 20, 50, 60], columns={"centre": [15.0, 15.0, 55.0, 55.0], "phase": [1, 1, 2, 2]})
    levels = [{y for _, y in line} for line in lines(drawing(made), width=CENTRE)]
    assert [len(level) for level in levels] == [1, 1]


def test_a_frozen_centre_is_carried_on_as_a_dotted_line() -> None:
    made = chart([10, 20, 50], columns={"centre": [15.0] * 3, "baseline": [True, True, False]})
    assert [stroke.kind for stroke in scene(made).strokes] == ["centre", "carried", "series"]


def test_a_missing_value_is_a_gap() -> None:
    made = chart([40, 42, None, 41, 43])
    assert [len(line) for line in lines(drawing(made), width=SERIES)] == [2, 2]
    assert traces(made)["series"]["y"] == [40, 42, None, 41, 43]


def test_a_month_without_a_row_is_a_gap_as_well() -> None:
    months = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-04-01", "2026-05-01"])
    points = pd.DataFrame({"x": months, "y": [1.0, 2.0, 3.0, 4.0]})
    assert len(lines(drawing(chart(points=points, frequency=Frequency.MONTHLY)), width=SERIES)) == 2
    assert len(lines(drawing(chart(points=points, frequency=Frequency.MONTHLY, chart=ChartType.T)), width=SERIES)) == 1


def test_a_point_left_out_is_hollow_and_named() -> None:
    made = chart([40, 90, 42], columns={"included": [True, False, True]})
    assert [dot.get("class") for dot in pieces(drawing(made), "circle")][1] == "f-ground s-common"
    assert "Point not counted" in said(drawing(made))
    assert traces(made)["Point not counted"]["marker"]["symbol"] == "circle-open"


def test_a_sign_has_a_shape_and_a_word_of_its_own() -> None:
    kinds = [Variation.COMMON_CAUSE, Variation.CONCERN, Variation.IMPROVEMENT]
    made = chart([40, 90, 10], columns={"point_type": kinds}, direction=Direction.DECREASE)
    assert list(traces(made))[1:] == ["Usual ups and downs", "Sign of improvement", "Sign of concern"]
    assert traces(made)["Sign of improvement"]["marker"]["symbol"] == "triangle-down"
    assert {"Sign of improvement", "Sign of concern"} <= set(said(drawing(made)))


def test_a_point_that_is_both_says_both() -> None:
    kinds = [Variation.COMMON_CAUSE, Variation.COMMON_CAUSE, Variation.IMPROVEMENT]
    both = {"point_type": kinds, "improving": [False, False, True], "concerning": [False, False, True]}
    made = chart([40, 41, 90], columns=both)
    assert "Signs of improvement and of concern" in said(drawing(made))
    assert traces(made)["Signs of improvement and of concern"]["marker"]["symbol"] == "square"


def test_without_a_sign_there_is_no_legend() -> None:
    assert "Usual ups and downs" not in said(drawing(chart()))
    assert not any(trace["showlegend"] for trace in traces(chart()).values())


def test_trial_limits_say_so() -> None:
    columns = {"upper": [70.0] * 3, "lower": [20.0] * 3, "phase": [1] * 3}
    assert "upper limit 70" in said(drawing(chart(columns=columns)))
    trial = chart(columns=columns, trial=(1,))
    assert {"upper trial limit 70", "lower trial limit 20"} <= set(said(drawing(trial)))
    assert {stroke.kind for stroke in scene(trial).strokes} == {"trial", "series"}


def test_warning_limits_are_drawn_where_asked_for() -> None:
    columns = {"upper_warning": [60.0] * 3, "lower_warning": [30.0] * 3}
    assert "warning" not in {stroke.kind for stroke in scene(chart(columns=columns)).strokes}
    assert "warning" in {stroke.kind for stroke in scene(chart(columns=columns, warnings=True)).strokes}


def test_a_later_change_widens_the_axis_a_little_and_a_far_one_is_only_listed() -> None:
    near, far = Change(START + timedelta(days=19), "Near"), Change(START + timedelta(days=400), "Far")
    seen = scene(chart(changes=(near, far)))
    assert [change for change, _ in seen.changes] == [near]
    assert seen.high == seen.axis.place(near.when)
    assert [words for _, words in listed(chart(changes=(near, far)))] == [
        "Near, 24 January 2026",
        "Far, 9 February 2027",
    ]


def test_a_limit_is_drawn_no_further_than_values_can_go() -> None:
    made = chart([90, 95, 92], columns={"upper": [110.0] * 3, "lower": [-3.0] * 3}, unit="%")
    levels = {y for stroke in scene(made).strokes if stroke.kind == "limit" for _, y in stroke.spots}
    assert levels == {0, 100}


def test_a_target_steps_and_a_trajectory_slopes() -> None:
    second = START + timedelta(weeks=1)
    target = (Line(80, "aim 80"), Line(90, "aim 90", second))
    plan = (Line(40, "", START, planned=True), Line(70, "plan 70", START + timedelta(weeks=8), planned=True))
    made = chart(target=target + plan)
    drawn = {stroke.kind: [y for _, y in stroke.spots] for stroke in scene(made).strokes}
    assert drawn["target"] == [80, 80, 90, 90]
    assert drawn["planned"] == [40, 70]
    assert {"aim 90", "plan 70"} <= set(said(drawing(made)))
    assert "aim 80" not in said(drawing(made))


def test_old_limits_stay_lightly_visible() -> None:
    old = pd.DataFrame({"x": weekly([1, 2, 3])["x"], "centre": 30.0, "lower": 20.0, "upper": 40.0})
    made = chart(columns={"centre": [50.0] * 3}, earlier=old)
    assert len([stroke for stroke in scene(made).strokes if stroke.kind == "earlier"]) == 3
    assert "Limits before new ones were set" in said(drawing(made))
    assert traces(made)["Limits before new ones were set"]["opacity"] < 0.5


@pytest.mark.parametrize("exact", [False, True], ids=["ours", "exact"])
def test_plotly_takes_every_figure(exact: bool) -> None:
    columns = {"centre": [50.0] * 3, "lower": [20.0] * 3, "upper": [80.0] * 3, "mean": [51.0] * 3}
    made = chart(columns=columns, target=(Line(90, "aim 90"),), unit="days", exact_colours=exact)
    for palette in (LIGHT, DARK):
        assert len(go.Figure(figure(made, palette)).data) > 3
    assert ("#A6A6A6" in drawing(made).svg) is exact


@pytest.mark.parametrize("values", [[], [5.0], [None, None]], ids=["none", "one", "all missing"])
def test_little_to_draw_is_drawn(values: list[float | None]) -> None:
    made = chart(values)
    go.Figure(figure(made, LIGHT))
    assert len(pieces(drawing(made), "circle")) == len([v for v in values if v is not None])
    assert said(poster(made))


def test_positions_and_names_stand_where_there_are_no_dates() -> None:
    assert "3" in said(drawing(chart(points=pd.DataFrame({"x": [1, 2, 3], "y": [5.0, 6.0, 7.0]}))))
    assert "Ward B" in said(drawing(chart(points=pd.DataFrame({"x": ["Ward A", "Ward B"], "y": [5.0, 6.0]}))))


def test_of_very_many_points_the_extremes_and_the_signs_are_drawn() -> None:
    values = [float(i % 7) for i in range(MOST * 5)]
    values[4321] = 99.0
    drawn = scene(chart(values)).spots
    assert len(drawn) <= MOST + 2
    assert max(spot.value for spot in drawn) == 99


def test_a_poster_says_everything() -> None:
    made = chart(reading="No sign of real change.", source="Notes audit", variation=Variation.COMMON_CAUSE,
                 assurance=Assurance.INCONSISTENT)  # fmt: skip
    words = said(poster(made))
    for each in (
        made.title,
        made.reading,
        made.caption,
        "Source: Notes audit",
        "Usual ups and downs",
        "by chance alone",
    ):
        assert each in words
    assert poster(made).alt == made.alt
