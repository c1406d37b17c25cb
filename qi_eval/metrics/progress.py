"""J6 IHI progress score: how far projects say they have come; the hub's score and the team's own never mixed.

In: assessments (ihi_progress), projects. Out: the share at 3.0 or more, the median, the stalled, all latest scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median_low

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import active as running
from qi_eval.metrics.counting import begun, flag, lineage, of_projects, project_rows, rank_by, supported
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, add_months, quarter_of, rows_of
from qi_eval.narrative import count, of, percent, trimmed
from qi_eval.vocabulary import Direction, Instrument, Level, Series, SubjectType

HUB = "hub"  # assessor_role of the hub; every other role is the team's own view
MODEST, SIGNIFICANT = 3.0, 4.0  # IHI scale: modest improvement, significant improvement
STALLED_DAYS = 180  # house rule: unchanged for longer, and below 4
STEPS = [half / 2 for half in range(1, 11)]  # 0.5 to 5.0
ASSESSORS = {"hub": "the hub", "self": "the teams themselves"}


def _scores(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.assessments.c
    return and_(
        a.subject_type == SubjectType.PROJECT.value,
        a.instrument == Instrument.IHI_PROGRESS.value,
        a.assessed_on <= scope.report_date,
    )


def _select(t: Tables, scope: Scope) -> Selects:
    a, p = t.assessments.c, t.projects.c
    ours = of_projects(t, a.subject_id, begun(t, scope), supported(t))
    scores = select(
        a.subject_id.label("project_id"), a.assessed_on, func.lower(a.assessor_role).label("assessor"), a.score
    ).where(_scores(t, scope), ours)
    projects = select(p.project_id, flag(running(t, scope)).label("running")).where(begun(t, scope), supported(t))
    return {"scores": scores, "projects": projects}


def newest_by_hub(t: Tables, scope: Scope, projects: ColumnElement[bool]) -> Select:
    """The hub's newest score of each project that meets the condition; of several on a day the lowest."""
    a = t.assessments.c
    by_hub = and_(_scores(t, scope), func.lower(a.assessor_role) == HUB, of_projects(t, a.subject_id, projects))
    place = rank_by(a.assessed_on.desc(), a.score, partition=(a.subject_id,)).label("place")
    rows = select(a.subject_id.label("project_id"), a.score, a.assessed_on, place).where(by_hub).subquery().c
    return select(rows.project_id, rows.score, rows.assessed_on).where(rows.place == 1)


