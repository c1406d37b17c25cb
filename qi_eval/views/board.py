"""What a board asks first: what we did, what changed, what we do not know, what it cost; and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.metrics import BY_ID
from qi_eval.metrics.advice import F5_REQUESTS
from qi_eval.metrics.metric import Result, Scope, Selects, Tables
from qi_eval.metrics.money import Money, money_sentence
from qi_eval.metrics.portfolio import F2_PORTFOLIO
from qi_eval.narrative import count, date_words, lowered, number
from qi_eval.store import Store
from qi_eval.views.kept import kept
from qi_eval.views.scope import board_dates
from qi_eval.vocabulary import PlanKind, ProjectType, State

DID, CHANGED = "What we did", "What changed"
NOT_KNOWN, COST = "What we do not know", "What it cost"
SAID_BY = {  # line → the metrics whose sentences it is made of, in order; a line without data is left out
    DID: ("o6_trained", F2_PORTFOLIO.id, "c2_co_design"),
    CHANGED: ("j4_outcomes_improved", "p2_knowledge"),
}
NAMED = 3  # unknown questions that are named; where there are more, the rest are counted
UNSURE = 1  # sentences of figures that missing answers leave open
SAID = frozenset({F5_REQUESTS.id}.union(*SAID_BY.values()))  # the metrics that it reads
NO_COST = "What the programme costs is not on record."


@dataclass(frozen=True)
class Line:
    """One of the lines at the top of the overview."""

    name: str
    text: str


@dataclass(frozen=True)
class Unknown:
    """The questions without an answer: those without data, and those whose files are there although this version does
    not work them out yet."""

    no_data: tuple[str, ...] = ()
    not_worked_out: tuple[str, ...] = ()


def summary(
    found: Mapping[str, Result], unsure: Sequence[str], unknown: Unknown, spent: Money | None = None
) -> tuple[Line, ...]:
    """The lines that the data support, from Results by the id of the metric. `unsure`: sentences of figures that too
    many missing answers leave open; `spent`: what the programme cost, None where no cost is looked for."""
    lines = {name: " ".join(filter(None, (_said(found, id_) for id_ in ids))) for name, ids in SAID_BY.items()}
    cost = money_sentence(spent) if spent else ""
    missing = [*unsure[:UNSURE], _unknown(unknown), *([] if cost else [NO_COST])]
    lines[NOT_KNOWN] = " ".join(missing) if any(lines.values()) else ""
    lines[COST] = cost
    return tuple(Line(name, lines[name]) for name in (DID, CHANGED, NOT_KNOWN, COST) if lines[name])


def _said(found: Mapping[str, Result], id_: str) -> str:
    result = found.get(id_)
    if result is None or result.state not in (State.MEASURED, State.PARTIAL):
        return ""
    return _taken_on(result, found.get(F5_REQUESTS.id)) if id_ == F2_PORTFOLIO.id else BY_ID[id_].sentence(result)


def _taken_on(portfolio: Result, requests: Result | None) -> str:
    """The portfolio in half a line; the requests since the first, and those of the last year as their own panel counts
    them."""
    advice = portfolio.facts[ProjectType.CONSULTANCY.value]
    lately = f" ({number(requests.value)} {requests.facts['window']})" if requests and requests.value else ""
    record = "is on record" if advice == 1 else "are on record"
    beside = f" {count(advice, 'request')} for advice {record}{lately}." if advice else ""
    running, paused, proposed = (portfolio.facts[name] for name in ("running", "paused", "proposed"))
    told = [
        f"{number(running)} still run{f', {number(paused)} of them paused' if paused else ''}",
        *([f"{count(proposed, 'is', 'are')} only proposed"] if proposed else []),
    ]
    return f"Our register holds {count(portfolio.value, 'improvement project')} ({'; '.join(told)}).{beside}"


def _unknown(unknown: Unknown) -> str:
    told = [
        _few("No data yet on", unknown.no_data),
        _few("Not worked out yet, though files are there:", unknown.not_worked_out),
    ]
    return " ".join(filter(None, told)) or "Every question of the framework has some answer."


def _few(lead: str, questions: Sequence[str]) -> str:
    if not questions:
        return ""
    more = max(len(questions) - NAMED, 0)
    rest = f"; and {count(more, 'further question')}" if more else ""
    return f"{lead} {'; '.join(lowered(question) for question in questions[:NAMED])}{rest}."


def last_board(store: Store, now: date) -> date | None:
    """The day on which the board last met before `now`."""
    return max((day for day in board_dates(store) if day < now), default=None)


def asks(store: Store, scope: Scope) -> tuple[str, ...]:
    """What is asked of the board on the report date, the oldest first: an ask holds until its last day."""
    frame, now = kept(store).answered([_asked], scope)[_asked].frames["asks"], scope.report_date
    standing = frame[frame["valid_to"].isna() | (frame["valid_to"] >= pd.Timestamp(now))]
    said = zip(standing["text"], standing["valid_from"].dt.date, strict=True)
    return tuple(text if str(day.year) in text else f"{text} Asked on {date_words(day)}." for text, day in said)


def _asked(tables: Tables, scope: Scope) -> Selects:
    plan = tables.plan
    held = plan.select().where(plan.c.kind == PlanKind.ASK.value, plan.c.valid_from <= scope.report_date)
    return {"asks": held.order_by(plan.c.valid_from, plan.c.plan_id)}
