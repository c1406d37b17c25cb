"""The 138 pieces of work: 10 strategic and 44 service-led projects from the catalogue, and 84 pieces of advice."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.demo.calendar import PROGRAMME_START, REPORT_DATE, not_after, workday
from qi_eval.demo.catalogue import ADVICE, ADVICE_SITES, ENTRIES, Entry, Fate, Line
from qi_eval.demo.chance import Chance, between, pick, sample, stream, weighted
from qi_eval.demo.people import Person, staff_mix
from qi_eval.demo.trust import ORGANISATION, PLACE, PLACES
from qi_eval.demo.writing import Row
from qi_eval.vocabulary import MeasureType

SUPPORTED = tuple(entry.id for entry in ENTRIES)  # the 54 that outcome figures count
STRATEGIC = 10
NO_SPONSOR = "P004"  # its sponsor left in July: the board is asked for a new one
NO_AIM = ("P025", "P031", "P046", "P050", "P032")  # began without a measurable aim
PARTNERS = {  # project → codes of the organisations that take part, all made up
    "P005": ("ZP01", "ZP02", "ZP03"),
    "P008": ("ZT01", "ZT02"),
    "P010": ("ZT05",),
    "P012": ("ZP04", "ZP05", "ZP06", "ZP07", "ZC01"),
    "P014": ("ZT05", "ZC02"),
    "P018": ("ZT03",),
    "P029": ("ZT02",),
    "P038": ("ZT04",),
    "P039": ("ZT04", "ZC03"),
    "P042": ("ZC04",),
    "P051": ("ZT05", "ZP08"),
}
ORIGINS = {
    "staff_idea": 0.34,
    "audit": 0.22,
    "incident": 0.16,
    "patient_idea": 0.1,
    "complaint": 0.08,
    "board_priority": 0.1,
}
SPONSORS = ("clinical_director", "head_of_nursing", "general_manager", "chief_nurse", "medical_director", "matron")
LEADS = {
    "nursing_midwifery": 0.42,
    "medical": 0.22,
    "ahp": 0.16,
    "admin": 0.06,
    "add_prof_sci_tech": 0.08,
    "healthcare_sci": 0.06,
}
PROFESSIONS = (
    "nurse",
    "doctor",
    "pharmacist",
    "physiotherapist",
    "ward_clerk",
    "healthcare_assistant",
    "manager",
    "analyst",
)
ADVICE_STATUS = {"completed": 0.68, "active": 0.2, "handed_over": 0.08, "paused": 0.04}


def projects(seed: int) -> list[Row]:
    """All 138, in the order of their codes."""
    return [*(_supported(seed, n, entry) for n, entry in enumerate(ENTRIES)), *_advice(seed)]


def aim_line(entry: Entry) -> int:
    """The place of the measure that the aim names: the first outcome, else the first."""
    outcomes = [n for n, line in enumerate(entry.lines) if line.kind is MeasureType.OUTCOME]
    return outcomes[0] if outcomes else 0


def measure_id(entry: Entry, number: int) -> str:
    """The code of a project's nth measure: P002-1, P002-2 …"""
    return f"{entry.id}-{number + 1}"


def partners(project: str) -> tuple[str, ...]:
    """The other organisations on a project."""
    return PARTNERS.get(project, ())


def _supported(seed: int, number: int, entry: Entry) -> Row:
    rng = stream(seed, "project", entry.id)
    strategic = number < STRATEGIC
    team = team_size(seed, entry)
    return {
        "project_id": entry.id,
        "title": entry.title,
        "project_type": "strategic" if strategic else "service_led",
        "unit_id": entry.unit,
        "status": entry.status,
        "start_date": entry.start,
        "close_date": entry.close,
        "stage": entry.stage,
        "strategic_priority": entry.priority,
        "cqc_domains": entry.domains,
        "sponsor_role": _sponsor(rng, entry, strategic),
        "team_size": team,
        "orgs_involved": "|".join((ORGANISATION, *partners(entry.id))),
        "origin": weighted(rng, ORIGINS),
        "closure_reason": entry.closure or ("aim_met" if entry.status == "completed" else ""),
        "lead_role_tier": weighted(rng, {"frontline": 0.4, "middle": 0.42, "senior": 0.18}),
        "lead_staff_group": weighted(rng, _leaders(entry)),
        "professions_involved": "|".join(sample(rng, PROFESSIONS, between(rng, 2, 5))),
        "named_to_board": strategic or entry.named,
        **_aim(entry),
    }


def team_size(seed: int, entry: Entry) -> int:
    """How many people work on a project; strategic ones are larger."""
    low, high = (7, 12) if entry.id <= "P010" else (4, 8)
    return between(stream(seed, "team size", entry.id), low, high)


def _sponsor(rng: Chance, entry: Entry, strategic: bool) -> str:
    if entry.id == NO_SPONSOR or (not strategic and rng.random() < 0.24):
        return ""
    return pick(rng, SPONSORS)


