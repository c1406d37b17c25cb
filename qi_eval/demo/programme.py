"""The programme's own papers: driver diagrams, the plan and what is asked of the board, chart marks, settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qi_eval.demo.calendar import LAST_BOARD, NEXT_BOARD, PROGRAMME_START, REPORT_DATE
from qi_eval.demo.catalogue import ENTRIES, Entry
from qi_eval.demo.chance import sample, stream
from qi_eval.demo.journal import REBASED
from qi_eval.demo.partners import PARTNERS
from qi_eval.demo.projects import aim_line, aim_words, measure_id
from qi_eval.demo.trust import HEADCOUNT
from qi_eval.demo.writing import Row
from qi_eval.vocabulary import MeasureType

_DRIVERS = (  # the four key drivers of the programme, and what hangs on each
    (
        "Build capacity and capability through a programme of QI education and training",
        ("A course for every level, from everyone to a few", "Time set aside to learn"),
    ),
    (
        "Engage with staff and patients so that everybody knows about QI and feels able to take part",
        ("Open sessions in every hospital", "Stories told by those who took part"),
    ),
    (
        "Develop QI champions who have the leadership to bring others in",
        ("A champion in every ward", "Coaches who have protected hours"),
    ),
    (
        "Support teams to deliver projects that are designed with patients and the public",
        ("A coach for every project", "Patients and carers in the team from the start"),
    ),
)
WITHOUT_DIAGRAM = 20  # of the 54: no diagram sent


def drivers(seed: int) -> list[Row]:
    """The programme's diagram, then those of the projects that have sent one."""
    rng = stream(seed, "drivers")
    without = {entry.id for entry in sample(rng, ENTRIES, WITHOUT_DIAGRAM)}
    return [*_programme_drivers(), *(row for entry in ENTRIES if entry.id not in without for row in _diagram(entry))]


def _programme_drivers() -> Iterator[Row]:
    aim = "A culture of continuous improvement across the trust by 2033"
    yield {"driver_id": "DR", "kind": "aim", "title": aim, "sort_order": 1}
    for n, (driver, seconds) in enumerate(_DRIVERS, start=1):
        yield {"driver_id": f"DR{n}", "parent_id": "DR", "kind": "primary_driver", "title": driver, "sort_order": n}
        for m, second in enumerate(seconds, start=1):
            yield {
                "driver_id": f"DR{n}{m}",
                "parent_id": f"DR{n}",
                "kind": "secondary_driver",
                "title": second,
                "sort_order": m,
            }


def _diagram(entry: Entry) -> Iterator[Row]:
    """The aim, one driver for each process measure, and the changes under them; spare changes share the last driver."""
    aim = aim_line(entry)
    top = f"D-{entry.id}"
    words = aim_words(entry.lines[aim], date.fromisoformat(entry.due))
    yield _box(entry, top, "", "aim", words, 1, measure_id(entry, aim))
    processes = [(n, line) for n, line in enumerate(entry.lines) if line.kind is MeasureType.PROCESS and n != aim]
    for m, (n, line) in enumerate(processes, start=1):
        yield _box(entry, f"{top}-{m}", top, "primary_driver", line.name, m, measure_id(entry, n))
    for m, idea in enumerate(entry.changes, start=1):
        parent = f"{top}-{min(m, len(processes))}" if processes else top
        yield _box(entry, f"{top}-C{m}", parent, "change_idea", idea, m, "")


def _box(entry: Entry, id: str, parent: str, kind: str, title: str, order: int, measure: str) -> Row:
    return {
        "driver_id": id,
        "project_id": entry.id,
        "parent_id": parent,
        "kind": kind,
        "title": title,
        "measure_id": measure,
        "sort_order": order,
    }


YEAR3 = (date(2025, 10, 1), REPORT_DATE)
GOING_OUT = (("P012", 6, 46000), ("P038", 3, 21500), ("P043", 3, 18500))  # project, settings elsewhere, what that costs
_SOURCE = "Programme plan, board of October 2025"


def plan(held_back: tuple[int, int]) -> list[Row]:
    """Targets, who is eligible, the hub, the cost, milestones, priorities, and what is asked of the board.

    `held_back`: the places booked in 12 months whose people could not leave the ward, and all that were booked."""
    rows = [*_figures(), *_words(held_back)]
    return [{"plan_id": f"PL{n + 1:02d}", "subject_type": "programme", **row} for n, row in enumerate(rows)]


def _figures() -> Iterator[Row]:
    for code, target, eligible in (
        ("everyone", 1900, HEADCOUNT),
        ("many", 2300, 4200),
        ("some", 280, 1300),
        ("few", 58, 180),
        ("board", 14, 14),
    ):
        yield _figure("target", code, target, "people trained")
        yield _figure("eligible", code, eligible, "people")
    yield _figure("eligible", "managers", 640, "managers")
    yield _figure("target", "coaches_active", 36, "coaches")
    yield _figure("target", "external_adoption", 12, "settings in use")
    for project, settings, cost in GOING_OUT:
        about = {"subject_type": "project", "subject_id": project}
        yield {**_figure("target", "external_adoption", settings, "settings in use"), **about}
        yield {**_figure("cost_gbp", "external_adoption", cost, "pounds"), **about}
    yield _figure("eligible", "external_settings", 61, "settings")
    yield _figure("enrolled", "network", 17, "organisations in the network")
    yield _figure("eligible", "population", 910000, "people served")
    yield _figure("wte", "hub", 12, "whole-time equivalents")
    yield _figure("cost_gbp", "programme", 1100000, "pounds a year")


