"""Two lines and what lies between them: by hand, by a plain second implementation, by a published example, and by
simulated series of which the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as students

from qi_eval.effects import Fit, Way, interrupted
from qi_eval.effects.segmented import _whitened, ar1, design, newey_west

# Cigarettes sold in California, packs a head, 1970 to 2000; Abadie, Diamond and Hainmueller 2010, J Am Stat Assoc
# 105:493-505. A tax and a health programme from 1989 on (Proposition 99).
PACKS = np.array(
    [
        *(123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8),
        *(102.8, 99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6),
    ]
)
YEARS = np.arange(1970, 2001, dtype=float)
SHAPE = np.array([1, -1, -1, 1, 1, -1, -1, 1.0])  # no level and no slope of its own


def naive_newey_west(x: np.ndarray, y: np.ndarray, lags: int) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and their covariance, term by term as Newey and West write them."""
    n, k = x.shape
    inverse = np.linalg.inv(x.T @ x)
    b = inverse @ x.T @ y
    e = y - x @ b
    middle = np.zeros((k, k))
    for i in range(n):
        middle += e[i] ** 2 * np.outer(x[i], x[i])
    for lag in range(1, lags + 1):
        for i in range(lag, n):
            both = np.outer(x[i], x[i - lag]) + np.outer(x[i - lag], x[i])
            middle += (1 - lag / (lags + 1)) * e[i] * e[i - lag] * both
    return b, inverse @ middle @ inverse * n / (n - k)


def of(fits: tuple[Fit, ...], way: Way) -> Fit:
    return next(fit for fit in fits if fit.way is way)


def noise(rng: np.random.Generator, points: int, rho: float) -> np.ndarray:
    """Errors of which each carries over a share of the one before."""
    errors = np.zeros(points)
    fresh = rng.standard_normal(points)
    errors[0] = fresh[0]
    for i in range(1, points):
        errors[i] = rho * errors[i - 1] + np.sqrt(1 - rho**2) * fresh[i]
    return errors


def test_two_level_lines_by_hand() -> None:
    time, y = np.arange(-8, 8, dtype=float), np.concatenate([10 + SHAPE, 15 + SHAPE])
    fit = of(interrupted(time, y, change=0).fits, Way.NEWEY_WEST)
    assert fit.level.value == pytest.approx(15 - 10)
    assert fit.slope_before.value == pytest.approx(0, abs=1e-9)
    assert fit.slope_change.value == pytest.approx(0, abs=1e-9)
    assert fit.apart(7).value == pytest.approx(5)
    assert fit.continued(7).value == pytest.approx(10)
    assert fit.line(7).value == pytest.approx(15)


def test_a_change_of_slope_adds_up_by_hand() -> None:
    time = np.arange(-8, 8, dtype=float)
    y = 20 + 2 * time + np.where(time >= 0, 3 + 0.5 * time, 0) + np.tile(SHAPE, 2)
    fit = of(interrupted(time, y, change=0).fits, Way.NEWEY_WEST)
    assert fit.slope_before.value == pytest.approx(2)
    assert fit.slope_change.value == pytest.approx(0.5)
    assert fit.apart(6).value == pytest.approx(3 + 0.5 * 6)
    assert fit.continued(6).value == pytest.approx(20 + 2 * 6)


@pytest.mark.parametrize("lags", [1, 3])
def test_newey_west_agrees_with_its_definition(lags: int) -> None:
    points = {1: 31, 3: 40}[lags]  # 4 (31 / 100)^(2/9) = 3.08; the published example takes one lag
    rng = np.random.default_rng(lags)
    time = np.arange(points, dtype=float)
    y = 5 + 0.2 * time + 3 * (time >= 17) + noise(rng, points, 0.5)
    fit = newey_west(time, y, 17.0)
    b, covariance = naive_newey_west(design(time, 17.0), y, fit.lags)
    assert fit.lags == 3
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-9)
    np.testing.assert_allclose(fit.covariance, covariance, rtol=1e-8)
    half = students.ppf(0.975, points - 4) * np.sqrt(covariance[2, 2])
    assert fit.level.high - fit.level.value == pytest.approx(half)


def test_the_published_example_of_californian_cigarettes() -> None:
    """Linden 2015, Stata Journal 15:480-500 (itsa): coefficients, and standard errors with one lag."""
    fit = of(interrupted(YEARS, PACKS, change=1989).fits, Way.NEWEY_WEST)
    np.testing.assert_allclose(fit.coefficients[1:], [-1.779474, -20.0581, -1.494652], rtol=5e-6)
    _, covariance = naive_newey_west(design(YEARS, 1989.0), PACKS, 1)
    errors = np.sqrt(np.diag(covariance))
    np.testing.assert_allclose(errors[1:], [0.3834188, 4.724395, 0.4368201], rtol=1e-6)


def test_errors_that_carry_over_are_fitted_as_the_whole_matrix_would() -> None:
    time = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 18, 19, 20.0])
    y = 4 + 0.1 * time + 2 * (time >= 9) + noise(np.random.default_rng(3), len(time), 0.6)
    fit = ar1(time, y, 9.0)
    matrix = fit.lag1 ** np.abs(time[:, None] - time[None, :]) if fit.lag1 >= 0 else None
    assert matrix is not None
    x, inverse = design(time, 9.0), np.linalg.inv(matrix)
    information = x.T @ inverse @ x
    b = np.linalg.solve(information, x.T @ inverse @ y)
    e = y - x @ b
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-8)
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(information) * (e @ inverse @ e) / (len(y) - 4), rtol=1e-8)
    steps = np.diff(time)
    np.testing.assert_allclose(_whitened(e, fit.lag1, steps) @ _whitened(e, fit.lag1, steps), e @ inverse @ e)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Within three standard errors of a simulation; in series far longer than a team's, where the theory holds."""
    rng, runs, half = np.random.default_rng(11), 120, 100
    time, change = np.arange(2 * half, dtype=float), float(half)
    truth = 3 + 0.02 * (half - 1)
    held, carried = 0, []
    for _ in range(runs):
        y = 50 + 0.05 * time + (time >= half) * (3 + 0.02 * (time - half)) + noise(rng, 2 * half, 0.4)
        fit = ar1(time, y, change)
        seen = fit.apart(time[-1])
        held += seen.low <= truth <= seen.high
        carried.append(fit.lag1)
    assert abs(held / runs - 0.95) < 3 * np.sqrt(0.95 * 0.05 / runs)
    assert np.mean(carried) == pytest.approx(0.4, abs=0.04)


def test_a_yearly_wave_is_told_from_a_change_of_level() -> None:
    time = np.arange(48, dtype=float)
    y = 30 + 4 * np.sin(2 * np.pi * time / 12) + 2.0 * (time >= 27) + noise(np.random.default_rng(5), 48, 0) * 0.3
    found = interrupted(time, y, change=27, season=12)
    waved, plain = of(found.fits, Way.SEASON), of(found.fits, Way.NEWEY_WEST)
    assert waved.level.value == pytest.approx(2.0, abs=0.5)
    assert waved.level.width < plain.level.width
