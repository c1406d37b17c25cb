"""Teams who may want a call: running projects that have gone quiet, or lack what they need to go on.

In: projects, measures, measurements, project_log, activity, and the aims of J5. Out: each project once, with all its
reasons and since when. A call is an offer of help, no mark; a project that has just begun owes nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.aims import MET, Aim
from qi_eval.metrics.coach_support import SILENT
from qi_eval.metrics.counting import at_work, blank, count_if, supported
from qi_eval.metrics.judging import FRESH
from qi_eval.metrics.metric import Frames, Scope, Selects, Tables
from qi_eval.metrics.periods import Row, last_day, rows_of
from qi_eval.vocabulary import ActivityType, Frequency, LogType, MeasureType

NO_DATA = 60  # days since the end of the newest period; house rule, as long as without a coach (J9)
QUIET = 60  # days since the first PDSA cycle, and no other entry; house rule
GRACE = 60  # days from the start in which nothing is missed yet; house rule


class Why(Enum):
    """What speaks for a call, in words that stand behind a number of projects."""

    NO_DATA = "without a new value"
    NO_COACH = "without a coach"
    NO_OUTCOME = "without an outcome measure"
    PAST_AIM = "past the day of the aim"
    QUIET = "quiet since the first test"


@dataclass(frozen=True)
class Reason:
    """Why, and since when. `ever`: whether there was any value (coach, measure) at all; `since` is then the last day,
    else the start of the project."""

    why: Why
    since: date
    ever: bool = True


@dataclass(frozen=True)
class Call:
    """One project with its reasons, the longest first. `waiting`: days of the longest; who leads and who sponsors, by
    role; `coached_on`: the last contact with a coach. None where not recorded."""

    project_id: str
    title: str
    unit_id: str
    reasons: tuple[Reason, ...]
    waiting: int
    lead_tier: str | None
    lead_group: str | None
    sponsor: str | None
    coached_on: date | None


def select_calls(t: Tables, scope: Scope) -> Selects:
    """The projects that run, their measures with the newest period of each, and what their logs hold."""
    p, log, a = t.projects.c, t.project_log.c, t.activity.c
    ours = select(p.project_id).where(_asked(t, scope))
    coaching = and_(a.activity_type == ActivityType.COACHING.value, a.activity_date <= scope.report_date)
    columns = (p.project_id, p.title, p.unit_id, p.start_date, p.aim_due)
    people = (p.lead_role_tier, p.lead_staff_group, p.sponsor_role)
    cycle = log.log_type == LogType.PDSA.value
    days = (func.min(log.log_date).filter(cycle).label("first_cycle"), func.max(log.log_date).label("last_entry"))
    return {
        "projects": select(*columns, *people).where(_asked(t, scope)).order_by(p.project_id),
        "measures": _measures(t, scope, ours),
        "log": select(log.project_id, *days, count_if(cycle).label("cycles"))
        .where(log.project_id.in_(ours), log.log_date <= scope.report_date)
        .group_by(log.project_id),
        "coached": select(a.project_id, func.max(a.activity_date).label("last"))
        .where(coaching, ~blank(a.project_id))
        .group_by(a.project_id),
    }


def _asked(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Strategic and service-led projects that run; one that rests for now is left in peace."""
    return and_(at_work(t, scope), supported(t))


def _measures(t: Tables, scope: Scope, ours: Select) -> Select:
    m, x = t.measures.c, t.measurements.c
    wanted = select(m.measure_id).where(m.project_id.in_(ours))
    known = or_(x.value.is_not(None), x.numerator.is_not(None))
    newest = (
        select(x.measure_id, func.max(x.period_start).label("newest"))
        .where(x.measure_id.in_(wanted), x.period_start <= scope.report_date, blank(x.subgroup), known)
        .group_by(x.measure_id)
        .subquery()
    )
    return (
        select(m.project_id, m.measure_type, m.frequency, newest.c.newest)
        .select_from(t.measures.outerjoin(newest, m.measure_id == newest.c.measure_id))
        .where(m.project_id.in_(ours))
    )


