"""The rule and the baseline that are set for a measure hold wherever it is judged: chart, grid, project outcome."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.outcome_verdicts import judge_measures
from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.views.measure_grid import measure_grid
from qi_eval.vocabulary import Method, Variation
from tests.metrics.ground import Ground
from tests.views.test_finding import AFTER, BASELINE
from tests.views.test_measure import change, charted

NOW = Scope(date(2026, 9, 30))
START = "2026-01-26"  # the fourth of the weeks that are measured
HIGH = [90.0, 91, 92]  # before the baseline: with them the mean of the first twelve would be 56.5, not 44.5


def test_points_before_the_baseline_are_shown_and_count_for_nothing(ground: Ground) -> None:
    view = charted(ground, [*HIGH, *BASELINE, *AFTER], baseline_start=START, baseline_end="2026-04-19", project_id="")
    assert view.chart.chart is not None
    points = view.chart.chart.points
    assert points["included"].tolist() == [False] * 3 + [True] * 20
    assert set(points["centre"]) == {44.5}
    assert "Usual level in the baseline, up to 19 April 2026, from 26 January 2026 on: 44%" in view.chart.reading.before
    assert "3 points before 26 January 2026 shown, not counted." in view.chart.reading.method
    assert "left out" not in view.chart.reading.method
    assert [row[-1] for row in view.chart.table.rows[-3:]] == ["Before the baseline"] * 3
    assert view.chart.reading.variation is measure_grid(ground.store, NOW).lines[0].variation is Variation.IMPROVEMENT


def test_project_outcomes_start_at_the_baseline_too(ground: Ground) -> None:
    change(ground, 15)
    charted(ground, [*HIGH, *BASELINE, *AFTER], baseline_start=START)
    found = judge_measures(ground.frames(J4_OUTCOMES, NOW), NOW)["M1"]
    assert (found.points_before, found.centre) == (12, 44.5)


def test_the_rule_set_for_a_measure_decides_and_is_named(ground: Ground) -> None:
    change(ground, 12)
    view = charted(ground, [*BASELINE[:-1], 80, *AFTER], method="anhoej")
    assert view.chart.rule is Method.ANHOEJ
    assert view.chart.counted
    assert "Judged by the Anhøj rules on its median, the rule set for this measure" in view.chart.reading.method
    grid = measure_grid(ground.store, NOW)
    assert grid.lines[0].variation is view.chart.reading.variation
    assert "1 measure is judged by a rule of its own." in grid.told
    found = judge_measures(ground.frames(J4_OUTCOMES, NOW), NOW)["M1"]
    assert found.centre == 44.5  # the median, as the chart draws it; the mean would be 47.4


def test_the_programme_rule_is_a_preview_where_a_measure_has_its_own(ground: Ground) -> None:
    view = charted(ground, [*BASELINE, *AFTER], "mdc", method="anhoej")
    assert not view.chart.counted
