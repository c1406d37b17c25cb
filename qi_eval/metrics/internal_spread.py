"""Q3 internal spread: does what works leave its unit, and how far does it go within the trust?

In: spread, projects, units. Out: the thirds of the finished projects; settings of ours that took a change up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Select, and_, func, true

from qi_eval.metrics.counting import among, lineage, of_projects, project_rows
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.ledger import adopted_so_far, finished, other_unit, recorded, spread_select, with_home
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, divisions, newest, rows_of
from qi_eval.narrative import count, number, of, percent
from qi_eval.vocabulary import Direction, Level, Series

THIRD = 100 / 3  # %; "a third each", UK estimate quoted by the West of England network, no primary source given
CLASSES = {"T0": "Stayed in its unit", "T1": "Other units of the trust", "T2": "Other organisations"}
NO_LEDGER = "No spread is recorded yet: load the spread list (spread)."
INPUTS = {
    "spread": ("project_id", "direction", "adopter_org_code", "adopter_unit_id", "setting_eligible", "status"),
    "projects": ("project_id", "project_type", "unit_id", "status", "start_date", "close_date"),
    "units": ("unit_id", "parent_unit_id", "org_code"),
}


def _thirds_judge(frames: Frames, scope: Scope) -> Result:
    settings = rows_of(frames["settings"])
    projects = [row["project_id"] for row in rows_of(frames["projects"]) if row["finished"]]
    if not projects:
        return unknown("No strategic or service-led project is finished yet, so none can have spread.")
    if not settings:
        return unknown(NO_LEDGER)
    classes = [_third(project, settings) for project in projects]
    found = {name: classes.count(name) for name in CLASSES}
    listed = {row["project_id"] for row in settings}
    result = replace(
        proportion(found["T1"] + found["T2"], len(projects)),
        newest=newest(settings),
        notes=_silence(sum(project not in listed for project in projects)),
        breakdown=_classes(found, len(projects)),
        facts=found,
    )
    return settled(result, scope.report_date, "spread")


def _third(project: str, settings: Sequence[Row]) -> str:
    """T2 where another organisation uses it, else T1 where another unit of ours does, else T0 (ruling 11)."""
    used = [row for row in settings if row["project_id"] == project and row["in_use"]]
    if any(not row["inside"] for row in used):
        return "T2"
    return "T1" if any(row["other_unit"] for row in used) else "T0"


def _silence(silent: int) -> tuple[str, ...]:
    if not silent:
        return ()
    return (f"{count(silent, 'project')} without any record of spread: counted as stayed in the unit.",)


def _classes(found: Mapping[str, int], projects: int) -> Breakdown:
    table = [(CLASSES[name], n, share(n, projects), THIRD) for name, n in found.items()]
    labels = {"label": "How far", "value": "Projects", "percent": "Share (%)", "estimate": "UK estimate (%)"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _thirds_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    ours = finished(t, scope)
    spread = with_home(t, lineage(t.spread, recorded(t, scope), of_projects(t, t.spread.c.project_id, ours)))
    return {**project_rows(t, ours), "spread": spread}


@says
def _thirds_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} finished projects ({percent(result.value)}) are in use beyond "
        f"their own unit: {number(facts['T1'])} within the trust only, {number(facts['T2'])} in other organisations."
    )


def _anywhere(scope: Scope) -> Scope:
    """The whole trust: a unit takes up what began in any other, so that its own scope asks for units, not projects."""
    return replace(scope, unit_ids=None)


def _units_select(t: Tables, scope: Scope) -> Selects:
    return spread_select(t, _anywhere(scope))


def _units_judge(frames: Frames, scope: Scope) -> Result:
    """A unit counts once, however many changes it could take up; it has taken up when it uses one of them."""
    settings, asked = rows_of(frames["settings"]), {id.lower() for id in scope.unit_ids or ()}
    ours = [row for row in settings if row["other_unit"] and (scope.unit_ids is None or row["unit"] in asked)]
    inner = [row for row in ours if row["eligible"]]
    if not inner:
        return unknown("No eligible unit of ours stands in the spread list (spread) yet." if settings else NO_LEDGER)
    used, lies_in = [row for row in inner if row["adopted"]], divisions(rows_of(frames["units"]))
    units = {row["unit"] for row in used}
    result = replace(
        proportion(len(units), len({row["unit"] for row in inner})),
        newest=newest(inner),
        over_time=adopted_so_far(_first_ones(used), "Units that adopted so far", scope.report_date),
        facts={
            "projects": len({row["project_id"] for row in used}),
            "divisions": len({lies_in[unit] for unit in units if unit in lies_in}),
        },
    )
    return settled(result, scope.report_date, "spread")


def _first_ones(used: Sequence[Row]) -> list[Row]:
    """One row a unit: that of the first month in which it took up a change that it still uses."""
    dated = sorted((row for row in used if row["month"]), key=lambda row: row["month"], reverse=True)
    return [row | {"adopted": 1} for row in {row["unit"]: row for row in dated}.values()]


def _units_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    s = t.spread.c
    asked = (
        true() if scope.unit_ids is None else among(func.lower(s.adopter_unit_id), {*map(str.lower, scope.unit_ids)})
    )
    counted = and_(recorded(t, _anywhere(scope)), other_unit(t), s.setting_eligible, asked)
    return {"spread": with_home(t, lineage(t.spread, counted))}


@says
def _units_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} eligible units ({percent(result.value)}) use a change that began "
        f"in another unit; they lie in {count(facts['divisions'], 'division')}, and what they use stems from "
        f"{count(facts['projects'], 'project')}."
    )


def _metric(
    id: str,
    title: str,
    question: str,
    formula: str,
    source: str,
    select: Callable[[Tables, Scope], Selects],
    judge: Callable[[Frames, Scope], Result],
    rows: Callable[[Tables, Scope], Mapping[str, Select]],
    sentence: Callable[[Result], str],
    chart: Chart,
    counts: tuple[str, str],
) -> Metric:
    return Metric(
        id=id,
        code="Q3",
        level=Level.ORGANISATION,
        bullets=("quality_3",),
        title=title,
        question=question,
        formula=formula,
        unit="%",
        counts=counts,
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=source,
        minimum_n=1,
        inputs=INPUTS,
        select=select,
        judge=judge,
        rows=rows,
        sentence=sentence,
        chart=chart,
    )


Q3_THIRDS = _metric(
    "q3_thirds",
    "Projects in use beyond their unit",
    "Does what works leave its unit?",
    "100 × finished projects adopted by another unit (T1) or another organisation (T2) / strategic and service-led "
    "projects completed or handed over. A project that reached both counts as T2.",
    "RE-AIM adoption; the thirds are a UK estimate quoted by the West of England network without a source",
    spread_select,
    _thirds_judge,
    _thirds_rows,
    _thirds_sentence,
    Chart.STACK,
    ("finished project", "finished projects"),
)
Q3_UNITS = _metric(
    "q3_units",
    "Units that took a change up",
    "How many units that could take a change up have done so?",
    "100 × units that adopted and still use a change that began in another unit of the trust / units that are listed "
    "as eligible for such a change (spread). A unit counts once, however many changes are listed for it; wherever the "
    "change began.",
    "RE-AIM adoption",
    _units_select,
    _units_judge,
    _units_rows,
    _units_sentence,
    Chart.STEPS,
    ("eligible unit", "eligible units"),
)