def unasked(frames: Frames) -> tuple[str, ...]:
    """The files without which a reason cannot be told of any project."""
    told = {"measures": frames["measures"], "activity": frames["coached"], "project_log": frames["log"]}
    return tuple(name for name, frame in told.items() if frame.empty) if len(frames["projects"]) else ()


def calls_of(frames: Frames, aims: Sequence[Aim], scope: Scope) -> list[Call]:
    """The projects with a reason for a call, the longest waiting first. `frames`: those of `select_calls`."""
    measures: dict[str, list[Row]] = {}
    for row in rows_of(frames["measures"]):
        measures.setdefault(row["project_id"], []).append(row)
    log = {row["project_id"]: row for row in rows_of(frames["log"])}
    coached = {row["project_id"]: row["last"] for row in rows_of(frames["coached"])}
    met = {aim.project_id for aim in aims if aim.group == MET}
    found = []
    for row in rows_of(frames["projects"]):
        id_ = row["project_id"]
        reasons = [
            *(_measured(row, measures.get(id_, []), scope.report_date) if measures else []),
            *(_coached(row, coached.get(id_), scope.report_date) if coached else []),
            *(_aimed(row, scope.report_date) if id_ not in met else []),
            *_tested(log.get(id_), scope.report_date),
        ]
        if reasons:
            found.append(_call(row, reasons, coached, scope.report_date))
    return sorted(found, key=lambda call: (-call.waiting, call.project_id))


def _measured(project: Row, measures: Sequence[Row], today: date) -> list[Reason]:
    """No outcome measure; no value of any measure for too long, each by its own frequency."""
    begun = project["start_date"]
    if (today - begun).days <= GRACE:
        return []
    none = all(row["measure_type"] != MeasureType.OUTCOME for row in measures)
    lacking = [Reason(Why.NO_OUTCOME, begun, ever=bool(measures))] if none else []
    ends = [_end(row) for row in measures]
    due = [_silent(row, end or begun, today) for row, end in zip(measures, ends, strict=True)]
    if not measures or not all(due):
        return lacking
    last = max((end for end in ends if end), default=None)
    return [*lacking, Reason(Why.NO_DATA, last or begun, ever=last is not None)]


def _end(measure: Row) -> date | None:
    """The last day of the newest period."""
    if measure["newest"] is None:
        return None
    return last_day(measure["newest"], Frequency(measure["frequency"]))


def _silent(measure: Row, since: date, today: date) -> bool:
    """A measure that is taken each quarter is given its time."""
    return (today - since).days > max(NO_DATA, FRESH * Frequency(measure["frequency"]).days)


def _coached(project: Row, last: date | None, today: date) -> list[Reason]:
    since = last or project["start_date"]
    return [Reason(Why.NO_COACH, since, ever=last is not None)] if (today - since).days > SILENT else []


def _aimed(project: Row, today: date) -> list[Reason]:
    due = project["aim_due"]
    return [Reason(Why.PAST_AIM, due)] if due is not None and due < today else []


def _tested(log: Row | None, today: date) -> list[Reason]:
    """A log that ends with its first cycle."""
    if log is None or log["cycles"] != 1 or log["last_entry"] > log["first_cycle"]:
        return []
    first = log["first_cycle"]
    return [Reason(Why.QUIET, first)] if (today - first).days > QUIET else []


def _call(project: Row, reasons: Sequence[Reason], coached: Mapping[str, date], today: date) -> Call:
    ordered = tuple(sorted(reasons, key=lambda reason: reason.since))
    return Call(
        project_id=project["project_id"],
        title=project["title"],
        unit_id=project["unit_id"],
        reasons=ordered,
        waiting=(today - ordered[0].since).days,
        lead_tier=project["lead_role_tier"],
        lead_group=project["lead_staff_group"],
        sponsor=project["sponsor_role"],
        coached_on=coached.get(project["project_id"]),
    )
