"""The small charts behind a protected Result, each under words that say what it counts and where its axis starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from qi_eval.charts import heat, over_time, parts, pictogram, presence, svg
from qi_eval.charts.over_time import Marked, Point
from qi_eval.charts.picture import Picture
from qi_eval.charts.svg import Row
from qi_eval.metrics.metric import Breakdown, Chart, Metric, Result
from qi_eval.narrative import lowered, number, of, percent, trimmed
from qi_eval.views.drawing import HIDDEN, period_words
from qi_eval.views.figures import figure
from qi_eval.views.finding import Finding
from qi_eval.vocabulary import Outcome, Variation

DRAWN = 3  # periods; below it a line says no more than the figure
TOLD = 12  # rows that a text alternative names


@dataclass(frozen=True)
class Headed:
    """A picture with what it counts above it and, below it, what a reader must know of its scale."""

    heading: str
    picture: Picture
    note: str = ""


def pictures_of(metric: Metric, result: Result, seen: Finding | None) -> tuple[Headed, ...]:
    """The picture that the metric asks for, and beside groups the same figure over time; none where a picture would
    say no more than the figure. `seen`: what the rule says of a flow's periods."""
    timed = metric.chart in (Chart.LINE, Chart.STEPS)
    groups, periods = result.breakdown, result.over_time
    drawn = _GROUPS.get(metric.groups if timed else metric.chart)
    found = []
    if drawn is not None and groups is not None and groups.table["value"].notna().any():
        found.append(Headed(_heading(groups), drawn(metric, groups), _scale_note(metric, groups)))
    if periods is not None and periods.table["value"].notna().sum() >= DRAWN:
        found.append(_over_time(metric, periods, seen))
    return tuple(found)


def _heading(source: Breakdown) -> str:
    """Reason: places, or the title that the breakdown gives itself."""
    if source.title:
        return source.title
    return f"{source.labels.get('label', '')}: {lowered(source.labels.get('value', ''))}"


def _scale_note(metric: Metric, source: Breakdown) -> str:
    drawn = metric.chart if metric.chart is not Chart.LINE else metric.groups
    notes = []
    if drawn is Chart.DOTS and source.scale and source.scale[0]:
        notes.append(f"The scale runs from {trimmed(source.scale[0])} to {trimmed(source.scale[1])}.")
    if drawn is Chart.DOTS and "then" in source.table and source.table["then"].notna().any():
        notes.append("Open circle: the round before.")
    if drawn is Chart.DOTS and "low" in source.table and source.table["low"].notna().any():
        notes.append(f"Bar through a dot: {source.bounds_are}.")
    return " ".join(notes)


def _alt(metric: Metric, rows: Sequence[tuple[str, str]]) -> str:
    said = "; ".join(f"{label} {shown}" for label, shown in rows[:TOLD])
    return f"{metric.title}: {said}" + (f"; {len(rows) - TOLD} more" if len(rows) > TOLD else "")


def _rows(metric: Metric, source: Breakdown) -> list[Row]:
    shares = "%" in source.labels.get("value", "") or (metric.unit == "%" and "value" not in source.labels)
    rows, places = [], _places(metric, map(_real, source.table[source.draws]))
    for row in source.table.to_dict("records"):
        value, low, high, then = (_real(row.get(name)) for name in (source.draws, "low", "high", "then"))
        shown = percent(value) if shares else number(value, places)
        rows.append(Row(str(row["label"]), value, HIDDEN if value is None else shown, low, high, then))
    return rows


def _places(metric: Metric, values: Iterable[float | None]) -> int:
    """The decimals that all rows of a picture share, as in its table: 7.0 above 6.9."""
    whole = all(value is None or "." not in trimmed(value) for value in values)
    return 0 if whole else 1 if metric.places is None else metric.places


def _told(metric: Metric, rows: Sequence[Row]) -> str:
    return _alt(metric, [(row.label, row.shown) for row in rows])


