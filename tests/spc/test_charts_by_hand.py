"""Each kind of chart on a few points that a person can add up."""

from __future__ import annotations

import json
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import Analysis, analyse
from qi_eval.spc.lines import _c4
from tests.spc.reference import STORED


def drawn(y: list[float], chart: str, n: list[float] | None = None, **options: Any) -> Analysis:
    """A chart of values in order of time."""
    frame = pd.DataFrame({"x": range(len(y)), "y": y})
    if n is not None:
        frame["n"] = n
    return analyse(frame, chart=chart, n=None if n is None else "n", **options)


def lines(found: Analysis, at: int = 0) -> list[float]:
    """Centre, lower and upper limit of one point."""
    return found.points.loc[at, ["centre", "lower", "upper"]].tolist()


def test_p_chart_of_twenty_in_a_hundred() -> None:
    found = drawn([10, 30, 20, 0], "p", [100, 100, 100, 400])
    assert lines(found, 3) == pytest.approx(
        [60 / 700, *(60 / 700 + k * 3 * sqrt(60 * 640) / 700 / 20 for k in (-1, 1))]
    )
    assert found.points["lower"].iloc[0] == pytest.approx(60 / 700 - 3 * sqrt(60 * 640) / 700 / 10)
    assert found.points["outside"].tolist() == [False, True, True, True]


def test_no_limit_of_a_proportion_lies_beyond_0_and_1() -> None:
    found = drawn([9, 10, 10, 9], "p", [10, 10, 10, 10], multiply=100)
    assert lines(found)[0::2] == [95, 100]
    assert drawn([1, 0, 0, 1], "p", [10] * 4).points["lower"].tolist() == [0] * 4


def test_u_chart_counts_events_over_its_denominator() -> None:
    found = drawn([4, 8, 12], "u", [2, 2, 4], multiply=10)
    assert lines(found) == pytest.approx([30, 0, 10 * (3 + 3 * sqrt(3 / 2))])
    assert lines(found, 2) == pytest.approx([30, 10 * (3 - 3 * sqrt(3 / 4)), 10 * (3 + 3 * sqrt(3 / 4))])


def test_a_primed_chart_widens_its_limits_by_the_spread_between_points() -> None:
    y, n = [10.0, 30, 10, 30], [100.0] * 4
    plain, primed = drawn(y, "p", n), drawn(y, "pp", n, screen=False)
    sigma = sqrt(0.2 * 0.8 / 100)
    spread = (0.2 / sigma) / 1.128  # each neighbour lies 20 points away
    assert primed.points["upper"].iloc[0] - 0.2 == pytest.approx(spread * (plain.points["upper"].iloc[0] - 0.2))


def test_c_chart_of_counts_with_a_mean_of_nine() -> None:
    assert lines(drawn([8, 10, 7, 11], "c")) == [9, 0, 18]


def test_g_chart_draws_the_median_and_limits_about_the_mean() -> None:
    assert lines(drawn([0, 2, 6, 8], "g")) == pytest.approx([4, 0, 4 + 3 * sqrt(4 * 5)])
    assert lines(drawn([0, 2, 6, 8], "g", centre=10)) == pytest.approx([6.93, 0, 10 + 3 * sqrt(110)])


def test_t_chart_is_an_xmr_chart_of_the_roots() -> None:
    roots = [1.0, 2, 1, 2]
    found = drawn([root**3.6 for root in roots], "t", screen=False)
    assert lines(found) == pytest.approx([1.5**3.6, 0, (1.5 + 3 / 1.128) ** 3.6])
    mdc = drawn([root**3.6 for root in roots], "t", method="mdc")
    assert lines(mdc)[2] == pytest.approx((1.5 + 2.66) ** 3.6)


def test_moving_ranges_and_their_limit() -> None:
    found = drawn([1, 4, 2, 6], "mr")
    assert found.points["y"].tolist() == pytest.approx([np.nan, 3, 2, 4], nan_ok=True)
    assert lines(found) == pytest.approx([3, 0, 3.267 * 3])
    assert not found.phases["runs_signal"].any()


