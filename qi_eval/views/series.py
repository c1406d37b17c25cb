"""A measure's values in one unit over time: read from the store, worked out, with gaps left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words, month_words, number, of, percent, trimmed
from qi_eval.store import Store
from qi_eval.vocabulary import Direction, Frequency, MeasureType, ValueType

GAP = 1.5  # intervals; beyond it the line does not join two points (domain s.3)
SMALL, LARGE = 10, 100  # values below the one are shown with two decimals, from the other up with none
MONTHS = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL)
COUNTS = ("numerator", "denominator")
WEEKEND = 4  # days; a daily count may pause for one


@dataclass(frozen=True)
class Measure:
    """What a measure says of itself."""

    id: str
    name: str
    project_id: str
    type: MeasureType
    value_type: ValueType
    unit_label: str
    direction: Direction
    frequency: Frequency
    target: float | None
    multiplier: float
    definition: str
    collection: str
    target_since: date | None = None  # set where a mark on the chart gave the target
    places: int | None = None  # decimals of all its numbers; None: as many as each needs

    @property
    def unit(self) -> str:
        """What stands behind a number on an axis: only a per cent sign is short enough."""
        return "%" if self.value_type is ValueType.PROPORTION else ""

    @property
    def monthly(self) -> bool:
        """Whether its points stand for months or longer; an event has its day."""
        return self.frequency in MONTHS and self.value_type is not ValueType.TIME_BETWEEN

    def number(self, value: float) -> str:
        """A value without its unit, but for the per cent sign."""
        if self.value_type is ValueType.PROPORTION:
            return percent(value)
        if self.places is None:
            return trimmed(value, 2 if abs(value) < SMALL else 1)
        return number(value, self.places) if self.places else trimmed(value, 0 if abs(value) >= LARGE else 1)

    def day(self, when: date) -> str:
        """A day in words; of a monthly measure its month."""
        return month_words(when) if self.monthly else date_words(when)

    def aim(self, value: float) -> str:
        """A target in words, with no more decimals than it was given."""
        return self._with_unit(self.number(value) if self.unit else trimmed(value, 2))

    def shown(self, value: float) -> str:
        """A value in words: 74%, 3.2 days; a unit that explains itself in brackets stands elsewhere."""
        return self._with_unit(self.number(value))

    def _with_unit(self, value: str) -> str:
        unit = "" if self.unit or "(" in self.unit_label else self.unit_label
        return f"{value} {unit}".strip()


def with_places(measure: Measure, values: pd.Series) -> Measure:
    """The measure with one number of decimals for all it shows: none where all values are whole or large (only a level
    between two whole numbers has one), one from 10 up, two below."""
    known = values.dropna()
    size = known.abs().median() if len(known) else 0.0
    whole = bool((known == known.round()).all()) or size >= LARGE
    return replace(measure, places=0 if whole else 1 if size >= SMALL else 2)


def measure_of(row: pd.Series) -> Measure:
    """A row of measures."""
    return Measure(
        id=str(row["measure_id"]),
        name=str(row["measure_name"]),
        project_id=_text(row["project_id"]),
        type=MeasureType(row["measure_type"]),
        value_type=ValueType(row["value_type"]),
        unit_label=_text(row["unit_label"]),
        direction=Direction(row["direction"]),
        frequency=Frequency(row["frequency"]),
        target=None if pd.isna(row["target"]) else float(row["target"]),
        multiplier=1.0 if pd.isna(row["multiplier"]) else float(row["multiplier"]),
        definition=_text(row["operational_definition"]),
        collection=_text(row["collection_method"]),
    )


def measures_of(store: Store, ids: Sequence[str] | None = None, project: str | None = None) -> list[Measure]:
    """The measures of these ids (upper or lower case as stored) or of one project, in the order of their ids."""
    table = store.tables().measures
    select = table.select().order_by(table.c.measure_id)
    if ids is not None:
        select = select.where(table.c.measure_id.in_(ids))
    if project is not None:
        select = select.where(table.c.project_id == project)
    return [measure_of(row) for _, row in store.frame(select).iterrows()]


def values_of(store: Store, measures: Sequence[Measure], scope: Scope, unit: str | None = None) -> pd.DataFrame:
    """All values up to the report date, one row a measure, unit and period: measure_id, unit_id, x, y, numerator,
    denominator, note; y NaN where missing. Rows of subgroups are left out."""
    m = store.tables().measurements
    c = m.c
    chosen = c.measure_id.in_([measure.id for measure in measures])
    select = m.select().where(chosen, c.period_start <= scope.report_date, c.subgroup_axis == "")
    if unit is not None:
        select = select.where(c.unit_id == unit)
    names = ("measure_id", "unit_id", "period_start", "value", "numerator", "denominator", "note")
    frame = store.frame(select.with_only_columns(*(c[name] for name in names)))
    worked = [worked_out(measure, frame[frame["measure_id"] == measure.id]) for measure in measures]
    return pd.concat(worked) if worked else frame.assign(x=frame["period_start"], y=frame["value"])


def worked_out(measure: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of one measure with x and y: counted values where both counts are there, else the value given."""
    frame = _one_a_period(measure, frame)
    factor = 100.0 if measure.value_type is ValueType.PROPORTION else measure.multiplier
    counted = factor * frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    ratio = measure.value_type in (ValueType.PROPORTION, ValueType.RATE)
    y = counted.fillna(frame["value"]) if ratio else frame["value"]
    ordered = frame.assign(x=frame["period_start"], y=y.astype(float))
    return ordered.sort_values(["unit_id", "x"], kind="stable")


def _one_a_period(measure: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of one unit and period as one: sums of the counts, the mean of the values (as project outcomes count them).
    Days between events stay apart: each is an event."""
    key = ["measure_id", "unit_id", "period_start"]
    if measure.value_type is ValueType.TIME_BETWEEN or not frame.duplicated(key).any():
        return frame
    first = {name: (name, "first") for name in frame.columns if name not in (*key, *COUNTS)}
    sums = {name: (name, _sum) for name in COUNTS}
    whole = frame.assign(**{name: frame[name].where(frame[list(COUNTS)].notna().all(axis=1)) for name in COUNTS})
    return whole.groupby(key, sort=False).agg(**(first | sums | {"value": ("value", "mean")})).reset_index()


def _sum(values: pd.Series) -> float:
    return float(values.sum(min_count=1))


def hover(measure: Measure, row: pd.Series) -> str:
    """7 March 2026: 71% (17 of 24)."""
    if row["y"] != row["y"]:
        return ""
    counts = ""
    if row["numerator"] == row["numerator"] and row["denominator"] == row["denominator"]:
        counts = f" ({of(float(row['numerator']), float(row['denominator']))})"
    return f"{measure.day(row['x'].date())}: {measure.shown(float(row['y']))}{counts}"


def with_gaps(points: pd.DataFrame, frequency: Frequency) -> pd.DataFrame:
    """The points with an empty one wherever a period is missing, so that no line crosses the gap."""
    longest = timedelta(days=max(GAP * frequency.days, WEEKEND if frequency is Frequency.DAILY else 0))
    wide = points["x"].diff() > longest
    if not wide.any():
        return points
    before = points[wide.shift(-1, fill_value=False)]
    empty = before.assign(x=before["x"] + longest, y=float("nan"), shown="")
    return pd.concat([points, empty]).sort_values("x", kind="stable").reset_index(drop=True)


def newest(points: pd.DataFrame) -> tuple[date, float] | None:
    """The last day with a value, and the value."""
    known = points[points["y"].notna()]
    return None if known.empty else (known["x"].iloc[-1].date(), float(known["y"].iloc[-1]))


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
