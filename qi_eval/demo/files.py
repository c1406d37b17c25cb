"""All files of the made-up trust as CSV text, one a dataset, in the order in which they refer to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qi_eval.datasets import DATASETS
from qi_eval.demo.activity import activity
from qi_eval.demo.assessments import assessments
from qi_eval.demo.community import involvement, spread
from qi_eval.demo.journal import project_log
from qi_eval.demo.measurements import measurements
from qi_eval.demo.measures import measures
from qi_eval.demo.people import people
from qi_eval.demo.programme import YEAR3, chart_marks, drivers, plan, settings
from qi_eval.demo.projects import project_team, projects
from qi_eval.demo.reflections import reflections
from qi_eval.demo.surveys import survey_responses, survey_scores
from qi_eval.demo.training import coaches, held_back, training
from qi_eval.demo.trust import units
from qi_eval.demo.workforce import workforce
from qi_eval.demo.writing import Row, csv_text

SEED = 2026
WRITTEN = Path(__file__).parent / "written"  # what is told in words, and what was checked by hand: files as they are
BY_HAND = ("stories", "benefits")


def demo_files(seed: int = SEED) -> dict[str, str]:
    """Dataset → the text of its CSV file; the same bytes every time for the same seed."""
    rows = _rows(seed)
    files = {
        dataset.name: csv_text([column.name for column in dataset.columns], rows[dataset.name])
        for dataset in DATASETS
        if dataset.name in rows
    }
    files |= {name: (WRITTEN / f"{name}.csv").read_text(encoding="utf-8") for name in BY_HAND}
    return {dataset.name: files[dataset.name] for dataset in DATASETS}


def _rows(seed: int) -> Mapping[str, Sequence[Row]]:
    """Dataset → its rows, of all that chance makes."""
    pool = people(seed)
    work = projects(seed)
    learned = training(seed, pool)
    advice = [row for row in work if row["project_type"] == "consultancy"]
    return {
        "units": units(),
        "projects": work,
        "project_team": project_team(seed, pool),
        "project_log": project_log(seed),
        "assessments": assessments(seed),
        "measures": measures(seed),
        "measurements": measurements(seed),
        "training": learned,
        "survey_responses": [*survey_responses(seed), *reflections(seed)],
        "survey_scores": survey_scores(seed),
        "workforce": workforce(seed),
        "activity": activity(seed, coaches(learned), advice),
        "involvement": involvement(seed),
        "spread": spread(seed),
        "drivers": drivers(seed),
        "plan": plan(held_back(learned, *YEAR3)),
        "chart_marks": chart_marks(),
        "settings": settings(),
    }
