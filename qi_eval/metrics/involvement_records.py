"""How patients and carers take part, as the records of each project tell it. Rows in, records and answers out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_eval.metrics.counting import codes
from qi_eval.vocabulary import ElftLevel, LadderLevel

Rows = Sequence[Mapping[str, Any]]
TOLD = ("ladder_level", "elft_level", "initiated_by", "is_team_member", "payment_or_expenses", "feedback_given")
RUNGS = {rung.value: n for n, rung in enumerate(LadderLevel)}
PARTNERS = (LadderLevel.CO_DESIGN, LadderLevel.CO_PRODUCTION)
# What initiated_by may hold for people who use care; it is free text.
PEOPLE_WHO_USE_CARE = {"patient", "carer", "patient_carer", "family", "relative", "parent", "citizen", "public"} | {
    "patient_public",
    "service_user",
    "community",
    "volunteer",
}
NO_MEMBER = "No full member, level not recorded"


@dataclass(frozen=True)
class Record:
    """What was last recorded for one stage of one project."""

    day: date
    ladder: str
    elft: str | None
    initiated_by: str | None
    member: bool | None
    paid: bool | None
    told: bool | None


Records = Sequence[Record]


@dataclass(frozen=True)
class Question:
    """What is asked of a project's records: whether they know it, whether it is so, and the group it falls in."""

    known: Callable[[Records], bool]
    met: Callable[[Records], bool]
    group: Callable[[Records], str]
    groups: tuple[str, ...]


def current(projects: Rows, records: Rows, today: date) -> dict[str, Records]:
    """Each project that ran on the day, with the newest record of each of its stages by then."""
    latest: dict[str, dict[str, Record]] = {}
    for row in sorted(records, key=lambda row: row["recorded_on"]):
        if row["recorded_on"] <= today:
            latest.setdefault(row["project_id"], {})[row["stage"]] = _record(row)
    running = [row["project_id"] for row in projects if _ran(row, today)]
    return {project: tuple(latest.get(project, {}).values()) for project in running}


def _ran(project: Mapping[str, Any], today: date) -> bool:
    begun, closed = project["start_date"], project["close_date"]
    return begun <= today and (closed > today if closed else project["open"] == 1)


def _record(row: Mapping[str, Any]) -> Record:
    told: list[Any] = [row[name] for name in TOLD]
    return Record(row["recorded_on"], *told)


def _top_rung(records: Records) -> str:
    return LadderLevel(max((record.ladder for record in records), key=lambda rung: RUNGS.get(rung, -1))).label


def _full_member(records: Records) -> bool:
    return any(record.elft == ElftLevel.BIG_I.value or record.member for record in records)


def _elft(records: Records) -> str:
    if _full_member(records):
        return ElftLevel.BIG_I.label
    levels = {record.elft for record in records}
    if ElftLevel.LITTLE_I.value in levels:
        return ElftLevel.LITTLE_I.label
    return ElftLevel.NONE.label if ElftLevel.NONE.value in levels else NO_MEMBER


def _started_by_them(records: Records) -> bool:
    words = {word.strip() for record in records for word in (record.initiated_by or "").lower().split("|")}
    return bool(words & PEOPLE_WHO_USE_CARE)


def _told_and_paid(records: Records) -> bool:
    return any(record.told for record in records) and any(record.paid for record in records)


def _yes_no(met: Callable[[Records], bool]) -> tuple[Callable[[Records], str], tuple[str, str]]:
    return lambda records: "Yes" if met(records) else "No", ("Yes", "No")


CO_DESIGN = Question(
    known=lambda records: True,
    met=lambda records: any(record.ladder in codes(PARTNERS) for record in records),
    group=_top_rung,
    groups=tuple(rung.label for rung in reversed(LadderLevel)),
)
BIG_I = Question(
    known=lambda records: any(r.elft is not None or r.member is not None for r in records),
    met=_full_member,
    group=_elft,
    groups=(*(level.label for level in reversed(ElftLevel)), NO_MEMBER),
)
STARTED = Question(
    lambda records: any(record.initiated_by for record in records), _started_by_them, *_yes_no(_started_by_them)
)
TOLD_AND_PAID = Question(
    lambda records: any(r.told is not None for r in records) and any(r.paid is not None for r in records),
    _told_and_paid,
    *_yes_no(_told_and_paid),
)
