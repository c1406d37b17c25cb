"""A measure, what it says of itself, and its values in each unit over time as the store gives them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.metrics.counting import among
from qi_eval.metrics.measured import factor, measured, scaled
from qi_eval.metrics.metric import Scope, Tables
from qi_eval.metrics.periods import plain
from qi_eval.narrative import date_words, month_words, number, of, percent, trimmed
from qi_eval.store import Query, Store
from qi_eval.views.newest import newest_words, until
from qi_eval.vocabulary import ChartType, Direction, Frequency, MeasureType, Method, ValueType

SMALL, LARGE = 10, 100  # values below the one are shown with two decimals, from the other up with none
STEPS = 5  # at least so many different numbers can be written between a low and a high value of a measure
LOW, HIGH = 0.1, 0.9  # of the values in their order: a low and a high one
MOST_PLACES = 4
SPANS = ("days", "hours", "minutes", "weeks", "months", "years")  # of which there may be one
WORDLESS = ("", "number", "value", "count", "n")  # labels of a unit that say nothing beside a number
FROM_ZERO = (ValueType.COUNT, ValueType.RATE, ValueType.PROPORTION, ValueType.TIME_BETWEEN)
MONTHS = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL)
UNSCALED = (
    "This rate does not say per how many (multiplier), so its values are numerator / denominator and no target is held "
    "against them."
)
ASKED = (  # columns of measures
    *("measure_id", "measure_name", "project_id", "measure_type", "value_type", "unit_label", "direction", "frequency"),
    *("target", "multiplier", "operational_definition", "collection_method", "chart", "method"),
    *("baseline_start", "baseline_end"),
)
READ = ("measure_id", "unit_id", "period_start", "value", "numerator", "denominator", "note")


Floats = NDArray[np.float64]


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
    multiplier: float | None
    definition: str
    collection: str
    chart: ChartType | None = None  # the chart that the team chose; None: the usual one
    method: Method | None = None  # the rule that is set for it; None: the programme's
    baseline_start: date | None = None  # the first day that counts; earlier points are only shown
    baseline_end: date | None = None  # the last day of the baseline that the team fixed
    target_since: date | None = None  # set where a mark on the chart gave the target
    is_directed: bool = True  # whether somebody has said which way is better, or that neither is
    caution: str = ""  # how its values came about, where that is said with the method of every chart
    places: int | None = None  # decimals of all its numbers; None: as many as each needs

    @property
    def factor(self) -> float | None:
        """What numerator / denominator is multiplied by; None where the value is no ratio."""
        return factor(self.value_type, self.multiplier)

    @property
    def scaled(self) -> bool:
        """Whether a target can be held against its values: they are on a scale that it states."""
        return scaled(self.value_type, self.multiplier)

    @property
    def events(self) -> bool:
        """Whether each value is the time from one event to the next."""
        return self.value_type is ValueType.TIME_BETWEEN

    @property
    def unit(self) -> str:
        """What stands behind a number on an axis: only a per cent sign is short enough."""
        return "%" if self.value_type is ValueType.PROPORTION else ""

    @property
    def monthly(self) -> bool:
        """Whether its points stand for months or longer; an event has its day."""
        return self.frequency in MONTHS and not self.events

    def possible(self, value: float) -> float:
        """A limit moved to where values can be: none below 0 where things are counted or timed, none above 100 per
        cent. Limits are worked out without this; they are shown with it."""
        low = 0.0 if self.value_type in FROM_ZERO else -math.inf
        return min(max(value, low), 100.0 if self.value_type is ValueType.PROPORTION else math.inf)

    def number(self, value: float) -> str:
        """A value without its unit, but for the per cent sign."""
        if self.value_type is ValueType.PROPORTION:
            return percent(value, self.places or 0)
        if self.places is None:
            return trimmed(value, 2 if abs(value) < SMALL else 1)
        return number(value, self.places) if self.places else trimmed(value, 0 if abs(value) >= LARGE else 1)

    def day(self, when: date) -> str:
        """A day in words; of a monthly measure its month."""
        return month_words(when) if self.monthly else date_words(when)

    def newest(self, when: date) -> str:
        """The period of the newest value in words, by its last day, as "no new value since" counts from it."""
        return newest_words(when, self.frequency, event=self.events)

    def until(self, when: date) -> str:
        """The last day of the period that begins on a day, as the end of a year that holds it."""
        return until(when, self.frequency, event=self.events)

    def aim(self, value: float) -> str:
        """A target in words, with no more decimals than it was given."""
        return self._with_unit(f"{trimmed(value, 2)}{self.unit}")

    def shown(self, value: float) -> str:
        """A value in words: 74%, 3.2 days; a unit that explains itself in brackets stands elsewhere."""
        return self._with_unit(self.number(value))

    def _with_unit(self, value: str) -> str:
        unit = "" if self.unit or "(" in self.unit_label else self.unit_label
        if value == "1" and unit in SPANS:
            unit = unit.removesuffix("s")
        return f"{value} {unit}".strip()


def with_places(measure: Measure, values: Floats) -> Measure:
    """The measure with one number of decimals for all it shows: sentence, picture, table, grid, slide."""
    return replace(measure, places=places_for(values, share=measure.value_type is ValueType.PROPORTION))


def places_for(values: Floats, *, share: bool) -> int:
    """The decimals of these values and of the levels and limits among them: so many that a low and a high value are
    some steps apart, 1.2% to 2.7% but 55% to 75%. None where all are whole (only a level between two whole numbers
    has one). What is no percentage has by its size at least one from 10 up to 100, and two below."""
    known = values[np.isfinite(values)]
    whole = bool((known == np.rint(known)).all())
    if whole and not share:
        return 0
    low, middle, high = _spread(known)
    spread = high - low or (min(abs(middle), abs(100 - middle)) if share and not whole else 0.0)
    by_size = 0 if share or abs(middle) >= LARGE else 1 if abs(middle) >= SMALL else 2
    by_spread = next((p for p in range(MOST_PLACES) if spread * 10**p >= STEPS), MOST_PLACES) if spread else 0
    return max(by_size, by_spread)


def _spread(known: Floats) -> tuple[float, float, float]:
    """A low, the middle and a high value."""
    if not len(known):
        return 0.0, 0.0, 0.0
    places = [int(part * (len(known) - 1) + 0.5) for part in (LOW, 0.5, HIGH)]
    ordered = np.partition(known, places)
    return float(ordered[places[0]]), float(ordered[places[1]]), float(ordered[places[2]])


def measures_of(
    store: Store, ids: Sequence[str] | None = None, *, projects: Sequence[str] | None = None
) -> list[Measure]:
    """The measures of these ids (upper or lower case as stored) or of these projects, in the order of their ids."""
    c = store.tables().measures.c
    select = select_measures(store.tables())
    if ids is not None:
        select = select.where(among(c.measure_id, ids))
    if projects is not None:
        select = select.where(among(c.project_id, projects))
    return read_measures(store.frame(select))


def measure_of(store: Store, asked: str) -> Measure | None:
    """The measure of an id, upper or lower case; None where there is none."""
    stored = store.known().of("measures", "measure_id").get(asked.lower())
    found = measures_of(store, [asked]) or (measures_of(store, [stored]) if stored else [])
    return found[0] if found else None


def select_measures(tables: Tables) -> Query:
    """All measures, in the order of their ids."""
    table = tables.measures
    return table.select().with_only_columns(*(table.c[name] for name in ASKED)).order_by(table.c.measure_id)


def read_measures(frame: pd.DataFrame) -> list[Measure]:
    """The measures that these rows describe."""
    return [_measure(*cells) for cells in zip(*(plain(frame[name]) for name in ASKED), strict=True)]


def _measure(*cells: Any) -> Measure:
    """A row of measures."""
    row = dict(zip(ASKED, cells, strict=True))
    is_scaled = scaled(row["value_type"], row["multiplier"])
    return Measure(
        id=row["measure_id"],
        name=row["measure_name"],
        project_id=row["project_id"] or "",
        type=MeasureType(row["measure_type"]),
        value_type=ValueType(row["value_type"]),
        unit_label="" if (row["unit_label"] or "").lower() in WORDLESS else row["unit_label"],
        direction=Direction(row["direction"]),
        frequency=Frequency(row["frequency"]),
        target=row["target"] if is_scaled else None,
        multiplier=row["multiplier"],
        definition=row["operational_definition"] or "",
        collection=row["collection_method"] or "",
        chart=ChartType(row["chart"]) if row["chart"] else None,
        method=Method(row["method"]) if row["method"] else None,
        caution="" if is_scaled else UNSCALED,
        baseline_start=row["baseline_start"],
        baseline_end=row["baseline_end"],
    )


def select_values(
    tables: Tables, measures: Sequence[Measure] | None, scope: Scope, units: Sequence[str] | None = None
) -> Query:
    """The measurements of these measures (None: of all) in these units (None: in all) up to the report date, without
    those of subgroups."""
    c = (table := tables.measurements).c
    select = table.select().where(c.period_start <= scope.report_date, c.subgroup_axis == "")
    if measures is not None:
        select = select.where(among(c.measure_id, [measure.id for measure in measures]))
    if units is not None:
        select = select.where(among(c.unit_id, units))
    return select.with_only_columns(*(c[name] for name in READ))


def values_of(rows: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """One row a measure, unit and period of these measurements: measure_id, unit_id, x, y, numerator, denominator,
    note; y NaN where missing."""
    factors = {measure.id: measure.factor for measure in measures}
    return measured(rows, factors, events={measure.id for measure in measures if measure.events})


def hover(measure: Measure, day: date, value: float, counts: tuple[float, float]) -> str:
    """7 March 2026: 71% (17 of 24); `counts` are numerator and denominator, NaN where there are none."""
    if value != value:
        return ""
    rests = f" ({of(*counts)})" if counts[0] == counts[0] and counts[1] == counts[1] else ""
    return f"{measure.day(day)}: {measure.shown(value)}{rests}"
