"""The project log: tests of change, barriers and how long they stood, lessons shared or not, closing reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qi_eval.demo.calendar import REPORT_DATE, workday
from qi_eval.demo.catalogue import ENTRIES, Entry, Fate
from qi_eval.demo.chance import Chance, between, sample, stream, weighted
from qi_eval.demo.projects import aim_line, measure_id
from qi_eval.demo.writing import Row

SCALES = ("one_patient", "one_shift", "one_day", "one_bay", "one_ward")
TRIES = {"one_patient": 1, "one_shift": 6, "one_day": 10, "one_bay": 12, "one_ward": 20}
USUAL = 0.5  # of the tries that work without the change
NOT_COUNTED = {"result": "nobody counted", "decision": "adapt"}
NO_DIARY = ("P013", "P021", "P027", "P032", "P046")  # changed something, but wrote no test of change down
BARRIERS = {  # category, what stood in the way
    "time": ("No time for the audit in August", "Shift overlap too short for the huddle", "Clinic ran over every week"),
    "conflicting_demands": ("Inspection took the team's time", "New record system in the same month"),
    "connectivity": ("Night team never heard of the change", "Two sites with two ways of working"),
    "senior_support": ("Waiting for a decision on the staff rota", "No sponsor at the steering group"),
    "resistance": ("Consultants preferred the old form", "Worry about one more check"),
    "data": ("Numbers came six weeks late", "The system cannot count it yet"),
    "staffing": ("Two vacancies on the team", "Agency staff on most nights"),
    "funding": ("Stand-by equipment not ordered",),
    "skills": ("Nobody felt sure about run charts",),
}
WEIGHTS = {
    "time": 5,
    "conflicting_demands": 3,
    "connectivity": 3,
    "senior_support": 3,
    "resistance": 2,
    "data": 4,
    "staffing": 4,
    "funding": 1,
    "skills": 2,
}
ENABLERS = (
    "Ward clerk made the chart her own",
    "Matron asked about it at every round",
    "A former patient opened the meeting",
    "Protected hour on Thursdays",
)
MOST_TESTS = 4  # of one change idea, one after the other
KEEP_TESTING = 0.55  # of the running projects: tests in the last three months
LESSONS = (
    "Test with the night team first, they see what the day misses",
    "A form with five boxes is filled in, one with twelve is not",
    "Count for a month before you change anything",
    "Ask the patient what a good day would be, then choose the measure",
    "The change held where one person owned it",
    "We had the wrong measure: the delay was before our part began",
    "Posters alone changed nothing",
    "Start with the shift that wants it",
    "Give the numbers back within a week or nobody looks",
    "Agency staff need the change in the first ten minutes",
    "Put the kit where the hand already goes",
    "When the sponsor left, the meeting stopped",
)
SHARED_WITH = ("qi_forum", "division_board", "other_wards", "regional_network", "newsletter")
REVIEWS = {  # closed_unsuccessful → what the review said, and whether it was passed on
    "P024": (
        "Catheters stayed in because nobody but the doctor could decide",
        "Nurses need the right to remove them; the poster could not give it",
        True,
    ),
    "P035": ("Most cancellations were beds, not patients", "We phoned patients, but the reason lay on the ward", True),
    "P053": ("Texts reached those who would have come anyway", "People without a mobile phone were never asked", False),
}
TRUST_WIDE = (
    (date(2024, 1, 3), date(2024, 1, 9), "Doctors' strike"),
    (date(2024, 6, 27), date(2024, 7, 2), "Doctors' strike, second"),
    (date(2024, 11, 11), date(2024, 11, 25), "New electronic patient record, first week"),
    (date(2025, 1, 6), date(2025, 2, 14), "Winter pressure, escalation beds open"),
    (date(2025, 11, 10), date(2025, 11, 13), "Letter system down"),
    (date(2026, 1, 5), date(2026, 2, 6), "Winter pressure, escalation beds open again"),
)
REBASED = ("P002", date(2025, 7, 1), "The huddle and the yellow blanket now stand in the ward standard")


def project_log(seed: int) -> list[Row]:
    """One row an event, project by project; what concerned the whole trust comes first."""
    rows: list[Row] = [
        {"log_date": first, "log_type": "external_event", "title": title, "end_date": last}
        for first, last, title in TRUST_WIDE
    ]
    for entry in ENTRIES:
        rows += sorted(_diary(seed, entry), key=lambda row: (str(row["log_date"]), str(row["log_type"])))
    return rows


def last_day(entry: Entry) -> date:
    """The last day on which something can be written about a project."""
    return date.fromisoformat(entry.close) if entry.close else REPORT_DATE - timedelta(days=2)


def _diary(seed: int, entry: Entry) -> Iterator[Row]:
    rng = stream(seed, "log", entry.id)
    for row in (*_changes(rng, entry), *_barriers(rng, entry), *_lessons(rng, entry), *_closing(entry)):
        yield {"project_id": entry.id, **row}


def _changes(rng: Chance, entry: Entry) -> Iterator[Row]:
    """The first change ends the baseline; later ones follow every two months or so, each with its tests."""
    if not entry.change:
        return
    first = date.fromisoformat(entry.change)
    target = measure_id(entry, aim_line(entry))
    if entry.fate is not Fate.NO_DATA:
        baseline = {"log_type": "baseline_end", "title": "Baseline complete"}
        yield {"log_date": first, **baseline, "applies_to_measure_id": target}
    newest: list[Row] = []  # the tests of the idea begun last
    for n, idea in enumerate(entry.changes):
        day = first if n == 0 else workday(first + timedelta(days=between(rng, 45, 75) * n))
        if day <= last_day(entry):
            yield {
                "log_date": day,
                "log_type": "intervention_start",
                "title": idea,
                "change_idea": idea,
                "applies_to_measure_id": target,
            }
            newest = list(_tests(rng, entry, idea, day)) if entry.id not in NO_DIARY else []
            yield from newest
    if entry.status == "active" and newest and rng.random() < KEEP_TESTING:
        before = newest[-1]
        day = workday(REPORT_DATE - timedelta(days=between(rng, 50, 85)))
        yield from _tests(rng, entry, before["change_idea"], max(day, before["log_date"]), before["cycle_no"] + 1)
    if entry.id == REBASED[0]:
        yield {
            "log_date": REBASED[1],
            "log_type": "recalc_limits",
            "title": REBASED[2],
            "applies_to_measure_id": target,
        }
    if entry.fate is Fate.HELD and rng.random() < 0.5:
        day = workday(last_day(entry) - timedelta(days=between(rng, 20, 160)))
        yield {"log_date": day, "log_type": "recognition", "title": "Team presented at the improvement day"}


def _tests(rng: Chance, entry: Entry, idea: str, day: date, number: int = 1) -> Iterator[Row]:
    """Linked cycles, each after the one before, small first; some teams write a prediction, some do not."""
    careful = rng.random() < 0.66
    when = day
    for cycle in range(number, number + between(rng, 2, MOST_TESTS)):
        when = workday(when + timedelta(days=between(rng, 9, 20)))
        if when > last_day(entry):
            return
        expected = between(rng, 3, 12)
        seen = expected + between(rng, -7, 3)
        scale = SCALES[min(cycle if careful else cycle + 1, len(SCALES)) - 1]
        yield {
            "log_date": when,
            "log_type": "pdsa",
            "title": f"{idea}, test {cycle}",
            "cycle_no": cycle,
            "change_idea": idea,
            "scale_of_test": scale,
            "prediction": _expected(scale, expected) if careful or rng.random() < 0.3 else "",
            "result": _found(scale, seen),
            "decision": _decision(rng, expected, seen),
            **(NOT_COUNTED if entry.fate is Fate.NO_DATA else {}),
        }


def _expected(scale: str, gain: int) -> str:
    tries = TRIES[scale]
    return f"it works in {_times(tries, gain)} of {tries} tries" if tries > 1 else "it works with one patient"


def _found(scale: str, gain: int) -> str:
    tries = TRIES[scale]
    if tries == 1:
        return "worked with one patient" if gain > 0 else "did not work with the one patient"
    worked = f"worked in {_times(tries, gain)} of {tries} tries"
    return worked if gain > 0 else f"{worked}, no better than before"


def _times(tries: int, gain: int) -> int:
    """How often it works, out of so many tries: half as a rule, and more the larger the gain."""
    return min(tries, round(tries * (USUAL + gain / 30)))


def _decision(rng: Chance, expected: int, seen: int) -> str:
    """What is done next follows from what was found: adopted when it did as well as hoped, dropped without a gain."""
    if seen <= 0:
        return "abandon"
    return weighted(rng, {"adopt": 0.7, "adapt": 0.3} if seen >= expected else {"adapt": 0.85, "abandon": 0.15})


def _barriers(rng: Chance, entry: Entry) -> Iterator[Row]:
    start = date.fromisoformat(entry.start)
    span = max(30, (last_day(entry) - start).days - 20)
    for category in dict.fromkeys(weighted(rng, WEIGHTS) for _ in range(between(rng, 0, 3))):
        day = workday(start + timedelta(days=between(rng, 10, span)))
        solved = workday(day + timedelta(days=between(rng, 14, 190)))
        yield {
            "log_date": day,
            "log_type": "barrier",
            "title": sample(rng, BARRIERS[category], 1)[0],
            "category": category,
            "end_date": solved if solved < last_day(entry) and rng.random() < 0.72 else None,
        }
    if rng.random() < 0.4:
        day = workday(start + timedelta(days=between(rng, 20, span)))
        yield {"log_date": day, "log_type": "enabler", "title": sample(rng, ENABLERS, 1)[0]}


def _lessons(rng: Chance, entry: Entry) -> Iterator[Row]:
    """What a team learned; three in five lessons were passed on, after a while."""
    start = date.fromisoformat(entry.change or entry.start)
    span = max(20, (last_day(entry) - start).days - 10)
    for lesson in sample(rng, LESSONS, between(rng, 0, 3) if entry.change else 0):
        day = workday(start + timedelta(days=between(rng, 10, span)))
        yield {"log_date": day, "log_type": "lesson", "title": lesson} | _passed_on(rng, day, rng.random() < 0.6)


def _passed_on(rng: Chance, day: date, shared: bool) -> dict[str, object]:
    on = workday(day + timedelta(days=between(rng, 6, 95)))
    if not shared or on > REPORT_DATE:
        return {}
    return {"shared_with": sample(rng, SHARED_WITH, 1)[0], "shared_on": on}


def _closing(entry: Entry) -> Iterator[Row]:
    if entry.id not in REVIEWS:
        return
    title, lesson, shared = REVIEWS[entry.id]
    day = workday(date.fromisoformat(entry.close) + timedelta(days=21))
    passed = {"shared_with": "qi_forum", "shared_on": day + timedelta(days=14)} if shared else {}
    yield {"log_date": day, "log_type": "closure_review", "title": title, "result": lesson, "category": entry.closure}
    yield {"log_date": day, "log_type": "lesson", "title": lesson} | passed
