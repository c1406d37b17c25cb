"""O5 recruitment: are posts filled, do new starters stay, and how long does it take to fill a post?

In: workforce, units. Out: shares of the newest period beside those a year before; trust-wide, many causes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

import pandas as pd

from qi_eval.metrics.engagement import FIXED_LABEL
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, unknown
from qi_eval.metrics.periods import Row
from qi_eval.metrics.workforce import (
    NO_FILE,
    ROTATING,
    by_group,
    fewest,
    known_together,
    totals,
    workforce_of,
    workforce_rows,
    workforce_select,
)
from qi_eval.narrative import count, date_words, number, of, span, trimmed
from qi_eval.vocabulary import Direction, Level, Series, State

POSTS = ("wte_funded", "wte_in_post")
JOINERS = ("starters_12m", "starters_retained_12m")
HIRE = "days_to_hire_median"


def _vacant(rows: Sequence[Row]) -> tuple[float, float]:
    """Posts without anybody in them (fewer than none where more are in post than funded), and funded posts."""
    funded, filled = totals(known_together(rows, *POSTS), *POSTS)
    return funded - filled, funded


def _vacancies_judge(frames: Frames, scope: Scope) -> Result:
    found = workforce_of(frames)
    if found is None:
        return unknown(NO_FILE)
    vacant, funded = _vacant(found.now)
    if not funded:
        return unknown("How many posts are funded is not recorded: fill wte_funded and wte_in_post of workforce.")
    known = len(known_together(found.now, *POSTS))
    result = Result(
        State.MEASURED,
        share(vacant, funded),
        n=known,
        n_expected=len(found.now),
        newest=found.end,
        notes=("Vacant posts may be covered by bank or agency staff: the figure does not show that.",),
        breakdown=_vacancies_table(found.now),
        facts={
            "end": date_words(found.end),
            "before": share(*_vacant(found.before)),
            "vacant": vacant,
            "posts": funded,
        },
    )
    return settled(result, scope.report_date, "workforce")


def _vacancies_table(rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Staff group", "value": "Vacant (%)", "vacant": "Vacant (WTE)", "n": "Funded (WTE)"}
    frame = pd.DataFrame([line for line in by_group(rows, _vacant_of) if line[3]], columns=list(labels))
    return Breakdown(frame, labels)


def _vacant_of(rows: Sequence[Row]) -> tuple[float | None, float, float]:
    vacant, funded = _vacant(rows)
    return share(vacant, funded), vacant, funded


@says
def _vacancies_sentence(result: Result) -> str:
    facts = result.facts
    before = f"; {trimmed(facts['before'], 1)}% a year before" if facts["before"] is not None else ""
    return (
        f"{of(facts['vacant'], facts['posts'])} funded whole-time equivalents had nobody in post on {facts['end']} "
        f"({trimmed(result.value, 1)}%{before}). {FIXED_LABEL}."
    )


def _joiners_judge(frames: Frames, scope: Scope) -> Result:
    found = workforce_of(frames, ROTATING)
    if found is None:
        return unknown(NO_FILE)
    started, kept = totals(known_together(found.now, *JOINERS), *JOINERS)
    if not started:
        return unknown("Nobody is recorded as a new starter: fill starters_12m and starters_retained_12m of workforce.")
    before, before_kept = totals(known_together(found.before, *JOINERS), *JOINERS)
    result = replace(
        proportion(int(kept), int(started), expected=int(totals(found.now, "starters_12m")[0])),
        newest=found.end,
        notes=("Doctors in training are left out.",),
        breakdown=_joiners_table(found.now),
        facts={"end": date_words(found.end), "before": share(before_kept, before)},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "workforce")


def _joiners_table(rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Staff group", "value": "Still there (%)", "n": "Started"}
    frame = pd.DataFrame([line for line in by_group(rows, _joined_of) if line[2]], columns=[*labels, "fewest"])
    return Breakdown(frame, labels, Protects.PEOPLE, count="fewest", hides=("value", "n"), groups_add_up=True)


def _joined_of(rows: Sequence[Row]) -> tuple[float | None, int, int]:
    started, kept = totals(known_together(rows, *JOINERS), *JOINERS)
    return share(kept, started), int(started), fewest(int(kept), int(started - kept))


@says
def _joiners_sentence(result: Result) -> str:
    before = result.facts["before"]
    earlier = f", {trimmed(before, 1)}% a year before" if before is not None else ""
    return (
        f"{of(result.numerator, result.denominator)} people who started in the 12 months to {result.facts['end']} were "
        f"still there at the end ({trimmed(result.value, 1)}%{earlier}). {FIXED_LABEL}."
    )


def _hire_judge(frames: Frames, scope: Scope) -> Result:
    found = workforce_of(frames)
    if found is None:
        return unknown(NO_FILE)
    days = [row[HIRE] for row in known_together(found.now, HIRE)]
    if not days:
        return unknown(f"How long it takes to fill a post is not recorded: fill {HIRE} of workforce.")
    result = Result(
        State.MEASURED,
        median(days),
        n=len(days),
        n_expected=len(found.now),
        newest=found.end,
        notes=("The middle one of the medians of units and staff groups, each counted once: a rough figure.",),
        facts={"end": date_words(found.end), "least": min(days), "most": max(days)},
    )
    return settled(result, scope.report_date, "workforce")


@says
def _hire_sentence(result: Result) -> str:
    facts = result.facts
    least, most = facts["least"], facts["most"]
    assert isinstance(least, int | float)
    assert isinstance(most, int | float)
    return (
        f"From advertisement to start took {count(result.value, 'day')} in the middle of "
        f"{number(result.n)} units and staff groups ({span(least, most)}), {facts['end']}. {FIXED_LABEL}."
    )


def _metric(
    id: str,
    title: str,
    question: str,
    formula: str,
    source: str,
    judge: Callable[[Frames, Scope], Result],
    sentence: Callable[[Result], str],
    columns: tuple[str, ...],
    *,
    unit: str = "%",
    counts: tuple[str, str] = ("unit and staff group", "units and staff groups"),
    direction: Direction = Direction.DECREASE,
    minimum_n: int = 1,
    chart: Chart = Chart.BARS,
) -> Metric:
    return Metric(
        id=id,
        code="O5",
        level=Level.ORGANISATION,
        bullets=("culture_2",),
        title=title,
        question=question,
        formula=formula,
        unit=unit,
        counts=counts,
        direction=direction,
        series=Series.ROLLING,
        source=source,
        minimum_n=minimum_n,
        inputs={
            "workforce": ("period_end", "unit_id", "staff_group", *columns),
            "units": ("unit_id", "parent_unit_id", "unit_level"),
        },
        select=workforce_select,
        judge=judge,
        rows=workforce_rows,
        sentence=sentence,
        known_as="rows give it",
        chart=chart,
        fixed_label=FIXED_LABEL,
    )


O5_VACANCIES = _metric(
    "o5_vacancies",
    "Vacancy rate",
    "How many of our funded posts have nobody in them?",
    "100 × (funded whole-time equivalents − those in post) / funded, at the end of the newest period; below 0 where "
    "more are in post than funded.",
    "StatsWales vacancy method; England uses the same idea (check before relying)",
    _vacancies_judge,
    _vacancies_sentence,
    POSTS,
)
O5_JOINERS = _metric(
    "o5_joiners_kept",
    "New starters still there",
    "Do the people who join us stay?",
    "100 × people who started in the 12 months and were still there at their end / people who started in them, "
    "doctors in training left out. People who started late have had less time to leave.",
    "House measure on ESR figures",
    _joiners_judge,
    _joiners_sentence,
    JOINERS,
    counts=("new starter", "new starters"),
    direction=Direction.INCREASE,
    minimum_n=5,
)
O5_DAYS_TO_HIRE = _metric(
    "o5_days_to_hire",
    "Days to fill a post",
    "How long does it take to fill a post?",
    "Median, over the units and staff groups of the newest period, of their own medians of days from advertisement to "
    "start.",
    "House measure on recruitment records",
    _hire_judge,
    _hire_sentence,
    (HIRE,),
    unit="days",
    chart=Chart.NONE,
)
