"""Charts of groups at one time: a funnel plot without a ranking, a Pareto chart whose shares add up."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from qi_eval.charts.funnel import FunnelChart, funnel_drawing, funnel_figure
from qi_eval.charts.pareto import MOST, OTHER, pareto, pareto_drawing, pareto_figure
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.vocabulary import FunnelPlace
from tests.charts.pictured import pieces, said

LIMITS = {"lower998": 0.1, "lower95": 0.2, "upper95": 0.4, "upper998": 0.5}


def wards(places: list[FunnelPlace]) -> FunnelChart:
    count = len(places)
    units = pd.DataFrame(
        {
            "unit": [f"Ward <{i}>" for i in range(count)],
            "n": [100.0 + i for i in range(count)],
            "y": 0.3,
            "place": places,
        }
    )
    curve = pd.DataFrame({"n": [100.0, 110.0], **{name: [level] * 2 for name, level in LIMITS.items()}})
    return FunnelChart(units, curve, 0.3, "Letters sent late", "Three wards", "Exact binomial limits", size="Letters")


def test_only_units_beyond_the_outer_limits_are_named() -> None:
    words = said(funnel_drawing(wards([FunnelPlace.WITHIN, FunnelPlace.HIGH, FunnelPlace.ABOVE])))
    assert [word for word in words if word.startswith("Ward")] == ["Ward <2>"]
    assert "Above what chance explains" in words


def test_within_chance_there_is_nothing_to_explain() -> None:
    words = said(funnel_drawing(wards([FunnelPlace.WITHIN] * 3)))
    assert "Within what chance explains" not in words


def test_shares_are_drawn_in_the_unit_of_the_chart() -> None:
    words = said(funnel_drawing(wards([FunnelPlace.WITHIN] * 3)))
    assert {"20%", "40%", "95% limit", "99.8% limit", "together 30%", "Letters"} <= set(words)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_plotly_takes_the_funnel_and_no_name_is_markup(palette: object) -> None:
    figure = funnel_figure(wards([FunnelPlace.WITHIN, FunnelPlace.BELOW]), palette)  # type: ignore[arg-type]
    go.Figure(figure)
    assert not any("<1>" in text for trace in figure["data"] for text in trace.get("hovertext", []))


def test_no_unit_is_said_in_words() -> None:
    assert said(funnel_drawing(wards([]))) == ["No unit to draw yet"]
    go.Figure(funnel_figure(wards([]), LIGHT))


def test_kinds_are_sorted_and_their_shares_run_to_all() -> None:
    chart = pareto([("Late", 10), ("Wrong dose", 30), ("Late", 10), ("None", 0)], title="Errors")
    assert chart.rows == (("Wrong dose", "30", "60%"), ("Late", "20", "100%"))
    assert chart.alt == "Pareto chart. Errors: Wrong dose 30; Late 20"


def test_many_kinds_end_in_one_bar_of_all_others() -> None:
    chart = pareto([(f"Kind {i}", 100 - i) for i in range(MOST + 5)], title="Errors")
    assert len(chart.kinds) == MOST
    assert (chart.kinds[-1].label, chart.kinds[-1].count) == (OTHER, sum(100 - i for i in range(MOST - 1, MOST + 5)))
    assert chart.kinds[-1].running == pytest.approx(100)


def test_a_bar_is_as_high_as_its_count() -> None:
    bars = pieces(pareto_drawing(pareto([("A", 40), ("B", 10)], title="Errors")), "rect")
    heights = [float(bar.get("height", 0)) for bar in bars]
    assert heights[0] == pytest.approx(4 * heights[1], abs=0.3)


def test_the_left_axis_ends_at_all_that_is_counted_so_that_the_first_dot_lies_on_its_bar() -> None:
    chart = pareto([("A", 4), ("B", 3), ("C", 2)], title="")
    layout = pareto_figure(chart, LIGHT)["layout"]
    assert layout["yaxis"]["range"] == [0, 9]
    assert layout["yaxis2"]["range"] == [0, 100]
    assert chart.marks == [0, 5]
    first = pieces(pareto_drawing(chart), "rect")[0]
    dot = pieces(pareto_drawing(chart), "circle")[0]
    assert float(first.get("y", 0)) == pytest.approx(float(dot.get("cy", 9)), abs=0.1)


def test_the_80_per_cent_mark_is_drawn_only_where_asked_for() -> None:
    counts = [("A", 40), ("B", 10)]
    assert "80%" not in said(pareto_drawing(pareto(counts, title="")))
    assert "80%" in said(pareto_drawing(pareto(counts, title="", mark=True)))
    assert "shapes" not in pareto_figure(pareto(counts, title=""), LIGHT)["layout"]
    go.Figure(pareto_figure(pareto(counts, title="", mark=True), DARK))


def test_both_axes_of_kinds_start_at_nothing_and_end_at_all() -> None:
    layout = pareto_figure(pareto([("A", 30), ("B", 10)], title=""), LIGHT)["layout"]
    assert (layout["yaxis"]["range"], layout["yaxis2"]["range"]) == ([0, 40], [0, 100])
    assert dict(zip(layout["yaxis2"]["tickvals"], layout["yaxis2"]["ticktext"], strict=True))[50] == "50%"


def test_plotly_names_only_units_beyond_the_outer_limits() -> None:
    data = funnel_figure(wards([FunnelPlace.WITHIN, FunnelPlace.ABOVE]), LIGHT)["data"]
    assert [trace["text"] for trace in data if "text" in trace] == [["Ward &lt;1&gt;"]]


def test_narrow_bars_carry_numbers_and_a_list() -> None:
    words = said(pareto_drawing(pareto([(f"A long name {i}", 9) for i in range(8)], title=""), width=360))
    assert {"1", "1  A long name 0"} <= set(words)


def test_nothing_counted_is_said_in_words() -> None:
    assert said(pareto_drawing(pareto([("A", 0)], title="Errors"))) == ["Nothing counted yet"]
    go.Figure(pareto_figure(pareto([], title=""), LIGHT))
