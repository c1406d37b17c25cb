"""The measures that a person can choose from: those of projects first, then those of the whole trust."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.choices import told_apart

MOST = 400  # measures without a project; a store may hold thousands of other organisations


@dataclass(frozen=True)
class Choice:
    """A measure to choose: its id, and its project and name as one label that no other measure has."""

    id: str
    label: str


def measure_choices(store: Store, scope: Scope) -> tuple[Choice, ...]:
    """Measures by project, then those of no project, by name. `scope` does not narrow them: a chart is a team's own."""
    tables = store.tables()
    m, p = tables.measures, tables.projects
    columns = (m.c.measure_id, m.c.measure_name, m.c.project_id)
    names = p.select().with_only_columns(p.c.project_id, p.c.title)
    owned = m.select().with_only_columns(*columns).where(m.c.project_id != "")
    free = m.select().with_only_columns(*columns).where((m.c.project_id == "") | m.c.project_id.is_(None))
    frames = store.frames({"projects": names, "owned": owned, "free": free.order_by(m.c.measure_id).limit(MOST)})
    titles = dict(zip(frames["projects"]["project_id"], frames["projects"]["title"], strict=True))
    mine = {id_: f"{titles.get(project, project)} · {name}" for id_, name, project in _rows(frames["owned"])}
    trust = {id_: name for id_, name, _ in _rows(frames["free"])}
    listed = [*sorted(mine, key=lambda id_: mine[id_].lower()), *trust]
    labels = told_apart(mine | trust)
    return tuple(Choice(id_, labels[id_]) for id_ in listed)


def _rows(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = (frame[name].astype(str) for name in ("measure_id", "measure_name", "project_id"))
    return list(zip(*columns, strict=True))
