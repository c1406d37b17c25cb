"""A made-up trust with rows in every dataset: what the other files of this folder make, with stories and drivers."""

from __future__ import annotations

from datetime import timedelta

from qi_eval.datasets import DATASETS
from tests.build import Row, bare, row
from tests.twin import made_up_teams, made_up_trust
from tests.twin.made_up import NOW


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows, every dataset with some; a key stands once."""
    parts = [made_up_trust.files(seed), made_up_teams.files(seed), _further()]
    every = {one.name: [made for part in parts for made in part.get(one.name, ())] for one in DATASETS}
    return {dataset.name: _once(dataset.key, every[dataset.name]) for dataset in DATASETS}


def _once(key: tuple[str, ...], rows: list[Row]) -> list[Row]:
    """The first row of each key."""
    found: dict[tuple[str, ...], Row] = {}
    for one in rows:
        found.setdefault(tuple(one[name].strip().lower() for name in key), one)
    return list(found.values())


def _further() -> dict[str, list[Row]]:
    """What the others leave blank: reactions, a project with an outcome over time, contacts, a story."""
    lately = NOW - timedelta(days=40)
    told = {"consent_date": lately, "identifiability_checked_on": lately, "story_date": lately}
    aim = {"measure_type": "outcome", "value_type": "mean", "direction": "increase", "frequency": "weekly"}
    kind = {"project_type": "strategic", "status": "active", "unit_id": "W1", "start_date": NOW - timedelta(days=420)}
    return {
        "projects": [bare("projects", project_id="PX", **kind)],
        "measures": [bare("measures", measure_id="MX", project_id="PX", cqc_domain="safe", **aim)],
        "measurements": [_point(n) for n in range(40)],
        "project_log": [
            bare("project_log", project_id="PX", log_date=NOW - timedelta(days=190), log_type="intervention_start")
        ],
        "training": [_taught(n) for n in range(24)],
        "activity": [_met(n) for n in range(4)],
        "stories": [bare("stories", story_id="ST1", **told)],
        "drivers": [row("drivers")],
        "settings": [row("settings")],
        "survey_scores": [row("survey_scores")],
        "chart_marks": [row("chart_marks", measure_id="MX")],
    }


def _point(n: int) -> Row:
    day = NOW - timedelta(days=7 * (40 - n))
    return bare("measurements", measure_id="MX", unit_id="W1", period_start=day, value=(10, 20)[n > 14] + n % 3)


def _taught(n: int) -> Row:
    cells = {"unit_id": "W1", "session_date": NOW - timedelta(days=60), "attended": True, "completed": True}
    scores = {"knowledge_pre": n % 9, "knowledge_post": 10 + n % 9, "knowledge_max": 20, "reaction_overall": 3 + n % 3}
    return bare("training", person_key=f"x{n}", course_id="QI2", dose_level="many", **cells, **scores)


def _met(n: int) -> Row:
    cells = {"activity_type": "workshop", "activity_date": NOW - timedelta(days=40), "unit_id": "W1"}
    return bare(
        "activity", activity_id=f"E{n}", n_patients_public=9, n_staff=12, org_code=("RNB", "RXX")[n % 2], **cells
    )
