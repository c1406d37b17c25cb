"""One metric as a page shows it: its protected Result in words, its picture, its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.drawing import tables_of
from qi_eval.views.explained import Explained, explained
from qi_eval.views.figures import interval_words, rests_on, state_words, value_words
from qi_eval.views.finding import Finding
from qi_eval.views.flows import flow_findings
from qi_eval.views.movement import Movement, movement_of
from qi_eval.views.pictures import Headed, pictures_of
from qi_eval.views.results import counted, results
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Level, Series, State


@dataclass(frozen=True)
class MetricView:
    """What a panel lays out: worded, protected and drawn. `needs` names the datasets that it counts in."""

    id: str
    code: str
    level: Level
    bullets: tuple[str, ...]
    title: str
    question: str
    state: State
    state_words: str  # known, partly known, estimated …
    value: str
    base: str
    interval: str
    sentence: str
    notes: tuple[str, ...]
    fixed_label: str
    formula: str
    source: str
    newest: str
    movement: Movement
    pictures: tuple[Headed, ...]
    tables: tuple[TableView, ...]
    needs: tuple[str, ...]
    words: Explained = ()  # the terms that stand in it, with what they mean

    @property
    def known(self) -> bool:
        """Whether there is anything to show but its absence."""
        return self.state is not State.NO_DATA


def metric_views(
    store: Store, scope: Scope, metrics: Sequence[Metric], *, since: date | None = None
) -> tuple[MetricView, ...]:
    """The views of several metrics, counted in one pass; levels are set beside those of the day `since`."""
    now = counted(store, metrics, scope)
    levels = [metric for metric in metrics if metric.series in (Series.STOCK, Series.ROLLING)]
    then = results(store, levels, replace(scope, report_date=since)) if since else {}
    judged = flow_findings(now, scope)

    def view(metric: Metric) -> MetricView:
        before = (since, then[metric.id]) if since and metric.id in then else None
        return metric_view(metric, now.found[metric.id], scope, before=before, found=judged.get(metric.id))

    # Both days read the same files, so a view stands as long as the rows of today's answer do.
    return tuple(now.answers[m.id].derive(("view", m.id, since), partial(view, m)) for m in metrics)


def metric_view(
    metric: Metric,
    result: Result,
    scope: Scope,
    *,
    before: tuple[date, Result] | None = None,
    found: Finding | None = None,
) -> MetricView:
    """The view of a Result that `results` protected; `before`: the same metric on the day the board last met; `found`:
    what the rule says of its periods, where it is judged over time."""
    view = _view(metric, result, scope, before, found)
    pictures = (words for drawn in view.pictures for words in (drawn.heading, drawn.note))
    told = (
        view.state_words,
        view.title,
        view.base,
        view.interval,
        view.sentence,
        view.movement.words,
        view.fixed_label,
    )
    return replace(view, words=explained(view.value, *told, *view.notes, *pictures))


def _view(
    metric: Metric, result: Result, scope: Scope, before: tuple[date, Result] | None, found: Finding | None
) -> MetricView:
    return MetricView(
        id=metric.id,
        code=metric.code,
        level=metric.level,
        bullets=metric.bullets,
        title=metric.title,
        question=metric.question,
        state=result.state,
        state_words=state_words(result),
        value=value_words(metric, result),
        base=rests_on(metric, result),
        interval=interval_words(metric, result),
        sentence=metric.sentence(result),
        notes=result.notes if result.state is not State.NO_DATA else (),
        fixed_label=metric.fixed_label,
        formula=metric.formula,
        source=metric.source,
        newest=date_words(result.newest) if result.newest else "",
        movement=movement_of(metric, result, scope, before, found=found),
        pictures=pictures_of(metric, result, found),
        tables=tables_of(metric, result),
        needs=tuple(metric.inputs),
    )