def _figure(kind: str, code: str, quantity: float, unit: str) -> Row:
    first, last = YEAR3
    return {
        "kind": kind,
        "code": code,
        "quantity": quantity,
        "unit": unit,
        "valid_from": first,
        "valid_to": last,
        "source": _SOURCE,
    }


_MILESTONES = (
    (date(2023, 10, 2), date(2024, 9, 30), "Year 1 of 10: hub in place, first champions trained. Done."),
    (date(2024, 10, 1), date(2025, 9, 30), "Year 2 of 10: a coach in every division. Done in four of five."),
    (date(2025, 10, 1), date(2026, 9, 30), "Year 3 of 10: half of the wards with a live project. Under way."),
    (
        date(2026, 10, 1),
        date(2028, 9, 30),
        "Year 5 of 10: every strategic priority has a project with a measured outcome.",
    ),
    (date(2026, 10, 1), date(2033, 9, 30), "Year 10 of 10: improvement is how the trust runs."),
)
_ASKS = (
    (
        LAST_BOARD,
        NEXT_BOARD,
        "release_time",
        "Release time: {held_back:,} of {booked:,} places that staff booked in 12 months were lost as nobody could "
        "leave the ward (not released, ward pressure). Not answered yet.",
    ),
    (
        date(2026, 7, 20),
        NEXT_BOARD,
        "sponsor",
        "A sponsor for “Theatre lists that start on time”, a strategic project: it has had none since July 2026.",
    ),
    (
        date(2025, 10, 8),
        LAST_BOARD,
        "analyst",
        "One analyst for teams' own data. Agreed on 3 June 2026.",
    ),
    (
        date(2025, 12, 3),
        date(2026, 4, 1),
        "coach_hours",
        "Four protected hours a month for every coach. Not agreed on 1 April 2026: no money this year.",
    ),
)
_PRIORITIES = {
    "harm_free": "Harm-free care",
    "flow": "Right place, right time",
    "experience": "Care that listens",
    "best_start": "The best start",
    "prevention": "Prevention",
    "workforce": "A good place to work",
    "equity": "Fair for everyone",
    "carbon": "A greener hospital",
}


def _words(held_back: tuple[int, int]) -> Iterator[Row]:
    for first, last, text in _MILESTONES:
        yield {
            "kind": "milestone",
            "code": "programme",
            "valid_from": first,
            "valid_to": last,
            "text": text,
            "source": "Programme plan",
        }
    for first, last, code, text in _ASKS:
        yield {
            "kind": "ask",
            "code": code,
            "valid_from": first,
            "valid_to": last,
            "text": text.format(held_back=held_back[0], booked=held_back[1]),
            "source": "QI steering group",
        }
    for code, text in _PRIORITIES.items():
        yield {
            "kind": "strategic_priority",
            "code": code,
            "valid_from": date(2024, 4, 1),
            "text": text,
            "source": "Trust strategy 2024 to 2029",
        }


def chart_marks() -> list[Row]:
    """New limits with their reason, points left out, new targets and a note."""
    return [
        _mark("P002-1", REBASED[1], "phase_start", f"{REBASED[2]}; the lower level has lasted for months", "qi_lead"),
        _mark("P006-1", date(2025, 11, 10), "excluded", "The letter system was down for four days", "qi_lead"),
        _mark("P005-1", date(2026, 4, 6), "target_from", "New contract asks for nine in ten", "medical_director", 90.0),
        _mark("P018-1", date(2026, 4, 6), "target_from", "National target raised", "general_manager", 75.0),
        _mark(
            "P011-1",
            date(2026, 3, 1),
            "note",
            "Counted from the paper register this month; being checked",
            "audit_lead",
        ),
        _mark(
            "P034-4",
            date(2025, 10, 1),
            "note",
            "More people come back since they go home earlier; under review",
            "matron",
        ),
    ]


def _mark(measure: str, day: date, kind: str, reason: str, role: str, value: float | None = None) -> Row:
    return {"measure_id": measure, "on_date": day, "kind": kind, "value": value, "reason": reason, "author_role": role}


def settings() -> list[Row]:
    """What fixes the demo: its day, its rule, its thresholds, its board meetings."""
    group = "QI steering group"
    boards = [date(2025, 10, 8), date(2025, 12, 3), date(2026, 2, 4), date(2026, 4, 1), LAST_BOARD, NEXT_BOARD]
    return [
        _setting("report_date", PROGRAMME_START, REPORT_DATE.isoformat(), "Made-up trust: its day stands still"),
        _setting("programme_rule", PROGRAMME_START, "mdc", group),
        _setting("survey_threshold", PROGRAMME_START, "11", group),
        _setting("people_threshold", PROGRAMME_START, "5", group),
        _setting("programme_start", PROGRAMME_START, PROGRAMME_START.isoformat(), group),
        _setting("programme_years", PROGRAMME_START, "10", group),
        _setting("last_board_date", LAST_BOARD, LAST_BOARD.isoformat(), "Board calendar"),
        _setting("next_board_date", LAST_BOARD, NEXT_BOARD.isoformat(), "Board calendar"),
        *(_setting("board_date", day, day.isoformat(), "Board calendar") for day in boards),
        *(_name(code, name) for code, name in PARTNERS.items()),
        _setting("made_up", PROGRAMME_START, "yes", "Nobody in these data exists"),
    ]


def _name(code: str, name: str) -> Row:
    return {**_setting("organisation_name", PROGRAMME_START, name, "QI hub"), "applies_to": code}


def _setting(key: str, since: date, value: str, source: str) -> Row:
    return {"key": key, "valid_from": since, "value": value, "source": source}
