"""The table of false signs is what the engine gives on series without a change; each project reads its own chance."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from qi_eval.metrics.false_improved import AFTER, BASELINES, LAGS, chances, lags, simulated, table
from qi_eval.spc import Segments, lag_one
from qi_eval.spc.rules import shifts
from qi_eval.vocabulary import Method

PROJECTS = 2000
STORED = 10_000  # projects a cell behind the stored table
CELLS = [
    (Method.MDC, 12, 0.0),
    (Method.MDC, 24, 0.3),
    (Method.ANHOEJ, 12, 0.0),
    (Method.IHI, 8, 0.15),
    (Method.PLOTTHEDOTS, 36, 0.15),
]


@pytest.mark.parametrize(("method", "baseline", "lag"), CELLS)
def test_a_cell_simulated_again_is_the_same_within_its_error(method: Method, baseline: int, lag: float) -> None:
    after = (6, 24, 52)
    again = simulated(method, baseline, lag, rng=np.random.default_rng(7), projects=PROJECTS, after=after)
    stored = table(method)[BASELINES.index(baseline), LAGS.index(lag)]
    for points, found in zip(after, again, strict=True):
        expected = stored[AFTER.index(points)]
        error = sqrt(expected * (1 - expected) * (1 / PROJECTS + 1 / STORED))
        assert found == pytest.approx(expected, abs=4 * error + 1e-4)


@pytest.mark.parametrize(("lag", "published"), [(0.0, (0.03, 0.07, 0.10, 0.14)), (0.3, (0.07, 0.15, 0.19, 0.24))])
def test_the_simulation_gives_the_published_chances_of_a_kept_run_of_eight(
    lag: float, published: tuple[float, ...]
) -> None:
    rng, projects, baseline = np.random.default_rng(11), 20_000, 12
    values = rng.standard_normal((projects, baseline + 52))
    for at in range(1, values.shape[1]):
        values[:, at] = lag * values[:, at - 1] + sqrt(1 - lag**2) * values[:, at]
    centre = np.median(values[:, :baseline], axis=1, keepdims=True)
    for points, chance in zip((12, 24, 36, 52), published, strict=True):
        after = values[:, baseline : baseline + points]
        side = np.sign(after - centre).astype(np.int8).ravel()
        run = (shifts(side, 8, Segments(np.full(projects, points))) > 0).reshape(after.shape).any(axis=1)
        kept = np.median(after[:, -6:], axis=1, keepdims=True) > centre
        assert (run & kept[:, 0]).mean() == pytest.approx(chance, abs=0.01)  # published to two decimals


def test_chances_are_read_between_the_cells_and_stop_at_the_edges() -> None:
    cells = table(Method.MDC)
    at = BASELINES.index(12), LAGS.index(0.0)
    read = chances(Method.MDC, np.array([12, 12, 12, 500]), np.array([24, 30, 900, 900]), np.array([0, 0, 0, np.nan]))
    day_24, day_36 = cells[at][AFTER.index(24)], cells[at][AFTER.index(36)]
    assert read.tolist() == pytest.approx([day_24, (day_24 + day_36) / 2, cells[at][-1], cells[-1, 0, -1]])


def test_more_points_and_more_correlation_mean_more_false_signs() -> None:
    for method in Method:
        cells = table(method)
        assert (np.diff(cells.mean(axis=(0, 1))) >= 0).all()
        assert (np.diff(cells.mean(axis=(0, 2))) > 0).all()


def test_a_short_series_takes_its_correlation_from_all_of_them() -> None:
    found = lags(np.array([0.6, 0.0, np.nan]), np.array([12, 108, 12]))
    mean = (12 * 0.6 + 108 * 0.0) / 120
    assert found[2] == pytest.approx(mean)
    assert found[0] == pytest.approx(mean + 0.02 / (0.02 + 1 / 12) * (0.6 - mean))
    assert lags(np.array([np.nan]), np.array([12])).tolist() == [0]


def test_the_correlation_of_short_series_is_not_biased() -> None:
    rng, lengths = np.random.default_rng(3), np.full(4000, 12)
    assert np.nanmean(lag_one(rng.standard_normal(48_000), Segments(lengths))) == pytest.approx(0, abs=0.02)
    six = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 3.0])  # mean 3: -2 -1 1 0 2 0
    by_hand = (2 - 1 + 0 + 0 + 0) / (4 + 1 + 1 + 0 + 4 + 0)
    assert lag_one(six, Segments(np.array([6]))).tolist() == pytest.approx([(6 * by_hand + 1) / 3])
    assert np.isnan(lag_one(np.ones(6), Segments(np.array([6])))).all()
