"""What the marks on a chart change: its limits, its points, its aim; and each says why and who."""

from __future__ import annotations

import pytest

from qi_eval.vocabulary import Variation
from tests.metrics.ground import Ground
from tests.views.test_finding import AFTER, BASELINE
from tests.views.test_measure import change, charted


def mark(ground: Ground, day: str, kind: str, **cells: object) -> None:
    usual = {"reason": "Counted anew", "author_role": "qi_lead", "unit_id": "W1"}
    ground.put("chart_marks", measure_id="M1", on_date=day, kind=kind, **(usual | cells))


def test_the_aim_in_force_at_the_latest_point_is_said(ground: Ground) -> None:
    mark(ground, "2026-03-02", "target_from", value=60)
    view = charted(ground, [50, 52] * 10, target=90)
    assert "not reach the aim of 60%, in force since 2 March 2026." in view.chart.reading.after
    assert ("2 March 2026", "Target from here, 60%: Counted anew (qi lead)") in view.chart.changes


def test_a_point_left_out_is_hollow_and_judges_nothing(ground: Ground) -> None:
    mark(ground, "2026-05-18", "excluded")
    view = charted(ground, [*[50, 52] * 9, 51, 99])
    assert view.chart.reading.variation is Variation.COMMON_CAUSE
    assert "Left out: Counted anew (qi lead)" in view.chart.table.rows[0]
    assert view.chart.figures is not None
    assert [trace["y"] for trace in view.chart.figures[0]["data"] if trace.get("name") == "Point not counted"] == [[99]]


def test_new_limits_step_the_median_and_have_the_word(ground: Ground) -> None:
    mark(ground, "2026-03-30", "phase_start")
    view = charted(ground, [*BASELINE, *[60, 62] * 7])
    assert view.chart.title.endswith("usual ups and downs")
    assert "Usual level since the new limits of 30 March 2026: 61%" in view.chart.reading.before
    assert view.chart.figures is not None
    centre = next(t for t in view.chart.figures[0]["data"] if t.get("line", {}).get("width") == 1.4)
    assert set(centre["y"]) - {None} == {44.5, 61}


def test_few_points_since_new_limits_are_not_judged(ground: Ground) -> None:
    mark(ground, "2026-03-30", "phase_start")
    view = charted(ground, [*BASELINE, *AFTER])
    assert "since the new limits of 30 March 2026: 8 points, 13 are needed" in view.chart.reading.verdict


@pytest.mark.parametrize(("before", "said"), [(7, "Only 7 points before"), (0, "No point before")])
def test_a_change_with_few_points_before_it_cannot_be_judged(ground: Ground, before: int, said: str) -> None:
    change(ground, before)
    view = charted(ground, [50, 52] * 10)
    assert said in view.chart.reading.after
    assert "Median of all points" in view.chart.reading.before


def test_a_sign_that_began_before_the_change_says_so(ground: Ground) -> None:
    change(ground, 12)
    assert "This began before the first change." in charted(ground, [*BASELINE, *AFTER]).chart.reading.after


def test_days_between_events_are_judged_on_their_own_chart(ground: Ground) -> None:
    view = charted(ground, [*BASELINE, *AFTER], value_type="time_between", unit_label="days")
    assert "limits of the T (time between) chart" in view.chart.reading.method
    assert "20 times between events" in view.chart.reading.before
    assert view.chart.reading.after.endswith("days since the last one (30 September 2026).")


def test_two_events_on_one_day_ask_for_the_other_chart(ground: Ground) -> None:
    view = charted(ground, [*BASELINE, 0, *AFTER], value_type="time_between", unit_label="days")
    assert "limits of the G chart" in view.chart.reading.method
