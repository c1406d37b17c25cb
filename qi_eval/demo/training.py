"""Training: who booked, who came, what they learned, and what they said three months later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qi_eval.demo.calendar import PROGRAMME_START, REPORT_DATE, workday
from qi_eval.demo.chance import Chance, between, key_of, sample, stream, successes, weighted
from qi_eval.demo.people import WITHOUT_CHAMPIONS, Person
from qi_eval.demo.writing import Row

FOLLOW_UP = timedelta(days=91)
REPLIED = 0.155  # share of those asked after three months who answered: too few for a headline
APPLIED = 0.61  # of those who answered
NOT_RELEASED = ("ward_pressure", "released_refused")
REASONS = {"ward_pressure": 0.58, "released_refused": 0.26, "sickness": 0.09, "other": 0.07}


@dataclass(frozen=True)
class Course:
    """One course: how many sessions it ran, how many places each had, and what it tests."""

    id: str
    name: str
    dose: str
    mode: str
    hours: float
    sessions: int
    places: int
    first: date
    tiers: tuple[str, ...] = ("frontline", "middle", "senior")
    tests: float = 0.0  # share of those who finish with a test before and after
    asks: float = 0.48  # share of those who came and gave feedback
    gain: float = 0.0  # mean gain of the test, in hundredths of its maximum


LEADING = ("middle", "senior")
COURSES = (
    Course("QI1", "QI in an hour", "everyone", "online", 1, 62, 30, date(2023, 11, 13), asks=0.42),
    Course("QI2", "QI Foundations", "many", "classroom", 6, 98, 26, date(2023, 11, 20), tests=0.6, gain=18.5),
    Course("QI2L", "Foundations at lunch", "many", "blended", 4, 34, 20, date(2024, 9, 9), tests=0.5, gain=15.5),
    Course("QI3", "Your team's project", "some", "experiential", 30, 10, 24, date(2024, 2, 5), tests=0.7, gain=21.0),
    Course("QI4", "Improvement coach", "few", "blended", 48, 6, 14, date(2024, 3, 11), LEADING, tests=0.7, gain=16.0),
    Course("QIM", "Coaching for managers", "some", "classroom", 7, 11, 14, date(2024, 11, 4), LEADING, asks=0.5),
)
CHAMPION_EVERY = 3
MEASURING = {"QI2", "QI2L", "QI3", "QI4"}  # the courses that teach the basics of measurement and PDSA


def training(seed: int, pool: list[Person]) -> list[Row]:
    """One row a person and session booked, patients and the board included."""
    rows: list[Row] = []
    taken: dict[str, set[str]] = {}
    for course in COURSES:
        rng, felt = stream(seed, "training", course.id), stream(seed, "reactions", course.id)
        for cohort, day in enumerate(_days(course), start=1):
            chosen = _class(rng, course, pool, day, taken.setdefault(course.id, set()))
            booked = [_row(rng, course, person, day, cohort) for person in chosen]
            rows += [row | _reaction(felt, course) if row["attended"] else row for row in booked]
    roles = _roles(rows)
    return [*({**row, **roles.get(str(row["person_key"]), _NO_ROLE)} for row in rows), *_board(seed), *_patients(seed)]


_NO_ROLE: Row = {"qi_role": "none"}


def _days(course: Course) -> Iterator[date]:
    """The session days, evenly from the first to three weeks before the report date."""
    span = (REPORT_DATE - course.first).days - 21
    for n in range(course.sessions):
        yield workday(course.first + timedelta(days=round(span * n / max(1, course.sessions - 1))))


def _class(rng: Chance, course: Course, pool: list[Person], day: date, taken: set[str]) -> list[Person]:
    """Who books: people of the right tier who have not done the course, the keen ones first."""
    offered = [
        p for p in sample(rng, pool, course.places * 5) if p.tier in course.tiers and p.key not in taken and p.here(day)
    ]
    chosen = sorted(offered, key=lambda person: rng.random() / person.keen)[: course.places - between(rng, 0, 5)]
    taken.update(person.key for person in chosen)
    return chosen


def attendance(course: Course, day: date) -> float:
    """The chance that somebody who booked comes; classroom days have become harder to leave the ward for."""
    if course.mode == "online":
        return 0.86
    months = (day - PROGRAMME_START).days / 30.4
    return 0.76 - 0.0046 * months


def _row(rng: Chance, course: Course, person: Person, day: date, cohort: int) -> dict[str, object]:
    came = rng.random() < attendance(course, day)
    finished = came and rng.random() < (0.97 if course.hours <= 7 else 0.84)
    row: dict[str, object] = {
        "person_key": person.key,
        "person_type": "staff",
        "unit_id": person.unit,
        "staff_group": person.group,
        "role_tier": person.tier,
        "course_id": course.id,
        "course_name": course.name,
        "dose_level": course.dose,
        "mode": course.mode,
        "session_date": day,
        "hours": course.hours,
        "booked": True,
        "attended": came,
        "completed": finished,
        "left_on": person.left_on,
        "cohort": f"{course.id}-{cohort:02d}",
        "covers_measurement": course.id in MEASURING,
        "covers_pdsa": course.id in MEASURING,
    }
    if not came:
        return row | {"not_attended_reason": weighted(rng, REASONS)}
    return row | (_learned(rng, course, day) if finished else {})


def _reaction(rng: Chance, course: Course) -> dict[str, object]:
    if rng.random() >= course.asks:
        return {}
    overall = weighted(rng, {5: 0.46, 4: 0.45, 3: 0.07, 2: 0.02})
    return {"reaction_overall": overall, "recommend": min(10, 2 * overall - 1 + between(rng, 0, 2))}


def _learned(rng: Chance, course: Course, day: date) -> dict[str, object]:
    learned: dict[str, object] = {}
    if course.tests and rng.random() < course.tests:
        before = successes(rng, 20, 0.46)
        after = min(20, max(0, before + round(course.gain / 5 + 2.6 * float(rng.standard_normal()))))
        learned |= {"knowledge_pre": before, "knowledge_post": after, "knowledge_max": 20}
        if course.dose in ("some", "few"):
            sure = 10 + successes(rng, 30, 0.35)
            learned |= {
                "confidence_pre": sure,
                "confidence_post": min(40, sure + successes(rng, 20, 0.42)),
                "confidence_max": 40,
            }
    if day + FOLLOW_UP <= REPORT_DATE and rng.random() < REPLIED:
        learned["applied_3m"] = "yes" if rng.random() < APPLIED else "no"
    return learned


def _roles(rows: Sequence[Row]) -> dict[str, Row]:
    """The role that a course leads to: coaches from their course, champions from Foundations and projects."""
    roles: dict[str, Row] = {}
    for number, row in enumerate(rows):
        role = _role(row, number)
        if role == "coach" or (role == "champion" and row["person_key"] not in roles):
            roles[row["person_key"]] = {
                "qi_role": role,
                "role_active": row["left_on"] is None and number % 7 != 0,
                "protected_hours_week": _hours(role, number),
            }
    return roles


def _role(row: Row, number: int) -> str:
    """What finishing the course makes of somebody: every coach, every project learner, one in three of the many."""
    if not row["completed"] or row["course_id"] == "QIM":
        return "none"
    if row["course_id"] == "QI4":
        return "coach"
    led = row["dose_level"] == "some" or (row["dose_level"] == "many" and number % CHAMPION_EVERY == 0)
    return "champion" if led and row["unit_id"] not in WITHOUT_CHAMPIONS else "none"


def _hours(role: str, number: int) -> float | None:
    """Hours a week kept free: most coaches have four, a few a whole day; hardly a champion has any."""
    if role == "coach":
        return 4 if number % 3 else 7.5
    return 1 if number % 5 == 0 else None


def coaches(rows: Sequence[Row]) -> list[str]:
    """The pseudonyms of those who finished the coach course and are still here."""
    done = [row for row in rows if row["course_id"] == "QI4" and row["completed"] and not row["left_on"]]
    return [str(row["person_key"]) for row in done]


def held_back(rows: Sequence[Row], first: date, last: date) -> tuple[int, int]:
    """The places that staff booked from day to day whose people could not leave the ward, and all that they booked, as
    attendance at training counts them."""
    staff = [row for row in rows if row["person_type"] == "staff" and row["booked"]]
    booked = [row for row in staff if first <= row["session_date"] <= last]
    return sum(row.get("not_attended_reason") in NOT_RELEASED for row in booked), len(booked)


def _board(seed: int) -> list[Row]:
    """The board's own half day: eleven of fourteen came."""
    return [
        {
            "person_key": key_of("board", seed, n),
            "person_type": "staff",
            "unit_id": "RNB",
            "role_tier": "board",
            "course_id": "QIB",
            "course_name": "Leading for improvement (board)",
            "dose_level": "board",
            "mode": "classroom",
            "session_date": date(2024, 4, 17),
            "hours": 3.5,
            "booked": True,
            "attended": n < 11,
            "completed": n < 11,
            "qi_role": "sponsor" if n < 6 else "none",
            "covers_measurement": True,
            "covers_pdsa": False,
            "reaction_overall": 4 + n % 2 if n < 8 else None,
            "not_attended_reason": None if n < 11 else "other",
            "cohort": "QIB-01",
        }
        for n in range(14)
    ]


def _patients(seed: int) -> list[Row]:
    """Patient and carer partners who learned beside staff; few, so that their small numbers are protected."""
    rng = stream(seed, "training", "patients")
    rows: list[Row] = []
    for n in range(46):
        came = rng.random() < 0.89
        day = workday(date(2024, 3, 4) + timedelta(days=int(rng.random() * 900)))
        rows.append(
            {
                "person_key": key_of("patient", seed, n),
                "person_type": "patient_public",
                "role_tier": "patient_public",
                "course_id": "QIP",
                "course_name": "Improving together for patient partners",
                "dose_level": "many",
                "mode": "blended",
                "session_date": day,
                "hours": 5,
                "booked": True,
                "attended": came,
                "completed": came,
                "qi_role": "none",
                "covers_measurement": True,
                "covers_pdsa": True,
                "cohort": f"QIP-{day.year}",
                "not_attended_reason": None if came else "sickness",
                **(
                    {"reaction_overall": weighted(rng, {5: 0.5, 4: 0.34, 3: 0.16})}
                    if came and rng.random() < 0.62
                    else {}
                ),
            }
        )
    return rows
