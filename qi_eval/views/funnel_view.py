"""Units at one time on the limits of chance: counts of the latest year in; the funnel plot, its words and table out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

import numpy as np
import pandas as pd

from qi_eval.charts.control_chart import Figure
from qi_eval.charts.funnel import FunnelChart, funnel_drawing, funnel_figure, funnel_poster
from qi_eval.charts.picture import Picture
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.narrative import listed, number, percent
from qi_eval.spc.funnel import Funnel, funnel
from qi_eval.views.series import places_for
from qi_eval.views.subjects import Subject
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import FunnelPlace, ValueType

FEWEST = 3  # units of a funnel plot
YEAR = timedelta(days=365)
PHONE = 350  # px
HEADERS = ("Unit", "Numerator", "Denominator", "Share", "95% limits", "99.8% limits", "Where it lies")


@dataclass(frozen=True, eq=False)
class FunnelView:
    """`chart`: what every face is drawn from; `words`: level, units beyond the limits, method; `table`: the same in
    figures."""

    chart: FunnelChart
    words: str
    table: TableView

    @cached_property
    def figures(self) -> tuple[Figure, Figure]:
        """For a light and a dark page."""
        return funnel_figure(self.chart, LIGHT), funnel_figure(self.chart, DARK)

    @property
    def poster(self) -> Picture:
        """The plot with its title and words, to take away."""
        return funnel_poster(self.chart)

    @property
    def drawing(self) -> Picture:
        """The plot alone, for a sheet that has its title and words."""
        return funnel_drawing(self.chart, width=900, height=440)

    @property
    def small(self) -> Picture:
        """The plot as narrow as a phone."""
        return funnel_drawing(self.chart, width=PHONE)


def cross_section(units: Sequence[Subject], names: Mapping[str, str]) -> FunnelView | None:
    """The units of one measure (all of it: at least one) by their counts of the latest year; None where the measure is
    no share or has too few units."""
    measure = units[0].measure
    if measure.value_type is not ValueType.PROPORTION:
        return None
    last = max(subject.days[subject.known][-1] for subject in units).astype(date)
    rows = [(names.get(one.unit_id, one.unit_id), *latest_year(one, last)) for one in units]
    seen = funnel(pd.DataFrame([row for row in rows if row[2]], columns=["unit", "x", "n"]))
    if len(seen.units) < FEWEST:
        return None
    places = places_for(100 * seen.units["y"].to_numpy(dtype=float), share=True)
    said = partial(percent, decimals=places)
    words = _words(seen, measure.until(last), said(100 * seen.centre))
    title = f"{measure.name} by unit"
    chart = FunnelChart(
        seen.units, seen.curve, seen.centre, title, alt=f"{title}. {words}", caption=words,
        number=partial(_unsigned, places=places),
    )  # fmt: skip
    return FunnelView(chart, words, _table(seen, title, said))


def latest_year(subject: Subject, last: date) -> tuple[float, float]:
    """Numerator and denominator of the year that ends with the newest value of all units."""
    kept = (subject.days > np.datetime64(last - YEAR)) & subject.counted & ~np.isnan(subject.below)
    return float(subject.above[kept].sum()), float(subject.below[kept].sum())


def _unsigned(share: float, *, places: int) -> str:
    """A share for a chart that puts the per cent sign behind it."""
    return percent(share, places).removesuffix("%")


def _table(seen: Funnel, title: str, said: Callable[[float], str]) -> TableView:
    rows = []
    for row in seen.units.to_dict("records"):
        limits = [f"{said(100 * row[f'lower{n}'])} to {said(100 * row[f'upper{n}'])}" for n in ("95", "998")]
        place = FunnelPlace(row["place"]).label
        rows.append((row["unit"], number(row["x"]), number(row["n"]), said(100 * row["y"]), *limits, place))
    numeric = (False, True, True, True, False, False, False)
    return TableView(f"{title}, latest year", HEADERS, tuple(rows), numeric)


def _words(seen: Funnel, last: str, level: str) -> str:
    beyond = seen.units[seen.units["place"].isin([FunnelPlace.ABOVE, FunnelPlace.BELOW])]
    outside = f"{listed(beyond['unit'])} beyond the 99.8% limits" if len(beyond) else "no unit beyond the 99.8% limits"
    few = f" Too few cases to show: {listed(seen.left_out)}." if seen.left_out else ""
    wide = "widened, because the units differ by more than chance" if seen.tau else "exact binomial"
    return (
        f"The year up to {last}, {level} in all units together: {outside}. "
        f"Outside the limits means look, it is no proof and no ranking.{few} Limits: {wide} (Spiegelhalter 2005)."
    )
