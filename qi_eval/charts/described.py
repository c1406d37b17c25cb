"""What a chart over time is made of: the points that the engine found, the lines beside them, and the words around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.charts.changes import Change
from qi_eval.charts.theme import plain
from qi_eval.vocabulary import Assurance, ChartType, Direction, Frequency, Variation


@dataclass(frozen=True)
class Line:
    """A target that holds from `start` on (None: from the first point), or, where it is `planned`, a corner of the
    trajectory that the team means to follow."""

    value: float
    name: str
    start: date | None = None
    planned: bool = False


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Everything that one picture needs, already protected and worded.

    `points`, one row a point in order. Needed: x (date, number or text), y (NaN leaves a gap). Drawn where there:
    centre, lower, upper, lower_warning, upper_warning, phase, baseline (False: the centre is carried on), included
    (False: hollow), point_type (Variation), improving, concerning, mean (the level that the rule judges about where
    that is not the centre), shown (the text on hover). `title` is the message, `alt` the picture in words, `caption`
    method and limits, `reading` what the rule found. `number` words a level, its % included. `earlier` (x, centre,
    lower, upper): limits before new ones were set. `trial`: the phases whose limits are trial limits. An icon is empty
    where `variation` or `assurance` is None; the words beside it say why."""

    points: pd.DataFrame
    title: str
    alt: str
    caption: str
    reading: str = ""
    chart: ChartType = ChartType.RUN
    unit: str = ""
    direction: Direction = Direction.NEUTRAL
    number: Callable[[float], str] = plain
    target: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()
    earlier: pd.DataFrame | None = None
    frequency: Frequency | None = None
    trial: tuple[int, ...] = ()
    warnings: bool = False
    variation: Variation | None = None
    no_variation: str = ""
    assurance: Assurance | None = None
    no_assurance: str = ""
    source: str = ""
    exact_colours: bool = False

    @property
    def origin(self) -> str:
        """Where the numbers come from, as printed; empty where it is not known."""
        return f"Source: {self.source}" if self.source else ""

    @property
    def centre_name(self) -> str:
        """What the line in the middle is."""
        return "median" if self.chart in (ChartType.RUN, ChartType.G) else "mean"
