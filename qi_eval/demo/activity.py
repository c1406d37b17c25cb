"""What the hub, its coaches and its volunteers did: contacts, coaching, advice, walkrounds, the network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qi_eval.demo.calendar import PROGRAMME_START, REPORT_DATE, add_months, month_end, months_between, workday
from qi_eval.demo.catalogue import ENTRIES, Entry
from qi_eval.demo.chance import Chance, between, pick, stream, weighted
from qi_eval.demo.journal import last_day
from qi_eval.demo.projects import PARTNERS
from qi_eval.demo.trust import ORGANISATION, PLACES
from qi_eval.demo.writing import Row

OPENING = add_months(PROGRAMME_START.replace(day=1), 10)  # the first ten months: about 6,000 contacts
VOLUNTEERS_LAST = date(2026, 3, 31)  # nobody has sent volunteering since: the file is overdue
VOLUNTEER_PLACES = (
    "ALDER-NG",
    "BIRCH-NG",
    "ED-NG",
    "ONCO-HV",
    "CHEMO-HV",
    "CHILD-MB",
    "ELM-EG",
    "POSTNATAL-MB",
    "PATEXP-NG",
)
HUDDLES = ("STROKE-NG", "THEATRE-HV", "LABOUR-MB", "ICU-NG", "BIRCH-NG", "ED-RV", "JOINT-HV", "PHARM-NG", "DIABETES-RV")
NETWORK = (
    tuple(f"ZT{n:02d}" for n in range(1, 6))
    + tuple(f"ZP{n:02d}" for n in range(1, 9))
    + ("ZC01", "ZC02", "ZC03", "ZC04")
)
LEFT_NETWORK = {"ZP07": date(2025, 9, 1)}  # one enrolled practice stopped coming
LATE_STARTERS = ("ZP06", "ZP08", "ZC04", "ZT05")
UNCOACHED = ("P031", "P043", "P050", "P052")  # long without a coach: a list that the hub should see
MODELS = {"grow": 0.46, "clear": 0.14, "oscar": 0.16, "other": 0.09, "none": 0.15}


def activity(seed: int, coaches: list[str], advice: list[Row]) -> list[Row]:
    """One row a contact or event, in the order of the days."""
    rows = [
        *_gatherings(stream(seed, "gatherings")),
        *_coaching(seed, coaches),
        *_huddles(stream(seed, "huddles")),
        *_network(stream(seed, "network")),
        *_walkrounds(stream(seed, "walkrounds")),
        *_advice(stream(seed, "replies"), advice),
        *_volunteering(stream(seed, "volunteering")),
        *_teleconferences(stream(seed, "calls"), coaches),
    ]
    rows.sort(key=lambda row: str(row["activity_date"]))
    return [{"activity_id": f"A{n + 1:05d}", **row} for n, row in enumerate(rows)]


GATHERINGS = {  # type → (times a month at first, times a month later, staff, patients and public)
    "open_session": (7, 4, 38, 2),
    "workshop": (3, 2, 22, 3),
    "campaign": (2, 1, 70, 9),
    "conference": (0.1, 0.1, 190, 24),
    "site_visit": (0.6, 0.6, 5, 1),
}


def _gatherings(rng: Chance) -> Iterator[Row]:
    """Events that anybody could come to: many in the first ten months, fewer since."""
    for day in months_between(PROGRAMME_START.replace(day=1), REPORT_DATE):
        for kind, (early, later, staff, public) in GATHERINGS.items():
            often = early if day < OPENING else later
            for _ in range(int(often + rng.random())):
                when = workday(day + timedelta(days=between(rng, 1, 26)))
                if when <= REPORT_DATE:
                    yield _gathering(
                        rng, kind, when, between(rng, staff // 2, staff * 3 // 2), between(rng, 0, public * 2)
                    )


def _gathering(rng: Chance, kind: str, day: date, staff: int, public: int) -> Row:
    places = (staff + public) + between(rng, -4, 12)
    return {
        "activity_type": kind,
        "activity_date": day,
        "org_code": ORGANISATION,
        "unit_id": ORGANISATION,
        "mode": weighted(rng, {"face_to_face": 0.5, "online": 0.36, "hybrid": 0.14}),
        "minutes": pick(rng, (45, 60, 90)),
        "invited": staff + public + between(rng, 5, 60),
        "attended": staff + public,
        "n_staff": staff,
        "n_patients_public": public,
        "counts_unique": False,
        "places": max(staff + public, places),
        "waiting": between(rng, 1, 18) if kind == "workshop" and rng.random() < 0.5 else 0,
        "facilitators": between(rng, 1, 4),
        "is_exec_present": rng.random() < 0.12,
        "rating": round(3.9 + rng.random() * 0.9, 1),
        "rating_max": 5,
    }


def _coaching(seed: int, coaches: list[str]) -> Iterator[Row]:
    """Every project has a coach, who comes about every four weeks; a few projects have not seen one for long."""
    for number, entry in enumerate(ENTRIES):
        rng = stream(seed, "coaching", entry.id)
        coach = coaches[(number * 5) % len(coaches)]
        day = workday(date.fromisoformat(entry.start) + timedelta(days=between(rng, 7, 30)))
        end = last_day(entry) - timedelta(days=150 if entry.id in UNCOACHED else 0)
        while day <= end:
            yield _coached(rng, entry, coach, day)
            day = workday(day + timedelta(days=between(rng, 18, 47)))


def _coached(rng: Chance, entry: Entry, coach: str, day: date) -> Row:
    patients = 1 if rng.random() < 0.12 else 0
    staff = between(rng, 1, 5)
    return {
        "activity_type": "coaching",
        "activity_date": day,
        "org_code": ORGANISATION,
        "unit_id": entry.unit,
        "project_id": entry.id,
        "coach_key": coach,
        "mode": weighted(rng, {"face_to_face": 0.55, "online": 0.38, "phone": 0.07}),
        "minutes": pick(rng, (30, 45, 60, 60, 90)),
        "attended": staff + patients,
        "n_staff": staff,
        "n_patients_public": patients,
        "is_exec_present": False,
        "coaching_model": weighted(rng, MODELS),
        "rating": weighted(rng, {5: 0.42, 4: 0.38, 3: 0.14, 2: 0.06}) if rng.random() < 0.58 else None,
        "rating_max": 5,
    }


def _huddles(rng: Chance) -> Iterator[Row]:
    """Improvement huddles of nine teams, about every other week, one of them stopped."""
    for place in HUDDLES:
        day = workday(date(2024, 2, 5) + timedelta(days=between(rng, 0, 240)))
        end = date(2026, 2, 27) if place == "ED-RV" else REPORT_DATE
        while day <= end:
            came = between(rng, 4, 14)
            yield {
                "activity_type": "huddle",
                "activity_date": day,
                "org_code": ORGANISATION,
                "unit_id": place,
                "mode": "face_to_face",
                "minutes": 15,
                "attended": came,
                "n_staff": came,
                "n_patients_public": 0,
                "is_exec_present": rng.random() < 0.04,
            }
            day = workday(day + timedelta(days=between(rng, 11, 19)))


def _network(rng: Chance) -> Iterator[Row]:
    """The regional network meets every quarter: one row an organisation that came."""
    for day in (add_months(date(2024, 2, 1), 3 * n) + timedelta(days=13) for n in range(11)):
        for org in NETWORK:
            enrolled = org not in LATE_STARTERS or day >= date(2025, 2, 1)
            if enrolled and day < LEFT_NETWORK.get(org, REPORT_DATE) and rng.random() < 0.76:
                came = between(rng, 1, 5)
                yield {
                    "activity_type": "network",
                    "activity_date": workday(day),
                    "org_code": org,
                    "mode": "hybrid",
                    "minutes": 120,
                    "attended": came,
                    "n_staff": came,
                    "n_patients_public": 1 if org.startswith("ZC") else 0,
                }


def _walkrounds(rng: Chance) -> Iterator[Row]:
    """Leaders on wards, most with an executive; fewer in the winter months."""
    for day in months_between(date(2023, 11, 1), REPORT_DATE):
        for _ in range(1 if day.month in (1, 2, 8) else between(rng, 2, 4)):
            when = workday(day + timedelta(days=between(rng, 2, 26)))
            came = between(rng, 4, 12)
            yield {
                "activity_type": "walkround",
                "activity_date": min(when, REPORT_DATE),
                "org_code": ORGANISATION,
                "unit_id": pick(rng, PLACES).id,
                "mode": "face_to_face",
                "minutes": 60,
                "attended": came,
                "n_staff": came,
                "n_patients_public": between(rng, 0, 3),
                "is_exec_present": rng.random() < 0.83,
            }


def _advice(rng: Chance, advice: list[Row]) -> Iterator[Row]:
    """The replies to each request: the first within days or weeks, then one or two more; proposed ones still wait."""
    for row in advice:
        start = row["start_date"]
        assert isinstance(start, date)
        day = workday(start + timedelta(days=weighted(rng, {2: 0.3, 4: 0.3, 8: 0.25, 19: 0.15})))
        for _ in range(0 if row["status"] == "proposed" else between(rng, 1, 3)):
            if day <= REPORT_DATE:
                came = between(rng, 1, 5)
                yield {
                    "activity_type": "consultancy",
                    "activity_date": day,
                    "org_code": ORGANISATION,
                    "unit_id": row["unit_id"],
                    "project_id": row["project_id"],
                    "mode": weighted(rng, {"online": 0.6, "face_to_face": 0.4}),
                    "minutes": pick(rng, (30, 45, 60)),
                    "attended": came,
                    "n_staff": came,
                    "n_patients_public": 0,
                    "rating": weighted(rng, {5: 0.5, 4: 0.36, 3: 0.14}) if rng.random() < 0.45 else None,
                    "rating_max": 5,
                }
            day = workday(day + timedelta(days=between(rng, 8, 40)))


def _volunteering(rng: Chance) -> Iterator[Row]:
    """Volunteers' hours by ward and month, in projects from 2025; nothing since the end of March."""
    for day in months_between(date(2024, 4, 1), VOLUNTEERS_LAST):
        for place in VOLUNTEER_PLACES:
            heads = between(rng, 3, 14)
            yield {
                "activity_type": "volunteering",
                "activity_date": month_end(day),
                "org_code": ORGANISATION,
                "unit_id": place,
                "project_id": "P017" if place == "BIRCH-NG" and day >= date(2025, 7, 1) else None,
                "attended": heads,
                "n_volunteers": heads,
                "volunteer_hours": float(heads * between(rng, 6, 15)),
                "mode": "face_to_face",
            }


def _teleconferences(rng: Chance, coaches: list[str]) -> Iterator[Row]:
    """Calls between the organisations that share a project, about every six weeks."""
    for entry in (entry for entry in ENTRIES if entry.id in PARTNERS):
        day = workday(date.fromisoformat(entry.start) + timedelta(days=40))
        while day <= last_day(entry):
            came = between(rng, 4, 12)
            yield {
                "activity_type": "teleconference",
                "activity_date": day,
                "org_code": pick(rng, PARTNERS[entry.id]),
                "project_id": entry.id,
                "coach_key": pick(rng, coaches),
                "mode": "online",
                "minutes": 45,
                "attended": came,
                "n_staff": came - 1,
                "n_patients_public": 1 if rng.random() < 0.3 else 0,
            }
            day = workday(day + timedelta(days=between(rng, 34, 52)))
