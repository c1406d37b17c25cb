"""Two trusts that differ only in groups that must be hidden: three and eight people in the one, four and seven in the
other, in units, staff groups, months, ways of teaching, reasons, kinds of event. All sums are the same."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.build import Row, bare
from tests.disclosure.surveys import GROUPS, ITEMS, TREE

LARGE = ("W3", "W4", "W5", "W6")
SMALL, COVER = ("W1", "add_prof_sci_tech"), ("W2", "ahp")
MONTHS = tuple(date(2025 + (n > 2), (n + 9) % 12 + 1, 11) for n in range(12))  # October 2025 to September 2026


def files(small: int) -> dict[str, list[Row]]:
    """Dataset → rows; `small` of eleven people stand in each of the smaller groups."""
    rng = Random(7)
    return {
        "units": [_unit(unit, over) for unit, over in TREE.items()],
        "projects": [bare("projects", project_id="P1", unit_id="W3", status="active", start_date="2025-01-06")],
        "training": _training(rng, small),
        "survey_responses": [row for n in range(131) for row in _reply(rng, n, small)],
        "workforce": [_staff(unit, group, small) for unit in ("D2", "D1", "D3") for group in GROUPS[:5]],
        "activity": _activity(small),
    }


def _unit(unit: str, over: str) -> Row:
    level = {"R": "organisation", "D": "division"}.get(unit[0], "ward")
    return bare("units", unit_id=unit, unit_name=f"Unit {unit}", parent_unit_id=over, unit_level=level)


def _of(n: int, small: int) -> int:
    """0 for the smaller of the two groups, 1 for the other."""
    return 0 if n < small else 1


def _training(rng: Random, small: int) -> list[Row]:
    rows = []
    for n in range(251):
        few = n < 11  # the people of the two small units
        answers = n >= 11 and (n - 11) % 20 < (11 if (n - 11) // 20 > 1 else 0)
        answers = answers or 11 <= n < 11 + small or 31 <= n < 31 + 11 - small  # few of two months
        which = _of(n, small)
        group = (SMALL, COVER)[_of(n - 60, small)][1] if 60 <= n < 71 else "nursing_midwifery"
        rows.append(
            bare(
                "training",
                person_key=f"p{n}",
                person_type="staff",
                unit_id=(SMALL, COVER)[which][0] if few else LARGE[n % 4],
                staff_group=group,
                course_id="QI2",
                course_name="Coaching for managers",
                role_tier="middle",
                dose_level="many",
                mode=("blended", "experiential")[_of(n - 100, small)] if 100 <= n < 111 else "online",
                session_date=MONTHS[8] if few else MONTHS[(n - 11) // 20],
                booked=True,
                attended=True,
                completed=True,
                reaction_overall=(4 if 10 < n < 51 else 2 + n % 4) if answers or few else None,
                knowledge_pre=(5 if 10 < n < 51 else n % 9) if answers or few else None,
                knowledge_post=(12 if 10 < n < 51 else 9 + n % 5) if answers or few else None,
                knowledge_max=20,
                applied_3m=rng.choice(["yes", "no"]),
            )
        )
    absent = {"person_type": "staff", "booked": True, "attended": False, "completed": False, "dose_level": "many"}
    why = [("other", "sickness")[_of(n, small)] for n in range(11)] + ["ward_pressure"] * 40
    where = {"unit_id": "W3", "course_id": "QI2", "session_date": MONTHS[9], "mode": "online"}
    gone = [{"person_key": f"a{n}", "not_attended_reason": reason} for n, reason in enumerate(why)]
    return rows + [bare("training", **absent, **where, **cells) for cells in gone]


def _reply(rng: Random, n: int, small: int) -> list[Row]:
    where = (SMALL, COVER)[_of(n, small)] if n < 11 else (LARGE[n % 4], "nursing_midwifery")
    who = {"response_id": f"r{n}", "survey_id": "nqps", "wave": "2026-Q2", "respondent_type": "staff"}
    said = {item: rng.choice("12345") for item in ITEMS} | {"dev_objective": rng.choice(["yes", "no"])}
    return [
        bare("survey_responses", **who, unit_id=where[0], staff_group=where[1], item_code=item, response=cell)
        for item, cell in said.items()
    ]


def _staff(unit: str, group: str, small: int) -> Row:
    few = {SMALL[1]: small, COVER[1]: 11 - small}
    left = few.get(group, 20) if unit == "D1" else 0 if group in few else 12
    counts = {"headcount_start_12m": 90, "headcount_end": 90, "stayers_12m": 90 - left, "leavers_12m": left}
    return bare("workforce", period_end="2026-08-31", unit_id=unit, staff_group=group, **counts)


def _activity(small: int) -> list[Row]:
    kinds = [("workshop", 30), ("campaign", small), ("conference", 11 - small), ("huddle", 40)]
    met = [
        bare("activity", activity_id=f"E{kind}", activity_type=kind, activity_date=MONTHS[9], unit_id="W3", n_staff=n)
        for kind, n in kinds
    ]
    rated = [
        bare(
            "activity",
            activity_id=f"C{n}",
            activity_type="coaching",
            activity_date=(MONTHS[5], MONTHS[6])[_of(n, small)] if n < 11 else MONTHS[7 + n % 2],
            unit_id="W3",
            project_id="P1" if n >= 11 else "",  # contacts with projects are counted, as no people are told by them
            coach_key="p1",
            rating=5 - n % 3 // 2,
            rating_max=5,
        )
        for n in range(51)
    ]
    return met + rated
