"""One measure in one unit: its chart with all that belongs to it, and the ways on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from qi_eval.metrics.counting import among
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.baseline import changes_of
from qi_eval.views.charted import Charted, chart_of
from qi_eval.views.method_words import name_of, rules_for
from qi_eval.views.series import Measure, measure_of
from qi_eval.views.subjects import Subject, Subjects, subjects
from qi_eval.views.units import unit_names
from qi_eval.views.verdict import suits, usual_chart
from qi_eval.vocabulary import ChartType, Method, ValueType

OFFERED = (ChartType.RUN, ChartType.I, ChartType.P, ChartType.PP, ChartType.U, ChartType.UP, ChartType.C)
FOR_EVENTS = (ChartType.RUN, ChartType.T, ChartType.G)
MEANT_FOR = {  # charts of counts, and the values that they are made for
    ChartType.P: ValueType.PROPORTION,
    ChartType.PP: ValueType.PROPORTION,
    ChartType.U: ValueType.RATE,
    ChartType.UP: ValueType.RATE,
    ChartType.C: ValueType.COUNT,
}


@dataclass(frozen=True, eq=False)
class MeasureView:
    """What the run charts page shows of a measure. `units`: (id, name) of the units with values, the shown one among
    them; `charts`, `rules`: the code and name of each chart that its values allow, and of each rule that may be read on
    the chart drawn; `days`: of its points, newest first; `decides`: the rule in force, in words; `counts`: whether a
    new value is a numerator and a denominator."""

    id: str
    unit_id: str
    units: tuple[tuple[str, str], ...]
    context: str
    project_id: str
    chart: Charted
    facts: tuple[tuple[str, str], ...]
    charts: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    days: tuple[date, ...]
    counts: bool
    measure: Measure
    decides: str


def measure_view(
    store: Store, scope: Scope, measure_id: str, unit_id: str = "", rule: str = "", drawn: str = ""
) -> MeasureView | None:
    """The view of a measure; None where no measure has this id. `unit_id` empty: the unit that stands for the measure;
    `rule` another than the one in force, or `drawn` on another chart, is a preview that counts nowhere."""
    measure = measure_of(store, measure_id)
    if measure is None:
        return None
    in_force = measure.method or scope.method
    charts = subjects(store, [measure], scope)
    logged = changes_of(store, measure, scope.report_date)
    subject = replace(charts.asked(measure, unit_id), changes=logged)
    chart = chart_of(
        subject,
        method=Method(rule) if rule else in_force,
        now=scope.report_date,
        drawn=ChartType(drawn) if drawn else None,
        programme=in_force,
    )
    names = _names(store, measure, charts)
    units = dict(names.units)
    context = [units.get(subject.unit_id, subject.unit_id), names.project, f"{measure.type.label.lower()} measure"]
    return MeasureView(
        id=measure.id,
        unit_id=subject.unit_id,
        units=names.units,
        context=" · ".join(filter(None, context)),
        project_id=measure.project_id,
        chart=chart,
        facts=_facts(measure),
        charts=tuple((one.value, _called(subject, one, in_force)) for one in _charts(subject)),
        rules=tuple((one.value, one.label) for one in rules_for(chart.drawn, in_force)),
        days=tuple(day.astype(date) for day in subject.days[::-1]),
        counts=measure.factor is not None,
        measure=subject.measure,
        decides=f"{in_force.label} set for it" if measure.method else f"programme's {in_force.label}",
    )


@dataclass(frozen=True)
class _Names:
    project: str
    units: tuple[tuple[str, str], ...]


def _names(store: Store, measure: Measure, charts: Subjects) -> _Names:
    tables, units = store.tables(), list(charts.charts.get(measure.id, {}))
    projects, named = tables.projects, tables.units
    asked = {
        "project": projects.select().where(projects.c.project_id == measure.project_id),
        "units": named.select().where(among(named.c.unit_id, units)).order_by(named.c.unit_name),
    }
    frames = store.frames(asked)
    title, listed = frames["project"]["title"], unit_names(frames["units"])
    every: Mapping[str, str] = {u: listed.get(u, u) for u in [*listed, *units]}
    return _Names("" if title.empty else str(title.iloc[0]), tuple(every.items()))


def _charts(subject: Subject) -> tuple[ChartType, ...]:
    """The charts that these values allow."""
    offered = FOR_EVENTS if subject.measure.events else OFFERED
    kind = subject.measure.value_type
    return tuple(one for one in offered if MEANT_FOR.get(one, kind) is kind and suits(subject, one))


def _called(subject: Subject, chart: ChartType, method: Method) -> str:
    """The name of a chart in the choice, and whether it is the one that counts."""
    if chart is ChartType.RUN:
        return "Run chart (median)"
    return f"{name_of(chart)}, decides" if chart is usual_chart(subject, method) else name_of(chart)


def _facts(measure: Measure) -> tuple[tuple[str, str], ...]:
    return (
        ("How it is counted", measure.definition),
        ("Which way is better", measure.direction.label),
        ("How often", measure.frequency.label),
        ("Where from", measure.collection.replace("_", " ")),
    )
