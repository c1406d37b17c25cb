"""The small chart and the tables behind a protected Result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from qi_eval.charts import heat, over_time, svg
from qi_eval.charts.over_time import Point
from qi_eval.charts.picture import Picture
from qi_eval.charts.svg import Row
from qi_eval.metrics.metric import Breakdown, Chart, Metric, Result, Scope
from qi_eval.narrative import date_words, month_words, number, percent, trimmed
from qi_eval.views.figures import figure
from qi_eval.views.finding import finding
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Series, Variation

HIDDEN = "hidden"
DRAWN = 3  # periods; below it a line says no more than the figure


def pictures_of(metric: Metric, result: Result, scope: Scope) -> tuple[Picture, ...]:
    """The picture that the metric asks for, and beside groups the same figure over time; none where a picture would
    say no more than the figure."""
    timed = metric.chart in (Chart.LINE, Chart.STEPS)
    groups, periods = result.breakdown, result.over_time
    found = []
    if not timed and metric.chart is not Chart.NONE and groups is not None and groups.table["value"].notna().any():
        found.append(_GROUPS[metric.chart](metric, groups))
    if periods is not None and periods.table["value"].notna().sum() >= DRAWN:
        found.append(_over_time(metric, periods, scope))
    return tuple(found)


def _alt(metric: Metric, rows: Sequence[tuple[str, str]]) -> str:
    said = "; ".join(f"{label} {shown}" for label, shown in rows[:12])
    return f"{metric.title}: {said}" + (f"; {len(rows) - 12} more" if len(rows) > 12 else "")


def _rows(metric: Metric, source: Breakdown) -> list[Row]:
    shares = "%" in source.labels.get("value", "") or (metric.unit == "%" and "value" not in source.labels)
    rows = []
    for row in source.table.to_dict("records"):
        value, low, high = (_real(row.get(name)) for name in ("value", "low", "high"))
        shown = HIDDEN if value is None else percent(value) if shares else trimmed(value)
        rows.append(Row(str(row["label"]), value, shown, low, high))
    return rows


def _bars(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    full = 100.0 if any(row.shown.endswith("%") for row in rows) else None
    return svg.bars(rows, _alt(metric, [(row.label, row.shown) for row in rows]), full=full)


def _stack(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    return svg.stack(rows, _alt(metric, [(row.label, row.shown) for row in rows]))


def _dots(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    known = [v for row in rows for v in (row.value, row.low, row.high) if v is not None]
    low, high = source.scale or (min([0.0, *known]), max([0.0, *known]))
    return svg.dots(rows, _alt(metric, [(row.label, row.shown) for row in rows]), low=low, high=high)


def _heat(metric: Metric, source: Breakdown) -> Picture:
    records = source.table.to_dict("records")
    rows = [
        heat.Row(str(row["label"]), trimmed(_real(row["value"])), tuple(_real(row[name]) for name in source.heat))
        for row in records
    ]
    alt = _alt(metric, [(row.label, row.shown) for row in rows])
    low, high = source.scale or (0.0, 1.0)
    return heat.heat(rows, [source.labels[name] for name in source.heat], alt, low=low, high=high)


_GROUPS: dict[Chart, Callable[[Metric, Breakdown], Picture]] = {
    Chart.BARS: _bars,
    Chart.STACK: _stack,
    Chart.DOTS: _dots,
    Chart.HEAT: _heat,
}


def _over_time(metric: Metric, source: Breakdown, scope: Scope) -> Picture:
    """The series as a line or as steps; only a flow carries what the programme's rule found (ruling 1)."""
    when, values = list(source.table["period"]), [_real(value) for value in source.table["value"]]
    flow = metric.series is Series.FLOW
    seen = finding(when, values, scope.method, metric.direction) if flow else None
    marks = seen.points if seen else (Variation.COMMON_CAUSE,) * len(values)
    last = max(i for i, value in enumerate(values) if value is not None)
    points = [
        Point(day, value, figure(value, metric.unit) if i == last and value is not None else "", mark)
        for i, (day, value, mark) in enumerate(zip(when, values, marks, strict=True))
    ]
    said = [(month_words(p.when), "not known" if p.value is None else figure(p.value, metric.unit)) for p in points]
    unit = "%" if metric.unit == "%" else ""
    if metric.chart is Chart.STEPS:
        return over_time.steps(points, _alt(metric, said), unit=unit)
    centre = seen.centre if seen else None
    return over_time.line(points, _alt(metric, said), centre=centre, direction=metric.direction, unit=unit)


def tables_of(metric: Metric, result: Result) -> tuple[TableView, ...]:
    """The tables of a panel: by group, then over time."""
    found = [(result.breakdown, metric.title), (result.over_time, f"{metric.title} over time")]
    return tuple(table_of(source, caption) for source, caption in found if source is not None and len(source.table))


def table_of(source: Breakdown, caption: str) -> TableView:
    """A breakdown in words, under the headers that it names."""
    names = [name for name in source.labels if name in source.table]
    numeric = tuple(pd.api.types.is_numeric_dtype(source.table[name]) for name in names)
    rows = [
        tuple(_cell(row[name], source.labels[name], name in source.hides) for name in names)
        for row in source.table.to_dict("records")
    ]
    return TableView(caption, tuple(source.labels[name] for name in names), tuple(rows), numeric)


def _cell(value: Any, header: str, hides: bool) -> str:
    if isinstance(value, date):
        return date_words(value)
    if not isinstance(value, Real):
        return HIDDEN if value is None and hides else "" if value is None else str(value)
    if value != value:
        return HIDDEN if hides else ""
    if "%" in header:
        return percent(float(value))
    return number(float(value)) if float(value).is_integer() else trimmed(float(value))


def _real(value: Any) -> float | None:
    return float(value) if isinstance(value, Real) and value == value else None
