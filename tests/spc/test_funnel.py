"""Funnel plots: limits of chance by hand and by simulation, widened ones by their formula, units left out by name."""

from __future__ import annotations

from math import asin, sin, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from qi_eval.spc.arguments import ArgumentError
from qi_eval.spc.funnel import LEAST, Z95, funnel
from qi_eval.vocabulary import FunnelPlace


def units(x: list[float], n: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"unit": [f"Ward {i}" for i in range(1, len(x) + 1)], "x": x, "n": n})


def test_the_centre_is_all_cases_together() -> None:
    assert funnel(units([3, 1], [40, 60])).centre == (3 + 1) / (40 + 60)


def test_an_exact_limit_is_interpolated_between_two_counts() -> None:
    found = funnel(units([5, 5], [10, 10]), centre=0.5)
    # n = 10, p = 0.5: P(R <= 1) = 11 / 1024, P(R <= 2) = 56 / 1024; 0.025 lies between, so r = 2
    above = (56 / 1024 - 0.025) / (45 / 1024)
    assert found.units["lower95"].iloc[0] == pytest.approx((2 - above) / 10)
    assert found.units["upper95"].iloc[0] == pytest.approx(1 - (2 - above) / 10 - 1 / 10)


@pytest.mark.parametrize("centre", [0.0005, 0.03, 0.25, 0.5, 0.99])
def test_exact_limits_are_those_of_the_binomial_distribution(centre: float) -> None:
    n = np.array([5, 6, 10, 37, 100, 999, 20_000, 1_000_000], dtype=float)
    found = funnel(units([0] * len(n), n.tolist()), centre=centre, overdispersion=False).units
    for name, p in (("lower998", 0.001), ("lower95", 0.025), ("upper95", 0.975), ("upper998", 0.999)):
        r = binom.ppf(p, n, centre)
        above = (binom.cdf(r, n, centre) - p) / binom.pmf(r, n, centre)
        assert found[name].to_numpy() * n == pytest.approx(np.clip(r - above, 0, n), abs=1e-6)


def test_about_one_in_twenty_units_lies_beyond_the_inner_limits_by_chance() -> None:
    rng = np.random.default_rng(7)
    n = np.full(4000, 200)
    found = funnel(units(rng.binomial(n, 0.3).tolist(), n.tolist()), centre=0.3, overdispersion=False)
    beyond = (found.units["place"] != FunnelPlace.WITHIN).mean()
    assert 0.035 < beyond < 0.065


def test_a_unit_beyond_the_outer_limit_is_above_what_chance_explains() -> None:
    found = funnel(units([50, 50, 90, 10], [100] * 4), overdispersion=False)
    assert found.units["place"].tolist() == [
        FunnelPlace.WITHIN, FunnelPlace.WITHIN, FunnelPlace.ABOVE, FunnelPlace.BELOW,
    ]  # fmt: skip


def test_units_are_not_put_in_a_ranking() -> None:
    assert funnel(units([90, 10, 50], [100] * 3)).units["unit"].tolist() == ["Ward 1", "Ward 2", "Ward 3"]


def test_small_units_and_those_without_numbers_are_left_out_by_name() -> None:
    found = funnel(units([2, float("nan"), 30, 40], [LEAST - 1, 50, 60, 70]))
    assert found.left_out == ("Ward 1", "Ward 2")
    assert found.units["unit"].tolist() == ["Ward 3", "Ward 4"]


def test_widened_limits_follow_their_formula() -> None:
    rng = np.random.default_rng(1)
    n = np.full(40, 500)
    found = funnel(units(rng.binomial(n, rng.beta(8, 8, 40)).tolist(), n.tolist()))
    assert found.phi > 1
    assert found.tau > 0
    angle = asin(sqrt(found.centre)) + Z95 * sqrt(1 / 2000 + found.tau**2)
    assert found.units["upper95"].iloc[0] == pytest.approx(sin(angle) ** 2)


def test_phi_is_the_mean_square_of_z_with_its_ends_pulled_in() -> None:
    found = funnel(units([50, 40, 60], [100, 100, 100]), centre=0.5)
    z = [20 * (asin(sqrt(y)) - asin(sqrt(0.5))) for y in (0.5, 0.4, 0.6)]
    low, high = 0.2 * z[0] + 0.8 * z[1], 0.2 * z[0] + 0.8 * z[2]  # the quantiles .1 and .9 of three values
    assert found.phi == pytest.approx((z[0] ** 2 + low**2 + high**2) / 3)


def test_few_units_never_widen_the_limits() -> None:
    assert funnel(units([10, 50, 90], [100] * 3)).tau == 0
    assert funnel(units([10, 50, 90], [100] * 3), overdispersion=True).tau > 0


@pytest.mark.parametrize(("x", "n"), [([0, 0], [50, 60]), ([50, 60], [50, 60]), ([7], [50])])
def test_extremes_have_finite_limits(x: list[float], n: list[float]) -> None:
    found = funnel(units(x, n))
    limits = found.units[["lower998", "lower95", "upper95", "upper998"]].to_numpy()
    assert ((limits >= 0) & (limits <= 1)).all()
    assert set(found.units["place"]) == {FunnelPlace.WITHIN}


def test_no_unit_is_an_empty_funnel() -> None:
    found = funnel(units([], []))
    assert len(found.units) == len(found.curve) == 0
    assert found.centre != found.centre


@pytest.mark.parametrize(("x", "n"), [([5], [4]), ([-1], [4])])
def test_more_cases_than_there_were_are_refused_by_name(x: list[float], n: list[float]) -> None:
    with pytest.raises(ArgumentError, match="Ward 1"):
        funnel(units(x, n))
    with pytest.raises(ArgumentError, match="unit, x and n"):
        funnel(pd.DataFrame({"unit": ["A"]}))
