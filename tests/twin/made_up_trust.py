"""More made-up files: the workforce, activity, surveys, scores, benefits, groups and plans that O, Q and C rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.build import Row, bare
from tests.twin.made_up import NOW, UNITS, Chance
from tests.twin.made_up import files as headline_files

GROUPS = ("ahp", "admin", "medical_training", "nursing_midwifery")
ITEMS = ("q9f", "q9g", "q9h", "q9i", "aw_1", "aw_2", "aw_3", "q3d")
ORGS = ("RNB", "RXX", "rxx", "RYY", "RZZ", None)
ELEMENTS = ("vision_values", "teamwork", "equity_inclusion")


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows; the projects, training and units are those of the headline files, with more cells filled."""
    rng, made = Chance(seed), headline_files(seed)
    made["projects"] = [_project(rng, row) for row in made["projects"]]
    made["training"] = [_person(rng, row) for row in made["training"]]
    ids = [row["project_id"] for row in made["projects"]]
    measures = [_measure(rng, n, ids) for n in range(rng.randint(2, 14))]
    return made | {
        "workforce": _workforce(rng),
        "activity": [_activity(rng, n, ids) for n in range(rng.randint(0, 220))],
        "survey_responses": _answers(rng),
        "assessments": [*made["assessments"], *_scores(rng)],
        "benefits": [_benefit(rng, n, ids) for n in range(rng.randint(0, 14))],
        "measures": measures,
        "measurements": _measurements(rng, measures),
        "project_log": [_barrier(rng, n, ids) for n in range(rng.randint(0, 25))],
        "project_team": _team(rng, ids),
        "plan": [_plan(rng, n) for n in range(rng.randint(0, 4))],
    }


def _project(rng: Chance, row: Row) -> Row:
    more = {
        "orgs_involved": rng.choice([None, "RNB", "RNB|RXX", "rxx|RYY|RNB", "RZZ"]),
        "evidence_source": rng.choice([None, None, "nice_guideline", "staff_idea", "other_trust", "audit"]),
        "sponsor_role": rng.maybe("chief_nurse"),
    }
    return row | {name: str(cell or "") for name, cell in more.items()}


def _person(rng: Chance, row: Row) -> Row:
    role = rng.choice([None, "none", "champion", "coach", "coach", "fellow"])
    more = {
        "staff_group": rng.maybe(rng.choice(GROUPS), 0.8),
        "role_tier": rng.choice(["frontline", "middle", "senior"]),
        "course_name": rng.choice(["Coaching for managers", "QI Foundations"]),
        "qi_role": role,
        "role_active": rng.choice(["true", "true", "false", ""]) if role else "",
        "protected_hours_week": rng.choice(["2", "4.5", "0", ""]) if role else "",
    }
    return row | {name: str(cell or "") for name, cell in more.items()}


def _workforce(rng: Chance) -> list[Row]:
    rows = {}
    units = rng.choice([["RNB"], ["D1", "D2"], ["RNB", "D1"], ["W1", "W2", "W3"], []])
    for month in range(0, 30, rng.choice([1, 3])):
        end = date(2026, 8, 31) - timedelta(days=round(30.4 * month))
        for unit in units:
            for group in GROUPS:
                start, stay, began = rng.randint(0, 300), rng.random(), rng.randint(0, 60)
                rows[end.replace(day=28), unit, group] = bare(
                    "workforce",
                    period_end=end.replace(day=28),
                    unit_id=unit,
                    staff_group=group,
                    headcount_start_12m=rng.maybe(start, 0.9),
                    headcount_end=rng.randint(0, 300),
                    stayers_12m=rng.maybe(int(start * stay), 0.8) if start else None,
                    starters_12m=rng.maybe(began, 0.9),
                    starters_retained_12m=rng.maybe(int(began * stay), 0.8),
                    leavers_12m=rng.maybe(rng.randint(0, 50), 0.9),
                    wte_funded=rng.maybe(rng.randint(1, 200)),
                    wte_in_post=rng.maybe(rng.randint(0, 220)),
                    days_to_hire_median=rng.maybe(rng.randint(30, 90)),
                )
    return list(rows.values())