def _leaders(entry: Entry) -> dict[str, float]:
    """Who may lead: of a ward's staff groups those that lead projects; across the trust nurses and doctors."""
    if entry.unit not in PLACE:
        return {"nursing_midwifery": 0.6, "medical": 0.4}
    own = {group: share for group, share in staff_mix(PLACE[entry.unit]).items() if group in LEADS}
    return {group: share * LEADS[group] for group, share in own.items()}


def _aim(entry: Entry) -> Row:
    number = aim_line(entry)
    line = entry.lines[number]
    if entry.id in NO_AIM:
        return {"aim_statement": f"To do better on this: {line.name.lower()}"}
    return {
        "aim_statement": aim_words(line, date.fromisoformat(entry.due)),
        "aim_measure_id": measure_id(entry, number),
        "aim_target": float(line.goal),
        "aim_due": entry.due,
    }


def aim_words(line: Line, due: date) -> str:
    """How much, by when, for whom, as a sentence."""
    told = not line.how.of or line.how.of in line.how.unit or line.name.endswith(")")
    whom = "" if told else f" ({line.how.of})"
    return f"{line.name}{whom}: from {line.before:g} to {line.goal:g} {line.how.unit} by {due.day} {due:%B %Y}"


def _advice(seed: int) -> list[Row]:
    """Discrete requests to the hub: no aim and no measures, only what was asked, where and when."""
    rng = stream(seed, "advice")
    rows: list[Row] = []
    span = (REPORT_DATE - PROGRAMME_START).days - 40
    for number in range(len(ADVICE) * ADVICE_SITES):
        subject = ADVICE[number % len(ADVICE)]
        place = pick(rng, PLACES)
        start = workday(PROGRAMME_START + timedelta(days=20 + round(span * number / (len(ADVICE) * ADVICE_SITES))))
        rows.append(_request(rng, f"P{number + 55:03d}", f"{subject}: {place.name}", place.id, start))
    return rows


def _request(rng: Chance, id: str, title: str, unit: str, start: date) -> Row:
    old = (REPORT_DATE - start).days > 150
    status = weighted(rng, ADVICE_STATUS) if old else weighted(rng, {"active": 0.7, "proposed": 0.2, "completed": 0.1})
    over = status in ("completed", "handed_over")
    days = between(rng, 12, 130)
    return {
        "project_id": id,
        "title": title,
        "project_type": "consultancy",
        "unit_id": unit,
        "status": status,
        "start_date": start,
        "close_date": not_after(workday(start + timedelta(days=days))) if over else None,
        "stage": "closed" if over else weighted(rng, {"framing": 0.4, "diagnosis": 0.3, "design": 0.3}),
        "cqc_domains": pick(rng, ("effective", "responsive", "well_led", "safe", "caring")),
        "team_size": between(rng, 1, 5),
        "orgs_involved": ORGANISATION,
        "origin": "staff_idea",
        "closure_reason": "absorbed" if over else "",
        "lead_role_tier": weighted(rng, {"frontline": 0.5, "middle": 0.4, "senior": 0.1}),
        "named_to_board": False,
    }


def project_team(seed: int, pool: list[Person]) -> list[Row]:
    """Who works on each of the 54: a lead, members, a coach, here and there a patient partner or a sponsor."""
    by_unit: dict[str, list[Person]] = {}
    for person in pool:
        by_unit.setdefault(person.unit, []).append(person)
    return [row for entry in ENTRIES for row in _members(seed, entry, by_unit, pool)]


def _members(seed: int, entry: Entry, by_unit: dict[str, list[Person]], pool: list[Person]) -> list[Row]:
    rng = stream(seed, "team", entry.id)
    start = date.fromisoformat(entry.start)
    near = by_unit[entry.unit] if entry.unit in PLACE else pool
    chosen = [p for p in sample(rng, near, 60) if p.here(start + timedelta(days=60))][: team_size(seed, entry)]
    roles = ["lead", *["member"] * (len(chosen) - 1)]
    return [_member(rng, entry, person, role, start) for person, role in zip(chosen, roles, strict=True)]


def _member(rng: Chance, entry: Entry, person: Person, role: str, start: date) -> Row:
    joined = start if role == "lead" else workday(start + timedelta(days=between(rng, 0, 120)))
    return {
        "project_id": entry.id,
        "person_key": person.key,
        "team_role": role,
        "is_lead": role == "lead",
        "joined_on": not_after(joined),
        "left_on": person.left_on if person.left_on and person.left_on > joined else None,
    }


def unsure(entry: Entry) -> bool:
    """Whether the project cannot be judged yet."""
    return entry.fate in (Fate.SHORT, Fate.PROCESS_ONLY, Fate.NOT_STARTED, Fate.NO_DATA, Fate.UNSTABLE)
