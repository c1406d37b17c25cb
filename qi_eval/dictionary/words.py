"""Every word that a file may hold, as one list: vocabulary.csv."""

from __future__ import annotations

from qi_eval.datasets import DATASETS
from qi_eval.dictionary.lists import Rows
from qi_eval.dictionary.templates import csv_text
from qi_eval.vocabulary import Word

# Which line of the framework (its Fig 2) a field feeds; a single code where the codes of a field differ.
BULLET_OF = {
    "applied_3m": "people_3",
    "qi_role": "people_5",
    "ladder_level": "engagement_2",
    "elft_level": "engagement_2",
    "coaching_model": "culture_5",
    "dose_level": "culture_3",
    "cqc_domain": "quality_1",
    "cqc_domains": "quality_1",
    "benefit_kind": "quality_2",
    "benefit_class": "quality_2",
    "evidence_source": "collaboration_3",
    "measure_type": "projects_3",
    "closure_reason": "projects_4",
    "decision": "projects_2",
    "instrument:qikat_r": "people_2",
    "instrument:project_theory": "projects_1",
    "instrument:pdsa_quality": "projects_2",
    "instrument:replicability": "projects_2",
    "instrument:measurement_quality": "projects_3",
    "instrument:ihi_progress": "projects_4",
    "instrument:clp_culture": "culture_4",
    "instrument:nhs_impact": "culture_4",
    "instrument:coaching_culture": "culture_5",
    "instrument:spread_readiness": "collaboration_2",
    "log_type:pdsa": "projects_2",
    "activity_type:coaching": "culture_5",
    "activity_type:volunteering": "engagement_3",
    "kind:aim": "projects_1",
    "kind:primary_driver": "projects_1",
    "kind:secondary_driver": "projects_1",
    "kind:change_idea": "projects_1",
}


def vocabulary_csv() -> str:
    """vocabulary.csv: one row a field and code, with the datasets in which the field stands."""
    return csv_text(words())


def words() -> Rows:
    """The rows of vocabulary.csv. A field that means two things (kind, status) stands once for each."""
    places: dict[tuple[str, type[Word]], list[str]] = {}
    for dataset in DATASETS:
        for column in dataset.columns:
            if column.words:
                places.setdefault((column.name, column.words), []).append(dataset.name)
    return [
        {
            "field": field,
            "code": str(word),
            "label": word.label,
            "definition": word.meaning,
            "fig2_bullet": BULLET_OF.get(f"{field}:{word}", BULLET_OF.get(field, "")),
            "dataset": "|".join(datasets),
        }
        for (field, vocabulary), datasets in places.items()
        for word in vocabulary
    ]
