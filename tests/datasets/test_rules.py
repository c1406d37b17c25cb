"""Each rule by example: what breaks it, and what comes close without breaking it."""

from __future__ import annotations

import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.dataset import RowRule
from tests.build import known, row, table

# dataset, rule, cells that break it, cells that come close
CASES: list[tuple[str, str, dict[str, object], dict[str, object]]] = [
    (
        "units",
        "valid_to_before_valid_from",
        {"valid_from": "2020-01-02", "valid_to": "2020-01-01"},
        {"valid_from": "2020-01-01", "valid_to": "2020-01-01"},
    ),
    ("units", "parent_unit_id_is_itself", {"unit_id": "W07", "parent_unit_id": "w07"}, {"parent_unit_id": "RNB2"}),
    ("workforce", "stayers_12m_above_headcount_start_12m", {"stayers_12m": 1181}, {"stayers_12m": 1180}),
    ("workforce", "leavers_voluntary_12m_above_leavers_12m", {"leavers_voluntary_12m": 140}, {"leavers_12m": 101}),
    (
        "workforce",
        "starters_retained_12m_above_starters_12m",
        {"starters_retained_12m": 164},
        {"starters_retained_12m": 163},
    ),
    (
        "workforce",
        "sickness_wte_days_above_available_wte_days",
        {"sickness_wte_days": 33901},
        {"available_wte_days": None},
    ),
    (
        "projects",
        "close_date_before_start_date",
        {"start_date": "2025-02-01", "close_date": "2025-01-31", "status": "completed"},
        {"start_date": "2025-02-01", "close_date": "2025-02-01", "status": "completed"},
    ),
    ("projects", "aim_due_before_start_date", {"aim_due": "2024-12-31"}, {"aim_due": None}),
    ("projects", "close_date_needed", {"status": "closed_unsuccessful"}, {"status": "paused"}),
    (
        "projects",
        "close_date_while_running",
        {"close_date": "2025-06-01"},
        {"close_date": "2025-06-01", "status": "handed_over"},
    ),
    ("project_team", "left_on_before_joined_on", {"left_on": "2025-01-12"}, {"left_on": "2025-01-13"}),
    ("project_log", "end_date_before_log_date", {"end_date": "2025-03-02"}, {"end_date": "2025-03-03"}),
    ("project_log", "shared_on_before_log_date", {"shared_on": "2025-03-02"}, {"shared_on": None}),
    (
        "project_log",
        "barrier_category",
        {"log_type": "barrier", "category": "money"},
        {"log_type": "lesson", "category": "money"},
    ),
    ("assessments", "subject_unknown", {"subject_id": "P999"}, {"subject_type": "person", "subject_id": "p999"}),
    ("assessments", "subject_unknown", {"subject_type": "unit"}, {"subject_type": "unit", "subject_id": "RNB"}),
    ("assessments", "subject_unknown", {"subject_id": "p014"}, {"subject_type": "programme", "subject_id": "all"}),
    ("assessments", "score_outside_scale", {"score": 5.5}, {"score": 5}),
    ("assessments", "score_outside_scale", {"score": 0}, {"score": 0, "instrument": "project_theory"}),
    (
        "assessments",
        "score_outside_scale",
        {"score": 7.5, "instrument": "musiq"},
        {"score": 75, "instrument": "psych_safety"},
    ),
    ("assessments", "ihi_half_step", {"score": 3.2}, {"score": 3.2, "instrument": "musiq"}),
    ("drivers", "parent_id_needed", {"kind": "change_idea"}, {"kind": "change_idea", "parent_id": "DR0"}),
    ("drivers", "aim_has_parent", {"parent_id": "DR0"}, {"parent_id": None}),
    ("drivers", "parent_id_is_itself", {"parent_id": "dr1", "kind": "primary_driver"}, {"parent_id": None}),
    ("measures", "baseline_end_before_baseline_start", {"baseline_end": "2025-01-12"}, {"baseline_start": None}),
    ("measures", "bundle_id_needed", {"bundle_id": None}, {"bundle_id": None, "bundle_role": None}),
    ("measures", "chart_unsuited", {"chart": "run", "method": "mdc"}, {"chart": "run", "method": "ihi"}),
    ("measures", "chart_unsuited", {"chart": "p", "method": "plotthedots"}, {"chart": "p", "method": "anhoej"}),
    ("measures", "chart_unsuited", {"chart": "xbar", "method": "mdc"}, {"chart": "xbar", "method": None}),
    ("measures", "multiplier_needed", {"value_type": "rate"}, {"value_type": "rate", "multiplier": 1}),
    ("measures", "multiplier_unused", {"multiplier": 1000}, {"multiplier": 1000, "value_type": "rate"}),
    ("chart_marks", "value_needed", {"kind": "target_from"}, {"kind": "target_from", "value": 90}),
    ("training", "knowledge_pre_above_knowledge_max", {"knowledge_pre": 10}, {"knowledge_pre": 9}),
    ("training", "knowledge_post_above_knowledge_max", {"knowledge_post": 9.5}, {"knowledge_max": None}),
    ("training", "confidence_pre_above_confidence_max", {"confidence_pre": 41}, {"confidence_pre": 40}),
    ("training", "confidence_post_above_confidence_max", {"confidence_post": 41}, {"confidence_post": None}),
    ("training", "left_on_before_session_date", {"left_on": "2025-02-09"}, {"left_on": "2025-02-10"}),
    ("training", "attended_without_booking", {"booked": False}, {"booked": None}),
    ("training", "completed_without_attending", {"attended": False}, {"attended": False, "completed": False}),
    (
        "training",
        "reason_though_attended",
        {"not_attended_reason": "sickness"},
        {"not_attended_reason": "sickness", "attended": False},
    ),
    ("survey_scores", "score_min_above_score", {"score": -0.1}, {"score": 0}),
    ("survey_scores", "score_above_score_max", {"score": 10.1}, {"score": 10}),
    ("survey_scores", "benchmark_low_above_benchmark_mean", {"benchmark_low": 7}, {"benchmark_low": 6.98}),
    ("survey_scores", "benchmark_mean_above_benchmark_high", {"benchmark_high": 6.9}, {"benchmark_high": None}),
    ("survey_scores", "n_responses_above_n_eligible", {"n_responses": 10151}, {"n_responses": 10150}),
    ("activity", "rating_above_rating_max", {"rating": 6}, {"rating": 6, "rating_max": None}),
    ("activity", "attended_above_invited", {"invited": 8, "attended": 9}, {"attended": 9}),
    ("spread", "agreed_on_before_approached_on", {"agreed_on": "2024-06-02"}, {"agreed_on": "2024-06-03"}),
    ("spread", "started_on_before_agreed_on", {"started_on": "2024-06-30"}, {"agreed_on": None}),
    ("spread", "adopted_on_before_started_on", {"adopted_on": "2024-08-14"}, {"started_on": None}),
    ("spread", "sustained_6m_on_before_adopted_on", {"sustained_6m_on": "2024-11-03"}, {"sustained_6m_on": None}),
    ("spread", "stopped_on_before_started_on", {"stopped_on": "2024-08-14"}, {"stopped_on": "2024-08-15"}),
    ("spread", "core_elements_kept_above_core_elements_total", {"core_elements_kept": 7}, {"core_elements_kept": 6}),
    ("spread", "people_reached_above_people_eligible", {"people_reached": 401}, {"people_eligible": None}),
    ("spread", "adopted_on_needed", {"adopted_on": None}, {"adopted_on": None, "status": "declined"}),
    (
        "spread",
        "own_unit_unknown",
        {"adopter_org_code": "rnb", "adopter_unit_id": "W99"},
        {"adopter_org_code": "RZZ1", "adopter_unit_id": "W99"},
    ),
    ("stories", "consent_expiry_before_consent_date", {"consent_expiry": "2025-06-17"}, {"consent_expiry": None}),
    ("stories", "withdrawn_on_before_consent_date", {"withdrawn_on": "2025-06-17"}, {"withdrawn_on": "2025-06-18"}),
    (
        "stories",
        "story_unchecked",
        {"identifiability_checked_on": None},
        {"identifiability_checked_on": None, "withdrawn_on": "2025-07-01"},
    ),
    ("benefits", "period_end_before_period_start", {"period_end": "2024-06-02"}, {"period_end": "2024-06-03"}),
    ("benefits", "quantity_low_above_quantity_central", {"quantity_low": 28}, {"quantity_low": 27}),
    ("benefits", "quantity_central_above_quantity_high", {"quantity_high": 26}, {"quantity_high": 27}),
    (
        "benefits",
        "quantity_low_above_quantity_high",
        {"quantity_low": 41, "quantity_central": None},
        {"quantity_low": 40, "quantity_central": None},
    ),
    (
        "benefits",
        "unit_value_gbp_low_above_unit_value_gbp_central",
        {"unit_value_gbp_low": 1351},
        {"unit_value_gbp_low": 1350},
    ),
    (
        "benefits",
        "unit_value_gbp_central_above_unit_value_gbp_high",
        {"unit_value_gbp_high": 1349},
        {"unit_value_gbp_high": None},
    ),
    (
        "benefits",
        "unit_value_gbp_low_above_unit_value_gbp_high",
        {"unit_value_gbp_high": 899},
        {"unit_value_gbp_low": None},
    ),
    ("benefits", "overlap_with_is_itself", {"overlap_with": "b01"}, {"overlap_with": "B02"}),
    ("benefits", "validated_by_needed", {"validated_by": None}, {"validated_by": None, "validated_on": None}),
    ("plan", "valid_to_before_valid_from", {"valid_to": "2025-03-31"}, {"valid_to": None}),
    (
        "plan",
        "subject_unknown",
        {"subject_type": "project", "subject_id": "P015"},
        {"subject_type": "project", "subject_id": "P014"},
    ),
    ("plan", "quantity_needed", {"quantity": None}, {"quantity": None, "kind": "ask", "text": "Release the fellows"}),
    ("plan", "text_needed", {"kind": "milestone"}, {"kind": "milestone", "text": "Year 3 of 10"}),
    ("settings", "setting_value", {"value": "nelson"}, {"value": "anhoej"}),
    (
        "settings",
        "setting_value",
        {"key": "survey_threshold", "value": "9"},
        {"key": "survey_threshold", "value": "10"},
    ),
    (
        "settings",
        "setting_value",
        {"key": "report_date", "value": "30/09/2026"},
        {"key": "report_date", "value": "2026-09-30"},
    ),
    (
        "settings",
        "setting_value",
        {"key": "people_threshold", "value": "4"},
        {"key": "of_our_own", "value": "anything"},
    ),
]
SEPARATELY = {"measurements", "survey_responses"}  # test_measurement_rules.py, test_survey_rules.py


def rule_of(dataset: str, name: str) -> RowRule:
    return next(rule for rule in BY_NAME[dataset].rules if rule.name == name)


@pytest.mark.parametrize(("dataset", "name", "wrong", "right"), CASES, ids=lambda value: str(value)[:40])
def test_a_rule_is_broken_by_what_it_forbids_and_by_nothing_near_it(
    dataset: str, name: str, wrong: dict[str, object], right: dict[str, object]
) -> None:
    rows = table(dataset, [row(dataset, **wrong), row(dataset, **right)])
    assert rule_of(dataset, name).broken(rows, known()).to_pylist() == [True, False]


def test_every_rule_has_an_example() -> None:
    tried = {(dataset, name) for dataset, name, _, _ in CASES}
    declared = {(d.name, rule.name) for d in DATASETS for rule in d.rules if d.name not in SEPARATELY}
    assert declared == tried
