"""Nobody is found out by subtracting what pages, files and the command show of different units, groups and days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from qi_eval.disclosure import ROUNDED, protect
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Metric, Protects
from qi_eval.metrics.tier import tier_of
from qi_eval.store import Store
from qi_eval.store.past import PastStore
from qi_eval.views.apart_units import Apart, apart_units
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from tests.disclosure.attack import WHOLE, Loot, of_tables, of_units
from tests.disclosure.surveys import TODAY, TREE, files, ground_of
from tests.metrics.ground import Ground

FEW = ("o6_trained", "p1_staff", "o6_attendance", "o9_managers_coach", "p4_habits")  # for the short run


def units_of(store: Store, asked: Sequence[Metric]) -> Apart:
    """All units, for the figures that count people or answers."""
    found = results(store, asked, scope_of(store, today=TODAY))
    guarded = [m for m in asked if not m.beside and found[m.id].protects is not Protects.NOBODY]
    return apart_units(store, scope_of(store, today=TODAY), guarded)


def attacked(store: Store, asked: Sequence[Metric] = METRICS) -> tuple[Loot, Loot]:
    """What follows from the figures of all units and from the tables of the trust; and what would follow if each unit
    were looked at for itself."""
    apart = units_of(store, asked)
    tier, scope = tier_of(apart.scope), apart.scope
    open_ = {WHOLE: apart.whole} | {unit: apart.open(unit) for unit in TREE}
    alone = {place: {id_: protect(one, scope) for id_, one in found.items()} for place, found in open_.items()}
    shown = {WHOLE: alone[WHOLE]} | {unit: apart.shown(unit) for unit in TREE}
    tables = [of_tables(id_, one, alone[WHOLE][id_], tier) for id_, one in apart.whole.items()]
    safe, unsafe = (of_units(open_, said, TREE, tier) for said in (shown, alone))
    return reduce(add, tables, safe), unsafe


def survey(seed: int, folder: Path) -> Ground:
    folder.mkdir()
    return ground_of(folder, files(seed))


SHORT = ([5], [BY_ID[id_] for id_ in FEW], 10)
WHOLE_RUN = (range(30), METRICS, 50)


@pytest.mark.parametrize(("seeds", "asked", "tables"), [SHORT, pytest.param(*WHOLE_RUN, marks=pytest.mark.drill)])
def test_no_group_is_found_out(seeds: Sequence[int], asked: Sequence[Metric], tables: int, tmp_path: Path) -> None:
    safe, unsafe = Loot(), Loot()
    for seed in seeds:
        with survey(seed, tmp_path / str(seed)).store as store:
            found, alone = attacked(store, asked)
            safe, unsafe = safe + found, unsafe + alone
    print(f"{safe}; without a look at the neighbours: {len(unsafe.found)} found out")
    assert safe.found == []
    assert len(unsafe.found) > len(seeds)  # the attack is no empty one
    assert safe.tables > tables * len(seeds)
    assert safe.uneven < safe.tables / 10


def test_one_reply_more_is_not_found_out_from_two_days(tmp_path: Path) -> None:
    rows = files(3)["training"]
    ground = ground_of(tmp_path, {"units": files(3)["units"], "training": rows[:51]})
    with ground.store as store:
        before = store.version()
        ground.waiting = {"training": rows[51:52]}
        after = ground.loaded().version()
        asked = [BY_ID[id_] for id_ in FEW[:3]]
        for metric in asked:
            days = [PastStore(store, seq) for seq in (before, after)]
            told = [results(day, [metric], scope_of(day, today=TODAY))[metric.id] for day in days]
            assert all(one.n and ROUNDED in one.notes for one in told)
            counts = [count for one in told for count in (one.n, one.numerator, one.denominator)]
            assert all(count is None or count % 5 == 0 for count in counts), metric.id
            open_ = results(store, [metric], scope_of(store, today=TODAY))[metric.id]
            assert open_.n is not None
            assert any(count % 5 for count in (open_.n, open_.numerator or 0))
