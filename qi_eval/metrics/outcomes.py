"""J4 demonstrable outcomes: in how many projects has the outcome improved since the first change?

In: projects, measures, measurements, project_log. Out: the five groups of ruling 3, with the number of "improved" that
chance alone would give. The verdicts themselves stand in outcome_verdicts.py and outcome_projects.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from qi_eval.metrics.counting import SUPPORTED, codes, lineage, of_projects, project_rows
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.outcome_points import counted_points, followed, named_by_aim, ours, owned, points_of
from qi_eval.metrics.outcome_projects import IMPROVED, ProjectOutcome, project_outcomes
from qi_eval.metrics.outcome_verdicts import ENOUGH_BASELINE, FEWEST_BASELINE, HELD_MONTHS, HELD_POINTS
from qi_eval.metrics.progress import newest_by_hub
from qi_eval.narrative import count, listed, number
from qi_eval.vocabulary import Direction, Level, LogType, Outcome, OutcomeReason, Series, State

CHANGES = (LogType.INTERVENTION_START, LogType.PDSA)
WHY_NOT = tuple(reason for reason in OutcomeReason if reason is not OutcomeReason.PROVISIONAL)
FEWEST_TOLD = 0.5  # expected false signs: fewer round to none and are not told


def select_outcomes(t: Tables, scope: Scope) -> Selects:
    """The projects, their measures, the days of their first changes, and the measurements of those measures. J5 and J7
    judge the same rows: the aims, what was learned from projects that did not work, and the hub's scores."""
    p = t.projects.c
    aim = (p.aim_measure_id, p.aim_target, p.aim_due)
    state = (p.status, p.close_date, p.closure_reason)
    columns = (p.project_id, p.title, p.project_type, p.unit_id, p.cqc_domains, *state, *aim)
    return {
        "projects": select(*columns).where(ours(t, scope)),
        "measures": _measures(t, scope),
        "changes": _first_changes(t, scope),
        "points": points_of(t, scope, or_(followed(t), named_by_aim(t))),
        "reviews": _reviews(t, scope),
        "scores": newest_by_hub(t, scope, ours(t, scope)),
    }


def _measures(t: Tables, scope: Scope) -> Select:
    """All measures of the projects; that of a process only tells that there is one."""
    m = t.measures.c
    what = (m.measure_name, m.measure_type, m.direction, m.value_type, m.multiplier, m.cqc_domain, m.method)
    return select(m.measure_id, m.project_id, *what).select_from(owned(t)).where(ours(t, scope))


def _first_changes(t: Tables, scope: Scope) -> Select:
    log = t.project_log.c
    rows = (
        select(
            log.project_id,
            case((log.log_type == LogType.INTERVENTION_START.value, log.log_date)).label("start"),
            case((log.log_type == LogType.PDSA.value, log.log_date)).label("pdsa"),
        )
        .select_from(t.project_log.join(t.projects, log.project_id == t.projects.c.project_id))
        .where(_changed(t, scope), ours(t, scope))
        .subquery()
    )
    first = (func.min(rows.c.start).label("first_start"), func.min(rows.c.pdsa).label("first_pdsa"))
    return select(rows.c.project_id, *first).group_by(rows.c.project_id)


def _reviews(t: Tables, scope: Scope) -> Select:
    """The projects with a closure review."""
    log = t.project_log.c
    newest = func.max(log.log_date).label("reviewed_on")
    return select(log.project_id, newest).where(reviewed(t, scope)).group_by(log.project_id)


