"""What holds for every series: alone as in a batch, in any order of rows, and whatever is left out stays out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qi_eval.spc import ALLOWED, analyse
from qi_eval.spc.arguments import NEEDS_N
from qi_eval.vocabulary import ChartType, Method

PAIRS = [(method, chart) for method, charts in ALLOWED.items() for chart in charts]
VALUE = st.one_of(st.integers(0, 12).map(float), st.floats(0.1, 9).map(lambda v: round(v, 1)), st.just(float("nan")))
SERIES = st.lists(st.tuples(VALUE, st.integers(0, 30).map(float), st.integers(1, 2)), min_size=1, max_size=24)
BATCH = st.lists(SERIES, min_size=1, max_size=5)
CHECK = settings(deadline=None, max_examples=40)
PAIR = st.sampled_from(PAIRS)
# Twelve useful points alone have whole numbers as limits; beside a series without any they once turned into fractions.
NONE_AND_TWELVE = [[(float("nan"), 0.0, 1)], [(float(value), 0.0, 1) for value in [0] * 6 + [1] * 6]]


def frame_of(batch: list[list[tuple[float, float, int]]]) -> pd.DataFrame:
    """Rows of some series; some points have two rows."""
    rows = [(k, x, y, n) for k, one in enumerate(batch) for x, (y, n, number) in enumerate(one) for _ in range(number)]
    return pd.DataFrame(rows, columns=["series", "x", "y", "n"])


def options_of(method: Method, chart: ChartType) -> dict[str, Any]:
    """Arguments that every pair takes."""
    n = "n" if chart in NEEDS_N else None
    return {"chart": chart, "method": method, "n": n, "improvement": "decrease", "target": 4.0}


@CHECK
@example(NONE_AND_TWELVE, (Method.IHI, ChartType.RUN))
@given(BATCH, PAIR)
def test_a_series_alone_gives_what_it_gives_among_others(batch: list, pair: tuple[Method, ChartType]) -> None:
    frame, options = frame_of(batch), options_of(*pair)
    together = analyse(frame, by="series", **options)
    for series, rows in frame.groupby("series"):
        alone = analyse(rows, by="series", **options)
        for name in ("points", "phases"):
            found = getattr(together, name)
            part = found[found["series"] == series].reset_index(drop=True)
            pd.testing.assert_frame_equal(part, getattr(alone, name), check_exact=True)


@CHECK
@given(BATCH, PAIR, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(batch: list, pair: tuple[Method, ChartType], seed: int) -> None:
    frame, options = frame_of(batch), options_of(*pair)
    shuffled = frame.sample(frac=1, random_state=seed)
    one, other = analyse(frame, by="series", **options), analyse(shuffled, by="series", **options)
    pd.testing.assert_frame_equal(one.points, other.points)
    pd.testing.assert_frame_equal(one.phases, other.phases)
    assert one.notes["code"].tolist() == other.notes["code"].tolist()


ARGUMENTS = st.fixed_dictionaries(
    {
        "freeze": st.one_of(st.none(), st.integers(12, 20)),
        "cut": st.one_of(st.none(), st.integers(1, 15)),
        "out": st.sets(st.integers(1, 20), max_size=3),
        "centre": st.one_of(st.none(), st.floats(0.5, 0.9)),
        "target": st.one_of(st.none(), st.floats(0, 9)),
        "improvement": st.sampled_from(["increase", "decrease", "neutral"]),
    }
)


@CHECK
@given(st.lists(st.tuples(SERIES, ARGUMENTS), min_size=1, max_size=4), PAIR)
def test_a_column_gives_each_series_what_a_value_gives_it_alone(batch: list, pair: tuple[Method, ChartType]) -> None:
    frame = frame_of([[(y, n, 1) for y, n, _ in one] for one, _ in batch])
    for name in ("freeze", "centre", "target", "improvement"):
        frame[name] = [batch[k][1][name] for k in frame["series"]]
    numeric = ["freeze", "centre", "target"]
    frame[numeric] = frame[numeric].astype(float)
    places = list(zip(frame["series"], frame["x"] + 1, strict=True))
    frame["label"] = [bool(batch[k][1]["cut"] and x > batch[k][1]["cut"]) for k, x in places]
    frame["out"] = [x in batch[k][1]["out"] for k, x in places]
    columns = {name: name for name in (*numeric, "improvement")} | {"phases": "label", "exclude": "out"}
    together = analyse(frame, by="series", **options_of(*pair) | columns)
    for k, (_, given_) in enumerate(batch):
        values = {name: given_[name] for name in (*numeric, "improvement")}
        values |= {"phases": given_["cut"] or 0, "exclude": sorted(given_["out"])}
        alone = analyse(frame[frame["series"] == k], by="series", **options_of(*pair) | values)
        for name in ("points", "phases"):
            part = getattr(together, name)
            part = part[part["series"] == k].reset_index(drop=True)
            pd.testing.assert_frame_equal(part, getattr(alone, name), check_exact=True)


@CHECK
@given(SERIES, PAIR, st.sets(st.integers(1, 24), min_size=1, max_size=4), st.floats(0, 12))
def test_what_is_left_out_changes_no_line(
    one: list, pair: tuple[Method, ChartType], out: set[int], value: float
) -> None:
    method, chart = pair
    if chart in (ChartType.MR, ChartType.IP):  # their ranges are taken over all points, as in qicharts2
        return
    frame = frame_of([[(y, n, 1) for y, n, _ in one]])
    changed = frame.assign(y=frame["y"].mask(frame["x"].isin([place - 1 for place in out]), value))
    options = options_of(method, chart) | {"exclude": sorted(out)}
    before, after = analyse(frame, **options).points, analyse(changed, **options).points
    lines = ["centre", "lower", "upper", "lower_warning", "upper_warning", "included"]
    kept = before["included"]
    pd.testing.assert_frame_equal(before.loc[kept, lines], after.loc[kept, lines])
    pd.testing.assert_series_equal(before["centre"], after["centre"])
    pd.testing.assert_series_equal(before.loc[kept, "rule"], after.loc[kept, "rule"])


@CHECK
@given(SERIES, PAIR, st.integers(12, 20))
def test_what_comes_after_a_frozen_baseline_moves_no_line(one: list, pair: tuple[Method, ChartType], k: int) -> None:
    method, chart = pair
    if chart in (ChartType.XBAR, ChartType.S, ChartType.IP):  # one of their parts looks at the whole phase
        return
    frame = frame_of([[(y, n, 1) for y, n, _ in one]])
    changed = frame.assign(y=frame["y"].where(frame["x"] < k, 3.0))
    options = options_of(method, chart) | {"freeze": k}
    before, after = analyse(frame, **options).points, analyse(changed, **options).points
    lines = ["centre", "lower", "upper"] if chart not in NEEDS_N else ["centre"]
    pd.testing.assert_frame_equal(before[lines], after[lines])


@CHECK
@given(SERIES, st.sampled_from([pair for pair in PAIRS if pair[1] not in (ChartType.MR, ChartType.S)]))
def test_the_other_direction_turns_improvement_into_concern(one: list, pair: tuple[Method, ChartType]) -> None:
    frame, options = frame_of([one]), options_of(*pair)
    down, up = (analyse(frame, **options | {"improvement": way}).points for way in ("decrease", "increase"))
    pd.testing.assert_series_equal(down["improving"], up["concerning"], check_names=False)
    pd.testing.assert_series_equal(down["concerning"], up["improving"], check_names=False)
    flagged = down["rule"].notna()
    assert (flagged == (down["improving"] | down["concerning"])).all()
    assert (flagged == up["rule"].notna()).all()


@pytest.mark.parametrize(("method", "chart"), PAIRS, ids=str)
def test_an_icon_is_never_better_than_the_points(method: Method, chart: ChartType) -> None:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"series": np.repeat(np.arange(200), 30), "x": np.tile(np.arange(30), 200)})
    frame = frame.assign(y=rng.poisson(12, len(frame)).astype(float), n=rng.integers(50, 99, len(frame)).astype(float))
    found = analyse(frame, by="series", **options_of(method, chart)).phases
    for kind, said in (("improvement", "improving"), ("concern", "concerning")):
        assert found.loc[found["variation"] == kind, said].all()
