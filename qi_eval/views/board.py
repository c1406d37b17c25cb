"""What a board asks first: what we did, what changed, what we do not know; this meeting, and since the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.scope import board_dates
from qi_eval.vocabulary import PlanKind, ProjectStatus

DID, CHANGED = "What we did", "What changed"
NOT_KNOWN = "What we do not know"
SAID_BY = {  # line → the metrics whose sentences it is made of, in order; a line without data is left out
    DID: ("o6_trained", "f2_portfolio", "c2_co_design"),
    CHANGED: ("j4_outcomes_improved", "p2_knowledge"),
}
NAMED = 2  # unknown questions that are named; the rest are counted
UNSURE = 1  # sentences of figures that missing answers leave open


@dataclass(frozen=True)
class Line:
    """One of the lines at the top of the overview."""

    name: str
    text: str


def summary(said: Mapping[str, str], unsure: Sequence[str], unknown: Sequence[str]) -> tuple[Line, ...]:
    """The lines that the data support, from the sentences of the metrics that are known (by id). `unsure`: sentences of
    figures that too many missing answers leave open; `unknown`: the questions that nothing answers yet."""
    lines = {name: " ".join(said[id_] for id_ in ids if id_ in said) for name, ids in SAID_BY.items()}
    lines[NOT_KNOWN] = " ".join([*unsure[:UNSURE], _unknown(unknown)]) if any(lines.values()) else ""
    return tuple(Line(name, lines[name]) for name in (DID, CHANGED, NOT_KNOWN) if lines[name])


def _unknown(questions: Sequence[str]) -> str:
    if not questions:
        return "Every question of the framework has some answer."
    more = len(questions) - NAMED
    rest = f"; and {count(more, 'further question')}" if more > 0 else ""
    return f"No answer yet: {'; '.join(question.lower() for question in questions[:NAMED])}{rest}."


def last_board(store: Store, now: date) -> date | None:
    """The day on which the board last met before `now`."""
    return max((day for day in board_dates(store) if day < now), default=None)


def asks(store: Store, now: date) -> tuple[str, ...]:
    """What is asked of the board on that day, the oldest first: an ask holds until its last day."""
    plan = store.tables().plan
    held = plan.select().where(plan.c.kind == PlanKind.ASK.value, plan.c.valid_from <= now)
    frame = store.frame(held.order_by(plan.c.valid_from, plan.c.plan_id))
    standing = frame[frame["valid_to"].isna() | (frame["valid_to"].dt.date >= now)]
    said = zip(standing["text"], standing["valid_from"].dt.date, strict=True)
    return tuple(text if str(day.year) in text else f"{text} Asked on {date_words(day)}." for text, day in said)


def since_board(store: Store, last: date, now: date) -> tuple[str, ...]:
    """What is on record since a day: projects begun and ended. Concerns first; counted, not named (ruling 8)."""
    projects = store.tables().projects
    frame = store.frame(projects.select().where(projects.c.start_date <= now))
    ended = frame[(frame["close_date"].dt.date > last) & (frame["close_date"].dt.date <= now)]
    failed = ended["status"] == ProjectStatus.CLOSED_UNSUCCESSFUL.value
    begun = frame[(frame["start_date"].dt.date > last) & (frame["status"] != ProjectStatus.PROPOSED.value)]
    facts = (
        (int(failed.sum()), "that did not work was closed", "that did not work were closed"),
        (int((~failed).sum()), "was finished or handed over", "were finished or handed over"),
        (len(begun), "began", "began"),
    )
    return tuple(f"{count(n, 'project')} {one if n == 1 else many}." for n, one, many in facts if n)
