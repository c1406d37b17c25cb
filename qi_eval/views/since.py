"""What is new since the board last met: concerns first, then improvements, what ended, and data that are late.

Signs are those of projects' outcomes and those of the programme's own figures that are judged over time. Strategic
projects are named, all others only counted (ruling 8). Which projects are worse or lost is what project
outcomes count; since when the chart shows a sign is the word of the chart that a line leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from qi_eval.metrics import BY_ID
from qi_eval.metrics.data_health import F3_DATA_HEALTH
from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.metrics.outcome_projects import IMPROVED, ProjectOutcome, project_outcomes
from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.metrics.own import own_tables
from qi_eval.narrative import count, date_words, listed, month_words
from qi_eval.store import Store
from qi_eval.views.finding import Finding
from qi_eval.views.flows import flow_findings, since_words
from qi_eval.views.results import Counted
from qi_eval.views.series import measures_of
from qi_eval.views.subjects import subjects
from qi_eval.views.verdict import verdicts
from qi_eval.vocabulary import Level, Outcome, ProjectStatus, ProjectType, Variation

MOST = 7  # lines
NAMED = 3  # concerns that are named; further ones are counted
PROJECTS = (Level.PEOPLE.value, J4_OUTCOMES.id)  # page and anchor
DID_NOT_WORK, FINISHED = "Did not work", "Finished"


@dataclass(frozen=True)
class News:
    """One line: what it is about, what happened, and the page that shows it ("" where there is none)."""

    name: str
    text: str
    page: str = ""
    anchor: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)


def since_board(store: Store, seen: Counted, then: Result | None, last: date, scope: Scope) -> tuple[News, ...]:
    """What is new since the day `last`. `seen`: J4 and F3 as counted for the page; `then`: J4 on that day."""
    projects = project_outcomes(seen.frames[J4_OUTCOMES.id], scope)
    late = _late(seen.found[F3_DATA_HEALTH.id])
    ended = _ended(store, last, scope)
    own = programme_signs(seen, scope)
    worse = [_sign(sign, last) for sign in own if sign.variation is Variation.CONCERN]
    better = [_sign(s, last) for s in own if s.variation is Variation.IMPROVEMENT and s.since and s.since > last]
    signs = (*worse, *_concerns(store, projects, then, last, scope), *_improvements(projects, last), *better)
    news = (*signs, *ended, *late)
    kept = [line for line in news if line.name != FINISHED] if len(news) > MOST else news
    return tuple(kept[:MOST])


@dataclass(frozen=True)
class Sign:
    """A figure of the programme whose newest periods show a sign by the programme's rule; `when`: since, in words."""

    metric: Metric
    variation: Variation
    since: date | None
    when: str


def programme_signs(seen: Counted, scope: Scope) -> tuple[Sign, ...]:
    """The figures that are judged over time and show a sign now, as their own panels do."""
    judged = flow_findings(seen, scope).items()
    found = (_sign_of(BY_ID[id_], seen.found[id_], finding) for id_, finding in judged)
    return tuple(sign for sign in found if sign is not None)


def _sign_of(metric: Metric, result: Result, found: Finding) -> Sign | None:
    over_time = result.over_time
    if result.value is None or over_time is None or found.variation not in (Variation.CONCERN, Variation.IMPROVEMENT):
        return None
    when = since_words(over_time, found.since) if found.since else ""
    return Sign(metric, found.variation, found.since, when)


def _sign(sign: Sign, last: date) -> News:
    still = "still, " if sign.since and sign.since <= last else ""
    since = f", {still}since {sign.when}" if sign.when else ""
    name = "Sign of concern" if sign.variation is Variation.CONCERN else "Sign of improvement"
    return News(name, f"{sign.metric.title}{since}", sign.metric.level.value, sign.metric.id)


def _strategic(project: ProjectOutcome) -> bool:
    return project.project_type == ProjectType.STRATEGIC


def _concerns(
    store: Store, projects: Sequence[ProjectOutcome], then: Result | None, last: date, scope: Scope
) -> list[News]:
    worse = [project for project in projects if project.outcome is Outcome.WORSE_OR_LOST]
    ours = [project for project in worse if _strategic(project)]
    others = len(worse) - len(ours)
    found = _dated(store, ours, scope)
    ordered = sorted(ours, key=lambda project: _since(found, project) or date.min, reverse=True)
    lines = [_concern(project, _since(found, project), last) for project in ordered[:NAMED]]
    if len(ours) > NAMED:
        lines.append(News("Signs of concern", f"in {count(len(ours) - NAMED, 'more strategic project')}", *PROJECTS))
    before = _others_then(then)
    if others or before:
        compared = f" ({before} in {month_words(last)})" if before is not None and before != others else ""
        which = count(others, "service-led project is", "service-led projects are")
        lines.append(News("Not named here", f"{which} worse or lost{compared}", *PROJECTS))
    return lines


