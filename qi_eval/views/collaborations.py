"""What can be looked at across organisations or units: every bundle, and every measure that several units keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qi_eval.metrics.metric import Frames, Scope, Selects, Tables
from qi_eval.metrics.own import whole_tables
from qi_eval.narrative import count
from qi_eval.store import Store
from qi_eval.views.choices import told_apart
from qi_eval.views.kept import kept, latest
from qi_eval.views.measured import Measured, measured
from qi_eval.views.units import parents_of, select_parents, wholes
from qi_eval.vocabulary import BundleRole


@dataclass(frozen=True)
class Collaboration:
    """A bundle, or a measure of several units. `ids`: name of a measure → the ids under which units keep it; `wholes`,
    `elements`, `others`: those names by their part in the bundle; `units`: how many keep any of it."""

    id: str
    label: str
    bundle: bool
    ids: Mapping[str, tuple[str, ...]]
    wholes: tuple[str, ...]
    elements: tuple[str, ...]
    others: tuple[str, ...]
    units: int

    @property
    def measures(self) -> list[str]:
        """The ids of all its measures."""
        return [id_ for own in self.ids.values() for id_ in own]

    @property
    def called(self) -> str:
        """What it is and its code: bundle SKIN3."""
        return self.id.replace(":", " ", 1)


@dataclass(frozen=True, eq=False)
class Collaborations:
    """`every`: bundles of several units first, then measures, then bundles of one unit; those of most units first."""

    every: tuple[Collaboration, ...]

    @cached_property
    def by_id(self) -> dict[str, Collaboration]:
        """By their id in lower case."""
        return {one.id.lower(): one for one in self.every}

    @cached_property
    def choices(self) -> dict[str, str]:
        """Id → name of all of them, with how many units keep it; the code only where names are alike."""
        labels = told_apart({one.called: one.label for one in self.every})
        return {one.id: f"{labels[one.called]} ({count(one.units, 'unit')})" for one in self.every}


def collaborations(store: Store, scope: Scope) -> Collaborations:
    """All that can be looked at side by side. `scope` narrows nothing: a collaborative is not ours alone."""
    answer, keeping = kept(store).answered([_asked], scope)[_asked].same, measured(store)
    return latest(store, __name__, (answer, keeping), lambda: Collaborations(_found(answer.frames, keeping)))


def choices(store: Store, scope: Scope) -> dict[str, str]:
    """What a list of them offers."""
    return collaborations(store, scope).choices


def _asked(tables: Tables, scope: Scope) -> Selects:
    """All measures, and how units belong together."""
    t = whole_tables(tables)
    m = t.measures.c
    columns = (m.measure_id, m.measure_name, m.bundle_id, m.bundle_role)
    return {
        "measures": t.measures.select().with_only_columns(*columns).order_by(m.measure_id),
        "parents": select_parents(t),
    }


def _found(frames: Frames, keeping: Measured) -> tuple[Collaboration, ...]:
    above = parents_of(frames["parents"])
    units = {id_: own - wholes(own, above) for id_, own in keeping.units.items()}
    bundles: dict[str, list[tuple[str, str, str]]] = {}
    for id_, name, bundle, role in frames["measures"].fillna("").itertuples(index=False):
        if bundle or len(units.get(id_, ())) > 1:
            bundles.setdefault(bundle.upper(), []).append((str(id_), str(name), str(role)))
    single = [_measure(id_, name, units) for id_, name, _ in bundles.pop("", [])]
    found = [_bundle(bundle, own, units) for bundle, own in bundles.items()]
    by_size = sorted([*found, *single], key=lambda one: (one.units < 2, not one.bundle, -one.units, one.label.lower()))
    return tuple(by_size)


def _bundle(bundle: str, rows: list[tuple[str, str, str]], units: Mapping[str, frozenset[str]]) -> Collaboration:
    roles: dict[str, Counter[str]] = {}
    ids: dict[str, tuple[str, ...]] = {}
    for id_, name, role in rows:
        roles.setdefault(name, Counter())[role] += 1
        ids[name] = (*ids.get(name, ()), id_)
    main = {name: seen.most_common(1)[0][0] for name, seen in roles.items()}
    wholes = tuple(name for name, role in main.items() if role == BundleRole.ALL_OR_NONE)
    elements = tuple(name for name, role in main.items() if role == BundleRole.ELEMENT)
    others = tuple(name for name in main if name not in (*wholes, *elements))
    keep = frozenset().union(*(units.get(id_, frozenset()) for id_, *_ in rows))
    label = wholes[0] if wholes else bundle
    return Collaboration(f"bundle:{bundle}", label, True, ids, wholes, elements, others, len(keep))


def _measure(id_: str, name: str, units: Mapping[str, frozenset[str]]) -> Collaboration:
    own = units.get(id_, frozenset())
    return Collaboration(f"measure:{id_}", name, False, {name: (id_,)}, (), (), (name,), len(own))
