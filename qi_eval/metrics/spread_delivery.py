"""C5 external spread as it was meant: settings in use against the plan, what they kept of the change, what each cost.

In: spread, projects, units, plan. Out: a share of the plan, the core elements kept, pounds a setting that lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
from sqlalchemy import Select

from qi_eval.metrics.external_spread import NOBODY, SOURCE, outside, outside_rows
from qi_eval.metrics.judging import COMPLETE, says, settled, share
from qi_eval.metrics.ledger import (
    EXTERNAL,
    HELD_AFTER,
    by_project,
    of_each,
    of_programme,
    planned_rows,
    spread_select,
)
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Tables, unknown
from qi_eval.metrics.periods import Row, amount, newest, rows_of, summed
from qi_eval.narrative import count, number, of, percent, pounds
from qi_eval.vocabulary import Direction, Level, PlanKind, Series, State

NOT_ADOPTED = "No other organisation has adopted anything yet."


def _ids(frames: Frames) -> set[str]:
    return {str(row["project_id"]).lower() for row in rows_of(frames["projects"])}


def _meant(frames: Frames, kind: PlanKind) -> dict[str, float]:
    """Project (lower case) → what the plan has for it, projects of the scope only."""
    return {id_: n for id_, n in of_each(rows_of(frames["plan"]), kind).items() if id_ in _ids(frames)}


def _plan_judge(frames: Frames, scope: Scope) -> Result:
    settings, each = outside(frames), _meant(frames, PlanKind.TARGET)
    whole = of_programme(rows_of(frames["plan"]), PlanKind.TARGET) if scope.unit_ids is None else None
    goal = whole or sum(each.values())
    if not settings:
        return unknown(NOBODY)
    if not goal:
        return unknown(f"No plan says how many settings elsewhere are to use it: load plan (target, {EXTERNAL}).")
    used, teams = summed(settings, "adopted"), {str(row["project_id"]).lower() for row in settings} | set(each)
    result = Result(
        State.MEASURED,
        share(used, goal),
        n=used,
        numerator=used,
        denominator=goal,
        newest=newest(settings),
        notes=("The plan is that of the whole programme.",) if whole else (),
        breakdown=_against_plan(frames, settings, each),
        facts={"teams": len(teams)},
    )
    return settled(result, scope.report_date, "spread")


def _against_plan(frames: Frames, settings: Sequence[Row], each: Mapping[str, float]) -> Breakdown:
    table = []
    for title, own, ids in by_project(settings, rows_of(frames["projects"])):
        used, goal = summed(own, "adopted"), sum(each[id_] for id_ in ids if id_ in each) or None
        table.append((title, used, goal, share(used, goal or 0), summed(own, "approached")))
    labels = {"label": "Project", "value": "In use elsewhere", "planned": "Planned", "percent": "Of plan (%)"}
    labels |= {"approached": "Asked"}
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(
        frame, labels, out_of="planned" if each else "", title="Settings in use elsewhere, against the plan"
    )


@says
def _plan_sentence(result: Result) -> str:
    teams = count(result.facts["teams"], "team")
    return (
        f"{teams} set out to bring a change to {number(result.denominator)} settings of other organisations; "
        f"{number(result.numerator)} use it ({percent(result.value)} of the plan)."
    )


def _fidelity_judge(frames: Frames, scope: Scope) -> Result:
    settings = outside(frames)
    adopted, checked = summed(settings, "adopted"), summed(settings, "checked")
    kept, core = amount(settings, "kept"), amount(settings, "core")
    if not adopted:
        return unknown(NOT_ADOPTED if settings else NOBODY)
    if not core:
        return unknown(
            "What other organisations kept of the change is not recorded: fill core_elements_kept and "
            "core_elements_total of spread."
        )
    result = Result(
        State.MEASURED,
        share(kept, core),
        n=checked,
        n_expected=adopted,
        numerator=kept,
        denominator=core,
        newest=newest(settings),
        breakdown=_kept(frames, settings),
        facts={"settings": checked},
    )
    return settled(result, scope.report_date, "spread")


def _kept(frames: Frames, settings: Sequence[Row]) -> Breakdown:
    table = [
        (title, share(amount(own, "kept"), amount(own, "core")), summed(own, "checked"), summed(own, "adopted"))
        for title, own, _ in by_project(settings, rows_of(frames["projects"]))
        if summed(own, "checked")
    ]
    labels = {"label": "Project", "value": "Kept (%)", "n": "Settings looked at", "adopted": "Settings in use"}
    title = "Core elements kept elsewhere (%)"
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, title=title)


@says
def _fidelity_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} core elements of our changes ({percent(result.value)}) are in use "
        f"in {count(result.facts['settings'], 'setting')} of other organisations."
    )


def _cost_judge(frames: Frames, scope: Scope) -> Result:
    settings, costs = outside(frames), _meant(frames, PlanKind.COST_GBP)
    if not settings:
        return unknown(NOBODY)
    own = [row for row in settings if str(row["project_id"]).lower() in costs]
    if not own:
        return unknown(f"What it cost to bring a change elsewhere stands in no plan: load plan (cost_gbp, {EXTERNAL}).")
    went, known = ({row["project_id"] for row in rows} for rows in (settings, own))
    cost = sum(costs[id_.lower()] for id_ in known)
    adopted, held = summed(own, "adopted"), summed(own, "held")
    if not held:
        return unknown(f"{pounds(cost)} was spent; no setting was found in use {HELD_AFTER} months later yet.")
    result = Result(
        State.MEASURED,
        cost / held,
        n=held,
        numerator=None,
        denominator=held,
        newest=newest(own),
        notes=(f"The cost is known for {of(len(known), len(went))} projects that went elsewhere.",),
        breakdown=_costs(frames, own, costs),
        facts={"cost": cost, "adopted": adopted, "held": held, "each": cost / adopted if adopted else None},
    )
    return settled(result, scope.report_date, "spread", thin=100 * len(known) < COMPLETE * len(went))


def _costs(frames: Frames, own: Sequence[Row], costs: Mapping[str, float]) -> Breakdown:
    table = []
    for title, rows, ids in by_project(own, rows_of(frames["projects"])):
        cost, adopted, held = sum(costs[i] for i in ids), summed(rows, "adopted"), summed(rows, "held")
        table.append(
            (
                title,
                round(cost / held) if held else None,
                round(cost / adopted) if adopted else None,
                cost,
                adopted,
                held,
            )
        )
    labels = {"label": "Project", "value": "For each that lasts (£)", "adopting": "For each in use (£)"}
    labels |= {"cost": "Cost (£)", "adopted": "In use", "held": f"Found in use {HELD_AFTER} months later"}
    frame = pd.DataFrame(table, columns=list(labels)).astype({"value": float, "adopting": float})
    return Breakdown(frame, labels, title="Cost of each setting that lasts (£)")


@says
def _cost_sentence(result: Result) -> str:
    facts, each = result.facts, result.facts["each"]
    cheap = f"{pounds(float(each))} for each of the {number(facts['adopted'])} settings in use" if each else ""
    return (
        f"{pounds(float(facts['cost'] or 0))} to bring our changes elsewhere: {cheap}{', ' if cheap else ''}"
        f"{pounds(result.value or 0)} for each of the {number(facts['held'])} found in use {HELD_AFTER} months later."
    )


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {**outside_rows(t, scope), "plan": planned_rows(t, scope)}


def _metric(
    id: str, title: str, question: str, formula: str, judge: Callable[[Frames, Scope], Result], *columns: str
) -> partial[Metric]:
    spread = ("project_id", "direction", "adopter_org_code", "setting_eligible", "status", "adopted_on", *columns)
    return partial(
        Metric,
        id=id,
        code="C5",
        level=Level.COMMUNITY,
        bullets=("collaboration_2",),
        title=title,
        question=question,
        formula=formula,
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=SOURCE,
        minimum_n=1,
        inputs={
            "spread": spread,
            "projects": ("project_id", "project_type", "unit_id", "status", "start_date", "named_to_board"),
            "units": ("unit_id", "org_code"),
        },
        select=spread_select,
        judge=judge,
        rows=_rows,
        known_as="are on record",
        chart=Chart.BARS,
    )


PLAN = {"plan": ("kind", "subject_type", "subject_id", "code", "quantity", "valid_from")}


def _with_plan(made: partial[Metric], **further: object) -> Metric:
    return made(**further, inputs={**made.keywords["inputs"], **PLAN})


C5_PLAN = _with_plan(
    _metric(
        "c5_plan",
        "Settings elsewhere against the plan",
        "Has it come as far in other organisations as we planned?",
        f"100 × eligible settings of other organisations that adopted and still use it / the plan's target "
        f"({EXTERNAL}) on the report date; where the programme has none, the sum of the projects' own targets.",
        _plan_judge,
    ),
    unit="% of plan",
    counts=("setting planned", "settings planned"),
    sentence=_plan_sentence,
    source="Plan of the programme; the shape is that of Scaling Up (West of England: 7 teams, 44 organisations)",
)
C5_FIDELITY = _metric(
    "c5_fidelity",
    "How much of the change is kept",
    "Do others keep what makes it work?",
    "100 × core elements kept / core elements of the change, added over the settings of other organisations that "
    "use it and gave both numbers.",
    _fidelity_judge,
    "core_elements_kept",
    "core_elements_total",
)(
    unit="%",
    counts=("core element", "core elements"),
    sentence=_fidelity_sentence,
    rows=lambda t, scope: outside_rows(t, scope),
)
C5_COST = _with_plan(
    _metric(
        "c5_cost",
        "Cost of a setting that lasts",
        "What does it cost to bring a change to others so that it lasts?",
        f"Cost of bringing each change elsewhere (plan, cost_gbp, {EXTERNAL}, by project) / settings found in use "
        f"{HELD_AFTER} months later; beside it the same for each setting in use. Projects without a cost stay out of "
        "both.",
        _cost_judge,
        "sustained_6m_on",
    ),
    unit="£",
    counts=("setting that lasts", "settings that last"),
    direction=Direction.DECREASE,
    sentence=_cost_sentence,
)
