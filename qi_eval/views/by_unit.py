"""One measure in all its units: side by side on one scale, and a funnel plot of the latest year for a proportion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qi_eval import spc
from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.framed import framed
from qi_eval.charts.multiples import multiples
from qi_eval.charts.picture import Picture
from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import listed, number, of
from qi_eval.store import Store
from qi_eval.views.control import control_chart
from qi_eval.views.funnel_view import FunnelView, cross_section, latest_year
from qi_eval.views.reading import read, sign_words
from qi_eval.views.series import measures_of, with_places
from qi_eval.views.shown import Shown
from qi_eval.views.subjects import Subject, subjects
from qi_eval.views.tables import TableView
from qi_eval.views.units import parents, unit_names, wholes
from qi_eval.views.verdict import Verdict, read_by, verdicts
from qi_eval.vocabulary import ChartType, Method, ValueType, Variation

MOST = 24  # units side by side; more are in the choice of units
HEADERS = ("Unit", "Points", "Median", "Latest", "Of", "What the rule says")
NUMERIC = (False, True, True, True, False, False)
PHONE = 350  # px


@dataclass(frozen=True, eq=False)
class SideBySide:
    """`charts`: a small chart a unit, each named by its unit; `pictures`: the same for a desk and for a phone; `told`:
    how many show a sign, and how many to expect by chance; `table`: all units in figures, those not drawn too."""

    title: str
    charts: tuple[ControlChart, ...]
    pictures: tuple[Picture, Picture]
    told: str
    table: TableView

    @property
    def poster(self) -> Picture:
        """The small charts with their title and words, to take away."""
        return framed(self.pictures[0], self.title, self.told)


@dataclass(frozen=True, eq=False)
class ByUnit:
    """`beside`: the units side by side, None where there is one only; `funnel`: None where the measure is no proportion
    or has too few units."""

    beside: SideBySide | None = None
    funnel: FunnelView | None = None


def by_unit(store: Store, scope: Scope, measure_id: str) -> ByUnit:
    """The units of a measure that have values, without those that hold others of them; nothing where there is one
    only."""
    measures = measures_of(store, [measure_id])
    charts = subjects(store, measures, scope, scope.own.units if scope.own else None).charts.get(measure_id, {})
    units = store.tables().units
    names = unit_names(store.frame(units.select().where(among(units.c.unit_id, list(charts)))))
    upper = wholes(charts, parents(store))  # the trust is no neighbour of its wards
    parts = [chart for unit, chart in charts.items() if unit not in upper]
    ordered = sorted(parts, key=lambda subject: names.get(subject.unit_id, subject.unit_id).lower())
    known = alike([one for one in ordered if one.known.any()])
    if len(known) < 2:
        return ByUnit()
    beside = side_by_side(known, names, scope)
    if len(known) > MOST:
        drawn = f"The first {MOST} of {len(known)} units by name are drawn, all are counted. {beside.told}"
        beside = replace(beside, told=drawn)
    return ByUnit(beside, cross_section(known, names))


def alike(units: Sequence[Subject]) -> list[Subject]:
    """Units that stand side by side, all with one number of decimals."""
    values = np.concatenate([one.y for one in units]) if units else np.array([])
    return [replace(one, measure=with_places(one.measure, values)) for one in units]


def side_by_side(
    units: Sequence[Subject], names: Mapping[str, str], scope: Scope, *, first: int = 0, most: int = MOST
) -> SideBySide:
    """Small charts of up to `most` units from the `first` on, and what is said of all units: they are judged in one
    pass, whichever are drawn."""
    found, lines = verdicts(units, scope.method), read_by(units, Method.ANHOEJ, ChartType.RUN)
    kept = slice(first, first + most)
    charts = []
    for subject, verdict, line in zip(units[kept], found[kept], lines[kept], strict=True):
        shown = Shown(subject, line, verdict, ChartType.RUN, counted=True, now=scope.report_date)
        charts.append(control_chart(shown, read(shown), names.get(subject.unit_id, subject.unit_id)))
    said = listed([f"{chart.title} {(chart.variation or Variation.COMMON_CAUSE).label.lower()}" for chart in charts])
    name = units[0].measure.name
    alt = f"{name} by unit: {said}"
    return SideBySide(
        title=f"{name}, unit by unit",
        charts=tuple(charts),
        pictures=(multiples(charts, alt=alt), multiples(charts, alt=alt, width=PHONE, columns=1)),
        told=_signs(found),
        table=_table(units, found, lines, names),
    )


def _signs(found: Sequence[Verdict]) -> str:
    """How many units show a sign, and how many would by chance."""
    judged = [verdict for verdict in found if verdict.last.variation is not None]
    signs = sum(verdict.last.variation is not Variation.COMMON_CAUSE for verdict in judged)
    chance = sum(
        float(spc.false_alarm(verdict.method, verdict.chart, np.array([verdict.subject.counted.sum()]))[0])
        for verdict in judged
        if verdict.chart
    )
    order = "Units are in the order of their names: this is no ranking."
    if not judged:
        return f"None of them can be judged yet. {order}"
    return (
        f"{of(signs, len(judged))} units that can be judged show a sign of change; chance alone would give about "
        f"{chance:.1f}. {order}"
    )


def _table(
    units: Sequence[Subject], found: Sequence[Verdict], lines: Sequence[Verdict], names: Mapping[str, str]
) -> TableView:
    """What the small charts and the funnel show, in figures and words."""
    last = max(subject.days[subject.known][-1] for subject in units).astype(date)
    rows = []
    for subject, verdict, line in zip(units, found, lines, strict=True):
        measure, newest, seen = subject.measure, subject.newest, verdict.last
        assert newest is not None, "units without a value are left out"
        level = "" if line.last.centre is None else measure.shown(line.last.centre)
        words = sign_words(measure, seen.variation, seen.since) if seen.variation else seen.why
        counts = [number(n) for n in latest_year(subject, last)] if measure.value_type is ValueType.PROPORTION else []
        named = names.get(subject.unit_id, subject.unit_id)
        points = number(int(subject.counted.sum()))
        rows.append((named, points, level, measure.shown(newest[1]), measure.day(newest[0]), words, *counts))
    year = ("Numerator, latest year", "Denominator, latest year") if len(rows[0]) > len(HEADERS) else ()
    return TableView(
        f"{units[0].measure.name} by unit", (*HEADERS, *year), tuple(rows), (*NUMERIC, *[True] * len(year))
    )
