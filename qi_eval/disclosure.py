"""Small numbers, hidden in one place: a Result in, a Result out from which no small group of people can be worked out.

Internal tier (every page): people 1 to 4 hidden, answers of fewer than 11 hidden. Published tier: people 1 to 7 hidden,
the rest to the nearest 5. Settings can only raise a threshold (the survey's down to its floor of 10). Earlier days are
shown rounded too, for the figures of two days could be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype, is_string_dtype

from qi_eval.metrics.judging import MISSING, SMALL
from qi_eval.metrics.metric import IN_TOTAL, Breakdown, Protects, Result, Scope
from qi_eval.metrics.tier import Tier, tier_of
from qi_eval.vocabulary import State

NEAREST = 5  # people; published tier
BANDED_BELOW = 20  # answers; all or none of so few is shown as a band
BAND = 5.0  # %; 0 is shown as 0 to 5, 100 as 95 to 100
PEOPLE_FACT = "people_"  # facts whose name begins so are counts of people
ROUNDED = "An earlier day: people and answers to the nearest 5, for two days could be subtracted."


def protect(result: Result, scope: Scope) -> Result:
    """The result as it may be shown: hidden figures are None, hidden cells None with `hidden` true in their row."""
    if result.state is State.NO_DATA:
        return result
    tier = tier_of(scope)
    wholes = [int(whole) for whole in (result.n, result.numerator, result.denominator) if whole is not None]
    kept = replace(
        result,
        breakdown=result.breakdown and protect_table(result.breakdown, tier, wholes),
        over_time=result.over_time and protect_table(result.over_time, tier, wholes),
    )
    hidden = [table for table in (kept.breakdown, kept.over_time) if table and "hidden" in table.table]
    if result.protects is not Protects.NOBODY:
        kept = _figures(kept, tier)
    if hidden and kept.state is not State.SUPPRESSED:
        kept = replace(kept, notes=(*kept.notes, _groups_note(hidden[0], tier)))
    guarded = any(one.protects is not Protects.NOBODY for one in (result, result.breakdown, result.over_time) if one)
    return replace(kept, notes=(*kept.notes, ROUNDED)) if tier.past and guarded else kept


def _figures(result: Result, tier: Tier) -> Result:
    least = tier.least(result.protects)
    if any(_small(figure, least) for figure in (result.n, result.denominator)):
        return _withheld(result, least, result.protects)
    if _small(result.numerator, tier.people):
        return _banded(result, 1, tier.people - 1, _people_note(tier.people), state=State.SUPPRESSED)
    if _small(others(result), tier.people):
        whole = result.denominator or 0
        note = f"Hidden: all but fewer than {tier.people} people."
        return _banded(result, whole - tier.people + 1, whole - 1, note, state=State.SUPPRESSED)
    if _all_or_none(result):
        return _all_or_none_banded(result, tier)
    kept = replace(result, facts=_facts(result.facts, tier))
    return _rounded(kept) if tier.rounds else kept


def others(result: Result) -> float | None:
    """How many people of the denominator are not in the numerator; None where those are no people told apart: answers,
    or places of a plan."""
    if result.protects is not Protects.PEOPLE or result.numerator is None or result.n != result.denominator:
        return None
    return (result.denominator or 0) - result.numerator


def near(then: Mapping[str, float | None], now: Mapping[str, float | None], least: int) -> bool:
    """Whether two figures of the same thing differ by so few that one less the other is a small group. Both: n,
    numerator, denominator."""
    pairs = [(then.get(name), now.get(name)) for name in ("n", "numerator", "denominator")]
    return any(_small(abs(a - b), least) for a, b in pairs if a is not None and b is not None)


def _small(figure: float | None, least: int) -> bool:
    return figure is not None and 0 < figure < least


def _withheld(result: Result, least: int, protects: Protects) -> Result:
    """Nothing is left but the reason: a table or a fact beside it could give the figure away."""
    note = _people_note(least) if protects is Protects.PEOPLE else f"Hidden: fewer than {least} answers."
    return Result(State.SUPPRESSED, newest=result.newest, notes=(note,), facts=_wiped(result.facts))


def _banded(result: Result, least: float, most: float, note: str, *, state: State) -> Result:
    """The figure as the range that it would have if the numerator were anything from `least` to `most`."""
    answered = result.denominator or 0
    asked = float(result.n_expected or answered) if result.bounds_are == MISSING else answered
    low, high = _percent(least, asked), _percent(most + asked - answered, asked)
    facts = _wiped(result.facts)
    return replace(
        result,
        state=state,
        value=None,
        low=low,
        high=high,
        bounds_are=SMALL,
        numerator=None,
        notes=(note,),
        facts=facts,
        breakdown=None,
        over_time=None,
    )


def _percent(part: float, whole: float) -> float | None:
    return min(100 * part / whole, 100.0) if whole else None


def _all_or_none(result: Result) -> bool:
    """Whether all or none of a small group gave one answer; counts against a plan are no answers."""
    if result.protects is not Protects.SURVEY:
        return False
    few = result.denominator is not None and 0 < result.denominator < BANDED_BELOW
    return few and result.numerator in (0, result.denominator)


def _all_or_none_banded(result: Result, tier: Tier) -> Result:
    whole = result.denominator or 0
    near = BAND / 100 * whole
    least, most = (0.0, near) if result.numerator == 0 else (whole - near, whole)
    note = f"In a group under {BANDED_BELOW}, all or none is not shown exactly."
    return _banded(result, least, most, note, state=result.state)


def _facts(facts: Mapping[str, float | int | str | None], tier: Tier) -> Mapping[str, float | int | str | None]:
    return {name: _fact(figure, tier) if name.startswith(PEOPLE_FACT) else figure for name, figure in facts.items()}


def _fact(figure: float | int | str | None, tier: Tier) -> float | int | str | None:
    if not isinstance(figure, int | float):
        return figure
    if _small(figure, tier.people):
        return f"fewer than {tier.people}"
    return nearest(figure) if tier.rounds else figure


def _wiped(facts: Mapping[str, float | int | str | None]) -> Mapping[str, None]:
    return dict.fromkeys(facts)


def _rounded(result: Result) -> Result:
    """The published tier: people to the nearest 5, shares from the rounded counts, means to one decimal."""
    n, expected = (None if figure is None else int(nearest(figure)) for figure in (result.n, result.n_expected))
    numerator, denominator = (None if f is None else nearest(f) for f in (result.numerator, result.denominator))
    value = result.value
    if value is not None and numerator is not None and denominator:
        value = 100 * numerator / denominator
    elif value is not None:
        value = nearest(value) if value == result.n else round(value, 1)
    low, high = (None if bound is None else round(bound, 1) for bound in (result.low, result.high))
    return replace(
        result, value=value, low=low, high=high, n=n, n_expected=expected, numerator=numerator, denominator=denominator
    )


def nearest(figure: float) -> float:
    """A count of people to the nearest 5; 0 stays 0. HES rounding: 8 → 10, 12 → 10, 13 → 15."""
    return NEAREST * ((figure + NEAREST / 2) // NEAREST)


def protect_table(breakdown: Breakdown, tier: Tier, wholes: Sequence[int] = ()) -> Breakdown:
    """The table with its small groups hidden, and a column `hidden` where there are any. `wholes`: totals that are
    shown beside it; what one of them has more than the rows is a group as well."""
    least = tier.least(breakdown.protects)
    if not least or breakdown.count is None or breakdown.table.empty:
        return breakdown
    if breakdown.grows:
        return protect_table(_spaced(breakdown, least), tier, wholes)
    hidden = _hidden_rows(breakdown, least, wholes)
    hides = tuple(dict.fromkeys((breakdown.count, *breakdown.hides)))
    table = _rounded_table(breakdown, hides) if tier.rounds else breakdown.table
    if any(hidden):
        mask = pd.Series(hidden, index=table.index)
        blanked = {name: _numbers(table[name]).mask(mask) for name in hides}
        table = table.assign(**blanked, hidden=mask)
    return replace(breakdown, table=table, hides=hides)


def _spaced(breakdown: Breakdown, least: int) -> Breakdown:
    """A count so far, without the rows that lie fewer than `least` people below the next one shown."""
    counts = list(breakdown.table[breakdown.count])
    kept: list[int] = []
    for place in reversed(range(len(counts))):
        if not kept or not _small(counts[kept[-1]] - counts[place], least):
            kept.append(place)
    return replace(breakdown, table=breakdown.table.iloc[kept[::-1]].reset_index(drop=True), grows=False)


def _hidden_rows(breakdown: Breakdown, least: int, wholes: Sequence[int]) -> list[bool]:
    counts = [0 if pd.isna(count) else int(count) for count in breakdown.table[breakdown.count]]
    small = [_small(count, least) for count in counts]
    if not breakdown.groups_add_up:
        return small
    everyone = [True] * len(counts)
    inside = list(breakdown.table[IN_TOTAL]) if IN_TOTAL in breakdown.table else everyone
    parts = [count for count, kept in zip(counts, inside, strict=True) if kept]
    rests = {whole - sum(parts) for whole in wholes}
    groups = iter(hidden_groups([*parts, *(rest for rest in rests if _small(rest, least))], least))
    return [next(groups) if kept else few for kept, few in zip(inside, small, strict=True)]


def _rounded_table(breakdown: Breakdown, hides: Sequence[str]) -> pd.DataFrame:
    """Counts to the nearest 5; what was worked out from exact counts keeps one decimal at most."""
    table = breakdown.table
    count = breakdown.count or ""
    rest = {name: _numbers(table[name]) for name in hides if name != count}
    rest = {name: column.round(1) if is_numeric_dtype(column) else column for name, column in rest.items()}
    same = [name for name in rest if (table[name] == table[count]).all()]
    rounded = {name: table[name].map(nearest) for name in (count, *same)}
    return table.assign(**(rest | rounded))


def _numbers(column: pd.Series) -> pd.Series:
    """A column that can hold unknown numbers; one of words, such as who fares worst, as it is."""
    return column if is_string_dtype(column) else column.astype(float)


def hidden_groups(counts: Sequence[int], least: int) -> list[bool]:
    """Which groups to hide so that none below `least` can be worked out from the others and their shown total.

    Hidden are all small groups, and the next smallest (with all that equal it) until two different sizes and at least
    `least` people are hidden. One equation holds of the hidden ones, their sum, so none of two or more lies in the row
    space of what is shown (Cox 1980, Suppression methodology and statistical disclosure control, JASA 75:377); and any
    two of different size could change places, and the page would look the same, whoever knows the rule. Where every
    group with people in it is hidden, the empty ones are hidden too, for what is left could tell."""
    people = np.asarray(counts, dtype=np.int64)
    sizes, times = np.unique(people[people > 0], return_counts=True)
    small = int((sizes < least).sum())
    if not small:
        return [False] * len(counts)
    enough = (np.cumsum(sizes * times) >= least) & (np.arange(len(sizes)) >= max(small - 1, 1))
    last = int(enough.argmax()) if enough.any() else len(sizes) - 1
    hidden = (people > 0) & (people <= sizes[last])
    return [True] * len(counts) if last == len(sizes) - 1 else [bool(one) for one in hidden]


def marker(breakdown: Breakdown, scope: Scope) -> str:
    """What a page prints in a hidden cell. Where groups add up, it does not say which are the small ones."""
    if breakdown.groups_add_up or breakdown.protects is not Protects.PEOPLE:
        return "hidden"
    return "*" if tier_of(scope).published else f"fewer than {tier_of(scope).people}"


def _people_note(least: int) -> str:
    return f"Hidden: fewer than {least} people."


def _groups_note(breakdown: Breakdown, tier: Tier) -> str:
    whom = "people" if breakdown.protects is Protects.PEOPLE else "answers"
    note = f"Groups of fewer than {tier.least(breakdown.protects)} {whom} are hidden"
    return f"{note}, and others with them so that none can be worked out." if breakdown.groups_add_up else f"{note}."
