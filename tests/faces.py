"""Everything that a store shows, by name: the views behind pages, files and commands. For sweeps over all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pandas as pd

from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views import (
    attending,
    by_unit,
    calls,
    changes,
    collaborations,
    collaborative,
    drivers,
    effect,
    effect_list,
    evaluators,
    framework,
    health,
    learning,
    level,
    listing,
    measure,
    measure_grid,
    measures,
    methods,
    metric,
    portfolio,
    programme,
    project,
    stories,
    trace,
)
from qi_eval.vocabulary import Level

Face = Callable[..., Any]  # of a store and a scope
WHOLE: dict[str, Face] = {  # one view for the whole trust
    "overview": framework.overview,
    **{code: lambda store, scope, code=code: level.level_page(store, scope, code) for code in Level.codes()},
    "panels": lambda store, scope, asked=METRICS: metric.metric_views(store, scope, asked),
    "projects": portfolio.portfolio,
    "calls": calls.calls_view,
    "changes": lambda store, scope: changes.changes_view(store, scope, ""),
    "did not work": lambda store, scope: learning.learning_view(store, scope, learning.ALL),
    "data health": health.health,
    "stories": lambda store, scope: stories.stories(store, scope, scope.report_date.isoformat()),
    "measures": lambda store, scope: grid_as_shown(measure_grid.measure_grid(store, scope)),
    "choice of measures": measures.measure_choices,
    "before and after": effect_list.openings,
    "who came": attending.attending,
    "drivers": drivers.programme_drivers,
    "programme": programme.programme,
    "methods": methods.methods_view,
    "all figures (CSV)": lambda store, scope: evaluators.archive(store, scope),
    "metrics command": lambda store, scope: listing.listing(store, today=scope.report_date),
}


def grid_as_shown(grid: measure_grid.MeasureGrid) -> Any:
    """The grid, and what its rows show only when they are asked for it."""
    return grid, [(line.latest, line.words, line.met, line.icons) for line in grid.lines]


def faces(store: Store, scope: Scope) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The name of each view with what makes it: those of the trust, then one for each project, measure and bundle."""
    for name, face in WHOLE.items():
        yield name, lambda face=face: face(store, scope)
    for one in METRICS[::8]:
        yield f"trace {one.id}", lambda one=one: trace.trace(store, scope, one.id)
    tables = store.tables()
    for id_ in store.frame(tables.projects.select().with_only_columns(tables.projects.c.project_id))["project_id"]:
        yield f"project {id_}", lambda id_=id_: project.project_view(store, scope, id_)
    for id_ in store.frame(tables.measures.select().with_only_columns(tables.measures.c.measure_id))["measure_id"]:
        yield f"measure {id_}", lambda id_=id_: measure.measure_view(store, scope, id_, "", "", "")
        yield f"units of {id_}", lambda id_=id_: by_unit.by_unit(store, scope, id_)
        yield f"effect {id_}", lambda id_=id_: effect.effect_view(store, scope, id_, "", "")
    for one in collaborations.collaborations(store, scope).every:
        yield f"side by side {one.id}", lambda one=one: collaborative.collaborative(store, scope, one.id)


def told(made: Any) -> Any:
    """All that a view holds, as plain values: texts, numbers, drawings. What it keeps for itself (a name with `_`) is
    left out: a verdict holds the arrays of all that were judged with it."""
    if is_dataclass(made) and not isinstance(made, type):
        return {field.name: told(getattr(made, field.name)) for field in fields(made) if field.name[0] != "_"}
    if isinstance(made, dict):
        return {str(key): told(value) for key, value in made.items()}
    if isinstance(made, (list, tuple, set, frozenset)):
        return [told(one) for one in made]
    if isinstance(made, pd.DataFrame):
        return made.to_dict("list")
    if isinstance(made, float):
        return f"{made:.10g}"  # sums in another order differ far behind
    return made.isoformat() if isinstance(made, date) else made


def words(made: Any) -> str:
    """The same as one text."""
    return json.dumps(told(made), default=repr, sort_keys=True, ensure_ascii=False)
