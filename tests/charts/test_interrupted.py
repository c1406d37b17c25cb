"""The picture of a series before and after a change: everything has its place and its words."""

from __future__ import annotations

from datetime import date

from qi_eval.charts.interrupted import InterruptedChart, interrupted_drawing
from tests.charts.pictured import pieces, said

MONTHS = [date(2025, month, 1) for month in range(1, 13)]


def chart(**changed: object) -> InterruptedChart:
    usual = {
        "points": [(day, 40.0 + i) for i, day in enumerate(MONTHS)],
        "left_out": [],
        "before": [(day, 41.0) for day in MONTHS[:6]],
        "after": [(day, 48.0) for day in MONTHS[6:]],
        "carried": [(day, 41.0, 36.0, 46.0 + 20 * i) for i, day in enumerate(MONTHS[6:])],
        "change": MONTHS[6],
        "change_name": "A <trolley>",
        "title": "Seven points above",
        "alt": "Twelve months",
        "unit": "%",
        "bounds": (0.0, 100.0),
    }
    return InterruptedChart(**(usual | changed))  # type: ignore[arg-type]


def test_points_lines_band_and_change_are_drawn() -> None:
    drawn = interrupted_drawing(chart())
    assert len(pieces(drawn, "circle")) == 12 + 1  # one in the legend
    assert len(pieces(drawn, "polygon")) == 1
    assert {"A <trolley>", "since 48", "carried on 41", "Its 95% interval"} <= set(said(drawn))
    assert "Point left out" not in said(drawn)


def test_points_left_out_are_hollow_and_named() -> None:
    drawn = interrupted_drawing(chart(left_out=[(date(2025, 3, 15), 90.0)]))
    assert "Point left out" in said(drawn)
    assert len(pieces(drawn, "circle")) == 13 + 2


def test_the_band_does_not_squeeze_the_points() -> None:
    """It would reach 146; the scale ends where values can."""
    words = said(interrupted_drawing(chart()))
    assert "100%" not in words or "120%" not in words
    assert not [word for word in words if word.endswith("%") and float(word[:-1]) > 100]


def test_a_phone_gets_numbers_without_names() -> None:
    words = said(interrupted_drawing(chart(), width=350))
    assert "since 48" not in words
    assert {"48", "41"} <= set(words)


def test_a_unit_stands_above_the_scale() -> None:
    assert "minutes" in said(interrupted_drawing(chart(unit="minutes", bounds=(0.0, float("inf")))))