def _activity(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    kind = rng.choice(["coaching", "coaching", "network", "volunteering", "walkround", "workshop"])
    hours = kind == "volunteering"
    return bare(
        "activity",
        activity_id=f"A{n}",
        activity_type=kind,
        activity_date=rng.date_(900, 20),
        org_code=rng.choice(ORGS),
        unit_id=rng.maybe(rng.choice(list(UNITS)), 0.7),
        project_id=rng.maybe(rng.choice(ids)),
        coach_key=rng.maybe(rng.choice([f"p{rng.randint(0, 40)}", f"P{rng.randint(0, 40)}"])),
        minutes=rng.maybe(rng.randint(10, 90)),
        n_volunteers=rng.randint(0, 9) if hours else None,
        volunteer_hours=rng.maybe(rng.randint(0, 40), 0.8) if hours else None,
        is_exec_present=rng.choice([True, False, None]),
        coaching_model=rng.choice(["grow", "none", None]) if kind == "coaching" else None,
        rating=rng.maybe(rng.randint(0, 5)),
        rating_max=5,
    )


def _answers(rng: Chance) -> list[Row]:
    rows = []
    for person in range(rng.randint(0, 60)):
        wave = rng.choice(["2025-Q1", "2026-Q2", "2026-Q4", "2027-Q1"])
        for item in ITEMS:
            if rng.random() < 0.85:
                rows.append(  # noqa: PERF401 (a draw decides)
                    bare(
                        "survey_responses",
                        response_id=f"r{person}",
                        survey_id="pulse",
                        wave=wave,
                        respondent_type=rng.choice(["staff", "staff", "staff", "patient_public"]),
                        unit_id=rng.maybe(rng.choice(list(UNITS))),
                        item_code=rng.choice([item, item.upper()]),
                        response=rng.choice(["1", "2", "3", "4", "5", "5", " 4", "x", None]),
                    )
                )
    return rows


def _scores(rng: Chance) -> list[Row]:
    rows = {}
    for _ in range(rng.randint(0, 90)):
        tool = rng.choice(["clp_culture", "nhs_impact"])
        item = rng.choice(ELEMENTS) if tool == "clp_culture" else f"capability_{rng.randint(1, 3)}"
        key = (rng.choice(["D1", "W3"]), tool, item, rng.date_(700, 10), f"a{rng.randint(0, 9)}")
        rows[key] = bare(
            "assessments",
            subject_type="unit",
            subject_id=key[0],
            instrument=tool,
            item_code=item,
            score=rng.randint(1, 5),
            assessed_on=key[3],
            assessor_role="leader",
            assessor_key=key[4],
        )
    return list(rows.values())


def _benefit(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    begun = rng.date_(700, 30)
    counts, prices = sorted(rng.randint(1, 40) for _ in range(3)), sorted(rng.randint(10, 900) for _ in range(3))
    ends, priced = ("low", "central", "high"), rng.random() < 0.8
    return bare(
        "benefits",
        benefit_id=f"B{n}",
        project_id=rng.choice(ids),
        benefit_kind=rng.choice(["events_averted", "productivity"]),
        benefit_class=rng.choice(["cashable", "cashable", "cost_avoided"]),
        period_start=begun,
        period_end=begun + timedelta(days=rng.randint(10, 300)),
        overlap_with=rng.maybe(f"b{rng.randint(0, n)}", 0.2) if n else None,
        validated_on=rng.maybe(rng.date_(200, 20)),
        **{f"quantity_{end}": counts[i] for i, end in enumerate(ends)},
        **{f"unit_value_gbp_{end}": prices[i] if priced else None for i, end in enumerate(ends)},
    )


def _measure(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    role = rng.choice([None, None, "element", "all_or_none"])
    made = bare(
        "measures",
        measure_id=f"M{n}",
        measure_name=f"M{n}",
        project_id=rng.maybe(rng.choice(ids), 0.9),
        measure_type=rng.choice(["outcome", "outcome", "process"]),
        value_type=rng.choice(["proportion", "proportion", "rate"]),
        direction=rng.choice(["increase", "decrease", "neutral"]),
        purpose=rng.choice(["improvement", "improvement", "assurance"]),
        frequency=rng.choice(["weekly", "monthly", "quarterly"]),
        bundle_id=rng.choice(["X", "x", "Y"]) if role else None,
        bundle_role=role,
    )
    return made | ({"multiplier": "1"} if made["value_type"] == "rate" else {})


def _measurements(rng: Chance, measures: Sequence[Row]) -> list[Row]:
    rows = {}
    for measure in measures:
        for _ in range(rng.randint(0, 30)):
            group = rng.choice(["", "", "a", "b", "c"])
            key = (measure["measure_id"], rng.choice(["W1", "W2", "D2"]), rng.date_(800, 20), group)
            cases = rng.randint(0, 60)
            rows[key] = bare(
                "measurements",
                measure_id=key[0],
                unit_id=key[1],
                period_start=key[2],
                subgroup_axis="sex" if group else None,
                subgroup=group,
                numerator=rng.maybe(rng.randint(0, cases), 0.9),
                denominator=cases,
            )
    return list(rows.values())


def _barrier(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    begun = rng.date_(700, 20)
    return bare(
        "project_log",
        project_id=rng.choice([*ids, None]),
        log_date=begun,
        log_type=rng.choice(["barrier", "barrier", "lesson"]),
        title=f"B{n}",
        end_date=rng.maybe(begun + timedelta(days=rng.randint(0, 400))),
    )


def _team(rng: Chance, ids: Sequence[str]) -> list[Row]:
    rows = {}
    for _ in range(rng.randint(0, 60)):
        key = (rng.choice(ids), f"p{rng.randint(0, 40)}")
        left = rng.maybe(rng.date_(900, 0), 0.2)
        rows[key] = bare("project_team", project_id=key[0], person_key=key[1], team_role="member", left_on=left)
    return list(rows.values())


def _plan(rng: Chance, n: int) -> Row:
    kind, code = rng.choice([("enrolled", "network"), ("eligible", "managers"), ("target", "many")])
    return bare(
        "plan",
        plan_id=f"PL{n}",
        kind=kind,
        code=code,
        subject_type="programme",
        quantity=rng.randint(1, 50),
        valid_from=NOW - timedelta(days=1000 + n),
        valid_to=None,
    )
