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
from qi_eval.views.baseline import Logged, changes_of
from qi_eval.views.chart_marks import Mark, left_out, marks_of, said, with_aim
from qi_eval.views.phases import Phase, phases_of, with_left_out
from qi_eval.views.reading import Reading, mean_of, read
from qi_eval.views.series import Measure, hover, measures_of, values_of, with_gaps, with_places
from qi_eval.views.tables import TableView
from qi_eval.views.units import unit_names
from qi_eval.vocabulary import Method, ValueType, Variation


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
    marks = marks_of(store, measure, unit, scope.report_date)
    points = with_left_out(values[values["unit_id"] == unit].reset_index(drop=True), marks)
    measure = with_places(with_aim(measure, marks, points), points["y"])
    names = _names(store, measure, tuple(values["unit_id"].unique()))
    changes = changes_of(store, measure, scope.report_date)
    chart = _Chart(measure, points, phases_of(measure, points, changes, marks, method), changes, marks, method)
    return _view(chart, names, unit, scope)


@dataclass(frozen=True)
class _Chart:
    """All that the parts of the page are made of."""

    measure: Measure
    points: pd.DataFrame
    phases: tuple[Phase, ...]
    changes: tuple[Logged, ...]
    marks: tuple[Mark, ...]
    method: Method

    @property
    def last(self) -> Phase:
        """The phase that title and verdict speak of."""
        return self.phases[-1]

    @property
    def found(self) -> list[Variation]:
        """The mark of each point, of all phases."""
        return [mark for phase in self.phases for mark in phase.seen.points]


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


def _view(chart: _Chart, names: _Names, unit: str, scope: Scope) -> MeasureView:
    measure, points, counted = chart.measure, chart.points, chart.method is scope.method
    reading = read(measure, points, chart.last, chart.method, counted=counted, now=scope.report_date)
    first = date.max if points.empty else points["x"].iloc[0].date()
    shown = [change for change in chart.changes if change.drawn and first <= change.when]
    context = [names.units.get(unit, unit), names.project, f"{measure.type.label.lower()} measure"]
    return MeasureView(
        id=measure.id,
        unit_id=unit,
        units=tuple(names.units.items()),
        context=" · ".join(filter(None, context)),
        project_id=measure.project_id,
        title=f"{measure.name}: {reading.finding}",
        reading=reading,
        figures=_figures(chart, shown) if points["y"].notna().any() else None,
        alt=f"Run chart of {measure.name}. {reading.words}",
        changes=_said(measure, shown, chart.marks),
        numbered=tuple((date_words(change.when), change.name) for change in numbered(shown)),
        table=_table(chart),
        facts=_facts(measure),
        rule=chart.method,
        counted=counted,
    )


def _said(measure: Measure, changes: Sequence[Change], marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """Tests of change, events and the marks that people set, in order of time."""
    entries = [(change.when, change.name) for change in changes] + [(mark.when, said(measure, mark)) for mark in marks]
    return tuple((date_words(when), words) for when, words in sorted(entries, key=lambda entry: entry[0]))


def _drawn(chart: _Chart) -> pd.DataFrame:
    """What the chart draws: points, the median of each phase, and the mean that a sign was judged about."""
    measure, last = chart.measure, chart.last
    medians = [phase.base.median for phase in chart.phases for _ in range(phase.start, phase.stop)]
    frame = chart.points.assign(
        found=chart.found,
        shown=[hover(measure, row) for _, row in chart.points.iterrows()],
        centre=pd.Series(medians, dtype=float),
    )
    mean = mean_of(last.seen, chart.method)
    if mean is not None and last.seen.variation is not Variation.COMMON_CAUSE:
        frame["mean"] = [mean if place >= last.start else float("nan") for place in range(len(frame))]
    spaced = frame if measure.value_type is ValueType.TIME_BETWEEN else with_gaps(frame, measure.frequency)
    return spaced.assign(x=spaced["x"].dt.date)


def _figures(chart: _Chart, changes: Sequence[Change]) -> tuple[Figure, Figure]:
    measure, drawn = chart.measure, _drawn(chart)
    aim = measure.target
    target = None if aim is None else Line(aim, f"aim {plain(aim)}{measure.unit}", measure.target_since)
    light, dark = (
        run_chart(
            drawn, palette, unit=measure.unit, direction=measure.direction, tests=changes, target=target,
            number=lambda level: measure.number(level).removesuffix("%"),
        )
        for palette in (LIGHT, DARK)
    )  # fmt: skip
    return light, dark


def _table(chart: _Chart) -> TableView:
    measure, out = chart.measure, left_out(chart.marks)
    headers = ("Date", "Value", "Numerator", "Denominator", "Reading", "Note")
    rows = [
        (
            date_words(row["x"].date()),
            measure.shown(float(row["y"])) if row["y"] == row["y"] else "missing",
            _count(row["numerator"]),
            _count(row["denominator"]),
            "" if mark is Variation.COMMON_CAUSE else mark.label,
            _note(row, out),
        )
        for (_, row), mark in zip(chart.points.iterrows(), chart.found, strict=True)
    ]
    kept = [i for i in range(len(headers)) if i < 2 or any(row[i] for row in rows)]
    return TableView(
        f"{measure.name}, every value",
        tuple(headers[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in reversed(rows)),
        tuple(i in (1, 2, 3) for i in kept),
    )


def _note(row: pd.Series, out: dict[date, str]) -> str:
    """What the person who counted wrote, and why a point is left out."""
    day, note = row["x"].date(), row["note"]
    written = "" if note is None or note != note else str(note)
    return ". ".join(filter(None, [f"Left out: {out[day]}" if day in out else "", written]))


def _count(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:,.0f}"


def _facts(measure: Measure) -> tuple[tuple[str, str], ...]:
    return (
        ("How it is counted", measure.definition),
        ("Which way is better", measure.direction.label),
        ("How often", measure.frequency.label),
        ("Where from", measure.collection.replace("_", " ")),
    )