def test_subgroups_of_two() -> None:
    frame = pd.DataFrame({"x": [1, 1, 2, 2], "y": [1.0, 3, 4, 8]})
    s = [sqrt(2), sqrt(8)]
    mean = analyse(frame, chart="xbar")
    assert mean.points["y"].tolist() == [2, 6]
    assert lines(mean)[0] == 4
    assert lines(mean)[2] == pytest.approx(4 + 2.659 * sum(s) / 2, rel=1e-3)  # A3 of two is 2.659
    deviation = analyse(frame, chart="s")
    assert deviation.points["y"].tolist() == pytest.approx(s)
    assert lines(deviation) == pytest.approx([sum(s) / 2, 0, 3.267 * sum(s) / 2], rel=1e-3)  # B4 of two is 3.267


def test_i_prime_weighs_by_the_denominators() -> None:
    found = drawn([10, 40], "ip", [100, 200], screen=False)
    step = sqrt(np.pi / 2) * 0.1 / sqrt(1 / 100 + 1 / 200)
    assert lines(found) == pytest.approx([50 / 300, 50 / 300 - 3 * step / 10, 50 / 300 + 3 * step / 10])


def test_the_constants_are_those_of_r() -> None:
    stored = json.loads((STORED / "constants.json").read_text())
    size = np.array(stored["n"])
    c4 = _c4(size)
    share = np.sqrt(1 - c4**2) / c4
    found = {"c4": c4, "a3": 3 / (c4 * np.sqrt(size)), "a3_2sigma": 2 / (c4 * np.sqrt(size))}
    found |= {"c5": np.sqrt(1 - c4**2), "b3": np.maximum(0, 1 - 3 * share), "b4": 1 + 3 * share}
    for name, values in found.items():
        np.testing.assert_allclose(values, stored[name], rtol=1e-9, err_msg=name)


@pytest.mark.parametrize("chart", ["p", "pp", "u", "up", "c", "t", "g"])
def test_making_data_count_rules_use_the_limits_and_the_centre_of_the_chart(chart: str) -> None:
    rng = np.random.default_rng(3)
    y, n = rng.poisson(20, 30).astype(float), rng.integers(80, 120, 30).astype(float)
    y[20:] *= 2
    found = drawn(y.tolist(), chart, n.tolist() if chart in ("p", "pp", "u", "up") else None, method="mdc", freeze=20)
    points = found.points
    assert ((points["y"] > points["upper"]) == (points["outside"] & (points["y"] > points["centre"]))).all()
    assert (points["rule"].iloc[20:].isin(["outside", "shift", "two_in_three"])).all()
    assert points["centre"].nunique() == 1
    assert found.notes["code"].tolist().count("set_new_limits") == 1


def test_six_points_make_a_shift_or_a_trend_where_six_is_chosen() -> None:
    values = [49.0, 51.0] * 7 + [49.0, *[51.5, 50.5, 52, 51, 50.5, 52], 49]
    seven, six = (drawn(values, "i", method="mdc", freeze=14, run_length=k).points["rule"] for k in (7, 6))
    assert seven.isna().all()
    assert six.notna().tolist() == [False] * 15 + [True] * 6 + [False]
    rising = [49.0, 51.0] * 7 + [47.0, 48, 49.5, 50.5, 51.5, 52, 49]
    assert drawn(rising, "i", method="mdc", freeze=14, run_length=6).points["rule"].iloc[14:20].eq("trend").all()


def test_a_baseline_may_be_frozen_inside_each_phase() -> None:
    values = [float(v) for v in [1, 3] * 3 + [9] * 2 + [11, 13] * 3 + [19] * 2]
    found = drawn(values, "i", method="mdc", freeze=6, phases=8)
    assert found.points["centre"].tolist() == [2.0] * 8 + [12.0] * 8
    assert found.points["baseline"].tolist() == ([True] * 6 + [False] * 2) * 2


def test_assurance_of_a_chart_with_steps_is_that_of_its_last_point_with_limits() -> None:
    y, n = [float(v) for v in [80, 82, 78] * 6], [100.0] * 17 + [0.0]
    asked: dict[str, Any] = {"method": "mdc", "improvement": "increase", "multiply": 100}
    assert drawn(y, "p", n, target=60, **asked).phases["assurance"].iloc[0] == "pass"
    assert drawn(y, "p", n, target=80, **asked).phases["assurance"].iloc[0] == "inconsistent"
