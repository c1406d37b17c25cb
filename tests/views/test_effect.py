"""Before and after a logged change: what is offered, what is refused, and what the words may say."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import unsupported
from qi_eval.store import Store
from qi_eval.views.effect import EffectView, effect_view
from qi_eval.views.effect_list import openings
from qi_eval.views.effect_time import first_whole, times
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Frequency
from tests.metrics.ground import Ground
from tests.views.test_measure import NOW, change
from tests.views.test_series import measured, point

SHAPE = (1, -1, -1, 1, 1, -1, -1, 1, 0, 0, 1, -1)  # of no slope before, and none after


def months(ground: Ground, values: list[float | None], *, change_on: str = "2025-01-01", **cells: object) -> EffectView:
    """Monthly values from January 2024 on, and a change."""
    measured(ground, **({"frequency": "monthly"} | cells))
    for i, value in enumerate(values):
        if value is not None:
            point(ground, f"{2024 + i // 12}-{i % 12 + 1:02d}-01", value=value)
    if change_on:
        ground.put("project_log", project_id="P1", log_type="intervention_start", log_date=change_on, title="Trolley")
    view = effect_view(ground.loaded(), NOW, "M1")
    assert view is not None
    return view


def level(before: float = 40, after: float = 50, points: int = 12) -> list[float | None]:
    return [before + wave for wave in SHAPE[:points]] + [after + wave for wave in SHAPE[:points]]


def test_the_difference_from_the_line_carried_on_is_told_with_its_date(ground: Ground) -> None:
    view = months(ground, level(), measure_name="Antibiotics")
    assert view.title.startswith("Antibiotics: ")
    assert view.title.endswith(" percentage points above the line before, July 2025")
    assert "12 points since Trolley, 1 January 2025" in view.lead
    assert "95% interval" in view.lead
    assert "This says when, not why" in view.lead
    assert not unsupported(f"{view.title} {view.lead} {' '.join(view.notes)} {view.model}")


def test_table_and_two_periods_add_up(ground: Ground) -> None:
    view = months(ground, level())
    assert view.estimates is not None
    named = {row[0]: row for row in view.estimates.rows}
    least_squares = view.estimates.headers.index("Least squares, Newey-West errors")
    x, shape = np.arange(12) - 5.5, np.array(SHAPE)
    slope = (x @ shape) / (x @ x)  # of each side; the level differs by 50 - 40, less the slope over twelve months
    assert named["Level at the change, 1 January 2025"][least_squares].startswith(f"+{50 - 40 - 12 * slope:.1f} (")
    assert "mean 40% of 12 points before, 50% of 12 points since; difference +10.0" in view.notes[0]


def test_eleven_points_are_exploratory_and_seven_too_few(ground: Ground) -> None:
    few = months(ground, level()[:23])
    assert few.label == "Exploratory: fewer than 12 points on one side."
    ground.put("measures", measure_id="M2", project_id="P1", value_type="count", frequency="monthly")
    for i in range(7):
        ground.put("measurements", measure_id="M2", unit_id="W1", period_start=f"2024-{i + 1:02d}-01", value=i % 3)
    short = effect_view(ground.loaded(), NOW, "m2")
    assert short is not None
    assert (
        "Fewer than 8 points on one side: nothing is fitted. There are 7 before the change and 0 since." in short.lead
    )
    assert (short.pictures, short.estimates, short.label) == ((), None, "")


def test_a_page_shows_rounded_values_with_days_in_words_and_the_file_holds_all_of_them(ground: Ground) -> None:
    view = months(ground, level(40.267477, 50))
    lines = {row[0]: row for row in view.values.rows}
    assert lines["1 January 2024"][:3] == ("1 January 2024", "41%", "before")  # SHAPE begins at one above
    assert lines["1 December 2025"][:3] == ("1 December 2025", "49%", "after")
    assert all(re.fullmatch(r"(\d+%)?", cell) for row in view.values.rows for cell in row[3:])
    assert view.file.rows[0][:3] == ("2024-01-01", "41.267477", "before")
    assert [len(row) for row in view.file.rows] == [len(row) for row in view.values.rows] == [7] * 24


@pytest.mark.parametrize(
    ("values", "change_on", "said"),
    [
        (level(), "", "names no day from which a change is in use"),
        (level(), "2027-01-04", "The first change is logged for 4 January 2027: there is nothing after it yet."),
        (level(), "2023-06-01", "There are 0 before the change and 24 since."),
        ([50.0] * 24, "2025-01-01", "Every point has the same value"),
        ([], "2025-01-01", "There are 0 before the change and 0 since."),
    ],
)
def test_what_cannot_be_compared_says_why(
    ground: Ground, values: list[float | None], change_on: str, said: str
) -> None:
    view = months(ground, values, change_on=change_on)
    assert said in view.lead
    assert view.pictures == ()


def test_a_test_of_change_is_no_change_that_stays(ground: Ground) -> None:
    change(ground, 3, "pdsa")
    assert "Tests of change (PDSA) come and go" in months(ground, level(), change_on="").lead


def test_gaps_and_what_happened_near_it_are_named(ground: Ground) -> None:
    ground.put("project_log", project_id="", log_type="external_event", log_date="2025-03-03", title="Strike")
    ground.put("project_log", project_id="", log_type="external_event", log_date="2026-03-02", title="Much later")
    values = [*level()[:20], None, None, *level()[20:]]
    view = months(ground, values)
    assert view.near == (("3 March 2025, 61 days after", "Strike (the whole trust)"),)
    assert any("2 months without a value" in note for note in view.notes)


def test_another_change_can_be_chosen(ground: Ground) -> None:
    ground.put("project_log", project_id="P1", log_type="intervention_start", log_date="2025-02-03", title="Nurse")
    months(ground, level())
    view = effect_view(ground.loaded(), NOW, "M1", "W1", "2025-02-03")
    assert view is not None
    assert [day for day, _ in view.changes] == ["2025-01-01", "2025-02-03"]
    assert view.since == "2025-02-03"
    assert "14 points before" in view.lead  # February began before that day


def test_a_period_that_the_change_falls_into_counts_as_before() -> None:
    days = np.array(["2025-01-01", "2025-02-01", "2025-05-01"], dtype="datetime64[D]")
    when = times(days, Frequency.MONTHLY)
    assert list(np.diff(when)) == [1, 3]
    middle = times(np.array(["2025-01-16"], dtype="datetime64[D]"), Frequency.MONTHLY)[0]
    assert first_whole(middle, when[1:]) == when[1]
    assert first_whole(middle, when[2:]) == when[1]  # a gap of two months, the line still begins in February


def test_every_measure_of_the_demo_with_a_change_opens_and_claims_nothing(demo_store: Store) -> None:
    scope: Scope = scope_of(demo_store, today=date(2026, 9, 30))
    page = openings(demo_store, scope)
    assert len(page.lines) > 40
    for line in page.lines[::8]:
        view = effect_view(demo_store, scope, line.id)
        assert view is not None
        assert bool(view.pictures) == (line.said != "too few points yet")
        words = f"{view.title.removeprefix(line.name)} {view.lead} {' '.join(view.notes)}"
        assert not unsupported(words), line.id


def test_a_measure_that_nobody_knows_has_no_view(ground: Ground) -> None:
    assert effect_view(ground.loaded(), NOW, "M9") is None
    assert "No project has logged the start of a change" in openings(ground.loaded(), NOW).told
