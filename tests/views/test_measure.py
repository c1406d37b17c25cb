"""The run chart of a measure: title, words, marks and table all say the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import unsupported
from qi_eval.views.measure import MeasureView, measure_view
from qi_eval.vocabulary import Method, Variation
from tests.metrics.ground import Ground
from tests.views.test_finding import AFTER, BASELINE
from tests.views.test_series import measured, point

NOW = Scope(date(2026, 9, 30))
START = date(2026, 1, 5)


def charted(ground: Ground, values: list[float], rule: str = "", **cells: Any) -> MeasureView:
    measured(ground, **cells)
    for week, value in enumerate(values):
        point(ground, (START + timedelta(weeks=week)).isoformat(), value=value)
    view = measure_view(ground.loaded(), NOW, "M1", "", rule)
    assert view is not None
    return view


def change(ground: Ground, week: int, log_type: str = "intervention_start", **cells: object) -> None:
    usual = {"project_id": "P1", "title": "Trolley by triage"}
    day = (START + timedelta(weeks=week)).isoformat()
    ground.put("project_log", log_date=day, log_type=log_type, **(usual | cells))


def test_the_title_is_the_finding_with_its_date(ground: Ground) -> None:
    change(ground, 12)
    view = charted(ground, [*BASELINE, *AFTER], measure_name="Antibiotics")
    assert view.chart.title == "Antibiotics: sign of improvement since 16 March 2026"
    assert (
        "Usual level before the first change, on 30 March 2026: 44% (the median). The rule judges"
        in view.chart.reading.words
    )
    assert "the last 10 points lie above the mean of 44%" in view.chart.reading.verdict
    assert view.chart.changes == (("30 March 2026", "Trolley by triage"),)


def test_the_table_marks_the_points_that_the_chart_marks(ground: Ground) -> None:
    change(ground, 12)
    view = charted(ground, [*BASELINE, *AFTER])
    marked = [row for row in view.chart.table.rows if "Sign of improvement" in row]
    assert view.chart.figures is not None
    drawn = next(trace for trace in view.chart.figures[0]["data"] if trace.get("name") == "Sign of improvement")
    assert len(marked) == len(drawn["x"]) == 10


def test_without_a_sign_the_words_claim_nothing(ground: Ground) -> None:
    view = charted(ground, [50, 52] * 10, measure_name="Handover")
    assert view.chart.title == "Handover: usual ups and downs"
    assert not unsupported(view.chart.reading.words)


def test_what_day_names_a_week_is_said(ground: Ground) -> None:
    """Lists name the newest week by its last day, a chart each by its first."""
    said = charted(ground, [50, 52] * 2).chart.reading.words
    assert said.startswith("Weekly, each by its first day, 5 January 2026 to 26 January 2026, 4 points.")


def test_months_need_no_day(ground: Ground) -> None:
    assert "first day" not in charted(ground, [50], frequency="monthly").chart.reading.words


def test_few_points_are_not_judged(ground: Ground) -> None:
    view = charted(ground, [50, 52, 51], measure_name="Handover")
    assert view.chart.title == "Handover: too few points to judge yet"
    assert view.chart.reading.variation is None


def test_an_earlier_sign_is_told_where_the_last_points_show_none(ground: Ground) -> None:
    change(ground, 12)
    view = charted(ground, [*BASELINE, 90, 44, 45, 46, 43])
    assert view.chart.reading.variation is Variation.COMMON_CAUSE
    assert view.chart.reading.verdict == (
        "No sign of change now. There was a sign of improvement, last seen on 30 March 2026; it has not lasted."
    )


def test_a_short_baseline_is_provisional(ground: Ground) -> None:
    change(ground, 9)
    view = charted(ground, [*BASELINE[:9], *AFTER])
    assert "Provisional: the baseline has 9 points, not 12." in view.chart.reading.after


def test_the_aim_is_named_without_a_promise(ground: Ground) -> None:
    view = charted(ground, [50, 52] * 10, target=90)
    assert "The latest point does not reach the aim of 90%." in view.chart.reading.after


def test_another_rule_is_a_preview_that_is_not_counted(ground: Ground) -> None:
    view = charted(ground, [50, 52] * 10, rule="anhoej")
    assert view.chart.rule is Method.ANHOEJ
    assert not view.chart.counted
    assert "a preview that is not counted" in view.chart.reading.method
    assert "Longest run" in view.chart.reading.method


def test_a_change_of_another_measure_is_not_drawn(ground: Ground) -> None:
    change(ground, 12)
    change(ground, 14, applies_to_measure_id="M9", title="For another measure")
    change(ground, 3, "external_event", project_id="", title="Winter pressure")
    view = charted(ground, [*BASELINE, *AFTER])
    assert [name for _, name in view.chart.changes] == ["Winter pressure", "Trolley by triage"]


def test_a_change_made_for_another_measure_ends_the_baseline_too_and_is_drawn(ground: Ground) -> None:
    change(ground, 12, applies_to_measure_id="M9")
    view = charted(ground, [*BASELINE, *AFTER])
    assert "before the first change, on 30 March 2026" in view.chart.reading.words
    assert view.chart.changes == (("30 March 2026", "Trolley by triage"),)


def test_an_event_of_the_whole_trust_ends_no_baseline(ground: Ground) -> None:
    change(ground, 12, project_id="", title="A new record system")
    view = charted(ground, [*BASELINE, *AFTER])
    assert "first change" not in view.chart.reading.words


def test_the_unit_with_most_values_is_shown_unless_one_is_asked_for(ground: Ground) -> None:
    point(ground, "2026-01-05", "W2", value=10)
    view = charted(ground, [50, 52, 51])
    assert view.unit_id == "W1"
    other = measure_view(ground.store, NOW, "M1", "w2")
    assert other is not None
    assert other.unit_id == "W2"
    assert {unit for unit, _ in other.units} == {"W1", "W2"}


def test_a_measure_without_values_says_so(ground: Ground) -> None:
    view = charted(ground, [])
    assert view.chart.figures is None
    assert view.chart.reading.words == "No value has been loaded for this measure."


def test_a_measure_that_nobody_knows_has_no_view(ground: Ground) -> None:
    assert measure_view(ground.loaded(), NOW, "M9") is None
