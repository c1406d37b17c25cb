"""The tables behind a protected Result, every cell in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from qi_eval.metrics.metric import Breakdown, Metric, Result
from qi_eval.narrative import date_words, month_words, number, percent, quarter_words, trimmed
from qi_eval.views.tables import TableView

HIDDEN = "hidden"
PERIODS = {"Month": month_words, "Quarter": quarter_words}  # header of a period → how its first day is said


def tables_of(metric: Metric, result: Result) -> tuple[TableView, ...]:
    """The tables of a panel: by group, then over time."""
    found = [(result.breakdown, metric.title), (result.over_time, f"{metric.title} over time")]
    return tuple(
        table_of(source, caption, metric.places)
        for source, caption in found
        if source is not None and len(source.table)
    )


def table_of(source: Breakdown, caption: str, places: int | None = None) -> TableView:
    """A breakdown in words, under the headers that it names. `places`: the decimals of columns that have any."""
    names = [name for name in source.labels if name in source.table]
    numeric = tuple(pd.api.types.is_numeric_dtype(source.table[name]) for name in names)
    decimals = {} if places is None else {name: places for name in names if not _whole(source.table[name])}
    rows = [
        tuple(_cell(_said(row, name), source.labels[name], name in source.hides, decimals.get(name)) for name in names)
        for row in source.table.to_dict("records")
    ]
    return TableView(caption, tuple(source.labels[name] for name in names), tuple(rows), numeric)


def _whole(column: pd.Series) -> bool:
    """Whether a column holds whole numbers only, such as counts."""
    return all(float(value).is_integer() for value in column if isinstance(value, Real) and value == value)


def period_words(row: Mapping[Any, Any], header: str) -> str:
    """A period as a page says it: in its own words (`said`), else November 2023, October to December 2023, a date."""
    return str(row["said"]) if row.get("said") else PERIODS.get(header, date_words)(row["period"])


def _said(row: Mapping[Any, Any], name: str) -> Any:
    return row["said"] if name == "period" and row.get("said") else row[name]


def _cell(value: Any, header: str, hides: bool, places: int | None = None) -> str:
    if isinstance(value, date):
        return PERIODS.get(header, date_words)(value)
    if not isinstance(value, Real):
        return HIDDEN if value is None and hides else "" if value is None else str(value)
    if value != value:
        return HIDDEN if hides else ""
    if "%" in header:
        return percent(float(value))
    if places is not None:
        return number(float(value), places)
    return number(float(value)) if float(value).is_integer() else trimmed(float(value))
