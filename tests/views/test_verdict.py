"""One verdict a measure: what is set on its chart counts, wherever the verdict is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.views.charted import Charted
from qi_eval.views.measure import measure_view
from qi_eval.views.measure_grid import measure_grid
from qi_eval.views.series import measures_of
from qi_eval.views.subjects import subjects
from qi_eval.views.verdict import verdicts
from qi_eval.vocabulary import Assurance, ChartType, Method, Variation
from tests.metrics.ground import Ground
from tests.views.test_chart_marks import mark
from tests.views.test_finding import AFTER, BASELINE
from tests.views.test_measure import change, charted
from tests.views.test_series import measured, point

NOW = Scope(date(2026, 9, 30))
START = date(2026, 1, 5)
LONG = [*AFTER, 63, 65, 62, 66, 64]


def chart(ground: Ground, values: list[float], **cells: Any) -> Charted:
    return charted(ground, values, **cells).chart


def test_after_a_shift_on_frozen_limits_nothing_is_said_of_the_aim(ground: Ground) -> None:
    change(ground, 12)
    shifted = chart(ground, [*BASELINE, *LONG], target=60)
    assert shifted.chart is not None
    assert (shifted.chart.assurance, shifted.chart.no_assurance) == (None, "The level moved: set new limits first")
    assert "By the limits" not in shifted.reading.after


def test_new_limits_say_of_the_aim_what_they_say_now(ground: Ground) -> None:
    change(ground, 12)
    mark(ground, "2026-03-30", "phase_start")
    found = chart(ground, [*BASELINE, *[60, 62] * 7], target=50)
    assert found.chart is not None
    assert found.chart.assurance is Assurance.PASS
    assert "the aim will be met unless the process changes" in found.reading.after
    assert found.chart.earlier is not None


def test_a_sign_that_lasts_after_a_logged_change_suggests_new_limits(ground: Ground) -> None:
    change(ground, 12)
    found = chart(ground, [*BASELINE, *LONG])
    assert found.suggested is not None
    assert found.suggested.when >= START + timedelta(weeks=12)
    assert "Trolley by triage, 30 March 2026" in found.suggested.words


@pytest.mark.parametrize("cells", [{"direction": "decrease"}, {"project_id": ""}])
def test_no_new_limits_are_suggested_to_hide_a_concern_or_without_a_known_cause(
    ground: Ground, cells: dict[str, str]
) -> None:
    change(ground, 12)
    assert chart(ground, [*BASELINE, *LONG], **cells).suggested is None


def test_a_target_that_moved_is_drawn_as_steps(ground: Ground) -> None:
    mark(ground, "2026-03-02", "target_from", value=60)
    found = chart(ground, [50, 52] * 10, target=90)
    assert found.chart is not None
    assert [(line.value, line.start) for line in found.chart.target] == [(90, None), (60, date(2026, 3, 2))]


def test_a_baseline_that_the_team_fixed_counts_where_no_change_is_logged(ground: Ground) -> None:
    found = chart(ground, [*BASELINE, *AFTER], baseline_end="2026-03-29", project_id="")
    assert "Usual level in the baseline, up to 29 March 2026: 44%" in found.reading.before
    assert found.reading.variation is Variation.IMPROVEMENT


def test_the_chart_that_the_team_set_decides(ground: Ground) -> None:
    measured(ground, chart="p")
    for week, share in enumerate([*BASELINE, *AFTER]):
        day = (START + timedelta(weeks=week)).isoformat()
        point(ground, day, numerator=share, denominator=100)
    store = ground.loaded()
    measures = measures_of(store, ["M1"])
    found = verdicts([subjects(store, measures, NOW).of_home(measures[0])], Method.MDC)[0]
    assert found.chart is ChartType.P
    view = measure_view(store, NOW, "M1", "", "", "i")
    assert view is not None
    assert not view.chart.counted


def test_marks_change_the_grid_as_they_change_the_chart(ground: Ground) -> None:
    mark(ground, "2026-05-18", "excluded")
    view = charted(ground, [*[50, 52] * 9, 51, 99])
    line = measure_grid(ground.store, NOW).lines[0]
    assert line.variation is view.chart.reading.variation is Variation.COMMON_CAUSE


def test_the_home_of_a_measure_is_its_project_s_unit_where_it_has_values(ground: Ground) -> None:
    for day in ("2026-01-05", "2026-01-12"):
        point(ground, day, "W2", value=10)
    view = charted(ground, [50])
    assert view.unit_id == "W1"  # P1 is W1's project
