"""Figures of single units of the tree: which of them must be hidden because of what their neighbours show.

Each unit is the sum of those below it, so a small one follows from the whole and the others. A unit is looked at
beside its neighbours, with the unit above as their whole; where that one is hidden itself, it gives no whole, and the
unit stands beside the neighbours of the unit above instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qi_eval.disclosure import protect
from qi_eval.metrics.metric import Metric, Protects, Result, Scope
from qi_eval.metrics.tier import tier_of
from qi_eval.store import Store
from qi_eval.views.apart import NOTE, PARTS, hidden_by
from qi_eval.views.kept import Answer, Kept
from qi_eval.views.results import counted
from qi_eval.vocabulary import State

Found = Mapping[str, Result]  # metric id → what it says


def apart_units(store: Store, scope: Scope, metrics: Sequence[Metric]) -> Apart:
    """The units beside the whole trust (`scope`), for these metrics."""
    asked = [metric for metric in metrics if not metric.beside]
    frames = counted(store, asked, scope).frames
    return Apart(store, scope, asked, {metric.id: metric.judge(frames[metric.id], scope) for metric in asked})


@dataclass(frozen=True, eq=False)
class Apart:
    """The units of a store. `scope`: the whole trust; `whole`: what `metrics` say of it, before anything was hidden.
    Nothing of the units is kept: a page that is opened once would push out what others need."""

    store: Store
    scope: Scope
    metrics: Sequence[Metric]
    whole: Found
    _open: dict[str, Found] = field(default_factory=dict)
    _hidden: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    _below: dict[str, list[str]] = field(default_factory=dict)
    _above: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        u = self.store.tables().units.c
        tree = self.store.frame(self.store.tables().units.select().with_only_columns(u.unit_id, u.parent_unit_id))
        named = {unit.lower(): unit for unit in tree["unit_id"]}
        for unit, parent in zip(tree["unit_id"], tree["parent_unit_id"], strict=True):
            over = named.get(str(parent).lower(), "")
            self._above[unit] = over
            self._below.setdefault(over, []).append(unit)

    def open(self, unit: str) -> Found:
        """The figures of a unit and all below it, before anything is hidden."""
        if unit not in self._open:
            scope = replace(self.scope, unit_ids=self.all_below(unit))
            answers: Mapping[Any, Answer] = Kept(self.store, {}, self.store.in_force()).answered(
                dict.fromkeys(metric.select for metric in self.metrics), scope
            )
            judged = {one.id: one.judge(answers[one.select].frames, scope) for one in self.metrics}
            self._open[unit] = judged
        return self._open[unit]

    def shown(self, unit: str) -> Found:
        """The figures of a unit as they may be shown. Of what counts people no table is left: by unit and by period at
        once small groups could be worked out in two directions."""
        hidden, inside = self.hidden(unit), replace(self.scope, unit_ids=self.all_below(unit))
        return {
            id_: Result(State.SUPPRESSED, newest=one.newest, notes=(NOTE,)) if id_ in hidden else _shown(one, inside)
            for id_, one in self.open(unit).items()
        }

    def all_below(self, unit: str) -> tuple[str, ...]:
        """The unit itself first, then all below it."""
        found = [unit]
        for one in found:
            found += [child for child in self._below.get(one, ()) if child not in found]
        return tuple(found)

    def hidden(self, unit: str) -> frozenset[str]:
        """The ids of the metrics that are hidden in a unit, as its neighbours or the whole would tell too much."""
        guarded = [id_ for id_, one in self.whole.items() if one.protects is not Protects.NOBODY]
        return frozenset(id_ for id_ in guarded if any(self._is_hidden(unit, id_, figure) for figure in PARTS))

    def _is_hidden(self, unit: str, id_: str, figure: str) -> bool:
        asked = (unit, id_, figure)
        if asked not in self._hidden:
            whole, units = self._beside(unit, id_, figure)
            found = {one: self.open(one)[id_] for one in units}
            self._hidden[asked] = unit in hidden_by(figure, whole, found, tier_of(self.scope))
        return self._hidden[asked]

    def _beside(self, unit: str, id_: str, figure: str) -> tuple[Result, list[str]]:
        """What is shown of the whole that the unit is a part of, and the units that make it up."""
        over = self._above_of(unit)
        if not over:
            own = self.scope.own.units if self.scope.own else None
            tops = [one for one in self._below.get("", ()) if own is None or one in own]
            # another organisation's unit is no part of ours
            return (self.whole[id_], tops) if unit in tops else (self.open(unit)[id_], [unit])
        mine = self._below[over]
        if not self._is_hidden(over, id_, figure):
            return self.open(over)[id_], mine
        whole, neighbours = self._beside(over, id_, figure)
        return whole, [*(one for one in neighbours if one != over), *mine]

    def _above_of(self, unit: str) -> str:
        """The unit above; "" at the top, and where units stand in a circle."""
        seen, over = {unit}, self._above[unit]
        while over and over not in seen:
            seen.add(over)
            over = self._above[over]
        return "" if over else self._above[unit]


def _shown(result: Result, scope: Scope) -> Result:
    parts = (result, result.breakdown, result.over_time)
    harmless = all(part.protects is Protects.NOBODY for part in parts if part is not None)
    return protect(result if harmless else replace(result, breakdown=None, over_time=None, facts={}), scope)
