"""The reason beside a sign: never more points, and never another rule, than what the rule found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.spc import longest_run_limit
from qi_eval.views import charted as charts
from qi_eval.views.finding import finding
from qi_eval.vocabulary import Direction, Method
from tests.metrics.ground import Ground
from tests.views.test_finding import AFTER, BASELINE
from tests.views.test_measure import NOW, START, change, charted
from tests.views.test_one_voice import HIGHER

LOWER = {"direction": "decrease", "value_type": "count", "unit_label": "falls"}
# Twelve points of a baseline, then five below its mean, one missing, four below, the last beyond the limit.
WITH_A_GAP = [5, 6, 5, 6, 7, 6, 5, 6, 6, 5, 6, 7, 6, 5, 5, 5, 5, 5, None, 5, 5, 5, 1]
RUN_CHART = [4, 7, 7, 4, 5, 7, 6, 8, 7, 3, 7, 3, 9, 6, 3, 1, 1, 1, 4, 3, 0, 0, 1, 4, 0, 2]  # median 4, twice in the run
ON_THE_MEDIAN = [9, 8, 7, 6, 5, 4, 9, 8, 9, 9, 8, 9, 8, 9, 9, 8]  # six of 9, and the last point on the median of 8


def verdict(ground: Ground, values: list[float | None], **cells: object) -> str:
    known = [value if value is None else float(value) for value in values]
    return charted(ground, known, **(LOWER | cells)).chart.reading.verdict  # type: ignore[arg-type]


def test_a_run_does_not_reach_across_a_missing_value(ground: Ground) -> None:
    change(ground, 12)
    said = verdict(ground, WITH_A_GAP)
    assert "1 point beyond the limits" in said
    assert "points lie below" not in said  # four since the gap


def test_a_run_since_the_missing_value_is_told_by_its_own_points(ground: Ground) -> None:
    change(ground, 12)
    assert "the last 7 points lie below the mean of" in verdict(ground, [*WITH_A_GAP[:18], None, *[5] * 6, 1])


def test_a_run_chart_passes_over_points_on_the_median(ground: Ground) -> None:
    days = [START + timedelta(weeks=week) for week in range(len(RUN_CHART))]
    seen = finding(days, RUN_CHART, Method.IHI, Direction.DECREASE)
    assert seen.since == days[14]
    assert "the last 10 points lie below the median of 4" in verdict(ground, RUN_CHART, method="ihi")


def test_a_run_that_ends_before_a_point_on_the_median_is_the_reason(ground: Ground) -> None:
    said = verdict(ground, ON_THE_MEDIAN, method="ihi")
    assert said.startswith("Sign of concern since 16 February 2026: the last 6 points lie above the median of 8")


def test_a_sign_that_later_points_do_not_show_names_its_last_day(ground: Ground) -> None:
    said = verdict(ground, [*[8, 9] * 4, *[9] * 6, 7, 6, 9, 7, 6, 7, 9, 6, 7, 6], method="ihi")
    assert "last on" in said
    assert "points lie" not in said


def test_under_anhoej_a_run_is_a_reason_only_where_it_is_too_long(ground: Ground) -> None:
    assert longest_run_limit(np.array([20])).tolist() == [7]
    said = verdict(ground, [*[5, 6] * 6, *[9, 9, 9, 9, 9, 9, 9, 9]], method="anhoej")
    assert "the last 8 points lie above the median of" in said


def test_a_baseline_that_was_set_is_no_change(ground: Ground) -> None:
    end = (START + timedelta(weeks=11)).isoformat()
    after = charted(ground, [*BASELINE, *AFTER], baseline_end=end).chart.reading.after
    assert "This began before the end of the baseline." in after
    assert "change" not in after


def test_an_unsteady_baseline_that_was_set_is_called_one(ground: Ground) -> None:
    rising = [*range(40, 52), *[60] * 10]
    end = (START + timedelta(weeks=11)).isoformat()
    after = charted(ground, list(map(float, rising)), baseline_end=end).chart.reading.after
    assert "The points of the baseline were not steady." in after


def told_run(values: list[float | None], centre: float, *, bridges: bool) -> tuple[int, str]:
    """The run at the end of a series, counted point by point: its length and its side."""
    length, side = 0, ""
    for value in reversed(values):
        here = "" if value is None or value == centre else "above" if value > centre else "below"
        if not here and (bridges or (value is None and not length)):
            continue
        if not here or (side and here != side):
            break
        length, side = length + 1, here
    return length, side


VALUE = st.one_of(st.none(), st.integers(0, 6).map(float))
STRETCHES = st.tuples(  # many values, then few that repeat: runs at the end, some with a gap
    st.lists(st.tuples(st.integers(0, 6).map(float), st.just(1)), min_size=13, max_size=24),
    st.lists(st.tuples(VALUE, st.integers(1, 8)), min_size=1, max_size=3),
).map(lambda parts: parts[0] + parts[1])


@settings(deadline=None, max_examples=60)
@given(
    STRETCHES.map(lambda parts: [value for value, times in parts for _ in range(times)]),
    st.sampled_from([("mdc", 7), ("ihi", 6), ("anhoej", 0)]),
    st.sampled_from(list(Direction)),
)
def test_a_run_that_is_told_is_there_and_long_enough(
    values: list[float | None], rule: tuple[str, int], direction: Direction
) -> None:
    method, least = Method(rule[0]), rule[1]
    measure = replace(HIGHER, direction=direction)
    frame = pd.DataFrame({"x": [START + timedelta(days=31 * i) for i in range(len(values))], "y": values}, dtype=object)
    frame = frame.assign(x=pd.to_datetime(frame["x"]), y=frame["y"].astype(float))
    chart = charts.charted(measure, frame, method=method, now=NOW.report_date, drawn=None)
    said = re.search(r"the last (\d+) points lie (above|below) the", chart.reading.verdict)
    if said is None:
        return
    known = [value for value in values if value is not None]
    centre = float(np.mean(known) if method is Method.MDC else np.median(known))
    length, side = told_run(values, centre, bridges=method in (Method.IHI, Method.ANHOEJ))
    assert (int(said[1]), said[2]) == (length, side)
    useful = sum(value not in (None, centre) for value in values)
    assert length >= (least or int(longest_run_limit(np.array([useful]))[0]) + 1)
