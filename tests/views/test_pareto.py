"""What happens most: the sentence, the table and the picture say the same, and nothing that was not counted."""

from __future__ import annotations

from qi_eval.reports.pictures import png, svg
from qi_eval.views.pareto import pareto_picture, pareto_view

REASONS = [("No staff", 50.0), ("No beds", 31.0), ("Lost letter", 10.0), ("No lift", 9.0)]


def test_the_few_kinds_that_make_most_are_named() -> None:
    view = pareto_view(REASONS, title="Why cancelled", unit="Operations")
    assert view.words == "No staff most often: 50 of 100 (50%). 2 kinds of 4 (No staff and No beds) make 81% of all."
    assert view.table.headers == ("What", "Operations", "Share", "Running share")
    assert view.table.rows[1] == ("No beds", "31", "31%", "81%")
    assert "No beds 31" in view.phone.alt
    assert view.figures[0]["data"][0]["y"] == [50, 31, 10, 9]


def test_the_table_holds_every_kind_also_where_the_chart_puts_some_together() -> None:
    view = pareto_view([(f"Kind {i}", 20.0 - i) for i in range(15)], title="Kinds")
    assert len(view.table.rows) == 15
    assert view.chart.kinds[-1].label == "All others"


def test_three_kinds_are_counted_and_four_are_drawn() -> None:
    three = pareto_view([*REASONS[:3], REASONS[0]], title="Why cancelled")
    assert three.why_not_drawn == "Drawn as a Pareto chart from 4 kinds on."
    assert [row[0] for row in three.table.rows] == ["No staff", "No beds", "Lost letter"]
    assert pareto_view(REASONS, title="Why cancelled").why_not_drawn == ""


def test_nothing_counted_is_said() -> None:
    view = pareto_view([], title="Why cancelled")
    assert view.why_not_drawn == ""
    assert (view.words, view.table.rows) == ("Nothing is counted yet.", ())


def test_the_picture_to_take_away_carries_its_title_and_sentence() -> None:
    drawn = pareto_picture(pareto_view(REASONS, title="Why <cancelled>"))
    assert "Why &lt;cancelled&gt;" in drawn.svg
    assert "No staff most often" in drawn.svg
    assert svg(drawn).startswith(b"<svg")
    assert png(drawn).startswith(b"\x89PNG")
