"""An attack on everything that a store shows of people: it subtracts units, rows of tables and totals from one another.

It knows the rule, the tree of units, and which units have nobody of their own. It takes what every unit shows of every
figure, links figures that count the same people, and asks for each group below the threshold whether it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from qi_eval.disclosure import others
from qi_eval.metrics.metric import IN_TOTAL, Breakdown, Protects, Result
from qi_eval.metrics.tier import Tier
from qi_eval.vocabulary import State
from tests.disclosure.linear import follows

WHOLE = "the trust"
FIGURES = ("n", "numerator", "denominator", "others", "n_expected")
Found = Mapping[str, Result]  # metric id → result


@dataclass
class Loot:
    """What was attacked, and what was found out: (what, where, how many people)."""

    tables: int = 0
    cells: int = 0
    hidden: int = 0
    uneven: int = 0  # figures whose units do not add up to the trust
    found: list[tuple[str, str, int]] = field(default_factory=list)

    def __add__(self, other: Loot) -> Loot:
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("tables", "cells", "hidden", "uneven"))
        return Loot(*(a + b for a, b in pairs), found=self.found + other.found)


def of_units(open_: Mapping[str, Found], shown: Mapping[str, Found], tree: Mapping[str, str], tier: Tier) -> Loot:
    """Attacks the headlines. `open_`, `shown`: unit (and WHOLE) → what is true, and what the pages and the command
    say; `tree`: unit → the one above, "" at the top."""
    loot, places, by_truth = Loot(), [WHOLE, *tree], defaultdict(list)
    for id_, whole in open_[WHOLE].items():
        if whole.protects is not Protects.NOBODY:
            for figure in FIGURES:
                truth = tuple(_count(open_[place][id_], figure) for place in places)
                by_truth[truth].append(
                    (id_, figure, tier.least(whole.protects) if figure in "n denominator" else tier.people)
                )
    for truth, same in by_truth.items():
        if any(truth):
            known = {place for place in places for id_, figure, _ in same if _told(shown[place][id_], figure)}
            known |= set(_told_by_tables(shown[WHOLE], dict(zip(places, truth, strict=True))))
            loot += _attacked(
                places, truth, known, tree, min(least for *_, least in same), f"{same[0][0]} {same[0][1]}"
            )
    return loot


def _attacked(
    places: Sequence[str], truth: Sequence[int], known: set[str], tree: Mapping[str, str], least: int, what: str
) -> Loot:
    """One count in all units. The unknowns are the people who belong to a unit itself and to none below it."""
    below = np.array([[_lies_in(unit, place, tree) for unit in places] for place in places], dtype=float)
    own = np.linalg.solve(below, np.array(truth, dtype=float))
    if (own < -0.5).any():
        return Loot(uneven=1)
    nobody = np.eye(len(places))[np.abs(own) < 0.5]
    shown = np.vstack([below[[place in known for place in places]], nobody])
    asked = np.vstack([below, np.eye(len(places))])
    sizes = np.concatenate([np.array(truth), own]).round().astype(int)
    names = [*places, *(f"only {place}" for place in places)]
    small = (sizes > 0) & (sizes < least)
    out = follows(shown, asked) & small
    found = [(what, name, int(size)) for name, size, got in zip(names, sizes, out, strict=True) if got]
    return Loot(1, int(shown.shape[0]), len(places) - len(known), found=found)


def _lies_in(unit: str, place: str, tree: Mapping[str, str]) -> bool:
    while unit not in ("", place):
        unit = "" if unit == WHOLE else tree[unit] or WHOLE
    return unit == place


def _told(result: Result, figure: str) -> bool:
    if result.state is State.SUPPRESSED and figure in ("numerator", "others"):
        return False
    if figure == "others":
        return result.n is not None and result.numerator is not None
    return getattr(result, figure) is not None or result.state is State.NO_DATA


def _count(result: Result, figure: str) -> int:
    known = others(result) if figure == "others" else getattr(result, figure)
    return int(known) if known is not None and result.state is not State.NO_DATA else 0


def _told_by_tables(shown: Found, truth: Mapping[str, int]) -> Iterator[str]:
    """The units that a table by unit tells, where its rows are the same count."""
    units = {f"Unit {place}": count for place, count in truth.items()}
    for result in shown.values():
        table = result.breakdown
        if table is not None and table.count and table.protects is not Protects.NOBODY:
            rows = dict(zip(table.table["label"], table.table[table.count], strict=True))
            named = {label: row for label, row in rows.items() if label in units and not pd.isna(row)}
            if len(named) > 1 and all(row == units[label] for label, row in named.items()):
                yield from (label.removeprefix("Unit ") for label in named)


def of_tables(id_: str, open_: Result, shown: Result, tier: Tier) -> Loot:
    """Attacks the tables of one figure, with the totals beside them."""
    loot = Loot()
    for true, told in ((open_.breakdown, shown.breakdown), (open_.over_time, shown.over_time)):
        if true is not None and told is not None and true.protects is not Protects.NOBODY and true.count:
            totals = [f for f in (open_.n, open_.numerator, open_.denominator) if f is not None]
            loot += _of_table(id_, true, told, [int(f) for f in totals], tier.least(true.protects))
    return loot


def _of_table(id_: str, true: Breakdown, told: Breakdown, totals: Sequence[int], least: int) -> Loot:
    count, labels = str(true.count), true.table.iloc[:, 0].astype(str)
    counts = true.table[count].fillna(0).to_numpy(dtype=int)
    known = set(told.table.iloc[:, 0].astype(str)[told.table[count].notna().to_numpy()]) if len(told.table) else set()
    seen = labels.isin(known).to_numpy()
    if true.grows:  # the groups are what came with each row
        counts = np.diff(counts, prepend=0)
    inside = true.table[IN_TOTAL].to_numpy() if IN_TOTAL in true.table else np.ones(len(counts), dtype=bool)
    parts = counts[inside].sum()
    rest = min((total - parts for total in totals if total >= parts), default=0) if true.groups_add_up else 0
    each = np.eye(len(counts) + 1)
    sums = np.tril(np.ones_like(each)) if true.grows else each
    whole = [np.append(inside, True).astype(float)] if true.groups_add_up else []
    shown = np.vstack([sums[:-1][seen], *whole, *([each[-1:]] if not rest else [])])
    sizes = np.append(counts, rest)
    out = follows(shown, each) & (sizes > 0) & (sizes < least)
    names = [*labels, "the rest"]
    found = [(f"{id_} {count}", name, int(size)) for name, size, got in zip(names, sizes, out, strict=True) if got]
    return Loot(1, len(counts), int((~seen).sum()), found=found)
