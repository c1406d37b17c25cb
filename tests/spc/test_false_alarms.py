"""The table of false alarms is what the engine does, and what is known of the rules."""

from __future__ import annotations

import numpy as np
import pytest

from docs import false_alarms as script
from qi_eval.spc import ALLOWED, ArgumentError, false_alarm
from qi_eval.spc.false_alarms import LENGTHS, Alarm, simulated, table
from qi_eval.vocabulary import ChartType, Method

PAIRS = [(method, chart) for method, charts in ALLOWED.items() for chart in charts]
SERIES = 2000
ERRORS = 4.5  # standard errors; over all cells one in some hundred runs of other seeds would stray


@pytest.mark.parametrize(("method", "chart"), PAIRS, ids=str)
def test_the_engine_keeps_to_the_table(method: Method, chart: ChartType) -> None:
    rng = np.random.default_rng(7)
    for length in (12, 24, 60):
        found = simulated(method, chart, length, rng=rng, series=SERIES)
        for alarm in Alarm:
            stored = table()[method, chart, alarm][LENGTHS.index(length)]
            error = np.sqrt(max(stored * (1 - stored), 1 / SERIES) * (1 / SERIES + 1 / script.SERIES))
            assert abs(found[alarm] - stored) <= ERRORS * error, (length, alarm)


def test_anhoejs_rules_alarm_in_about_four_of_a_hundred_run_charts_of_sixty_points() -> None:
    assert false_alarm("anhoej", "run", np.array([60]))[0] == pytest.approx(0.043, abs=0.008)


def test_making_data_count_gives_no_icon_below_thirteen_points() -> None:
    assert table()["mdc", "i", "icon"][LENGTHS.index(12)] == 0


def test_chances_lie_between_those_of_the_table_and_add_up_over_charts() -> None:
    low, high = false_alarm("mdc", "i", np.array([24, 36]))
    between, none, long = false_alarm("mdc", "i", np.array([30, 0, 500]))
    assert between == pytest.approx((low + high) / 2)
    assert (none, long) == (0, table()["mdc", "i", "icon"][-1])


def test_a_pair_that_is_not_allowed_has_no_chance() -> None:
    with pytest.raises(ArgumentError, match="mdc with run"):
        false_alarm("mdc", "run", np.array([24]))


def test_the_page_holds_the_tables() -> None:
    assert script.tables() in script.PAGE.read_text("utf-8")
