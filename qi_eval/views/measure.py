"""One measure in one unit: its run chart, what the programme's rule says of it, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.charts.changes import Change, numbered
from qi_eval.charts.run_chart import Figure, Line, run_chart
from qi_eval.charts.theme import DARK, LIGHT, plain
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.baseline import Baseline, baseline_of, changes_of
from qi_eval.views.finding import Finding, finding
from qi_eval.views.reading import Reading, read
from qi_eval.views.series import Measure, hover, measures_of, values_of, with_gaps
from qi_eval.views.tables import TableView
from qi_eval.views.units import unit_names
from qi_eval.vocabulary import Method, Variation


@dataclass(frozen=True)
class MeasureView:
    """What the run charts page shows. `title` is the finding with its date, never a cause; `figures` are the chart for
    a light and a dark page (None where there is no value yet), `alt` the same in words."""

    id: str
    unit_id: str
    units: tuple[tuple[str, str], ...]  # (id, name) of the units with values, the shown one among them
    context: str
    project_id: str
    title: str
    reading: Reading
    figures: tuple[Figure, Figure] | None
    alt: str
    changes: tuple[tuple[str, str], ...]  # day and name of each test of change and event
    numbered: tuple[tuple[str, str], ...]  # of the lines that carry a number on the chart; () where names fit
    table: TableView
    facts: tuple[tuple[str, str], ...]
    rule: Method
    counted: bool  # False: read by another rule than the programme's


def measure_view(store: Store, scope: Scope, measure_id: str, unit_id: str = "", rule: str = "") -> MeasureView | None:
    """The view of a measure; None where no measure has this id. `unit_id` empty: the unit with most values; `rule`
    another than the programme's is a preview that counts nowhere."""
    found = measures_of(store, [measure_id])
    if not found:
        return None
    measure, method = found[0], Method(rule) if rule else scope.method
    values = values_of(store, [measure], scope)
    unit = _unit(values, unit_id)
    points = values[values["unit_id"] == unit].reset_index(drop=True)
    names = _names(store, measure, tuple(values["unit_id"].unique()))
    changes = changes_of(store, measure, scope.report_date)
    base = baseline_of(points["x"].dt.date, points["y"], changes)
    seen = finding(points["x"], points["y"], method, measure.direction, freeze=base.points)
    reading = read(measure, points, seen, base, method, counted=method is scope.method)
    return _view(measure, points, seen, base, reading, names, unit, changes, method, scope)


def _unit(values: pd.DataFrame, asked: str) -> str:
    counts = values.groupby("unit_id")["y"].count()
    known = {str(unit).lower(): str(unit) for unit in counts.index}
    return known.get(asked.lower()) or (str(counts.idxmax()) if len(counts) else "")


@dataclass(frozen=True)
class _Names:
    project: str
    units: dict[str, str]


def _names(store: Store, measure: Measure, units: Sequence[str]) -> _Names:
    tables = store.tables()
    projects, named = tables.projects, tables.units
    asked = {
        "project": projects.select().where(projects.c.project_id == measure.project_id),
        "units": named.select().where(named.c.unit_id.in_(units)).order_by(named.c.unit_name),
    }
    frames = store.frames(asked)
    title = frames["project"]["title"]
    listed = unit_names(frames["units"])
    return _Names("" if title.empty else str(title.iloc[0]), {u: listed.get(u, u) for u in [*listed, *units]})


def _view(
    measure: Measure, points: pd.DataFrame, seen: Finding, base: Baseline, reading: Reading, names: _Names,
    unit: str, changes: Sequence[Change], method: Method, scope: Scope,
) -> MeasureView:  # fmt: skip
    drawn = _drawn(measure, points, seen, base)
    shown = [c for c in changes if not points.empty and points["x"].iloc[0].date() <= c.when <= scope.report_date]
    context = [names.units.get(unit, unit), names.project, f"{measure.type.label.lower()} measure"]
    return MeasureView(
        id=measure.id,
        unit_id=unit,
        units=tuple(names.units.items()),
        context=" · ".join(filter(None, context)),
        project_id=measure.project_id,
        title=f"{measure.name}: {reading.finding}",
        reading=reading,
        figures=_figures(measure, drawn, shown) if points["y"].notna().any() else None,
        alt=f"Run chart of {measure.name}. {reading.words}",
        changes=_said(shown),
        numbered=_said(numbered(shown)),
        table=_table(measure, points, seen),
        facts=_facts(measure),
        rule=method,
        counted=method is scope.method,
    )


def _said(changes: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    return tuple((date_words(change.when), change.name) for change in changes)


def _drawn(measure: Measure, points: pd.DataFrame, seen: Finding, base: Baseline) -> pd.DataFrame:
    shown = [hover(measure, row) for _, row in points.iterrows()]
    frame = points.assign(found=list(seen.points), shown=shown, centre=base.median)
    spaced = with_gaps(frame, measure.frequency)
    return spaced.assign(x=spaced["x"].dt.date)


def _figures(measure: Measure, drawn: pd.DataFrame, changes: Sequence[Change]) -> tuple[Figure, Figure]:
    target = None if measure.target is None else Line(measure.target, f"aim {plain(measure.target)}{measure.unit}")
    light, dark = (
        run_chart(drawn, palette, unit=measure.unit, direction=measure.direction, tests=changes, target=target)
        for palette in (LIGHT, DARK)
    )
    return light, dark


def _table(measure: Measure, points: pd.DataFrame, seen: Finding) -> TableView:
    headers = ("Date", "Value", "Numerator", "Denominator", "Reading", "Note")
    rows = [
        (
            _day(row["x"]),
            measure.shown(float(row["y"])) if row["y"] == row["y"] else "missing",
            _count(row["numerator"]),
            _count(row["denominator"]),
            "" if mark is Variation.COMMON_CAUSE else mark.label,
            "" if row["note"] != row["note"] or row["note"] is None else str(row["note"]),
        )
        for (_, row), mark in zip(points.iterrows(), seen.points, strict=True)
    ]
    kept = [i for i in range(len(headers)) if i < 2 or any(row[i] for row in rows)]
    return TableView(
        f"{measure.name}, every value",
        tuple(headers[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in reversed(rows)),
        tuple(i in (1, 2, 3) for i in kept),
    )


def _day(when: pd.Timestamp) -> str:
    return date_words(date(when.year, when.month, when.day))


def _count(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:,.0f}"


def _facts(measure: Measure) -> tuple[tuple[str, str], ...]:
    return (
        ("How it is counted", measure.definition),
        ("Which way is better", measure.direction.label),
        ("How often", measure.frequency.label),
        ("Where from", measure.collection.replace("_", " ")),
    )
