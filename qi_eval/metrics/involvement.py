"""C2 involvement: are patients and carers partners in designing and starting our projects?

In: involvement, projects. Out: shares of the running projects, with what the projects without a record leave open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Select, and_, select

from qi_eval.metrics.counting import OPEN, active, begun, codes, flag, lineage, of_projects, project_rows, supported
from qi_eval.metrics.involvement_records import (
    BIG_I,
    CO_DESIGN,
    STARTED,
    TOLD,
    TOLD_AND_PAID,
    Question,
    Records,
    Rows,
    current,
)
from qi_eval.metrics.judging import MISSING, bounded, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import add_months, quarter_of, rows_of
from qi_eval.narrative import between, number, of, percent
from qi_eval.vocabulary import Direction, Level, Series

QUARTERS = 12  # how far back the chart goes
NOT_RECORDED = "Not recorded"


def _select(t: Tables, scope: Scope) -> Selects:
    p, i = t.projects.c, t.involvement.c
    ours = and_(begun(t, scope), supported(t))
    told = [i[name] for name in TOLD]
    return {
        "projects": select(
            p.project_id, p.start_date, p.close_date, flag(p.status.in_(codes(OPEN))).label("open")
        ).where(ours),
        "records": select(i.project_id, i.recorded_on, i.stage, *told).where(
            i.recorded_on <= scope.report_date, of_projects(t, i.project_id, ours)
        ),
    }


def _judge(question: Question) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        projects = rows_of(frames["projects"])
        records = rows_of(frames["records"])
        now = current(projects, records, scope.report_date)
        if not now:
            return unknown("No strategic or service-led project is running: load the project register (projects).")
        if not records:
            return unknown("Involvement is not recorded for any running project: load involvement.")
        met, known = _tally(question, now)
        if not known:
            return unknown("Not recorded for any running project: fill these columns of involvement.")
        result = replace(
            bounded(met, known, len(now)),
            newest=max(record.day for found in now.values() for record in found),
            breakdown=_groups(question, now),
            over_time=_over_time(question, projects, records, scope.report_date),
            facts={"running": len(now), "met": met},
        )
        return settled(result, scope.report_date, "involvement")

    return judge


def _tally(question: Question, now: Mapping[str, Records]) -> tuple[int, int]:
    known = [records for records in now.values() if records and question.known(records)]
    return sum(question.met(records) for records in known), len(known)


def _groups(question: Question, now: Mapping[str, Records]) -> Breakdown:
    found = [question.group(r) if r and question.known(r) else NOT_RECORDED for r in now.values()]
    labels = (*question.groups, NOT_RECORDED)
    table = pd.DataFrame({"label": labels, "value": [found.count(label) for label in labels]})
    return Breakdown(table, {"label": "Involvement", "value": "Running projects"})


def _over_time(question: Question, projects: Rows, records: Rows, today: date) -> Breakdown:
    """At the end of each quarter (the running one: today) the range of the share, missing records left open."""
    first = add_months(quarter_of(today), -3 * (QUARTERS - 1))
    table = []
    for period in (add_months(first, 3 * n) for n in range(QUARTERS)):
        now = current(projects, records, min(add_months(period, 3) - timedelta(days=1), today))
        met, known = _tally(question, now)
        if known:
            share = bounded(met, known, len(now))
            low, high = (share.low, share.high) if share.bounds_are == MISSING else (share.value, share.value)
            table.append({"period": period, "value": share.value, "low": low, "high": high, "n": known})
    labels = {
        "period": "Quarter",
        "value": "Of those recorded (%)",
        "low": "At least",
        "high": "At most",
        "n": "Recorded",
    }
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, bounds_are=MISSING)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    i, ours = t.involvement.c, and_(active(t, scope), supported(t))
    recorded = and_(i.recorded_on <= scope.report_date, of_projects(t, i.project_id, ours))
    return {**project_rows(t, ours), "involvement": lineage(t.involvement, recorded)}


def _sentence(verb: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        told = f"{of(result.facts['met'], result.facts['running'])} running projects {verb}"
        missing = (result.n_expected or 0) - (result.n or 0)
        if not missing or result.low is None or result.high is None:
            return f"{told} ({percent(result.value)})."
        return f"{told}, {number(missing)} not recorded: {between(result.low, result.high)}."

    return sentence


def _metric(id: str, title: str, question: str, formula: str, source: str, asked: Question, verb: str) -> Metric:
    return Metric(
        id=id,
        code="C2",
        level=Level.COMMUNITY,
        bullets=("engagement_2",),
        title=title,
        question=question,
        formula=f"100 × running strategic and service-led projects {formula} / those where it is recorded, by the "
        "newest record of each stage. Range: projects without a record counted all as no, and all as yes.",
        unit="%",
        counts=("running project", "running projects"),
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=source,
        minimum_n=1,
        inputs={
            "involvement": ("project_id", "recorded_on", "stage", "ladder_level", "elft_level", "initiated_by"),
            "projects": ("project_id", "project_type", "status", "start_date", "close_date"),
        },
        select=_select,
        judge=_judge(asked),
        rows=_rows,
        sentence=_sentence(verb),
        known_as="are on record",
        chart=Chart.STACK,
    )


LADDER = "Ladder of co-production (Think Local Act Personal)"
ELFT = "Big I, little i (East London NHS Foundation Trust)"
C2_CO_DESIGN = _metric(
    "c2_co_design",
    "Designed with patients",
    "Do patients and carers design our projects with us?",
    "whose highest rung is co-design or co-production",
    LADDER,
    CO_DESIGN,
    "were designed with patients or carers",
)
C2_BIG_I = _metric(
    "c2_big_i",
    "Patients as team members (Big I)",
    "Are patients and carers full members of the teams?",
    "with a patient or carer as a full member of the team",
    ELFT,
    BIG_I,
    "have a patient or carer as a full member of the team",
)
C2_STARTED = _metric(
    "c2_started",
    "Started by patients or carers",
    "Do patients and carers start our projects?",
    "whose idea came from patients, carers or the public",
    LADDER,
    STARTED,
    "began with an idea of patients or carers",
)
C2_TOLD_AND_PAID = _metric(
    "c2_told_and_paid",
    "Told what came of it, and expenses offered",
    "Do those who help us hear what came of it, and are their costs met?",
    "that gave feedback and offered payment or expenses",
    "Statutory guidance on working in partnership with people and communities (NHS England)",
    TOLD_AND_PAID,
    "gave feedback and offered payment or expenses",
)