def _others_then(then: Result | None) -> int | None:
    """How many of the projects that are only counted were worse or lost when the board last met."""
    if then is None or then.breakdown is None:
        return None
    table = then.breakdown.table
    return int(table.loc[table["group"] == Outcome.WORSE_OR_LOST.value, ProjectType.SERVICE_LED.value].sum())


def _dated(store: Store, projects: Sequence[ProjectOutcome], scope: Scope) -> Mapping[str, Finding]:
    """Measure → the finding of its chart, for the few measures that decide about these projects."""
    measures = measures_of(store, [project.measure_id for project in projects if project.measure_id])
    charts = subjects(store, measures, scope)
    found = verdicts([charts.of_home(measure) for measure in measures], scope.method)
    return {verdict.subject.measure.id: verdict.last for verdict in found}


def _since(found: Mapping[str, Finding], project: ProjectOutcome) -> date | None:
    """The day since which the chart shows a sign of concern, None where its newest points show none."""
    seen = found.get(project.measure_id or "")
    return seen.since if seen and seen.variation is Variation.CONCERN else None


def _concern(project: ProjectOutcome, since: date | None, last: date) -> News:
    still = since is not None and since <= last
    name = "Sign of concern" if since else "Improvement lost" if project.signal_on else "Sign of concern"
    when = f", {'still, ' if still else ''}since {date_words(since)}" if since else ""
    return _to_chart(name, project, f"{_measure(project)}{when}")


def _improvements(projects: Sequence[ProjectOutcome], last: date) -> list[News]:
    """The projects whose improvement the rule first saw after that day, in one line."""
    new = [p for p in projects if p.outcome in IMPROVED and p.signal_on is not None and p.signal_on > last]
    if not new:
        return []
    ours = [project for project in new if _strategic(project)]
    others = len(new) - len(ours)
    words = listed([*map(_measure, ours), *([count(others, "service-led project")] if others else [])])
    name = "New sign of improvement" if len(new) == 1 else "New signs of improvement"
    return [_to_chart(name, ours[0], words) if len(ours) == 1 else News(name, words, *PROJECTS)]


def _measure(project: ProjectOutcome) -> str:
    """The measure that decides, as its page calls it."""
    return str(project.measure_name or project.title)


def _to_chart(name: str, project: ProjectOutcome, words: str) -> News:
    return News(name, words, "run_charts", asked={"measure": str(project.measure_id)})


def _ended(store: Store, last: date, scope: Scope) -> list[News]:
    """Strategic and service-led projects that ended since, from the register."""
    projects = own_tables(store.tables(), scope).projects
    p = projects.c
    asked = projects.select().where(p.close_date > last, p.close_date <= scope.report_date)
    frame = store.frame(asked.with_only_columns(p.status, p.project_type, p.title).order_by(p.title))
    ours = frame[frame["project_type"] != ProjectType.CONSULTANCY.value]
    failed = ours["status"] == ProjectStatus.CLOSED_UNSUCCESSFUL.value
    told: list[tuple[str, pd.DataFrame, Callable[[int], str]]] = [
        (DID_NOT_WORK, ours[failed], lambda n: f"{count(n, 'project was', 'projects were')} closed"),
        (FINISHED, ours[~failed], lambda n: f"{count(n, 'project was', 'projects were')} completed or handed over"),
    ]
    return [News(name, words(len(rows)), "projects") for name, rows, words in told if len(rows)]


def _late(health: Result) -> list[News]:
    """The files that are late by F3, each with the last day that it tells of."""
    if health.breakdown is None:
        return []
    table = health.breakdown.table
    late = table[table["late"].astype(bool)]
    words = [
        f"{label.lower()}, last seen {date_words(pd.Timestamp(day).date())}"
        if day is not None and day == day
        else label
        for label, day in zip(late["label"], late["newest"], strict=True)
    ]
    return [News("Overdue", listed(words), Level.ORGANISATION.value, F3_DATA_HEALTH.id)] if words else []
