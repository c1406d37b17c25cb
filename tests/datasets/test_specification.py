"""The declarations hold what the specification prints."""

from __future__ import annotations

import pytest

from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from tests.datasets.specification import HEADERS, KEYS, header, required

each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


def test_there_are_the_20_datasets() -> None:
    assert [dataset.name for dataset in DATASETS if dataset.name not in HEADERS] == []
    assert len(DATASETS) == len(BY_NAME) == len(HEADERS) == 20


@each
def test_the_headers_stand_in_the_printed_order(dataset: Dataset) -> None:
    assert [column.name for column in dataset.columns] == header(dataset.name)


@each
def test_the_required_columns_are_those_with_a_star(dataset: Dataset) -> None:
    assert list(dataset.required) == required(dataset.name)


@each
def test_the_key_is_the_printed_one(dataset: Dataset) -> None:
    assert "+".join(dataset.key) == KEYS[dataset.name]


def test_short_event_files_have_a_form() -> None:
    assert {dataset.name for dataset in DATASETS if dataset.form} == {
        *("stories", "involvement", "spread", "project_log", "activity", "plan", "chart_marks", "benefits"),
    }


def test_three_files_may_be_wide() -> None:
    wide = {dataset.name: (dataset.wide.variable, dataset.wide.value) for dataset in DATASETS if dataset.wide}
    assert wide == {
        "measurements": ("period_start", "value"),
        "survey_responses": ("item_code", "response"),
        "survey_scores": ("score_code", "score"),
    }


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("projects.project_type", "strategic|service_led|consultancy"),
        ("projects.status", "proposed|active|paused|completed|closed_unsuccessful|handed_over"),
        ("projects.stage", "idea|framing|diagnosis|design|testing|implementing|sustaining|spreading|closed"),
        ("measures.measure_type", "outcome|process|balancing"),
        ("measures.value_type", "count|proportion|rate|mean|median|time_between|ordinal"),
        ("measures.direction", "increase|decrease|neutral"),
        ("measures.purpose", "improvement|assurance|research"),
        ("measures.frequency", "daily|weekly|fortnightly|monthly|quarterly|annual"),
        ("training.dose_level", "everyone|many|some|few|board"),
        ("training.mode", "online|classroom|blended|experiential"),
        ("activity.mode", "face_to_face|online|phone|hybrid"),
        ("training.role_tier", "board|senior|middle|frontline|patient_public|educator"),
        ("training.qi_role", "none|champion|coach|fellow|sponsor|improvement_advisor"),
        ("training.not_attended_reason", "released_refused|ward_pressure|sickness|other"),
        (
            "workforce.staff_group",
            "add_prof_sci_tech|additional_clinical|admin|ahp|estates|healthcare_sci|medical|medical_training|"
            "nursing_midwifery|students|other",
        ),
        (
            "involvement.ladder_level",
            "coercion|educating|informing|consultation|engagement|co_design|co_production",
        ),
        ("involvement.elft_level", "none|little_i|big_i"),
        ("involvement.stage", "initiation|design|delivery|evaluation|spread"),
        ("spread.status", "identified|approached|agreed|started|adopted|sustained|declined|withdrawn"),
        ("projects.cqc_domains", "safe|effective|caring|responsive|well_led|efficient|equitable"),
        (
            "projects.closure_reason",
            "aim_met|absorbed|no_effect|wrong_problem|context|leadership_change|no_capacity|no_data|superseded",
        ),
        ("stories.consent_level", "internal_anonymous|internal_named|public_anonymous|public_named|none"),
        ("benefits.benefit_class", "cashable|non_cashable|cost_avoided|quality_only|capacity_released"),
        ("measurements.subgroup_axis", "ethnicity|imd_quintile|sex|age_band|language|disability"),
        (
            "projects.evidence_source",
            "nice_guideline|published_study|other_trust|collaborative|staff_idea|patient_idea|audit|incident",
        ),
        ("activity.coaching_model", "grow|clear|oscar|other|none"),
        (
            "activity.activity_type",
            "workshop|conference|huddle|teleconference|site_visit|coaching|walkround|campaign|volunteering|"
            "open_session|consultancy|network",
        ),
        (
            "project_log.log_type",
            "pdsa|intervention_start|baseline_end|recalc_limits|external_event|barrier|enabler|lesson|"
            "closure_review|recognition",
        ),
        (
            "assessments.instrument",
            "ihi_progress|project_theory|pdsa_quality|replicability|measurement_quality|nhs_sustainability|musiq|"
            "nhs_impact|clp_culture|coaching_culture|spread_readiness|qikat_r|squire2|psych_safety",
        ),
        ("plan.kind", "target|eligible|enrolled|wte|cost_gbp|milestone|ask|strategic_priority"),
        ("drivers.kind", "aim|primary_driver|secondary_driver|change_idea"),
        ("chart_marks.kind", "phase_start|excluded|target_from|note"),
    ],
)
def test_a_vocabulary_holds_the_printed_codes(place: str, codes: str) -> None:
    dataset, column = place.split(".")
    assert "|".join(BY_NAME[dataset].by_name[column].codes) == codes
