"""A team's own data as the chart that a stored measure gets: same rule, sentence and picture. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.datasets.own_series import OwnMark, OwnMarkKind, OwnSeries, OwnSettings
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.baseline import Logged
from qi_eval.views.chart_marks import Mark
from qi_eval.views.charted import Charted, charted
from qi_eval.views.own_choice import NAMES, Choice, choice_of, is_rare
from qi_eval.views.series import Measure
from qi_eval.vocabulary import ChartType, Direction, LogType, MarkKind, MeasureType, Method

TEAM = "the team"  # who set a mark that nobody has stored
FEW_EVENTS = (
    "So few events come that a sign about their mean says little, and so does its absence: the days from one event to "
    "the next tell more."
)
RULES = (Method.MDC, Method.ANHOEJ, Method.IHI)


@dataclass(frozen=True, eq=False)
class OwnChart:
    """`charted`: the picture with all that belongs to it; `choice`: the chart that suits and why; `remarks`: what could
    not be done as asked; `since`: days and words of the time since the last event, for charts of rare events."""

    charted: Charted
    choice: Choice
    measure: Measure
    remarks: tuple[str, ...] = ()
    since: tuple[str, str] | None = None


def programme_rule(store: Store, scope: Scope) -> Method:
    """The rule that decides every verdict."""
    return scope.method


def own_chart(series: OwnSeries, settings: OwnSettings, *, programme: Method, now: date) -> OwnChart:
    """The chart of a team's own series. `programme`: the rule that decides; another one is a preview."""
    choice, measure = choice_of(series), measure_of(series, settings)
    remarks: list[str] = []
    method = settings.rule or programme
    now = series.last_watched or now if series.kind.is_time else now
    drawn = None if settings.drawn is ChartType.RUN else settings.drawn
    if drawn is not None and (drawn not in choice.possible or drawn not in spc.ALLOWED[method]):
        remarks.append(_unsuited(series, drawn, method, choice))
        drawn = None
    remarks += _unknown_points(series, settings)
    if is_rare(series):
        remarks.append(FEW_EVENTS)
    return OwnChart(
        charted(
            measure, _frame(series), method=method, programme=programme, now=now, drawn=drawn,
            changes=_changes(settings.marks), marks=_marks(settings.marks),
        ),
        choice, measure, tuple(remarks), _since(series, measure, now),
    )  # fmt: skip


def measure_of(series: OwnSeries, settings: OwnSettings) -> Measure:
    """The series as a measure: what it says of itself."""
    target = settings.target if settings.target is not None else series.target
    return Measure(
        id="own",
        name=settings.name.strip() or series.name,
        project_id="",
        type=MeasureType.OUTCOME,
        value_type=series.kind.value_type,
        unit_label=series.unit_label,
        direction=settings.direction or Direction.NEUTRAL,
        frequency=series.frequency,
        target=target,
        multiplier=series.multiplier,
        definition="",
        collection="",
        baseline_end=settings.baseline_end,
        is_directed=settings.direction is not None,
        caution=series.caution,
    )


def charts_for(choice: Choice, method: Method) -> tuple[ChartType, ...]:
    """The charts of these numbers that a rule may be read on, the run chart first; any rule opens with that."""
    return tuple(chart for chart in choice.possible if chart is ChartType.RUN or chart in spc.ALLOWED[method])


def _frame(series: OwnSeries) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": pd.Series(list(series.dates), dtype=object),
            "y": pd.Series(series.values, dtype=float),
            "numerator": pd.Series(series.numerators, dtype=float),
            "denominator": pd.Series(series.denominators, dtype=float),
            "note": pd.Series(series.notes, dtype=object),
        }
    )


def _changes(marks: Sequence[OwnMark]) -> tuple[Logged, ...]:
    """The changes that the team made; the first one ends the baseline."""
    own = sorted((mark for mark in marks if mark.kind is OwnMarkKind.CHANGE), key=lambda mark: mark.when)
    return tuple(Logged(mark.when, mark.words, kind=LogType.INTERVENTION_START) for mark in own)


def _marks(marks: Sequence[OwnMark]) -> tuple[Mark, ...]:
    kinds = {
        OwnMarkKind.NOTE: MarkKind.NOTE,
        OwnMarkKind.EXCLUDED: MarkKind.EXCLUDED,
        OwnMarkKind.PHASE: MarkKind.PHASE_START,
        OwnMarkKind.TARGET: MarkKind.TARGET_FROM,
    }
    found = [Mark(mark.when, kinds[mark.kind], mark.value, mark.words, TEAM) for mark in marks if mark.kind in kinds]
    return tuple(sorted(found, key=lambda mark: mark.when))


def _unsuited(series: OwnSeries, drawn: ChartType, method: Method, choice: Choice) -> str:
    """Why a chart is not drawn."""
    opened = "The run chart is shown."
    if drawn is ChartType.T and any(value <= 0 for value in series.values):
        return f"A t chart needs times above 0, and some of these are 0 or less. {opened}"
    if drawn not in choice.possible:
        return f"A {NAMES[drawn]} does not suit these numbers. {opened}"
    return f"The {method.label} cannot be read on a {NAMES[drawn]}. {opened}"


def _unknown_points(series: OwnSeries, settings: OwnSettings) -> list[str]:
    """Marks on points that are not there (any more)."""
    days = set(series.dates)
    lost = [mark for mark in settings.marks if mark.kind is OwnMarkKind.EXCLUDED and mark.when not in days]
    return [f"There is no point on {date_words(mark.when)} to leave out." for mark in lost]


def _since(series: OwnSeries, measure: Measure, now: date) -> tuple[str, str] | None:
    """The days since the last event, where that is what the chart shows."""
    if not series.kind.is_time or not series.dates:
        return None
    watched = series.last_watched or now
    days = max((watched - series.dates[-1]).days, 0)
    words = f"{'day' if days == 1 else 'days'} since the last event, to {date_words(watched)}"
    return (f"{days:,}", words)


def file_name(title: str) -> str:
    """The name of a file to take away, without its ending."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "chart"
