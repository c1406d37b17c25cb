"""Teams who may want a call, as the hub's page shows them: each project once, why, and whom to ring.

An offer of help in plain words. Whom to ring is told by role: no file that is shown here holds a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval.metrics.aims import J5_AIMS, aims_of
from qi_eval.metrics.calls import GRACE, NO_DATA, QUIET, Call, Reason, Why, calls_of, select_calls, unasked
from qi_eval.metrics.coach_support import SILENT
from qi_eval.metrics.journeys import journeys_of, select_journeys
from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.metrics.outcome_projects import project_outcomes
from qi_eval.narrative import count, date_words, listed
from qi_eval.store import Store
from qi_eval.views.kept import kept
from qi_eval.views.project_words import coded
from qi_eval.views.results import counted
from qi_eval.views.tables import TableView
from qi_eval.views.units import unit_names
from qi_eval.vocabulary import ProjectStatus, RoleTier, StaffGroup, UnitLevel

FILES = {  # a file that is not there, and what cannot be told without it
    "measures": "which teams send no values or follow no outcome (measures)",
    "activity": "who has no coach (activity)",
    "project_log": "who has stopped testing (project_log)",
}
HOW = (
    f"An active strategic or service-led project stands here when no measure has had a value for more than {NO_DATA} "
    f"days (a quarterly measure is given its time), when no contact with a coach was recorded for more than {SILENT} "
    "days, when it follows no outcome measure, when the day of its aim has passed and the aim is not met, or when its "
    f"log ends with the first PDSA cycle, more than {QUIET} days ago. In its first {GRACE} days nothing is missed; a "
    "paused project is left in peace. House rules; the days without a coach are those of J9."
)


@dataclass(frozen=True)
class CallLine:
    """One project: its reasons in words, the longest first, and whom to ring."""

    project_id: str
    title: str
    unit: str
    reasons: tuple[str, ...]
    ring: str
    waiting: int


@dataclass(frozen=True)
class StageLine:
    """One project whose register is ahead of what is on record, both side by side."""

    project_id: str
    title: str
    words: str


@dataclass(frozen=True)
class CallsView:
    """`answer`: how many and why; `cannot_tell`: what no file tells; `stages`: projects whose register is ahead of
    what is on record, the furthest first; `how`: the rule."""

    answer: str
    lines: tuple[CallLine, ...]
    cannot_tell: str
    table: TableView
    stages: tuple[StageLine, ...] = ()
    how: str = HOW


def calls_view(store: Store, scope: Scope) -> CallsView | None:
    """The teams who may want a call; None where no project runs."""
    asked = kept(store).answered([select_calls, select_journeys, _units], scope)
    frames = asked[select_calls].frames
    if frames["projects"].empty:
        return None
    judged = counted(store, (J5_AIMS,), scope).frames[J5_AIMS.id]  # the rows of J4 as well: they share one select
    aims, outcomes = aims_of(judged, scope), project_outcomes(judged, scope)
    units = unit_names(asked[_units].frames["units"])
    found = calls_of(frames, aims, scope)
    lines = tuple(_line(call, units, scope.report_date) for call in found)
    paused = sum(one.status == ProjectStatus.PAUSED for one in outcomes)
    unknown = [FILES[name] for name in unasked(frames)]
    told = f"Not known yet: {listed(unknown)}." if unknown else ""
    journeys = journeys_of(asked[select_journeys].frames, outcomes)
    ahead = tuple(StageLine(one.project_id, one.title, one.words) for one in journeys if one.ahead)
    return CallsView(_answer(found, len(frames["projects"]), paused), lines, told, _table(lines), ahead)


def _units(t: Tables, scope: Scope) -> Selects:
    p, u = t.projects, t.units
    led = p.select().with_only_columns(p.c.unit_id)
    named = u.c.unit_id.in_(led) | (u.c.unit_level == UnitLevel.ORGANISATION.value)
    return {"units": u.select().where(named).order_by(u.c.unit_id)}


def _answer(found: list[Call], running: int, paused: int) -> str:
    """How many and why; those that rest for now are left out, and said to be, as other counts hold them."""
    rest = f" {count(paused, 'is', 'are')} paused and left in peace." if paused else ""
    if not found:
        active = count(running, "project is", "projects are")
        return f"No team stands out: {active} active, and each has been heard of.{rest}"
    whys = [
        f"{n} {why.value}"
        for why in Why
        if (n := sum(why in {reason.why for reason in call.reasons} for call in found))
    ]
    twice = sum(len({reason.why for reason in call.reasons}) > 1 for call in found)
    again = f" ({count(twice, 'team')} for more than one reason)" if twice else ""
    return f"{len(found)} of {count(running, 'active project')} may want a call: {listed(whys)}{again}.{rest}"


def _line(call: Call, units: dict[str, str], today: date) -> CallLine:
    return CallLine(
        project_id=call.project_id,
        title=call.title,
        unit=units.get(call.unit_id, call.unit_id),
        reasons=tuple(_said(reason, today) for reason in call.reasons),
        ring=_ring(call),
        waiting=call.waiting,
    )


def _said(reason: Reason, today: date) -> str:
    day, ago = date_words(reason.since), count((today - reason.since).days, "day")
    said = {
        Why.NO_DATA: (f"No new value since {day} ({ago})", f"No value yet since it began on {day} ({ago})"),
        Why.NO_COACH: (f"No coach since {day} ({ago})", f"Has not met a coach since it began on {day} ({ago})"),
        Why.NO_OUTCOME: ("Follows no outcome measure yet", "Follows no measure yet"),
        Why.PAST_AIM: (f"The day of its aim, {day}, has passed ({ago}); a new one may help",) * 2,
        Why.QUIET: (f"Nothing in its log since the first test on {day} ({ago})",) * 2,
    }
    return said[reason.why][0 if reason.ever else 1]


def _ring(call: Call) -> str:
    """The lead by role, and the coach; the sponsor where no coach has met the team."""
    lead = [StaffGroup(call.lead_group).label.lower()] if call.lead_group else []
    lead += [f"{RoleTier(call.lead_tier).label.lower()} level"] if call.lead_tier else []
    people = [
        f"the lead ({', '.join(lead)})" if lead else "",
        f"the coach who met them on {date_words(call.coached_on)}" if call.coached_on else "",
        f"the sponsor ({coded(call.sponsor).lower()})" if call.sponsor and not call.coached_on else "",
    ]
    known = [person for person in people if person]
    return listed(known) or "nobody is on record by role (lead_staff_group in projects)"


def _table(lines: tuple[CallLine, ...]) -> TableView:
    headers = ("Code", "Project", "Unit", "Why", "Whom to ring", "Days waiting")
    rows = tuple((x.project_id, x.title, x.unit, "; ".join(x.reasons), x.ring, str(x.waiting)) for x in lines)
    return TableView("Teams who may want a call", headers, rows, (False,) * 5 + (True,))
