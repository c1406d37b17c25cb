"""A collaborative: one bundle, or one measure, in many organisations or units side by side.

Unlike the trust's own pages it counts every organisation that the store holds. In: measures, measurements, units. Out:
small charts a unit, a funnel, all-or-none beside its elements, and what is missing, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import count, listed, number
from qi_eval.store import Store
from qi_eval.views.bundle_table import bundle_table
from qi_eval.views.by_unit import SideBySide, alike, side_by_side
from qi_eval.views.collaborations import Collaboration, collaborations
from qi_eval.views.funnel_view import FEWEST, FunnelView, cross_section
from qi_eval.views.series import measures_of
from qi_eval.views.subjects import Subject, subjects
from qi_eval.views.tables import TableView
from qi_eval.views.units import by_name, parents, unit_names, wholes
from qi_eval.vocabulary import ValueType

A_PAGE = 12  # units side by side on one page
NAMED = 6  # units named in a remark; the rest are counted
Units = Sequence[Subject]


@dataclass(frozen=True, eq=False)
class CollaborativeView:
    """What the page shows of one bundle or measure. `parts`: the names of its measures, all-or-none first, `part` the
    one drawn; `beside`: its units, page `page` of `pages`, None where none may be shown; `funnel`: where one can be
    drawn."""

    id: str
    title: str
    lead: str
    parts: tuple[str, ...]
    part: str
    beside: SideBySide | None
    told: str
    page: int
    pages: int
    funnel: FunnelView | None
    table: TableView | None
    table_told: str
    missing: tuple[str, ...]


def collaborative(store: Store, scope: Scope, asked: str, part: str = "", page: str = "1") -> CollaborativeView | None:
    """The view of a bundle ("bundle:SEP6") or measure ("measure:M1"); None where there is none of that id."""
    found = collaborations(store, scope).by_id.get(asked.lower())
    if found is None:
        return None
    measures = measures_of(store, found.measures)
    charts = subjects(store, measures, scope).charts
    named = _by_name(found, charts, parents(store))
    parts = tuple(named)
    chosen = part if part in named else (parts[0] if parts else "")
    names = _names(store, charts)
    every = _ordered(named.get(chosen, ()), names)
    seen, hidden = _without_few(every, tier_of(scope).people)
    at, pages = _page(page, len(seen))
    beside = side_by_side(seen, names, scope, first=A_PAGE * (at - 1), most=A_PAGE) if seen else None
    funnel = cross_section(seen, names) if len(seen) >= FEWEST else None
    whole = chosen if chosen in found.wholes else (found.wholes[0] if found.wholes else "")
    elements = {name: units for name, units in named.items() if name in found.elements}
    table = bundle_table(whole, named.get(whole, ()), elements, names, scope) if found.bundle else None
    return CollaborativeView(
        id=found.id,
        title=found.label,
        lead=_lead(found, seen, chosen, beside.told if beside else ""),
        parts=parts,
        part=chosen,
        beside=beside,
        told=_side_words(at, pages),
        page=at,
        pages=pages,
        funnel=funnel,
        table=table.view if table else None,
        table_told=table.told if table else "",
        missing=(*_missing(found, named, every, seen, names, funnel is not None), *hidden),
    )


def _by_name(
    found: Collaboration, charts: Mapping[str, Mapping[str, Subject]], above: Mapping[str, str]
) -> dict[str, list[Subject]]:
    """Name of a measure → its charts in all units, but for a whole among its parts: organisations may keep the same
    measure under ids of their own."""
    named: dict[str, list[Subject]] = {}
    for name in (*found.wholes, *found.elements, *found.others):
        mine = [chart for id_ in found.ids[name] for chart in charts.get(id_, {}).values() if chart.known.any()]
        whole = wholes({chart.unit_id for chart in mine}, above)
        if kept := [chart for chart in mine if chart.unit_id not in whole]:
            named[name] = kept
    return named


def _names(store: Store, charts: Mapping[str, Mapping[str, Subject]]) -> dict[str, str]:
    ids = {unit for own in charts.values() for unit in own}
    table = store.tables().units
    return unit_names(store.frame(table.select().where(among(table.c.unit_id, ids))))


def _ordered(units: Units, names: Mapping[str, str]) -> list[Subject]:
    """In the order of their names: no ranking; all with one number of decimals."""
    ordered = sorted(units, key=lambda one: (by_name(names.get(one.unit_id, one.unit_id)), one.measure.id))
    return alike(ordered)


def _without_few(units: Units, least: int) -> tuple[list[Subject], tuple[str, ...]]:
    """The units without the points of a share that few people stand behind, and how many those are."""
    kept, lost = [], 0
    for one in units:
        few = one.known & (one.below > 0) & (one.below < least) & (one.measure.value_type is ValueType.PROPORTION)
        lost += int(few.sum())
        kept.append(replace(one, y=np.where(few, np.nan, one.y)) if few.any() else one)
    shown = [one for one in kept if one.known.any()]
    said = f"{count(lost, 'point')} of fewer than {least} cases left out: they could tell of single people."
    gone = len(units) - len(shown)
    all_ = f" {count(gone, 'unit')} had no others." if gone else ""
    return shown, (f"{said}{all_}",) if lost else ()


def _page(asked: str, units: int) -> tuple[int, int]:
    """The page that is asked for, and how many there are."""
    pages = max(-(-units // A_PAGE), 1)
    return (min(max(int(asked), 1), pages) if asked.isdecimal() else 1), pages


def _lead(found: Collaboration, seen: Units, part: str, told: str) -> str:
    if not seen:
        return f"No unit has values for {found.label} yet that may be shown."
    where = count(len({one.unit_id for one in seen}), "unit")
    if len(seen) == 1:
        return f"{part}: one unit sends values, so there is nothing to set side by side yet."
    return f"“{part}” is counted in {where}. {told}"


def _side_words(page: int, pages: int) -> str:
    return "One scale for all." if pages == 1 else f"Page {page} of {pages}; one scale for the units of a page."


def _missing(
    found: Collaboration,
    named: Mapping[str, Units],
    every: Units,
    seen: Units,
    names: Mapping[str, str],
    funnel: bool,
) -> list[str]:
    """What the page cannot show, and why."""
    said = []
    if found.bundle and not found.wholes:
        said.append("No all-or-none measure: it can never be worked out from the elements, only bounded by them.")
    if found.bundle and not found.elements:
        said.append("No measure of an element: what is behind all-or-none cannot be seen.")
    said += [_silent(name, names_of, every, names) for name, names_of in _units_of(named).items()]
    if seen and not funnel:
        said.append(_no_funnel(seen))
    late = _late(seen)
    if late:
        said.append(f"No value in the newest period from {_few([names.get(unit, unit) for unit in late])}.")
    return [one for one in said if one]


def _units_of(named: Mapping[str, Units]) -> dict[str, set[str]]:
    return {name: {one.unit_id for one in units} for name, units in named.items()}


def _silent(name: str, units: set[str], every: Units, names: Mapping[str, str]) -> str:
    """The units of the part drawn that send nothing for another part."""
    gone = sorted({one.unit_id for one in every} - units)
    return f"{name}: nothing from {_few([names.get(unit, unit) for unit in gone])}." if gone else ""


def _no_funnel(seen: Units) -> str:
    measure = seen[0].measure
    if measure.value_type is not ValueType.PROPORTION:
        return "No funnel plot: it needs counts out of cases, and this is no share."
    return f"No funnel plot: it needs {FEWEST} units with counts, numerator and denominator, in the latest year."


def _late(seen: Units) -> list[str]:
    """The units whose newest value is more than one interval and a half older than the newest of all."""
    newest = {one.unit_id: one.newest[0] for one in seen if one.newest}
    if not newest:
        return []
    last, days = max(newest.values()), seen[0].measure.frequency.days
    return sorted(unit for unit, day in newest.items() if (last - day).days > 1.5 * days)


def _few(words: Sequence[str]) -> str:
    more = len(words) - NAMED
    return listed([*words[:NAMED], f"{number(more)} more"]) if more > 0 else listed(words)
