"""What is offered, what is lacking, and what two periods say side by side."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from qi_eval.effects import Lack, Way, interrupted
from qi_eval.effects.before_after import Interrupted
from tests.source import ROOT

SHAPE = np.array([1, -1, -1, 1, 1, -1, -1, 1, 0, 0, 1, -1.0])


def series(before: int, after: int, gap: float = 5.0) -> Interrupted:
    """Points that vary by one about 10, then about 10 + gap; the change is at time 0."""
    y = np.concatenate([10 + SHAPE[:before], 10 + gap + SHAPE[:after]])
    return interrupted(np.arange(-before, after, dtype=float), y, change=0)


@pytest.mark.parametrize(
    ("before", "after", "lacks", "exploratory"),
    [(7, 12, Lack.BEFORE, True), (12, 7, Lack.AFTER, True), (0, 12, Lack.BEFORE, True), (12, 0, Lack.AFTER, True),
     (8, 8, None, True), (11, 12, None, True), (12, 12, None, False)],
)  # fmt: skip
def test_eight_points_on_each_side_open_it_and_twelve_make_it_firm(
    before: int, after: int, lacks: Lack | None, exploratory: bool
) -> None:
    found = series(before, after)
    assert (found.lacks, found.exploratory) == (lacks, exploratory)
    assert (found.before, found.after) == (before, after)
    assert bool(found.fits) == (lacks is None)


def test_points_without_a_value_do_not_count() -> None:
    y = np.concatenate([10 + SHAPE[:8], 15 + SHAPE[:8]])
    y[3] = np.nan
    assert interrupted(np.arange(16.0), y, change=8).lacks is Lack.BEFORE


def test_points_that_never_vary_are_not_fitted() -> None:
    assert interrupted(np.arange(24.0), np.full(24, 0.1), change=12).lacks is Lack.CONSTANT


def test_points_on_the_lines_leave_no_interval() -> None:
    time = np.arange(24.0)
    assert interrupted(time, 3 + 2 * time + 5 * (time >= 12), change=12).lacks is Lack.EXACT


def test_a_change_after_the_last_point_has_nothing_after_it() -> None:
    assert interrupted(np.arange(24.0), np.tile(SHAPE, 2), change=40).lacks is Lack.AFTER


def test_two_periods_by_hand() -> None:
    found = interrupted(np.array([0, 1, 2, 3.0]), np.array([4, 6, 9, 11.0]), change=2)
    assert found.means is not None
    assert (found.means.before, found.means.after) == ((4 + 6) / 2, (9 + 11) / 2)
    assert found.means.difference.value == 10 - 5
    # variances 2 and 2, two points each: standard error sqrt(2/2 + 2/2), 2 degrees of freedom, t = 4.3027
    assert found.means.difference.high == pytest.approx(5 + 4.3027 * 2**0.5, abs=1e-3)


def test_one_point_on_a_side_has_no_spread() -> None:
    assert interrupted(np.array([0, 1, 2.0]), np.array([4, 6, 9.0]), change=2).means is None


def test_two_years_are_needed_for_a_yearly_wave() -> None:
    y = np.tile(SHAPE, 2)
    assert interrupted(np.arange(24.0), y, change=12, season=12).of(Way.SEASON) is not None
    assert interrupted(np.arange(23.0), y[:23], change=12, season=12).of(Way.SEASON) is None


def test_a_gap_is_a_longer_step() -> None:
    """Four months without a value do not bring the points on either side closer."""
    time = np.concatenate([np.arange(0, 12), np.arange(16, 28)]).astype(float)
    rng = np.random.default_rng(2)
    found = interrupted(time, 50 - time + rng.normal(0, 0.1, 24), change=16)
    fit = found.of(Way.AR1)
    assert fit is not None
    assert fit.slope_before.value == pytest.approx(-1, abs=0.05)
    assert fit.level.value == pytest.approx(0, abs=0.5)


def test_what_only_this_page_needs_is_loaded_when_it_fits() -> None:
    """Loading it takes half a second, and pages that draw no such chart shall not wait for it."""
    for path in (ROOT / "qi_eval" / "effects").glob("*.py"):
        at_once = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
        assert not [node.module for node in at_once if str(node.module).startswith("statsmodels")]