def reviewed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The closure reviews of the projects, in their log."""
    log = t.project_log.c
    review = log.log_type == LogType.CLOSURE_REVIEW.value
    return and_(review, log.log_date <= scope.report_date, of_projects(t, log.project_id, ours(t, scope)))


def _changed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    log = t.project_log.c
    return and_(log.log_type.in_(codes(CHANGES)), log.log_date <= scope.report_date)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    """The projects, their measures, the log entries that may be a first change, and the measurements."""
    mine, m, log = ours(t, scope), t.measures.c, t.project_log.c
    return {
        **project_rows(t, mine),
        "measures": lineage(t.measures, of_projects(t, m.project_id, mine)),
        "project_log": lineage(t.project_log, _changed(t, scope), of_projects(t, log.project_id, mine)),
        "measurements": counted_points(t, scope, followed(t)),
    }


def _judge(frames: Frames, scope: Scope) -> Result:
    projects = project_outcomes(frames, scope)
    if not projects:
        return unknown("No strategic or service-led project yet: load the project register (projects).")
    told = [project for project in projects if project.outcome is not Outcome.CANNOT_TELL]
    improved = [project for project in told if project.outcome in IMPROVED]
    result = Result(
        State.MEASURED if told else State.NO_DATA,
        value=len(improved) if told else None,
        n=len(told),
        n_expected=len(projects),
        numerator=len(improved) if told else None,
        denominator=len(told) or None,
        newest=max((project.newest for project in told if project.newest), default=None),
        notes=_notes(projects, scope),
        breakdown=_groups(projects),
        facts=_facts(projects),
    )
    return settled(result, scope.report_date, "measurements") if told else result


def _groups(projects: list[ProjectOutcome]) -> Breakdown:
    """One row a group, of all projects and by their type."""
    table = [
        {
            "label": group.label,
            "value": sum(p.outcome is group for p in projects),
            **{kind.value: sum(p.outcome is group and p.project_type == kind for p in projects) for kind in SUPPORTED},
            "group": group.value,
        }
        for group in Outcome
    ]
    labels = {"label": "Outcome", "value": "Projects", **{kind.value: kind.label for kind in SUPPORTED}}
    title = "Projects by what became of their outcome, one mark each"
    return Breakdown(pd.DataFrame(table), labels, groups_add_up=True, below=_reasons(projects), title=title)


def _reasons(projects: list[ProjectOutcome]) -> tuple[tuple[str, str, int], ...]:
    """Why some cannot be told, with how many of each: what a picture prints below that group."""
    group = Outcome.CANNOT_TELL.value
    found = [(reason.label, sum(_because(project, reason) for project in projects)) for reason in WHY_NOT]
    return tuple((group, words, n) for words, n in found if n)


def _facts(projects: list[ProjectOutcome]) -> dict[str, float | int | str | None]:
    """The five groups, what chance alone would give, and what stands beside the outcomes."""
    return {
        **{group.value: sum(p.outcome is group for p in projects) for group in Outcome},
        "held": sum(p.outcome is Outcome.IMPROVED_AND_HELD for p in projects),
        "expected_false": sum(p.chance for p in projects if p.chance is not None),
        "provisional": sum(p.provisional for p in projects),
        "did_not_work": sum(p.did_not_work for p in projects),
        "balancing_concern": sum(p.balancing_concern for p in projects),
        **{f"because_{reason.value}": sum(_because(p, reason) for p in projects) for reason in WHY_NOT},
    }


def _because(project: ProjectOutcome, reason: OutcomeReason) -> bool:
    return project.outcome is Outcome.CANNOT_TELL and project.reason is reason


def _notes(projects: list[ProjectOutcome], scope: Scope) -> tuple[str, ...]:
    """Why projects cannot be judged, and the rule in force."""
    false = sum(project.chance for project in projects if project.chance is not None)
    chance = f"Had nothing changed, about {number(false)} would show as improved by chance alone."
    rule = f"Rule in force: {scope.method.label}, the centre frozen before each project's first change."
    why = [(reason, sum(_because(project, reason) for project in projects)) for reason in WHY_NOT]
    lines = [f"{reason.label[0].lower()}{reason.label[1:]} ({n})" for reason, n in why if n]
    provisional = sum(project.provisional for project in projects)
    return (
        *([f"Cannot be judged: {listed(lines)}."] if lines else []),
        rule,
        *([chance] if false >= FEWEST_TOLD else []),
        *([f"{count(provisional, 'verdict')} provisional: 8 to 11 points before the change."] if provisional else []),
    )


@says
def _sentence(result: Result) -> str:
    facts, false = result.facts, result.facts["expected_false"]
    chance = f" (about {number(false)} could be chance)" if isinstance(false, float) and false >= FEWEST_TOLD else ""
    open_ = (result.n_expected or 0) - (result.n or 0)
    rest = f"; {open_} of {number(result.n_expected)} cannot be judged" if open_ else ""
    improved = f"outcomes improved in {number(result.value)}{chance}" if result.value else "no outcome improved"
    return (
        f"Of {count(result.n, 'project')} that can be judged, {improved}, "
        f"{count(facts[Outcome.WORSE_OR_LOST], 'is', 'are')} worse or lost, "
        f"{count(facts[Outcome.NO_SIGN], 'shows', 'show')} no sign yet{rest}."
    )


J4_OUTCOMES = Metric(
    id="j4_outcomes_improved",
    code="J4",
    level=Level.PEOPLE,
    bullets=("projects_4",),
    title="Projects whose outcome improved",
    question="In how many projects has the outcome improved?",
    formula="Projects whose outcome measure shows a sign of improvement since the first change, by the programme rule "
    f"with its centre frozen on the points before it ({ENOUGH_BASELINE}; {FEWEST_BASELINE} to {ENOUGH_BASELINE - 1} "
    "are provisional), the median of the last 6 points still on the better side; of the strategic and service-led "
    f"projects that can be judged. Held: at least {HELD_POINTS} points and {HELD_MONTHS} months after the sign. The "
    "measure of the aim decides, else the worst of the outcome measures. Points left out with a reason do not count, "
    "nor those before the baseline that is set for a measure; a rule set for a measure judges it instead. "
    "Chance: the sum of each project's own chance of a false sign, simulated.",
    unit="projects",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="The programme rule (Making Data Count unless set otherwise); baseline and groups are house rules",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "unit_id", "status", "start_date", "aim_measure_id", "aim_due"),
        "measures": (
            "measure_id",
            "project_id",
            "measure_type",
            "value_type",
            "direction",
            "multiplier",
            "method",
            "baseline_start",
        ),
        "measurements": ("measure_id", "unit_id", "period_start", "value", "numerator", "denominator"),
        "project_log": ("project_id", "log_date", "log_type"),
    },
    select=select_outcomes,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="can be judged",
    chart=Chart.WAFFLE,
)
