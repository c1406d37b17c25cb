"""The calendar in words: what a window is called."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.periods import window_words


def test_a_window_of_whole_months_is_twelve_months_and_one_that_still_runs_names_both_days() -> None:
    assert window_words((date(2025, 10, 1), date(2026, 9, 30))) == "in the 12 months to 30 September 2026"
    assert window_words((date(2025, 10, 1), date(2026, 9, 2))) == "from 1 October 2025 to 2 September 2026"
