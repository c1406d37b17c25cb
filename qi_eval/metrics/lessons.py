"""J7 learning shared: what teams learned, was it passed on, to whom, and how fast?

In: project_log (lessons), projects. Out: the share of lessons that were shared, and the middle number of days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from qi_eval.metrics.counting import begun, blank, days_between, flag, lineage, of_projects, supported
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of, summed
from qi_eval.narrative import count, of, percent, raised, trimmed
from qi_eval.vocabulary import Direction, Level, LogType, ProjectStatus, Series

NOT_SHARED = "Not shared yet"


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The lessons of the projects; those of the whole trust too where the whole trust is asked for."""
    log = t.project_log.c
    mine = of_projects(t, log.project_id, begun(t, scope), supported(t))
    wide = blank(log.project_id) if scope.unit_ids is None else false()
    return and_(log.log_type == LogType.LESSON.value, log.log_date <= scope.report_date, or_(mine, wide))


def _select(t: Tables, scope: Scope) -> Selects:
    log, p = t.project_log.c, t.projects.c
    failed = and_(p.project_id.is_not(None), p.status == ProjectStatus.CLOSED_UNSUCCESSFUL.value)
    shared = and_(~blank(log.shared_with), or_(log.shared_on.is_(None), log.shared_on <= scope.report_date))
    rows = (
        select(
            flag(shared).label("shared"),
            func.lower(func.trim(log.shared_with)).label("to"),
            days_between(log.log_date, log.shared_on).label("days"),
            flag(failed).label("failed"),
            log.log_date,
        )
        .select_from(t.project_log.outerjoin(t.projects, log.project_id == p.project_id))
        .where(_counted(t, scope))
        .subquery()
    )
    r = rows.c
    by = (r.shared, r.to, r.days, r.failed)
    lessons = select(*by, func.count().label("lessons"), func.max(r.log_date).label("newest"))
    return {"lessons": lessons.group_by(*by)}


def _judge(frames: Frames, scope: Scope) -> Result:
    lessons = rows_of(frames["lessons"])
    if not lessons:
        return unknown("No lesson is written down yet: load the project log (project_log, lesson).")
    shared = [row for row in lessons if row["shared"]]
    failed = [row for row in lessons if row["failed"]]
    result = replace(
        proportion(summed(shared, "lessons"), summed(lessons, "lessons")),
        newest=newest(lessons),
        breakdown=_to_whom(lessons),
        facts={
            "days": _middle(shared),
            "dated": summed([row for row in shared if row["days"] is not None], "lessons"),
            "failed": summed(failed, "lessons"),
            "failed_shared": summed([row for row in failed if row["shared"]], "lessons"),
        },
    )
    return settled(result, scope.report_date, "project_log")


def _middle(shared: Sequence[Row]) -> float | None:
    """The median of the days from a lesson to its sharing, of those that carry both days."""
    days = [row["days"] for row in shared if row["days"] is not None for _ in range(row["lessons"])]
    return float(pd.Series(days).median()) if days else None


def _to_whom(lessons: Sequence[Row]) -> Breakdown:
    """Where lessons went, the most frequent first; then those that went nowhere yet."""
    found: dict[str, int] = {}
    for row in lessons:
        name = _readable(str(row["to"])) if row["shared"] else NOT_SHARED
        found[name] = found.get(name, 0) + row["lessons"]
    ordered = sorted(found.items(), key=lambda item: (item[0] == NOT_SHARED, -item[1], item[0]))
    labels = {"label": "Shared with", "value": "Lessons"}
    return Breakdown(pd.DataFrame(ordered, columns=list(labels)), labels, groups_add_up=True)


def _readable(code: str) -> str:
    """qi_forum → QI forum."""
    words = code.replace("_", " ").strip()
    return re.sub(r"\bqi\b", "QI", raised(words), flags=re.IGNORECASE)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"project_log": lineage(t.project_log, _counted(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    told = f"{of(result.numerator, result.denominator)} lessons ({percent(result.value)}) were shared"
    days = f", the middle one after {trimmed(facts['days'])} days" if facts["days"] is not None else ""
    failed = (
        f" Of {count(facts['failed'], 'lesson')} from projects that were closed as unsuccessful, "
        f"{trimmed(facts['failed_shared'])} {'was' if facts['failed_shared'] == 1 else 'were'} shared."
        if facts["failed"]
        else ""
    )
    return f"{told}{days}.{failed}"


J7_SHARED = Metric(
    id="j7_shared",
    code="J7",
    level=Level.PEOPLE,
    bullets=("projects_4",),
    title="Lessons shared",
    question="Is what teams learn passed on, and how fast?",
    formula="100 × lessons in the project log that name with whom they were shared / all lessons so far. Days: the "
    "median from the lesson to its sharing, where both days are known. Wilson interval below n = 200.",
    unit="%",
    counts=("lesson", "lessons"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House rule; case study of the Imperial College Healthcare programme, lesson 6",
    minimum_n=1,
    inputs={
        "project_log": ("project_id", "log_date", "log_type", "shared_with", "shared_on"),
        "projects": ("project_id", "project_type", "status", "start_date"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
    evidence=False,
)
