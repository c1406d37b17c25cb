"""Small stores made by chance for what people and teams say and do: rows of text, as files hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from qi_eval.vocabulary import ClosureReason, LogType, QiRole
from tests.build import Row, bare
from tests.twin import made_up
from tests.twin.made_up import UNITS, Chance

SCALES = ("one_patient", "One_shift", "one_ward", None)
ITEMS = {
    "project_theory": (("aim", "drivers", "measures", "baseline_plan", "evaluation"), 2),
    "measurement_quality": (("definition", "sampling", "collection", "display", "review"), 2),
    "replicability": (("what", "who", "dose", "materials", "core_elements", "context"), 1),
    "musiq": (("team_1", "team_2", "organisation_1", "environment_1"), 7),
    "nhs_sustainability": (
        (
            *("benefits", "credibility", "adaptability", "monitoring", "staff_involvement", "staff_behaviours"),
            *("senior_leaders", "clinical_leaders", "fit", "infrastructure"),
        ),
        7,
    ),
}


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows: those of `made_up`, with aims and roles, and what teams wrote down."""
    rng, base = Chance(1000 + seed), made_up.files(seed)
    projects = [_aim(rng, row) for row in base["projects"]]
    ids = [row["project_id"] for row in projects]
    measures = [_measure(rng, row) for row in projects if rng.random() < 0.8]
    return base | {
        "projects": projects,
        "training": [_role(rng, row) for row in base["training"]],
        "assessments": [*base["assessments"], *_assessments(rng, ids)],
        "project_log": _log(rng, ids),
        "measures": measures,
        "measurements": [point for row in measures for point in _points(rng, row["measure_id"])],
        "survey_responses": _answers(rng),
        "activity": _activity(rng, ids),
        "plan": [_staff(rng, n) for n in range(rng.randint(0, 4))],
    }


def _aim(rng: Chance, row: Row) -> Row:
    due = date.fromisoformat(row["start_date"]) + timedelta(days=rng.randint(100, 900))
    own = {"aim_measure_id": f"m-{row['project_id']}", "aim_target": "50", "aim_due": due.isoformat()}
    kept = {name: value if rng.random() < 0.9 else "" for name, value in own.items()}
    named = "true" if rng.random() < 0.3 else ""
    return {**row, **kept, "closure_reason": rng.choice([*ClosureReason.codes(), ""]), "named_to_board": named}


def _role(rng: Chance, row: Row) -> Row:
    role = rng.choice([*QiRole.codes(), "champion", "fellow", ""])
    return {**row, "qi_role": role, "role_active": rng.choice(["true", "true", "false", ""])}


def _assessments(rng: Chance, ids: Sequence[str]) -> list[Row]:
    rows = {}
    for id_ in ids:
        for instrument, (items, most) in ITEMS.items():
            for who in range(rng.choice([0, 0, 1, 3, 4])):
                day = rng.date_(400)
                for item in items:
                    if rng.random() < 0.97:
                        rows[(id_, instrument, item, day, who)] = bare(
                            "assessments",
                            subject_type="project",
                            subject_id=id_,
                            instrument=instrument,
                            item_code=item,
                            score=rng.randint(1 if instrument == "musiq" else 0, most),
                            assessed_on=day,
                            assessor_role="team",
                            assessor_key=f"t{who}",
                        )
    return list(rows.values())


def _log(rng: Chance, ids: Sequence[str]) -> list[Row]:
    kinds = [*(["pdsa"] * 5), "lesson", "lesson", "closure_review", LogType.INTERVENTION_START.value]
    return [_entry(rng, n, rng.choice([*ids, None]), rng.choice(kinds)) for n in range(rng.randint(0, 120))]


def _entry(rng: Chance, n: int, project: str | None, kind: str) -> Row:
    day = rng.date_(500)
    return bare(
        "project_log",
        project_id=project,
        log_date=day,
        log_type=kind,
        title=f"Entry {n}",
        change_idea=rng.choice(["Trolley", "trolley ", "Bell", None]),
        scale_of_test=rng.choice(SCALES),
        prediction=rng.maybe("more", 0.7),
        result=rng.maybe("some", 0.7),
        decision=rng.maybe("adopt", 0.8),
        shared_with=rng.maybe("forum", 0.5),
        shared_on=rng.maybe(day + timedelta(days=rng.randint(0, 40)), 0.5),
    )


def _measure(rng: Chance, project: Row) -> Row:
    return bare(
        "measures",
        measure_id=f"M-{project['project_id']}",
        project_id=project["project_id"],
        measure_type=rng.choice(["outcome", "process"]),
        value_type=rng.choice(["mean", "proportion"]),
        direction=rng.choice(["increase", "increase", "decrease", "neutral"]),
    )


def _points(rng: Chance, measure: str) -> list[Row]:
    day, rows = rng.date_(500), []
    for n in range(rng.randint(0, 20)):
        counts = {"numerator": rng.randint(0, 9), "denominator": 10, "value": None}
        cells = counts if rng.random() < 0.9 else {"missing_reason": "not sent", "value": None}
        at = day + timedelta(days=7 * n)
        value = {"value": 10 * rng.randint(0, 9)} if rng.random() < 0.5 else {}
        rows.append(bare("measurements", measure_id=measure, unit_id="W1", period_start=at, **(cells | value)))
    return rows


def _answers(rng: Chance) -> list[Row]:
    rows = []
    for n in range(rng.randint(0, 60)):
        wave, who = rng.choice(["2025-Q2", "2026-Q2", "2026-Q4"]), rng.choice(["staff", "staff", "patient_public"])
        person = {"response_id": f"r{n}", "survey_id": "qi", "wave": wave, "respondent_type": who, "unit_id": None}
        for item in ("hab_learning_1", "hab_learning_2", "Hab_learning_3", "hab_resilience", "hab_curiosity"):
            if rng.random() < 0.8:
                said = rng.choice(["1", "2", "3", "4", "5", " 4", "", "never"])
                rows.append(bare("survey_responses", **person, item_code=item, response=said))
        for item in ("dev_objective", "dev_aspiration"):
            said = rng.choice(["yes", "no", "Yes", "maybe", ""])
            rows.append(bare("survey_responses", **person, item_code=item, response=said))
    return rows


def _activity(rng: Chance, ids: Sequence[str]) -> list[Row]:
    return [
        bare(
            "activity",
            activity_id=f"A{n}",
            activity_type=rng.choice(["coaching", "coaching", "consultancy", "workshop"]),
            activity_date=rng.date_(600),
            unit_id=rng.choice(list(UNITS)),
            project_id=rng.choice([*ids, None]),
            coach_key=rng.choice(["c1", "c2", "c3", None]),
            rating=rng.maybe(rng.randint(1, 5)),
            rating_max=5,
        )
        for n in range(rng.randint(0, 150))
    ]


def _staff(rng: Chance, n: int) -> Row:
    return bare(
        "plan",
        plan_id=f"PL{n}",
        kind=rng.choice(["wte", "wte", "target"]),
        subject_type="programme",
        code=rng.choice(["hub", "Hub", "many"]),
        quantity=rng.randint(1, 12),
        valid_from=rng.date_(900),
        valid_to=rng.maybe(made_up.NOW + timedelta(days=30), 0.5),
    )
