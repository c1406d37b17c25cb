"""From a chart as it is looked at to the plain values that a picture is drawn from."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qi_eval import spc
from qi_eval.charts.changes import Change
from qi_eval.charts.control_chart import ControlChart, Line
from qi_eval.views.chart_marks import Mark, targets
from qi_eval.views.finding import ENOUGH
from qi_eval.views.reading import Reading
from qi_eval.views.series import Measure, hover
from qi_eval.views.shown import Shown
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import ChartType, Direction, MarkKind, Variation

SET = {  # how the words of a mark begin, on the chart and in every list beside it
    MarkKind.NOTE: "",
    MarkKind.PHASE_START: "New limits: ",
    MarkKind.EXCLUDED: "Left out: ",
    MarkKind.TARGET_FROM: "New aim {aim}: ",
}
LEVEL_MOVED = "The level moved: set new limits first"  # why an aim is not judged
AT_A_POINT = (MarkKind.NOTE, MarkKind.EXCLUDED)  # marks that are about one point; the others hold from their day on


def control_chart(shown: Shown, reading: Reading, title: str) -> ControlChart:
    """The chart of a subject that has a value."""
    measure, found = shown.subject.measure, shown.verdict
    return ControlChart(
        points=_points(shown),
        title=title,
        alt=f"Chart of {measure.name}. {reading.words}",
        caption=reading.method,
        reading=reading.words,
        chart=shown.chart,
        unit=measure.unit or measure.unit_label,
        direction=measure.direction,
        number=measure.number,
        target=_targets(shown),
        changes=_changes(shown),
        earlier=_earlier(shown),
        frequency=None if measure.events else measure.frequency,
        trial=_trial(shown),
        variation=found.last.variation,
        no_variation=found.last.why or _why_no_judgement(found),
        assurance=found.assurance,
        no_assurance=why_no_assurance(found),
        source=measure.collection.replace("_", " "),
    )


def _points(shown: Shown) -> pd.DataFrame:
    subject = shown.subject
    counts = zip(subject.above, subject.below, strict=True)
    days = (day.astype(date) for day in subject.days)
    named = zip(days, subject.y, counts, strict=True)
    return shown.points.assign(shown=[hover(subject.measure, day, float(y), both) for day, y, both in named])


def _targets(shown: Shown) -> tuple[Line, ...]:
    """The aim and, where it moved, each new one from its day on."""
    subject = shown.subject
    first = [(subject.first_target, None)] if subject.first_target is not None else []
    moved = [(mark.value, mark.when) for mark in targets(subject.marks)]
    steps = [(value, when) for value, when in [*first, *moved] if value is not None]
    return tuple(Line(value, f"aim {_plain(subject.measure, value)}", when) for value, when in steps)


def _plain(measure: Measure, value: float) -> str:
    """The aim without its unit, but for the per cent sign: there is little room at a line's end."""
    words = measure.aim(value)
    return words if measure.unit else words.split(" ")[0]


def _changes(shown: Shown) -> tuple[Change, ...]:
    """Tests of change and events of this measure, and the marks that stand at a point."""
    subject = shown.subject
    first = subject.days[0].astype(date)
    logged = [change for change in subject.changes if change.drawn and first <= change.when]
    marked = [_marked(subject.measure, mark) for mark in subject.marks]
    return tuple(sorted([*logged, *marked], key=lambda change: change.when))


def _marked(measure: Measure, mark: Mark) -> Change:
    """A mark that people set, with its reason and who decided: it goes wherever the picture goes."""
    aim = "" if mark.value is None else _plain(measure, mark.value)
    return Change(mark.when, f"{SET[mark.kind].format(aim=aim)}{mark.why}", note=mark.kind in AT_A_POINT)


def _earlier(shown: Shown) -> pd.DataFrame | None:
    """The limits before the last new ones, as they would have run on."""
    points = shown.line.points
    last = points["phase"].max()
    if last == 1:
        return None
    before, after = points[points["phase"] == last - 1].iloc[-1], points[points["phase"] == last]
    return after[["x"]].assign(**{name: before[name] for name in ("centre", "lower", "upper")})


def _trial(shown: Shown) -> tuple[int, ...]:
    """The phases whose limits rest on few points."""
    if shown.chart is ChartType.RUN:
        return ()
    counted = shown.subject.counted
    few = [int(np.sum(counted[phase.start : phase.stop])) < ENOUGH for phase in shown.line.phases]
    return tuple(i for i, short in enumerate(few, start=1) if short)


def _why_no_judgement(found: Verdict) -> str:
    """Why a sign of change is neither good nor bad; "" where it is one of them, or no sign."""
    is_neutral = found.last.variation in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW)
    words = _undirected(found.subject.measure)
    return f"{words[0].lower()}{words[1:]}" if is_neutral else ""


def _undirected(measure: Measure) -> str:
    """Why nothing is judged good or bad: a team said so, or nobody has said anything."""
    return "Neither way is better" if measure.is_directed else "Which way is better is not said yet"


def why_no_assurance(found: Verdict) -> str:
    """Why the aim is not judged; "" where it is."""
    measure = found.subject.measure
    if found.assurance is not None:
        return ""
    if measure.target is None:
        return "No target"
    if measure.direction is Direction.NEUTRAL:
        return _undirected(measure)
    if found.last.variation is None:
        return found.last.why
    if spc.CHART[found.method] is ChartType.RUN:
        return "This rule has no limits to judge it by"
    return LEVEL_MOVED
