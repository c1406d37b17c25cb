"""C5 external spread: adoption by other organisations, whether it lasted, and how many people it reaches.

In: spread, projects, units. Out: RE-AIM adoption, maintenance and reach; those who declined stay in the denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
from sqlalchemy import Select

from qi_eval.metrics.counting import lineage
from qi_eval.metrics.judging import COMPLETE, bounded, proportion, says, settled, share
from qi_eval.metrics.ledger import HELD_AFTER, adopted_so_far, inside, recorded, spread_select, with_home
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Tables, unknown
from qi_eval.metrics.periods import Row, amount, newest, rows_of, summed
from qi_eval.narrative import between, count, month_words, number, of, percent
from qi_eval.vocabulary import Direction, Level, Series, SpreadStatus

TWICE = "Somebody whom two changes could reach counts twice."
NOBODY = "No other organisation stands in the spread list yet: load it (spread)."
MILESTONES = (10, 50, 90)  # % of the eligible settings; domain C5
ALOUD = {10: "a tenth", 50: "half", 90: "nine tenths"}  # the same, as one says them
ASKED = 2  # the first statuses of the way, identified and approached: whoever declined had come so far
SOURCE = "RE-AIM framework (Glasgow and others)"
BULLETS = ("collaboration_2",)


def outside_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    """The rows of the spread list about other organisations."""
    return {"spread": with_home(t, lineage(t.spread, recorded(t, scope), ~inside(t)))}


def outside(frames: Frames) -> list[Row]:
    """The settings of other organisations."""
    return [row for row in rows_of(frames["settings"]) if not row["inside"]]


def _adoption_judge(frames: Frames, scope: Scope) -> Result:
    settings = outside(frames)
    approached, adopted, eligible = (summed(settings, name) for name in ("approached", "adopted", "eligible"))
    if not approached:
        return unknown(NOBODY)
    curve = adopted_so_far(settings, "Settings that adopted so far", scope.report_date, of="eligible")
    milestones = _milestones(curve, eligible)
    result = replace(
        proportion(adopted, approached),
        newest=newest(settings),
        breakdown=_funnel(settings),
        notes=("A setting that was asked about two changes counts twice.", *_stopped(settings)),
        over_time=replace(curve, marked=tuple((day, f"{part}%") for part, day in milestones if day)),
        facts={
            "eligible": eligible,
            "curve": _curve_words(milestones),
            "of_eligible": share(adopted, eligible),
            "fidelity": share(amount(settings, "kept"), amount(settings, "core")),
        },
    )
    return settled(result, scope.report_date, "spread")


def _milestones(curve: Breakdown, eligible: int) -> list[tuple[int, date | None]]:
    """The month in which each part of the eligible settings had adopted; None where it is not reached."""
    so_far = curve.table.to_dict("records")
    return [
        (part, next((row["period"] for row in so_far if 100 * row["value"] >= part * eligible), None))
        for part in MILESTONES
    ]


def _curve_words(milestones: Sequence[tuple[int, date | None]]) -> str:
    """A tenth had adopted by September 2025; half is not reached yet. The first part that is not says all of them."""
    reached = [f"{ALOUD[part]} had adopted by {month_words(day)}" for part, day in milestones if day]
    missing = [ALOUD[part] for part, day in milestones if not day]
    return "; ".join([*reached, *([f"{missing[0]} is not reached yet"] if missing else [])])


def _stopped(settings: Sequence[Row]) -> tuple[str, ...]:
    """Said where settings that adopted use it no more: the curve counts them, the headline does not."""
    gone = sum(row["eligible"] - row["adopted"] for row in settings if row["month"])
    return (f"{count(gone, 'setting')} on the curve stopped since: no longer in the figure.",) if gone else ()


def _funnel(settings: Sequence[Row]) -> Breakdown:
    """One row a status: the settings that stand there now, and those that came so far or further. Who declined or
    withdrew had been approached; whether they had come further is not on record."""
    now = {status: summed([row for row in settings if row["status"] == status], "settings") for status in SpreadStatus}
    left = {status: now[status] for status in (SpreadStatus.DECLINED, SpreadStatus.WITHDRAWN)}
    way = [status for status in SpreadStatus if status not in left]
    table = []
    for status in SpreadStatus:
        further = sum(now[later] for later in way[way.index(status) :]) if status in way else left[status]
        gone = sum(left.values()) if status in way[:ASKED] else 0
        table.append((status.label, now[status], further + gone))
    labels = {"label": "Status", "value": "Settings now", "reached": "Came so far"}
    title = "How far settings have come, and who said no"
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, draws="reached", title=title)


@says
def _adoption_sentence(result: Result) -> str:
    facts = result.facts
    kept = f" On average {percent(facts['fidelity'])} of the core elements were kept." if facts["fidelity"] else ""
    return (
        f"{of(result.numerator, result.denominator)} settings of other organisations that were asked use a change of "
        f"ours ({percent(result.value)}). Of the {number(facts['eligible'])} eligible in all, {facts['curve']}.{kept}"
    )


def _held_judge(frames: Frames, scope: Scope) -> Result:
    settings = outside(frames)
    due, held, lost = (summed(settings, name) for name in ("due", "held", "lost"))
    if not settings:
        return unknown(NOBODY)
    if not due:
        return unknown(f"No other organisation adopted anything {HELD_AFTER} months ago or longer.")
    open_cases = due - held - lost
    result = replace(
        bounded(held, held + lost, due),
        newest=newest(settings),
        notes=(f"Whether it held is not recorded for {count(open_cases, 'setting')}.",) if open_cases else (),
        facts={"due": due, "held": held},
    )
    return settled(result, scope.report_date, "spread")


@says
def _held_sentence(result: Result) -> str:
    facts, checked = result.facts, result.n or 0
    adopted = f"{of(facts['held'], facts['due'])} settings that adopted {HELD_AFTER} months ago or longer"
    held = f"{adopted} used it {HELD_AFTER} months on"
    if checked == result.n_expected or result.low is None or result.high is None:
        return f"{held} ({percent(result.value)})."
    missing = (result.n_expected or 0) - checked
    return f"{held}, {number(missing)} not recorded: {between(result.low, result.high)}."


def _reach_judge(frames: Frames, scope: Scope) -> Result:
    settings = outside(frames)
    adopted, told = summed(settings, "adopted"), summed(settings, "told")
    if not adopted:
        return unknown(NOBODY if not settings else "No other organisation has adopted anything yet.")
    if not told:
        return unknown("How many people it reaches is not known: fill people_eligible and people_reached of spread.")
    result = replace(
        proportion(summed(settings, "people_reached"), summed(settings, "people_eligible")),
        newest=newest(settings),
        notes=(f"Both numbers are known for {of(told, adopted)} settings that use it.", TWICE),
        facts={"settings": told, "adopted": adopted},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "spread", thin=100 * told < COMPLETE * adopted)


@says
def _reach_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} people whom it could reach ({percent(result.value)}) are reached, "
        f"in {of(result.facts['settings'], result.facts['adopted'])} settings that use it."
    )


def _metric(
    id: str,
    title: str,
    question: str,
    formula: str,
    judge: Callable[[Frames, Scope], Result],
    sentence: Callable[[Result], str],
    columns: tuple[str, ...],
    counts: tuple[str, str],
    chart: Chart = Chart.NONE,
    groups: Chart = Chart.NONE,
) -> Metric:
    return Metric(
        id=id,
        code="C5",
        level=Level.COMMUNITY,
        bullets=BULLETS,
        title=title,
        question=question,
        formula=formula,
        unit="%",
        counts=counts,
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=SOURCE,
        minimum_n=1,
        inputs={
            "spread": ("project_id", "direction", "adopter_org_code", "setting_eligible", "status", *columns),
            "projects": ("project_id", "project_type", "unit_id", "status", "start_date"),
            "units": ("unit_id", "org_code"),
        },
        select=spread_select,
        judge=judge,
        rows=outside_rows,
        sentence=sentence,
        known_as="are on record",
        chart=chart,
        groups=groups,
    )


C5_ADOPTION = _metric(
    "c5_adoption",
    "Adoption by other organisations",
    "How many of the settings elsewhere that we asked use what began here?",
    "100 × eligible settings of other organisations that adopted and still use it / eligible settings approached; "
    "those who declined or withdrew stay in the denominator.",
    _adoption_judge,
    _adoption_sentence,
    ("approached_on", "adopted_on", "stopped_on"),
    ("setting asked", "settings asked"),
    Chart.STEPS,
    groups=Chart.FUNNEL,
)
C5_SUSTAINED = _metric(
    "c5_sustained",
    "Still in use six months later",
    "Does it last where it was adopted?",
    f"100 × settings found in use six months later / settings that adopted at least {HELD_AFTER} months ago and are "
    "known to have kept or given it up. Range: those not recorded counted all as given up, and all as kept.",
    _held_judge,
    _held_sentence,
    ("adopted_on", "sustained_6m_on", "stopped_on"),
    ("setting", "settings"),
)
C5_REACH = _metric(
    "c5_reach",
    "People reached elsewhere",
    "How many of the people it could help does it reach?",
    "100 × people reached / people eligible, over the settings of other organisations that use it and gave both.",
    _reach_judge,
    _reach_sentence,
    ("people_eligible", "people_reached"),
    ("person it could reach", "people it could reach"),
)
