"""The wider community: patients and carers as partners, and changes that travel to other wards and organisations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qi_eval.demo.calendar import REPORT_DATE, not_after, workday
from qi_eval.demo.catalogue import ENTRIES, ENTRY, Entry
from qi_eval.demo.chance import Chance, between, pick, sample, stream, weighted
from qi_eval.demo.journal import last_day
from qi_eval.demo.trust import ORGANISATION
from qi_eval.demo.writing import Row

CO_DESIGNED = 22  # of 54; the rest was asked, told, or nobody wrote it down
NOT_RECORDED = 19
FULL_MEMBERS = 0.64  # of the co-designed projects: a patient or carer is in the team
KEEN_ON_PARTNERS = ("P006", "P008", "P012", "P017", "P019", "P034", "P038", "P042", "P051")  # co-designed for certain
PARTNERLESS = ("P004", "P020", "P030", "P031", "P033", "P050", "P054")  # nothing recorded for certain


def involvement(seed: int) -> list[Row]:
    """What is recorded of patients' part, by project and stage; 19 of the 54 have no row."""
    rng = stream(seed, "involvement")
    middle = [entry.id for entry in ENTRIES if entry.id not in KEEN_ON_PARTNERS and entry.id not in PARTNERLESS]
    order = [*KEEN_ON_PARTNERS, *sample(rng, middle, len(middle)), *PARTNERLESS]
    recorded = order[: len(ENTRIES) - NOT_RECORDED]
    partners = set(recorded[:CO_DESIGNED])
    return [row for id in sorted(recorded) for row in _stages(rng, ENTRY[id], id in partners)]


def _stages(rng: Chance, entry: Entry, partner: bool) -> Iterator[Row]:
    """One to three stages, later ones a little further up the ladder."""
    day = workday(date.fromisoformat(entry.start) + timedelta(days=between(rng, 10, 40)))
    had_the_idea = weighted(rng, {"staff": 0.78, "patient": 0.14, "carer": 0.08})
    member = partner and rng.random() < FULL_MEMBERS
    for number, stage in enumerate(
        ("initiation", "design", "delivery")[: between(rng, 1, 3) if not partner else between(rng, 2, 3)]
    ):
        high = partner and number > 0
        rung = (
            weighted(rng, {"co_design": 0.7, "co_production": 0.3})
            if high
            else weighted(rng, {"informing": 0.2, "consultation": 0.4, "engagement": 0.4})
        )
        when = workday(day + timedelta(days=70 * number))
        if when <= last_day(entry):
            yield {
                "project_id": entry.id,
                "recorded_on": when,
                "stage": stage,
                "ladder_level": rung,
                "elft_level": "big_i" if high and member else "little_i",
                "initiated_by": had_the_idea,
                "n_patients_carers": between(rng, 1, 6) if high else between(rng, 1, 14),
                "is_team_member": high and member,
                "payment_or_expenses": rng.random() < (0.7 if high else 0.25),
                "feedback_given": rng.random() < (0.8 if high else 0.4),
                "representativeness_note": pick(
                    rng, ("", "", "no one under 40", "interpreter needed", "two carers, no patient")
                ),
                "recorded_by": pick(rng, ("hub", "project_lead")),
            }


OLDER = "CEDAR-RV WILLOW-RV ELM-EG HAZEL-EG RESP-NG TRAUMA-NG GASTRO-NG"
WARDS = f"{OLDER} ALDER-NG BIRCH-NG STROKE-NG AMU-NG AMU-RV COLO-NG VASC-NG"
INSIDE = {  # project → (the wards and teams that it is meant for, how many of them use it)
    "P001": ("ED-RV AMU-RV SAU-NG ONCO-HV LABOUR-MB CED-MB", 2),
    "P002": (WARDS, 7),
    "P003": (WARDS, 6),
    "P006": ("OUTPT-NG CHILDOP-MB MDT-HV PAIN-EG FOOT-EG ANC-MB GYNAE-RV", 4),
    "P011": ("ED-NG ED-RV ELM-EG", 2),
    "P012": ("STROKE-NG ED-RV FRAIL-EG PHARM-NG PREOP-NG", 3),
    "P016": (f"{OLDER} BIRCH-NG", 2),
    "P017": (f"{OLDER} ALDER-NG", 3),
    "P019": ("ED-NG CED-MB TRAUMA-NG SAU-NG", 3),
    "P021": ("AMU-NG SAU-NG COLO-NG JOINT-HV ONCO-HV GYNAE-RV TRAUMA-NG UROL-HV", 2),
    "P022": (f"{OLDER} ALDER-NG BIRCH-NG RENAL-NG", 3),
    "P027": ("ELM-EG ALDER-NG CEDAR-RV JOINT-HV DAY-HV CHILD-MB", 0),
    "P028": ("NEONATAL-MB RESP-NG CCU-NG", 0),
    "P029": ("ED-NG ED-RV", 1),
    "P033": ("MAIN-NG LABOUR-MB DAY-HV ICU-NG", 1),
    "P034": ("TRAUMA-NG COLO-NG UROL-HV GYNAE-RV VASC-NG", 2),
    "P038": ("ED-NG ED-RV AMU-NG CHEMO-HV", 3),
    "P042": ("LABOUR-MB BIRTH-RV CMW-RV", 1),
    "P043": ("LABOUR-MB BIRTH-RV CED-MB", 2),
}
LONG = 400  # days since the first change; a younger one has spread faster, and was nowhere used for half a year
ELEMENTS = 6  # core elements of a change that travels
OUTSIDE = {  # project → the status of each setting elsewhere: 44 in all, 6 in use
    "P012": (
        "sustained",
        "sustained",
        "adopted",
        "started",
        "started",
        "agreed",
        "agreed",
        "approached",
        "approached",
        "approached",
        "declined",
        "declined",
        "withdrawn",
        "identified",
        "identified",
    ),
    "P038": (
        "sustained",
        "adopted",
        "started",
        "agreed",
        "approached",
        "approached",
        "declined",
        "declined",
        "identified",
    ),
    "P043": ("adopted", "started", "agreed", "agreed", "approached", "approached", "declined", "withdrawn"),
    "P011": ("started", "agreed", "approached", "approached", "declined", "identified"),
    "P022": ("approached", "approached", "declined", "withdrawn", "identified", "identified"),
}
STEPS = ("approached_on", "agreed_on", "started_on", "adopted_on", "sustained_6m_on")
REACHED = {
    "identified": 0,
    "approached": 1,
    "declined": 1,
    "agreed": 2,
    "started": 3,
    "withdrawn": 3,
    "adopted": 4,
    "sustained": 5,
}


