"""Everything that the store holds of one project, read from one moment; the engine looks at no other project's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qi_eval.metrics.benefits import select_benefits
from qi_eval.metrics.metric import Frames, Scope, Shared
from qi_eval.metrics.one_project import OneProject
from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.metrics.progress import J6_HUB
from qi_eval.store import Query, Store
from qi_eval.views.series import Measure, measures_of
from qi_eval.views.units import unit_names
from qi_eval.vocabulary import ActivityType, UnitLevel


@dataclass(frozen=True, eq=False)
class Read:
    """The rows of one project. `outcomes` and `scores`: the frames of J4 and of J6, with this project alone in them;
    `units`: the names of its unit and of our units that took its change up."""

    project: Row
    measures: Sequence[Measure]
    log: Sequence[Row]
    coaching: Sequence[Row]
    involvement: Sequence[Row]
    spread: Sequence[Row]
    benefits: Sequence[Row]
    drivers: Sequence[Row]
    units: Mapping[str, str]
    outcomes: Frames
    scores: Frames


def read(store: Store, scope: Scope, project_id: str) -> Read | None:
    """The rows of a project up to the report date; None where no project has this id, in upper or lower case."""
    found = _read(store, scope, project_id)
    if found is None:
        known = store.known().of("projects", "project_id").get(project_id.lower(), project_id)
        found = _read(store, scope, known) if known != project_id else None
    return found


def _read(store: Store, scope: Scope, project_id: str) -> Read | None:
    measures = measures_of(store, projects=[project_id])
    whole = Scope(scope.report_date, method=scope.method, settings=scope.settings)  # whichever unit leads it
    tables = OneProject(store.tables(), project_id, [measure.id for measure in measures])
    frames = store.frames(
        _named("outcomes", J4_OUTCOMES.select(tables, whole))
        | _named("scores", J6_HUB.select(tables, whole))
        | _rows(tables, whole)
    )
    if frames["projects"].empty:
        return None
    return Read(
        project=rows_of(frames["projects"])[0],
        measures=measures,
        **{name: rows_of(frames[name]) for name in ROWS},
        units=unit_names(frames["units"]),
        outcomes=_part(frames, "outcomes"),
        scores=_part(frames, "scores"),
    )


ROWS = ("log", "coaching", "involvement", "spread", "benefits", "drivers")


def _rows(t: OneProject, scope: Scope) -> dict[str, Query]:
    now, log, a, i, s, u = scope.report_date, t.project_log, t.activity, t.involvement, t.spread, t.units
    coaching = a.c.activity_type == ActivityType.COACHING.value
    here = t.projects.select().with_only_columns(t.projects.c.unit_id)
    adopters = s.select().with_only_columns(s.c.adopter_unit_id)
    named = u.c.unit_id.in_(here) | u.c.unit_id.in_(adopters)
    return {
        "projects": t.projects.select(),
        "log": log.select().where(log.c.log_date <= now).order_by(log.c.log_date, log.c.cycle_no, log.c.title),
        "coaching": a.select().where(coaching, a.c.activity_date <= now),
        "involvement": i.select().where(i.c.recorded_on <= now),
        "spread": s.select().where(s.c.approached_on.is_(None) | (s.c.approached_on <= now)).order_by(s.c.spread_id),
        "benefits": select_benefits(t, scope)["benefits"],
        "drivers": t.drivers.select(),
        "units": u.select().where(named | (u.c.unit_level == UnitLevel.ORGANISATION.value)).order_by(u.c.unit_id),
    }


def _named(what: str, queries: Mapping[str, Query]) -> dict[str, Query]:
    return {f"{what} {name}": query for name, query in queries.items()}


def _part(frames: Mapping[str, pd.DataFrame], what: str) -> Shared:
    return Shared({name.removeprefix(f"{what} "): f for name, f in frames.items() if name.startswith(f"{what} ")})
