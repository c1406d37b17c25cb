"""Made-up trusts of which much would give small groups away: units of very different size, people without a unit,
answers in several waves, months and groups with few in them. The same seed makes the same rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from qi_eval.metrics.metric import Scope
from qi_eval.store import open_store
from qi_eval.vocabulary import StaffGroup
from tests.build import Row, bare
from tests.metrics.ground import Ground

TODAY = date(2026, 9, 30)
NOW = Scope(TODAY)
TREE = {  # unit → the one above; the sizes of those at the bottom run from 1 to some fifty people
    **{"RNB": "", "D1": "RNB", "D2": "RNB", "D3": "RNB"},
    **{"S1": "D1", "W1": "S1", "W2": "S1", "W3": "D1", "W4": "D2", "W5": "D2", "W6": "D3"},
}
GROUPS = (*StaffGroup.codes()[:5], "")
ITEMS = ("q9f", "q9g", "q9h", "q9i", "aw_1", "aw_2", "aw_3", "q3d", "q3f", "dev_objective", "hab_learning_1")
ITEMS = (*ITEMS, "q2a", "q2b", "q2c", "q3c", "q18d", "q25a", "q25c", "q25d")
WAVES = ("2026-Q1", "2026-Q2")


class Crowd(Random):
    """Draws of a seeded trust. `weights`: how likely a person is of each unit; "" is no unit at all."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.units = [*TREE, ""]
        self.weights = [self.choice((0, 0.3, 1, 1, 3, 12, 12)) for _ in self.units]
        self.weights[self.units.index("W3")] = 15

    def unit(self) -> str:
        """A unit, large ones more often."""
        return self.choices(self.units, self.weights)[0]

    def day(self) -> date:
        """A day of the last year and a half."""
        return TODAY - timedelta(days=int(540 * self.random() ** 2))


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows."""
    rng = Crowd(seed)
    names = [
        bare("units", unit_id=unit, unit_name=f"Unit {unit}", parent_unit_id=over, unit_level=_level(unit))
        for unit, over in TREE.items()
    ]
    return {
        "units": names,
        "projects": [bare("projects", project_id="P1", unit_id="W3", status="active", start_date="2025-01-06")],
        "training": [_trained(rng, n) for n in range(rng.randint(60, 180))],
        "survey_responses": [row for n in range(rng.randint(30, 90)) for row in _reply(rng, n)],
        "workforce": [_staff(rng, unit, group) for unit in ("D1", "D2", "D3") for group in GROUPS[:4]],
        "activity": [_met(rng, n) for n in range(rng.randint(20, 90))],
    }


def _level(unit: str) -> str:
    return {"R": "organisation", "D": "division", "S": "service", "W": "ward"}[unit[0]]


def _trained(rng: Crowd, n: int) -> Row:
    came, score = rng.random() < 0.85, rng.randint(0, 12)
    return bare(
        "training",
        person_key=f"p{n}",
        person_type=rng.choices(["staff", "patient_public"], [12, 1])[0],
        unit_id=rng.unit(),
        staff_group=rng.choices(GROUPS, [1, 9, 3, 12, 1, 1])[0],
        role_tier=rng.choice(["frontline", "middle", "senior"]),
        course_id="QI2",
        course_name=rng.choice(["Coaching for managers", "QI Foundations"]),
        dose_level=rng.choices(["everyone", "many", "some", "few"], [9, 9, 2, 1])[0],
        mode=rng.choices(["online", "classroom", "blended"], [9, 6, 1])[0],
        session_date=rng.day(),
        booked=True,
        attended=came,
        completed=came,
        not_attended_reason="" if came else rng.choice(["sickness", "ward_pressure", "ward_pressure", ""]),
        reaction_overall=rng.choice([3, 4, 5, 5]),
        recommend=rng.choice([2, 4, 5, 5, 5]),
        knowledge_pre=score,
        knowledge_post=score + rng.randint(0, 7),
        knowledge_max=20,
        applied_3m=rng.choice(["yes", "no", ""]),
        qi_role=rng.choice(["none", "coach", "champion", ""]),
        role_active=True,
        protected_hours_week=rng.choice([2, 4]),
    )


def _reply(rng: Crowd, n: int) -> list[Row]:
    who = {"response_id": f"r{n}", "survey_id": "nqps", "wave": rng.choices(WAVES, [1, 2])[0]}
    where = {"respondent_type": "staff", "unit_id": rng.unit(), "staff_group": rng.choice(GROUPS)}
    said = {item: rng.choice("12345") for item in ITEMS} | {"dev_objective": rng.choice(["yes", "no"])}
    return [bare("survey_responses", **who, **where, item_code=item, response=cell) for item, cell in said.items()]


def _staff(rng: Crowd, unit: str, group: str) -> Row:
    start = rng.choice([6, 20, 60])
    left, began = min(start, rng.choice([0, 1, 3, 9])), rng.choice([0, 2, 9])
    counts = {"headcount_start_12m": start, "headcount_end": start, "stayers_12m": start - left, "leavers_12m": left}
    kept = {"starters_12m": began, "starters_retained_12m": max(0, began - 1)}
    return bare("workforce", period_end="2026-08-31", unit_id=unit, staff_group=group, **counts, **kept)


def _met(rng: Crowd, n: int) -> Row:
    kind = rng.choice(["coaching", "coaching", "workshop", "huddle", "campaign"])
    return bare(
        "activity",
        activity_id=f"A{n}",
        activity_type=kind,
        activity_date=rng.day(),
        unit_id=rng.unit(),
        project_id="P1",
        coach_key=f"p{rng.randint(0, 9)}",
        n_staff=rng.choice([1, 2, 9]),
        n_patients_public=rng.choice([0, 1, 6]),
        rating=rng.randint(1, 5) if kind == "coaching" else None,
        rating_max=5,
    )


def ground_of(folder: Path, rows: dict[str, list[Row]]) -> Ground:
    """A store in a file of its own that holds these rows."""
    ground = Ground(open_store(f"duckdb:///{folder}/survey.duckdb"))
    ground.waiting = {name: list(own) for name, own in rows.items()}
    ground.loaded()
    return ground
