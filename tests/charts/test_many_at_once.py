"""Sparklines of many measures and small multiples: each series in its own picture, one scale where they share it."""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
import pandas as pd

from qi_eval.charts.described import Line
from qi_eval.charts.multiples import COLUMN, LINE, multiples
from qi_eval.charts.sparklines import SIZE, sparklines
from qi_eval.vocabulary import Direction, Variation
from tests.charts.pictured import START, chart, pieces, said

MEASURES, POINTS = 220, 36


def many(**columns: object) -> pd.DataFrame:
    """Two measures: a rising one with a gap, a level one with a sign."""
    usual, sign = Variation.COMMON_CAUSE, Variation.CONCERN
    frame = {
        "measure": ["A"] * 4 + ["B"] * 3, "y": [1.0, 2.0, np.nan, 4.0, 5.0, 5.0, 5.0],
        "point_type": [usual] * 4 + [usual, usual, sign],
    }  # fmt: skip
    return pd.DataFrame(frame | columns)


def test_each_series_has_its_own_picture() -> None:
    drawn = sparklines(many(), "measure")
    assert list(drawn) == ["A", "B"]
    assert (drawn["A"].width, drawn["A"].height) == SIZE


def test_a_series_rises_from_corner_to_corner_and_breaks_at_a_gap() -> None:
    joined = pieces(sparklines(many(), "measure")["A"], "path")[0].get("d")
    # tenths of a pixel: 4 px free at each side, 112 wide, 26 high; values 1, 2, none, 4
    assert joined == "M40 220L387 160M1080 40"


def test_a_level_series_lies_in_the_middle_and_its_sign_has_a_shape() -> None:
    drawn = sparklines(many(), "measure", direction={"B": Direction.DECREASE})["B"]
    assert pieces(drawn, "path")[0].get("d") == "M40 130L560 130L1080 130"
    signs = [path.get("d") for path in pieces(drawn, "path") if path.get("class") == "f-concern"]
    assert signs == ["M1080 130m0-35l35 35l-35 35l-35-35z"]


def test_the_latest_centre_is_drawn_and_a_missing_one_is_not() -> None:
    centre = [2.5] * 4 + [np.nan] * 3
    drawn = sparklines(many(centre=centre), "measure")
    assert [len(pieces(drawn[key], "line")) for key in "AB"] == [1, 0]
    assert pieces(drawn["A"], "line")[0].get("y1") == "13"


def test_words_are_those_given_or_made() -> None:
    drawn = sparklines(many(), "measure", alt={"A": "Rising"})
    assert drawn["A"].alt == "Rising"
    assert drawn["B"].alt == "3 points, the latest: sign of concern"


def test_series_of_two_columns_have_keys_of_two_parts() -> None:
    assert list(sparklines(many(unit=["W"] * 7), ["measure", "unit"])) == [("A", "W"), ("B", "W")]


def test_nothing_known_draws_nothing() -> None:
    assert sparklines(many().iloc[:0], "measure") == {}
    blank = sparklines(many(y=[np.nan] * 7), "measure")
    assert pieces(blank["A"], "path") == []


def test_a_grid_costs_less_than_half_a_millisecond_a_measure() -> None:
    rng = np.random.default_rng(3)
    keys = np.repeat([f"M{i:03}" for i in range(MEASURES)], POINTS)
    frame = pd.DataFrame({"measure": keys, "y": rng.normal(50, 5, len(keys)), "centre": 50.0})
    best = min(_seconds(frame) for _ in range(3))
    assert best < 0.0005 * MEASURES  # about 0.1 ms each on a quiet machine


def _seconds(frame: pd.DataFrame) -> float:
    start = time.process_time()
    assert len(sparklines(frame, "measure")) == MEASURES
    return time.process_time() - start


def test_units_share_one_scale_of_values_and_time() -> None:
    low = chart([10, 20, 15], title="Ward A")
    later = chart([80, 90, 85], title="Ward B")
    later.points["x"] += timedelta(weeks=10)
    drawn = multiples([low, later], alt="Two wards", width=2 * COLUMN + 22)
    circles = pieces(drawn, "circle")
    lows, highs = circles[:3], circles[3:]
    assert max(float(c.get("cy", 0)) for c in highs) < min(float(c.get("cy", 0)) for c in lows)
    assert max(float(c.get("cx", 0)) for c in lows) < min(float(c.get("cx", 0)) for c in highs)
    assert {"Ward A", "Ward B"} <= set(said(drawn))
    assert START.year == 2026


def test_a_unit_without_values_says_so_and_a_phone_has_one_column() -> None:
    pair = [chart(title="Ward A"), chart([None, None], title="Ward B")]
    phone, wide = multiples(pair, alt="", width=360), multiples(pair, alt="", width=960)
    assert "No values to draw yet" in said(phone)
    assert phone.height > wide.height
    assert multiples([], alt="none").alt == "none"


def test_a_long_name_takes_two_lines_and_lowers_the_fields_of_its_row_only() -> None:
    long = "Neonatal intensive care and transitional care unit, Northbank"
    wards = [chart(title=name) for name in ("Ward A", long, "Ward C")]
    plain = [chart(title=name) for name in ("Ward A", "Ward B", "Ward C")]
    wide, phone = (multiples(wards, alt="", width=width) for width in (2 * COLUMN + 22, 350))
    for drawn, width in ((wide, 2 * COLUMN + 22), (phone, 350)):
        assert long in " ".join(said(drawn))
        assert drawn.height - multiples(plain, alt="", width=width).height == LINE
    assert not any("…" in words for words in said(wide))


def test_what_the_marks_mean_stands_once_below_all() -> None:
    signs = {"point_type": ["common_cause", "improvement", "common_cause"]}
    pair = [chart(title=name, columns=signs, direction=Direction.INCREASE) for name in ("Ward A", "Ward B")]
    drawn = multiples(pair, alt="Two wards")
    assert said(drawn).count("Sign of improvement") == 1
    assert "Sign of improvement" not in said(multiples([chart(title="Ward A")], alt="One ward"))
    aimed = multiples([chart(title="Ward A", target=(Line(60, "aim 60"),))], alt="One ward")
    assert said(aimed).count("Aim") == 1
    assert "Aim" not in said(drawn)
