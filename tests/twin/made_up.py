"""Small stores made by chance: awkward rows that the same seed makes again. Rows of text, as files hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from qi_eval.vocabulary import DoseLevel, InvolvementStage, LadderLevel, ProjectStatus, ProjectType, SpreadStatus, Stage
from tests.build import Row, bare

NOW = date(2026, 9, 30)
UNITS = {"RNB": "", "D1": "RNB", "D2": "RNB", "W1": "D1", "W2": "D1", "W3": "D2"}
ENDED = ("completed", "closed_unsuccessful", "handed_over")


class Chance(Random):
    """Draws that every file needs."""

    def date_(self, days: int = 800, ahead: int = 60) -> date:
        """A day from so many days ago to some days ahead."""
        return NOW + timedelta(days=self.randint(-days, ahead))

    def maybe(self, value: object, share: float = 0.5) -> object:
        """The value, or a blank."""
        return value if self.random() < share else None


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows, for the datasets that the headline numbers rest on."""
    rng = Chance(seed)
    projects = [_project(rng, n) for n in range(rng.randint(3, 25))]
    ids = [row["project_id"] for row in projects]
    return {
        "units": [_unit(unit, parent) for unit, parent in UNITS.items()],
        "projects": projects,
        "assessments": _assessments(rng, ids),
        "training": _training(rng),
        "survey_scores": _scores(rng),
        "involvement": _involvement(rng, ids),
        "spread": [_spread(rng, n, ids) for n in range(rng.randint(0, 40))],
    }


def _unit(unit: str, parent: str) -> Row:
    level = "organisation" if not parent else "division" if unit.startswith("D") else "ward"
    return bare("units", unit_id=unit, unit_name=unit, parent_unit_id=parent, unit_level=level, org_code="RNB")


def _project(rng: Chance, n: int) -> Row:
    begun = rng.date_(900, 20)
    status = rng.choice([*ProjectStatus.codes(), "active", "completed", "completed"])
    closed = begun + timedelta(days=rng.randint(0, 600))
    return bare(
        "projects",
        project_id=f"P{n:03d}",
        project_type=rng.choice(ProjectType.codes()),
        unit_id=rng.choice(list(UNITS)),
        status=status,
        start_date=begun,
        close_date=rng.maybe(closed, 0.8) if status in ENDED else None,
        stage=rng.choice(Stage.codes()),
    )


def _assessments(rng: Chance, ids: Sequence[str]) -> list[Row]:
    rows = {}
    for _ in range(rng.randint(0, 80)):
        key = (rng.choice(ids), rng.date_(400), rng.choice(["hub", "Hub", "self"]), rng.choice(["a", "b", "c"]))
        rows[key] = bare(
            "assessments",
            subject_type="project",
            subject_id=key[0],
            instrument=rng.choice(["ihi_progress", "ihi_progress", "musiq"]),
            item_code="overall",
            score=rng.randint(2, 10) / 2,
            assessed_on=key[1],
            assessor_role=key[2],
            assessor_key=key[3],
        )
    return list(rows.values())


def _training(rng: Chance) -> list[Row]:
    rows = {}
    oldest = rng.choice([800, 800, 2500])
    for _ in range(rng.randint(0, 160)):
        key = (f"p{rng.randint(0, 40)}", rng.choice(["QI1", "QI2", "QI4"]), rng.date_(oldest, 30 - oldest // 100))
        highest = rng.choice([10, 20, None])
        score = highest or 10
        rows[key] = bare(
            "training",
            person_key=key[0],
            person_type=rng.choice(["staff", "staff", "staff", "patient_public"]),
            unit_id=rng.maybe(rng.choice(list(UNITS)), 0.9),
            course_id=key[1],
            dose_level=rng.choice(DoseLevel.codes()),
            session_date=key[2],
            attended=rng.random() < 0.8,
            completed=rng.random() < 0.7,
            knowledge_pre=rng.maybe(rng.randint(0, score)),
            knowledge_post=rng.maybe(rng.randint(0, score)),
            knowledge_max=highest,
            applied_3m=rng.choice(["yes", "no", None]),
            left_on=rng.maybe(rng.date_(300), 0.2),
            cohort=rng.choice(["C1", "C2", None]),
        )
    return list(rows.values())


def _scores(rng: Chance) -> list[Row]:
    waves = rng.sample(["2022", "2023", "2024", "2025", "2027"], rng.randint(0, 5))
    units = ("RNB", "D1")
    return [
        bare(
            "survey_scores",
            wave=wave,
            unit_id=unit,
            staff_group=group,
            score=rng.maybe(rng.randint(50, 80) / 10, 0.9),
            n_responses=rng.randint(1, 900),
            n_eligible=1000,
        )
        for wave in waves
        for unit in units
        for group in (None, "medical")
    ]


def _involvement(rng: Chance, ids: Sequence[str]) -> list[Row]:
    rows = {}
    for _ in range(rng.randint(0, 40)):
        key = (rng.choice(ids), rng.date_(500), rng.choice(InvolvementStage.codes()))
        ladder = rng.choice(LadderLevel.codes())
        rows[key] = bare("involvement", project_id=key[0], recorded_on=key[1], stage=key[2], ladder_level=ladder)
    return list(rows.values())


def _spread(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    approached = rng.date_(700, 10)
    adopted = approached + timedelta(days=rng.randint(0, 200))
    return bare(
        "spread",
        spread_id=f"S{n}",
        project_id=rng.choice(ids),
        direction=rng.choice(["out", "out", "in"]),
        adopter_org_code=rng.choice(["RNB", "rnb", "RXX"]),
        adopter_unit_id=rng.choice(["W1", "W2", "D2", None]),
        setting_eligible=rng.random() < 0.8,
        status=rng.choice(SpreadStatus.codes()),
        approached_on=rng.maybe(approached, 0.8),
        adopted_on=rng.maybe(adopted, 0.7),
        stopped_on=rng.maybe(adopted + timedelta(days=30), 0.2),
    )
