"""Every figure as rows for a statistics program: by unit, by period and by group, with what is expected and known.

One select, one judge and one disclosure stand behind a row and behind the page that shows the same figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from numbers import Real
from typing import Any

from qi_eval.metrics.metric import Breakdown, Metric, Protects, Result, Scope
from qi_eval.metrics.own import own_tables
from qi_eval.store import Store
from qi_eval.views.apart_units import apart_units
from qi_eval.views.results import counted
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import State, UnitLevel

COLUMNS = {  # name → what it means, for the codebook
    "metric_id": "The figure; its definition stands in methods.txt under this id.",
    "code": "Its code in the specification; several figures may share one.",
    "title": "Its name on the pages.",
    "unit_id": "The unit that it is counted in; the organisation's own id stands for the whole trust, "
    "which counts what belongs to no division too.",
    "unit_name": "The name of that unit.",
    "part": "headline: the figure on the report date; period: one period of its series; group: one row of its table.",
    "period": "First day of the period, of a survey wave its last, ISO 8601; blank but for part = period.",
    "group": "The group's name; blank but for part = group.",
    "within_group": "What tells rows of one group apart, as status / stage; a number where a name is withheld.",
    "value": "The figure; percentages 0 to 100. Blank: not known, or hidden (see state).",
    "low": "Lower end of the interval that `interval` names.",
    "high": "Upper end of it.",
    "interval": "What low and high are: a 95% interval, or another range, such as what missing answers leave.",
    "numerator": "What was counted, where the figure is a share.",
    "denominator": "Out of what.",
    "n_used": "How many the figure rests on.",
    "n_expected": "How many there should be; blank where nobody can say.",
    "value_unit": "The unit of value; of a group or a period, what its column is called.",
    "series": "How it behaves over time: only a flow may carry a signal.",
    "state": "measured, partial, no_data or suppressed (a small group).",
    "newest_date": "The newest date behind it, ISO 8601.",
    "notes": "What to know, in words.",
}
KEY = ("metric_id", "unit_id", "part", "period", "group", "within_group")  # no two rows share all of these
NUMBERS = ("value", "low", "high", "numerator", "denominator", "n_used", "n_expected")
OF_TABLES = "Groups of fewer than"  # a note on tables, idle where none is told
Line = dict[str, str]


@dataclass(frozen=True)
class Place:
    """A unit and what may be shown of it."""

    id: str
    name: str
    shown: Mapping[str, Result]


def tidy(store: Store, scope: Scope, metrics: Sequence[Metric], *, everywhere: bool = False) -> TableView:
    """The figures in the whole trust and in each of its divisions; `everywhere`: in every unit of the tree, hidden by
    what neighbours show. A unit costs about as much as the whole, as its neighbours must be counted too: every unit is
    for a file that somebody asks for, not for a page."""
    now = counted(store, metrics, scope)
    own = scope.own
    whole = Place(own.org_code if own else "", own.name if own else "Whole trust", now.found)
    apart = apart_units(store, scope, metrics)
    units = _units(store, scope, None if everywhere else UnitLevel.DIVISION)
    parts = [Place(unit, name, apart.shown(unit)) for name, unit in units if unit.lower() != whole.id.lower()]
    lines = [line for metric in metrics for line in _lines(metric, whole, parts)]
    rows = tuple(tuple(line[name] for name in COLUMNS) for line in lines)
    caption = metrics[0].title if len(metrics) == 1 else "All figures"
    return TableView(caption, tuple(COLUMNS), rows, tuple(name in NUMBERS for name in COLUMNS))


def _units(store: Store, scope: Scope, level: UnitLevel | None) -> list[tuple[str, str]]:
    """Name and id of each unit of ours: of one level in the order of their names, of all in the order of their ids."""
    u = own_tables(store.tables(), scope).units
    asked = u.select().with_only_columns(u.c.unit_id, u.c.unit_name)
    units = store.frame(asked if level is None else asked.where(u.c.unit_level == level.value))
    units = units.sort_values("unit_id" if level is None else "unit_name")
    return [(str(name), str(unit)) for unit, name in zip(units["unit_id"], units["unit_name"], strict=True)]


def _lines(metric: Metric, whole: Place, parts: Sequence[Place]) -> Iterable[Line]:
    """The rows of one figure. Below the trust only the headline of what counts people is told: from a table by unit and
    by period small groups could be worked out in two directions."""
    yield from _told(metric, whole, tables=True)
    for part in parts:
        if metric.id in part.shown:  # what sets others side by side is known of the whole trust only
            yield from _told(metric, part, tables=False)


def _told(metric: Metric, place: Place, *, tables: bool) -> Iterable[Line]:
    result = place.shown[metric.id]
    kept = result if tables else replace(result, notes=tuple(n for n in result.notes if not n.startswith(OF_TABLES)))
    yield _line(metric, place, part="headline", **_headline(kept))
    for part, source in (("period", result.over_time), ("group", result.breakdown)):
        if source is not None and (tables or _harmless(source, result)):
            rows = [_row(row, source) for row in source.table.to_dict("records")]
            yield from (_line(metric, place, part=part, **row) for row in _told_apart(rows))


def _told_apart(rows: Sequence[Line]) -> Iterable[Line]:
    """The rows, those that nothing tells apart numbered: names that may not be told can come out alike."""
    keys = [tuple(row[name] for name in KEY if name in row) for row in rows]
    often, seen = Counter(keys), Counter[tuple[str, ...]]()
    for row, key in zip(rows, keys, strict=True):
        seen[key] += 1
        alike = str(seen[key]) if often[key] > 1 else ""
        yield row | {"within_group": " / ".join(filter(None, [row["within_group"], alike]))}


def _harmless(source: Breakdown, result: Result) -> bool:
    return source.protects is Protects.NOBODY and result.protects is Protects.NOBODY


def _headline(result: Result) -> Line:
    figures = {name: _number(getattr(result, name)) for name in ("value", "low", "high", "numerator", "denominator")}
    return figures | {
        "interval": result.bounds_are if result.low is not None else "",
        "n_used": _number(result.n),
        "n_expected": _number(result.n_expected),
        "state": result.state.value,
        "newest_date": result.newest.isoformat() if result.newest else "",
        "notes": " ".join(result.notes),
    }


def _row(row: Mapping[Any, Any], source: Breakdown) -> Line:
    hidden = bool(row.get("hidden", False))
    when = row.get("period")
    counts = {"n_used": row.get("n", row.get(source.count) if source.count else None)}
    figures = {name: _number(row.get(name)) for name in ("value", "low", "high")}
    bounds = source.bounds_are if figures["low"] or figures["high"] else ""
    return figures | {
        "value_unit": source.labels.get("value", ""),
        "period": when.isoformat() if isinstance(when, date) else "",
        "group": str(row.get("label", "")),
        "within_group": " / ".join(str(row[name]) for name in source.apart),
        "n_used": "" if hidden else _number(counts["n_used"]),
        "interval": bounds,
        "state": (State.SUPPRESSED if hidden else State.MEASURED if figures["value"] else State.NO_DATA).value,
    }


def _line(metric: Metric, place: Place, **cells: str) -> Line:
    known = {
        "metric_id": metric.id,
        "code": metric.code,
        "title": metric.title,
        "unit_id": place.id,
        "unit_name": place.name,
        "value_unit": metric.unit,
        "series": metric.series.value,
    }
    return dict.fromkeys(COLUMNS, "") | known | cells


def _number(value: Any) -> str:
    """A number as a program reads it: no comma, no unit, at most ten digits; "" where it is not known."""
    if not isinstance(value, Real) or value != value:
        return ""
    return f"{float(value):.10g}"
