"""O3 leaver rate and O4 stability index: do staff stay? Trust-wide, many causes.

In: workforce, units. Out: the rate of the newest twelve months beside that of the twelve before; never a chart of the
rolling sums, which would show runs where nothing has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from qi_eval.metrics.engagement import FIXED_LABEL
from qi_eval.metrics.judging import proportion, says, settled, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, unknown
from qi_eval.metrics.periods import Row
from qi_eval.metrics.workforce import (
    NO_FILE,
    ROTATING,
    by_group,
    by_unit,
    fewest,
    known_together,
    totals,
    workforce_of,
    workforce_rows,
    workforce_select,
)
from qi_eval.narrative import date_words, of, trimmed
from qi_eval.vocabulary import Direction, Level, Series

FEWEST_BASE = 20  # average headcount; below it a rate says nothing (domain O3)
LEFT = ("leavers_12m", "headcount_start_12m", "headcount_end")
STAYED = ("stayers_12m", "headcount_start_12m")
BREAKS = "career_breaks"  # setting: whether the file counts career breaks as leaving
BREAKS_SAID = {
    "counted": "Career breaks count as leaving.",
    "left_out": "Career breaks do not count as leaving.",
}
NOT_SAID = "Whether career breaks count as leaving is not stated in the settings."
WITHOUT = "Doctors in training are left out (they move on by design), and bank and honorary staff are not in the file."


def _left(rows: Sequence[Row]) -> tuple[float, float]:
    """Leavers, and the average headcount of the rows that give all three figures."""
    left, start, end = totals(known_together(rows, *LEFT), *LEFT)
    return left, (start + end) / 2


def _leavers_judge(frames: Frames, scope: Scope) -> Result:
    found = workforce_of(frames, ROTATING)
    if found is None:
        return unknown(NO_FILE)
    left, base = _left(found.now)
    if base < FEWEST_BASE:
        return unknown(f"The leavers of fewer than {FEWEST_BASE} staff are not turned into a rate (workforce).")
    before, before_base = _left(found.before)
    result = replace(
        proportion(int(left), round(base)),
        value=share(left, base),
        low=None,
        high=None,
        denominator=base,
        n=int(totals(known_together(found.now, *LEFT), "headcount_end")[0]),
        n_expected=int(totals(found.now, "headcount_end")[0]),
        newest=found.end,
        notes=(WITHOUT, BREAKS_SAID.get(scope.settings.get(BREAKS, ""), NOT_SAID)),
        breakdown=_leavers_table(found.now),
        facts={
            "end": date_words(found.end),
            "before": share(before, before_base) if before_base >= FEWEST_BASE else None,
            "before_end": date_words(found.before_end) if found.before_end else None,
            "voluntary": _voluntary(found.now),
        },
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "workforce")


def _voluntary(rows: Sequence[Row]) -> float | None:
    known = known_together(rows, "leavers_voluntary_12m", *LEFT)
    _, base = _left(known)
    return share(totals(known, "leavers_voluntary_12m")[0], base) if base >= FEWEST_BASE else None


def _leavers_table(rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Staff group", "value": "Left in a year (%)", "leavers": "Leavers", "n": "Average headcount"}
    table = [line for line in by_group(rows, _leavers_of) if line[3]]
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="leavers", hides=("value",), groups_add_up=True)


def _leavers_of(rows: Sequence[Row]) -> tuple[float | None, int, float]:
    left, base = _left(rows)
    return (share(left, base) if base >= FEWEST_BASE else None), int(left), base


@says
def _leavers_sentence(result: Result) -> str:
    facts = result.facts
    before = f"; {_one(facts['before'])} in the 12 months to {facts['before_end']}" if facts["before"] else ""
    own = f" {_one(facts['voluntary'])} left of their own wish." if facts["voluntary"] is not None else ""
    return f"{_one(result.value)} left in the 12 months to {facts['end']}{before}.{own} {FIXED_LABEL}."


def _one(value: Any) -> str:
    """A rate with one decimal: whole numbers would hide what moves here."""
    return f"{trimmed(value, 1)}%"


O3_LEAVERS = Metric(
    id="o3_leavers",
    code="O3",
    level=Level.ORGANISATION,
    bullets=("culture_2",),
    title="Leaver rate",
    question="How many of our staff leave the trust in a year?",
    formula="100 × leavers of the 12 months / ((headcount at their start + headcount at their end) / 2), doctors in "
    "training left out. Leaving the trust, not leaving the NHS. Two periods that do not overlap stand side by side; "
    "rolling sums are not charted, since each shares eleven months with the next.",
    unit="%",
    counts=("member of staff on average", "staff on average"),
    direction=Direction.DECREASE,
    series=Series.ROLLING,
    source="Nuffield Trust on NHS Digital workforce statistics (headcount); ESR",
    minimum_n=FEWEST_BASE,
    inputs={
        "workforce": ("period_end", "unit_id", "staff_group", *LEFT, "leavers_voluntary_12m"),
        "units": ("unit_id", "parent_unit_id", "unit_level"),
    },
    select=workforce_select,
    judge=_leavers_judge,
    rows=workforce_rows,
    sentence=_leavers_sentence,
    known_as="have all three figures",
    chart=Chart.DOTS,
    fixed_label=FIXED_LABEL,
)


def _stability_judge(frames: Frames, scope: Scope) -> Result:
    found = workforce_of(frames, ROTATING)
    if found is None:
        return unknown(NO_FILE)
    stayed, start = totals(known_together(found.now, *STAYED), *STAYED)
    if not start:
        return unknown("How many stayed is not recorded: fill stayers_12m and headcount_start_12m of workforce.")
    before, before_start = totals(known_together(found.before, *STAYED), *STAYED)
    result = replace(
        proportion(int(stayed), int(start), expected=int(totals(found.now, "headcount_start_12m")[0])),
        newest=found.end,
        notes=("Doctors in training are left out.",),
        breakdown=_stability_table(found.now),
        facts={
            "end": date_words(found.end),
            "before": share(before, before_start),
            "before_end": date_words(found.before_end) if found.before_end else None,
        },
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "workforce")


def _stability_table(rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Unit", "value": "Still there (%)", "low": "From (%)", "high": "To (%)", "n": "At the start"}
    table = [line for line in by_unit(rows, _stayed_of) if line[4]]
    frame = pd.DataFrame(table, columns=[*labels, "fewest"])
    hides = ("value", "low", "high", "n")
    return Breakdown(frame, labels, Protects.PEOPLE, count="fewest", hides=hides, groups_add_up=True)


def _stayed_of(rows: Sequence[Row]) -> tuple[float | None, float | None, float | None, int, int]:
    stayed, start = totals(known_together(rows, *STAYED), *STAYED)
    return share(stayed, start), *wilson(stayed, int(start)), int(start), fewest(int(stayed), int(start - stayed))


@says
def _stability_sentence(result: Result) -> str:
    facts = result.facts
    before = f" ({_one(facts['before'])} a year before)" if facts["before"] is not None else ""
    return (
        f"{of(result.numerator, result.denominator)} staff were still there after 12 months, on {facts['end']}: "
        f"{_one(result.value)}{before}. {FIXED_LABEL}."
    )


O4_STABILITY = Metric(
    id="o4_stability",
    code="O4",
    level=Level.ORGANISATION,
    bullets=("culture_2",),
    title="Stability index",
    question="How many of the staff of a year ago are still here?",
    formula="100 × staff employed at the start of the 12 months and still there at their end / staff employed at the "
    "start, doctors in training left out. It is not 100 less the leaver rate: people who join and leave within the "
    "year would break that.",
    unit="%",
    counts=("member of staff a year ago", "staff a year ago"),
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    source="NHS Digital stability index (answer to Parliamentary Question 112582)",
    minimum_n=5,
    inputs={
        "workforce": ("period_end", "unit_id", "staff_group", *STAYED),
        "units": ("unit_id", "parent_unit_id", "unit_level"),
    },
    select=workforce_select,
    judge=_stability_judge,
    rows=workforce_rows,
    sentence=_stability_sentence,
    known_as="have both figures",
    chart=Chart.DOTS,
    fixed_label=FIXED_LABEL,
)