def spread(seed: int) -> list[Row]:
    """Each ward, team or organisation that a change was meant for, and how far it came there. Nothing is recorded of
    what the trust took from others: that line of the framework is not known yet."""
    rows = [*_inside(seed), *_outside(seed)]
    return [{"spread_id": f"S{n + 1:03d}", **row} for n, row in enumerate(rows)]


def _inside(seed: int) -> Iterator[Row]:
    for project, (meant, used) in INSIDE.items():
        rng = stream(seed, "spread inside", project)
        places = sample(rng, meant.split(), len(meant.split()))
        for number, place in enumerate(places):
            status = (
                "adopted"
                if number < used
                else weighted(rng, {"approached": 0.4, "agreed": 0.25, "started": 0.2, "declined": 0.15})
            )
            if status == "adopted" and number < used // 2 and _room(project) > LONG:
                status = "sustained"
            yield _setting(rng, project, status, ORGANISATION, place)


def _outside(seed: int) -> Iterator[Row]:
    for project, statuses in OUTSIDE.items():
        rng = stream(seed, "spread outside", project)
        for number, status in enumerate(statuses):
            code = f"ZP{number + 1:02d}" if project == "P012" else f"ZT{number + 1:02d}"
            yield _setting(rng, project, status, code, "")


def _setting(rng: Chance, project: str, status: str, org: str, unit: str) -> Row:
    eligible = between(rng, 60, 640)
    used = status in ("adopted", "sustained")
    return {
        "project_id": project,
        "direction": "out",
        "adopter_org_code": org,
        "adopter_unit_id": unit,
        "setting_eligible": True,
        "status": status,
        **_dates(rng, project, status),
        "adaptation": weighted(rng, {"none": 0.2, "minor": 0.6, "major": 0.2}) if used else "",
        "core_elements_kept": ELEMENTS - weighted(rng, {0: 0.4, 1: 0.4, 2: 0.2}) if used else None,
        "core_elements_total": ELEMENTS if used else None,
        "source_org_code": ORGANISATION,
        "people_eligible": eligible,
        "people_reached": round(eligible * (0.4 + 0.5 * rng.random())) if used else None,
        "supported_by_org": "ZN01" if org != ORGANISATION and rng.random() < 0.5 else "",
    }


def _room(project: str) -> int:
    """The days since the project's first change."""
    return (REPORT_DATE - date.fromisoformat(ENTRY[project].change)).days


def _dates(rng: Chance, project: str, status: str) -> Row:
    """The days of the steps that were taken, in order, none after the report date."""
    room = _room(project)
    pace = min(1.0, room / LONG)
    slack = max(30, room - 330)
    start = min(between(rng, 60, 60 + slack), room - 60)
    day = date.fromisoformat(ENTRY[project].change) + timedelta(days=round(pace * start))
    dates: dict[str, object] = {}
    for number, step in enumerate(STEPS[: REACHED[status]]):
        days = 183 if step == "sustained_6m_on" else round(pace * between(rng, 12, 48))
        day = day if number == 0 else day + timedelta(days=days)
        dates[step] = not_after(workday(day))
    if status == "withdrawn":
        dates["stopped_on"] = not_after(workday(day + timedelta(days=60)))
    return dates
