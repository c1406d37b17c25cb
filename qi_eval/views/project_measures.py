"""A project's family of measures: what each says, which kinds are not there, and the chart of the one that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qi_eval.charts.control_chart import ControlChart, listed
from qi_eval.charts.drawn import layout, parts
from qi_eval.charts.picture import Picture, picture
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count
from qi_eval.store import Store
from qi_eval.views.baseline import changes_of
from qi_eval.views.control import control_chart
from qi_eval.views.movement import Movement, moved
from qi_eval.views.reading import read
from qi_eval.views.series import Measure, with_places
from qi_eval.views.shown import Shown
from qi_eval.views.subjects import Subject, subjects
from qi_eval.views.verdict import Verdict, read_by, verdicts
from qi_eval.vocabulary import ChartType, MeasureType, Method

ASKS = {  # what a kind of measure would tell; said where it is missing
    MeasureType.OUTCOME: "No outcome measure yet: what should get better for patients or staff?",
    MeasureType.PROCESS: "No process measure yet: how would we see that the change is carried out?",
    MeasureType.BALANCING: "No balancing measure yet: what might get worse elsewhere?",
}
SIZES = ((860.0, 320.0), (350.0, 300.0))  # px, width and height of the chart on a desk and on a phone


@dataclass(frozen=True)
class MeasureLine:
    """One measure of the project, with how it moves and the way to its run chart."""

    id: str
    unit_id: str
    name: str
    type: MeasureType
    latest: str
    base: str
    movement: Movement


@dataclass(frozen=True)
class Slot:
    """One kind of the family: its measures, or what is asked where there is none."""

    type: MeasureType
    lines: tuple[MeasureLine, ...]

    @property
    def asks(self) -> str:
        """What such a measure would tell; "" where there is one."""
        return "" if self.lines else ASKS[self.type]


@dataclass(frozen=True)
class Face:
    """A chart drawn at one size, and what the numbers on it stand for, as number and words."""

    picture: Picture
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Family:
    """The measures in the order outcome, process, balancing; `chart`: that of the measure that decides (else of the
    first that has values), with the tests of change; None without a value. `faces`: the same
    for a desk and for a phone; `values_before`: the most that any of them has before the first change; `seen`: what the
    rule says of the chart."""

    lines: tuple[MeasureLine, ...]
    chart: ControlChart | None = None
    charted_id: str = ""
    faces: tuple[Face, ...] = ()
    values_before: int = 0
    seen: Verdict | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The three kinds, each with its measures."""
        return tuple(Slot(kind, tuple(x for x in self.lines if x.type is kind)) for kind in MeasureType)

    @property
    def missing(self) -> str:
        """A nudge, not a mark: outcome, process and balancing measures belong together."""
        lacking = [slot.type.label.lower() for slot in self.slots if not slot.lines]
        return f"No {' or '.join(lacking)} measure is on record." if self.lines and lacking else ""


def family(store: Store, measures: Sequence[Measure], scope: Scope, decides: str | None) -> Family:
    """The measures of a project. `decides`: the id of the one that its outcome, or its aim, rests on."""
    if not measures:
        return Family(())
    charts = subjects(store, measures, scope)
    ordered = sorted(measures, key=lambda measure: list(MeasureType).index(measure.type))
    homes = [charts.of_home(measure) for measure in ordered]
    placed = [replace(subject, measure=with_places(subject.measure, subject.y)) for subject in homes]
    chosen = _deciding(placed, decides)
    if chosen is not None:
        logged = changes_of(store, placed[chosen].measure, scope.report_date)
        placed[chosen] = replace(placed[chosen], changes=logged)
    found = verdicts(placed, scope.method)
    lines = tuple(map(_line, found))
    if chosen is None:
        return Family(lines)
    chart = charted(found[chosen], scope)
    faces = tuple(face(chart, width, height) for width, height in SIZES)
    before = max(map(_before, (subject for subject in placed if subject.newest)))
    return Family(lines, chart, placed[chosen].measure.id, faces, before, found[chosen])


def _deciding(subjects: Sequence[Subject], decides: str | None) -> int | None:
    """Which of them the outcome or the aim rests on, else the first with a value; None where none has."""
    known = [i for i, subject in enumerate(subjects) if subject.newest]
    named = (i for i in known if subjects[i].measure.id.lower() == (decides or "").lower())
    return next(named, known[0] if known else None)


def _before(subject: Subject) -> int:
    """The values before the first change; all of them where none is logged."""
    if subject.first_change is None:
        return int(subject.known.sum())
    return int((subject.known & (subject.days < np.datetime64(subject.first_change))).sum())


def charted(verdict: Verdict, scope: Scope) -> ControlChart:
    """The chart of a measure as its own page opens: a median run chart, with the verdict in force on it."""
    runs = verdict.chart is ChartType.RUN
    line = verdict if runs else read_by([verdict.subject], Method.ANHOEJ, ChartType.RUN)[0]
    shown = Shown(verdict.subject, line, verdict, ChartType.RUN, True, scope.report_date)
    reading = read(shown)
    return control_chart(shown, reading, f"{verdict.subject.measure.name}: {reading.finding}")


def face(chart: ControlChart, width: float, height: float) -> Face:
    """The chart at this size."""
    laid = layout(chart, width, height)
    drawn = picture(parts(laid), chart.alt, laid.width, laid.height, exact=chart.exact_colours)
    return Face(drawn, tuple((mark, words) for mark, words in listed(chart, laid) if mark.isdigit()))


def _line(verdict: Verdict) -> MeasureLine:
    subject = verdict.subject
    measure, unit = subject.measure, subject.unit_id
    if subject.newest is None:
        return MeasureLine(measure.id, unit, measure.name, measure.type, "no values yet", "", Movement())
    day, value = subject.newest
    points_words = f"{count(int(subject.known.sum()), 'point')}, newest {measure.newest(day)}"
    shown = points_words if measure.unit else f"{measure.unit_label}, {points_words}"
    movement = moved(list(subject.y), verdict.seen, measure.direction, [day.astype(date) for day in subject.days])
    return MeasureLine(measure.id, unit, measure.name, measure.type, measure.number(value), shown, movement)
