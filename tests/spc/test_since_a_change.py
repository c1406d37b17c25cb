"""What the rules say since a change: in many series at once as in each alone, and no sign from before the change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import analyse, first_sign, since_change
from qi_eval.vocabulary import Method

STEADY = [49.0, 51.0] * 6  # mean 50, limits 44.68 and 55.32


def one(after: list[float], method: Method = Method.MDC, better: int = 1, before: list[float] | None = None):
    """What is found of one series."""
    base = STEADY if before is None else before
    values = np.array([*base, *after])
    sizes = np.array([len(values)]), np.array([len(base)])
    return since_change(values, *sizes, np.array([better], dtype=np.int8), method=method)


def made_up(seed: int, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Series of many lengths, some of them with a change: values, lengths, baselines, better directions."""
    rng = np.random.default_rng(seed)
    baseline, after = rng.integers(8, 30, count), rng.integers(1, 40, count)
    better = rng.choice([-1, 1], count).astype(np.int8)
    parts = [
        np.round(np.concatenate([rng.normal(0, 1, b), rng.normal(rng.choice([-1, 0, 0, 1.5]), 1, a)]), 1)
        for b, a in zip(baseline, after, strict=True)
    ]
    return np.concatenate(parts), baseline + after, baseline, better


def test_a_run_that_began_before_the_change_is_no_sign_since_it() -> None:
    rising = [49.0, 51, 49, 51, 49, 51, 49, 51, 50.5, 51, 50.5, 51]  # the last five lie above the mean
    assert not one([51, 50.8, 51], before=rising).improving[0]
    assert one([51, 50.8, 51, 51, 50.8, 51, 51], before=rising).improving[0]


def test_the_latest_six_points_tell_whether_it_still_holds() -> None:
    found = one([56.0, 49, 49, 49, 49, 52, 52])
    assert (found.improving[0], found.latest[0], found.now[0]) == (True, 49, -1)
    assert one([56.0, 57]).latest[0] == 56.5
    assert one([44.0], better=-1).now[0] == 1


def test_a_baseline_with_a_sign_of_its_own_or_on_its_median_is_told() -> None:
    assert one([50.0], before=[*STEADY, 60.0]).unsettled[0]
    flat = one([5.0], before=[0.0, 0, 0, 1, 0, 0, 0, 2])
    assert flat.on_median[0] == 6 / 8
    assert not one([50.0]).unsettled[0]


@pytest.mark.parametrize("method", list(Method))
def test_many_series_at_once_are_judged_as_each_alone(method: Method) -> None:
    values, lengths, baseline, better = made_up(4, 60)
    together = since_change(values, lengths, baseline, better, method=method)
    for i, (end, length) in enumerate(zip(np.cumsum(lengths), lengths, strict=True)):
        own = values[end - length : end]
        alone = since_change(own, lengths[i : i + 1], baseline[i : i + 1], better[i : i + 1], method=method)
        for name in ("centre", "unsettled", "on_median", "improving", "concerning", "latest", "now"):
            assert getattr(alone, name)[0] == pytest.approx(getattr(together, name)[i]), (name, i)


@pytest.mark.parametrize("method", list(Method))
def test_the_first_sign_is_that_of_the_first_chart_that_showed_it(method: Method) -> None:
    values, lengths, baseline, better = made_up(5, 25)
    found = first_sign(values, lengths, baseline, better, method=method)
    for i, (end, length) in enumerate(zip(np.cumsum(lengths), lengths, strict=True)):
        own = values[end - length : end]
        stood = [
            since_change(own[:n], np.array([n]), baseline[i : i + 1], better[i : i + 1], method=method).improving[0]
            for n in range(baseline[i] + 1, length + 1)
        ]
        assert found[i] == (stood.index(True) + 1 if any(stood) else 0)


def test_under_anhoej_a_change_is_what_the_run_chart_with_a_frozen_median_shows() -> None:
    values, lengths, baseline, better = made_up(6, 80)
    series = np.repeat(np.arange(80), lengths)
    frame = pd.DataFrame({"series": series, "x": np.arange(len(values)), "y": values})
    frame["freeze"] = np.repeat(baseline, lengths)
    frame["way"] = np.where(np.repeat(better, lengths) > 0, "increase", "decrease")
    chart = analyse(frame, chart="run", by="series", freeze="freeze", improvement="way").phases
    found = since_change(values, lengths, baseline, better, method=Method.ANHOEJ)
    assert found.improving.tolist() == (chart["variation"] == "improvement").tolist()
    assert found.improving.any()