def _judge(assessor: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        projects, scores = rows_of(frames["projects"]), rows_of(frames["scores"])
        if not projects:
            return unknown("No strategic or service-led project yet: load the project register (projects).")
        sides = {side: _history(scores, side) for side in ASSESSORS}
        latest = {project: days[max(days)] for project, days in sides[assessor].items()}
        if not latest:
            return unknown(f"No IHI progress score by {ASSESSORS[assessor]} yet: load assessments (ihi_progress).")
        active = {row["project_id"] for row in projects if row["running"] == 1}
        result = replace(
            proportion(sum(score >= MODEST for score in latest.values()), len(latest), expected=len(projects)),
            newest=max(day for days in sides[assessor].values() for day in days),
            notes=_notes(assessor),
            breakdown=_distribution(latest),
            over_time=_over_time(sides[assessor], scope.report_date),
            facts=_facts(latest, sides, active, scope.report_date),
        )
        return settled(result, scope.report_date, "assessments")

    return judge


def _notes(assessor: str) -> tuple[str, ...]:
    told = "The score is set by hand on a fixed scale, and 3.0 can rest on single accounts: it is no measured outcome."
    return (told, f"Given by {ASSESSORS[assessor]}.")


History = Mapping[str, Mapping[date, float]]  # project → day → score


def _history(scores: Sequence[Row], side: str) -> History:
    """Each project's scores by day; several on one day count as their lower median, for the scale is ordinal."""
    given: dict[str, dict[date, list[float]]] = {}
    for row in scores:
        if (row["assessor"] == HUB) == (side == "hub"):
            given.setdefault(row["project_id"], {}).setdefault(row["assessed_on"], []).append(float(row["score"]))
    return {project: {day: median_low(found) for day, found in days.items()} for project, days in given.items()}


def _distribution(latest: Mapping[str, float]) -> Breakdown:
    table = [{"label": f"{step:.1f}", "value": sum(score == step for score in latest.values())} for step in STEPS]
    odd = len(latest) - sum(row["value"] for row in table)  # type: ignore[misc]
    rows = [*table, {"label": "Between two steps", "value": odd}] if odd else table
    return Breakdown(pd.DataFrame(rows), {"label": "Latest score", "value": "Projects"})


def _over_time(history: History, today: date) -> Breakdown:
    """At the end of each quarter: the share of the projects scored by then whose latest score was 3.0 or more."""
    days = [day for scores in history.values() for day in scores]
    table, period = [], quarter_of(min(days))
    while period <= today:
        end = min(add_months(period, 3), date.max)
        at = [scores[max(day for day in scores if day < end)] for scores in history.values() if min(scores) < end]
        table.append({"period": period, "value": 100 * sum(s >= MODEST for s in at) / len(at), "n": len(at)})
        period = end
    return Breakdown(pd.DataFrame(table), {"period": "Quarter", "value": "At 3.0 or more (%)", "n": "Projects scored"})


def _facts(
    latest: Mapping[str, float], sides: Mapping[str, History], active: set[str], today: date
) -> dict[str, float | int | str | None]:
    hub, own = ({p: days[max(days)] for p, days in sides[side].items()} for side in ("hub", "self"))
    both = [own[project] - hub[project] for project in hub if project in own]
    mine = sides["hub"] if latest == hub else sides["self"]
    return {
        "median": median_low(latest.values()),
        "at_4": sum(score >= SIGNIFICANT for score in latest.values()),
        "running_scored": sum(project in active for project in latest),
        "stalled": sum(_stalled(mine[project], today) for project in latest if project in active),
        "scored_by_both": len(both),
        "median_difference": median_low(both) if both else None,
        "self_higher": sum(gap > 0 for gap in both),
    }


def _stalled(scores: Mapping[date, float], today: date) -> bool:
    """Below 4 and unchanged for more than 180 days: since the first of the latest equal scores."""
    ordered = sorted(scores.items(), reverse=True)
    last = ordered[0][1]
    since = ordered[0][0]
    for day, score in ordered:
        if score != last:
            break
        since = day
    return last < SIGNIFICANT and (today - since).days > STALLED_DAYS


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    ours = and_(begun(t, scope), supported(t))
    scored = of_projects(t, t.assessments.c.subject_id, ours)
    return {**project_rows(t, ours), "assessments": lineage(t.assessments, _scores(t, scope), scored)}


def _sentence(assessor: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        facts = result.facts
        parts = [
            f"{of(result.numerator, result.denominator)} projects scored by {ASSESSORS[assessor]} "
            f"({percent(result.value)}) stand at 3.0 or more of 5; the median is {trimmed(facts['median'])}."
        ]
        unscored = (result.n_expected or 0) - (result.n or 0)
        if unscored:
            parts.append(f"{count(unscored, 'project is', 'projects are')} not scored.")
        if facts["stalled"]:
            parts.append(
                f"{of(facts['stalled'], facts['running_scored'])} running ones are below 4 and have not moved for over "
                "180 days."
            )
        return " ".join(parts)

    return sentence


def _metric(assessor: str, title: str, question: str) -> Metric:
    return Metric(
        id=f"j6_{assessor}",
        code="J6",
        level=Level.PEOPLE,
        bullets=(),
        title=title,
        question=question,
        formula="100 × projects whose latest score is 3.0 or more / strategic and service-led projects that "
        f"{ASSESSORS[assessor]} scored. Several scores on one day count as their lower median. Stalled: running, below "
        "4, unchanged for more than 180 days.",
        unit="%",
        counts=("project scored", "projects scored"),
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source="IHI assessment scale for collaboratives, 0.5 to 5.0, as used in Life QI",
        minimum_n=1,
        inputs={
            "assessments": ("subject_id", "instrument", "score", "assessed_on", "assessor_role"),
            "projects": ("project_id", "project_type", "status", "start_date"),
        },
        select=_select,
        judge=_judge(assessor),
        rows=_rows,
        sentence=_sentence(assessor),
        known_as="are scored",
        chart=Chart.BARS,
        evidence=False,
    )


J6_HUB = _metric("hub", "Progress score by the hub", "How far have projects come, as the hub sees it?")
J6_SELF = _metric("self", "Progress score by the teams", "How far have projects come, as the teams see it?")
