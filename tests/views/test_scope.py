"""What "now" means, which units are meant, and which settings are in force."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qi_eval.views.scope import board_dates, scope_of
from qi_eval.vocabulary import Method
from tests.metrics.ground import Ground

TODAY = date(2026, 11, 21)


def setting(ground: Ground, key: str, value: str, since: str = "2026-01-01", applies_to: str = "") -> None:
    ground.put("settings", key=key, value=value, valid_from=since, applies_to=applies_to)


def test_an_empty_store_has_the_usual_scope(ground: Ground) -> None:
    scope = scope_of(ground.loaded(), today=TODAY)
    assert (scope.report_date, scope.unit_ids, scope.method) == (TODAY, None, Method.MDC)


def test_a_report_date_in_the_settings_stands_for_now(ground: Ground) -> None:
    setting(ground, "report_date", "2026-09-30")
    assert scope_of(ground.loaded(), today=TODAY).report_date == date(2026, 9, 30)


def test_a_date_that_is_asked_for_goes_before_the_settings(ground: Ground) -> None:
    setting(ground, "report_date", "2026-09-30")
    asked = date(2026, 6, 3)
    assert scope_of(ground.loaded(), today=TODAY, report_date=asked).report_date == asked


def test_the_newest_setting_that_has_begun_is_in_force(ground: Ground) -> None:
    setting(ground, "programme_rule", "ihi", "2025-01-01")
    setting(ground, "programme_rule", "anhoej", "2026-01-01")
    setting(ground, "programme_rule", "mdc", "2027-01-01")
    assert scope_of(ground.loaded(), today=TODAY).method is Method.ANHOEJ


def test_a_setting_for_one_measure_is_not_the_programmes(ground: Ground) -> None:
    setting(ground, "programme_rule", "ihi", applies_to="M1")
    assert scope_of(ground.loaded(), today=TODAY).method is Method.MDC


def test_a_unit_means_all_below_it(ground: Ground) -> None:
    scope = scope_of(ground.loaded(), today=TODAY, unit_id="d1")
    assert sorted(scope.unit_ids or ()) == ["D1", "W1", "W2"]


def test_a_circle_of_units_ends(ground: Ground) -> None:
    ground.put("units", unit_id="A", parent_unit_id="B", unit_level="ward")
    ground.put("units", unit_id="B", parent_unit_id="A", unit_level="ward")
    assert sorted(scope_of(ground.loaded(), today=TODAY, unit_id="A").unit_ids or ()) == ["A", "B"]


def test_a_unit_that_nobody_knows_is_refused(ground: Ground) -> None:
    with pytest.raises(KeyError):
        scope_of(ground.loaded(), today=TODAY, unit_id="nowhere")


def test_board_dates_come_in_order(ground: Ground) -> None:
    setting(ground, "board_date", "2026-06-03", "2026-06-03")
    setting(ground, "board_date", "2026-04-01", "2026-04-01")
    assert board_dates(ground.loaded()) == (date(2026, 4, 1), date(2026, 6, 3))


def test_a_measurement_leaves_the_scope_as_it_is_and_a_new_unit_does_not(ground: Ground) -> None:
    ground.put("measures", measure_id="M1", project_id=None)
    before = scope_of(ground.loaded(), today=TODAY)
    ground.put("measurements", measure_id="M1", unit_id="RNB", period_start="2026-01-05")
    assert scope_of(ground.loaded(), today=TODAY).own is before.own
    ground.put("units", unit_id="RQM", unit_name="Other", org_code="RQM", unit_level="organisation")
    after = scope_of(ground.loaded(), today=TODAY)
    assert (before.own and before.own.others, after.own and after.own.others) == (0, 1)


def test_the_scope_follows_an_undo(ground: Ground) -> None:
    setting(ground, "report_date", "2026-09-30")
    store = ground.loaded()
    assert scope_of(store, today=TODAY).report_date == date(2026, 9, 30)
    store.undo(store.loads()[0].load_id, by="test", at=datetime(2026, 9, 30))
    assert scope_of(store, today=TODAY).report_date == TODAY