def _bars(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    if source.out_of:
        rows = [_out_of(row, _real(whole)) for row, whole in zip(rows, source.table[source.out_of], strict=True)]
        return svg.bars(rows, _told(metric, rows), full=1.0)
    full = 100.0 if "%" in source.labels.get("value", "") or any(row.shown.endswith("%") for row in rows) else None
    return svg.bars(rows, _told(metric, rows), full=full)


def _out_of(row: Row, whole: float | None) -> Row:
    """The bar of a count as its share of a whole; no bar where there is no whole."""
    if row.value is None or not whole:
        return Row(row.label, None, row.shown)
    return Row(row.label, row.value / whole, of(row.value, whole))


def _funnel(metric: Metric, source: Breakdown) -> Picture:
    """Each step with its share of the first; one that is known of fewer (`out_of`) only with those."""
    rows = _rows(metric, source)
    first = rows[0].value or 0
    wholes = source.table[source.out_of] if source.out_of else [first] * len(rows)
    known = zip(rows[1:], list(wholes)[1:], strict=True)
    steps = [*rows[:1], *(_step(row, first, _real(whole)) for row, whole in known)]
    return svg.bars(steps, _told(metric, steps), full=first or None)


def _step(row: Row, first: float, whole: float | None) -> Row:
    if row.value is None or not first:
        return row
    if whole != first:
        return Row(row.label, None, of(row.value, whole))
    return Row(row.label, row.value, f"{row.shown} ({percent(100 * row.value / first)})")


def _stack(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    return parts.stack(rows, _told(metric, rows))


def _dots(metric: Metric, source: Breakdown) -> Picture:
    rows = _rows(metric, source)
    known = [v for row in rows for v in (row.value, row.low, row.high) if v is not None]
    low, high = source.scale or (min([0.0, *known]), max([0.0, *known]))
    ends = (percent(low), percent(high)) if any(row.shown.endswith("%") for row in rows) else None
    return svg.dots(rows, _told(metric, rows), low=low, high=high, ends=ends)


def _heat(metric: Metric, source: Breakdown) -> Picture:
    records = source.table.to_dict("records")
    rows = [
        heat.Row(str(row["label"]), trimmed(_real(row["value"])), tuple(_real(row[name]) for name in source.heat))
        for row in records
    ]
    low, high = source.scale or (0.0, 1.0)
    alt = _alt(metric, [(row.label, row.shown) for row in rows])
    return heat.heat(rows, [source.labels[name] for name in source.heat], alt, low=low, high=high)


def _waffle(metric: Metric, source: Breakdown) -> Picture:
    """One row a group of verdicts, the reasons below the last; or one row a subject, its verdicts side by side."""
    rows = []
    for row in source.table.to_dict("records"):
        own = tuple((words, str(n)) for group, words, n in source.below if group == row.get("group"))
        verdicts = [(Outcome(name), row[name]) for name in source.parts] or [(Outcome(row["group"]), row["value"])]
        shown = trimmed(_real(row["value"]))
        rows.append(pictogram.Row(str(row["label"]), shown, tuple((v, int(n)) for v, n in verdicts), own))
    legend = [(Outcome(name), source.labels[name]) for name in source.parts]
    return pictogram.pictogram(rows, _alt(metric, [(row.label, row.shown) for row in rows]), legend=legend)


def _splits(metric: Metric, source: Breakdown) -> Picture:
    rows = [
        parts.Split(str(row["label"]), trimmed(_real(row["value"])), tuple(_real(row[n]) or 0.0 for n in source.parts))
        for row in source.table.to_dict("records")
    ]
    names = [source.labels[name] for name in source.parts]
    said = [(row.label, _sizes(names, row.sizes)) for row in rows]
    return parts.splits(rows, names, _alt(metric, said))


def _sizes(names: Sequence[str], sizes: Sequence[float]) -> str:
    return ", ".join(f"{name.lower()} {trimmed(size)}" for name, size in zip(names, sizes, strict=True) if size)


def _presence(metric: Metric, source: Breakdown) -> Picture:
    records = source.table.to_dict("records")
    rows = [presence.Row(str(r["label"]), tuple(bool(_real(r[name])) for name in source.heat)) for r in records]
    months = [day for day, _ in source.marked]
    said = [(row.label, f"came in {sum(row.came)} of {len(row.came)} months") for row in rows]
    return presence.presence(rows, months, _alt(metric, said))


_GROUPS: dict[Chart, Callable[[Metric, Breakdown], Picture]] = {
    Chart.BARS: _bars,
    Chart.STACK: _stack,
    Chart.DOTS: _dots,
    Chart.HEAT: _heat,
    Chart.WAFFLE: _waffle,
    Chart.SPLITS: _splits,
    Chart.FUNNEL: _funnel,
    Chart.PRESENCE: _presence,
}


def _over_time(metric: Metric, source: Breakdown, seen: Finding | None) -> Headed:
    """The series as a line or as steps; only a flow carries what the programme's rule found (ruling 1)."""
    records = source.table.to_dict("records")
    counted = "" if metric.unit.startswith("%") and "%" not in source.labels.get("value", "%") else metric.unit
    values = [_real(row["value"]) for row in records]
    marks = seen.points if seen else (Variation.COMMON_CAUSE,) * len(values)
    last = max(i for i, value in enumerate(values) if value is not None)
    ends = ("benchmark_low", "benchmark_high") if "benchmark_low" in source.table else ("low", "high")
    points = [
        Point(
            when=row["period"],
            value=value,
            shown=figure(value, counted, places=metric.places) if i == last and value is not None else "",
            found=mark,
            low=_real(row.get(ends[0])),
            high=_real(row.get(ends[1])),
            beside=_real(row.get("benchmark")),
        )
        for i, (row, value, mark) in enumerate(zip(records, values, marks, strict=True))
    ]
    header = source.labels.get("period", "")
    said = [
        (period_words(row, header), "not known" if p.value is None else figure(p.value, counted, places=metric.places))
        for row, p in zip(records, points, strict=True)
    ]
    unit, alt, steps = "%" if counted.startswith("%") else "", _alt(metric, said), metric.chart is Chart.STEPS
    heading = source.title or f"{source.labels.get('value', '')}, by {header.lower()}"
    if steps:
        named = [Marked(day, words) for day, words in source.marked]
        drawn = over_time.steps(points, alt, unit=unit, marked=named)
    else:
        centre = seen.centre if seen else None
        drawn = over_time.line(points, alt, centre=centre, direction=metric.direction, unit=unit)
    return Headed(heading, drawn, _axis_note(source.bounds_are, points, unit, steps=steps))


def _axis_note(bounds_are: str, points: Sequence[Point], unit: str, *, steps: bool) -> str:
    """Where the axis starts, where that is not 0; what a band and a dashed line are."""
    lowest = over_time.scale(points, steps=steps)[0]
    notes = [] if not lowest else [f"The axis starts at {trimmed(lowest)}{unit}, not at 0."]
    if any(p.beside is not None for p in points):
        notes.append("Dashed line and band: similar trusts, from the lowest to the highest.")
    elif any(p.low is not None and p.low != p.high for p in points):
        notes.append(f"Band: {bounds_are}.")
    return " ".join(notes)


def _real(value: Any) -> float | None:
    return float(value) if isinstance(value, Real) and value == value else None
