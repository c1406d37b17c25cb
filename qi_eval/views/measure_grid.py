"""All measures of the trust, a unit or a project at a glance: how each moves, what the rule says, whether the aim will
be met. One pass over all of them; every line says what its own chart says."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from qi_eval.charts.icons import assurance_icon, variation_icon
from qi_eval.charts.picture import Picture
from qi_eval.charts.sparklines import sparklines
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count, number
from qi_eval.store import Store
from qi_eval.views.chance import LEAST, expected, rests_of
from qi_eval.views.choices import told_apart
from qi_eval.views.control import LEVEL_MOVED, why_no_assurance
from qi_eval.views.reading import sign_words
from qi_eval.views.scope import scope_of
from qi_eval.views.series import Measure, read_measures, select_measures, with_places
from qi_eval.views.subjects import subjects
from qi_eval.views.units import unit_names
from qi_eval.views.verdict import Verdict, verdicts
from qi_eval.vocabulary import Assurance, Direction, MeasureType, Variation

MOST = 400  # measures of no project; a store may hold thousands of other organisations
SPARKED = 36  # points of a sparkline, the newest
MET = {Assurance.PASS: "yes", Assurance.FAIL: "no", Assurance.INCONSISTENT: "sometimes, by chance"}


class NewestPoints(NamedTuple):
    """The newest points of a chart, what the rule says of each, and the latest centre."""

    y: np.ndarray
    kinds: tuple[Variation, ...]
    centre: float
    direction: Direction


@dataclass(frozen=True, eq=False)
class GridLine:
    """One measure. `newest`: the day of its latest value; `words`: what the rule says of it; `aim`: its target, ""
    where it has none; `met`: what the limits say of the aim; `since`: the first day of its sign; `units`: how many of
    those asked for have values of it, of which `unit` is shown; `newest_points`: what its sparkline is drawn from, None
    where the rule says nothing."""

    id: str
    unit_id: str
    name: str
    type: MeasureType
    project_id: str
    project: str
    unit: str
    latest: str
    newest: str
    aim: str
    words: str
    variation: Variation | None
    since: date | None
    assurance: Assurance | None
    met: str
    newest_points: NewestPoints | None
    icons: tuple[Picture, Picture]
    units: int = 1

    @property
    def several(self) -> str:
        """How many units have values of it, where there are several: 67 units."""
        return count(self.units, "unit") if self.units > 1 else ""

    @property
    def has_moved(self) -> bool:
        """Whether its level moved, so that its aim is judged after new limits only."""
        return self.met == LEVEL_MOVED


@dataclass(frozen=True, eq=False)
class MeasureGrid:
    """`lines` by project and name; `units`, `projects`: (id, name) of what the grid can be narrowed to; `told`: how
    many there are, how many are judged, and how many signs chance alone would give."""

    lines: tuple[GridLine, ...]
    units: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    told: str


def measure_grid(store: Store, scope: Scope, unit: str = "", project: str = "") -> MeasureGrid:
    """The grid of a unit and all below it, of a project, or of the whole trust."""
    names, homes, all_measures = _asked(store, scope)
    within = scope_of(store, today=scope.report_date, unit_id=unit).unit_ids if unit else _own(scope)
    measures = [one for one in all_measures if one.project_id == project] if project else all_measures
    charts = subjects(store, measures, scope, within, homes=homes)
    shown = [measure for measure in measures if measure.id in charts.home or not (unit or not measure.project_id)]
    found = verdicts([charts.of_home(measure) for measure in shown], scope.method)
    lines = [_line(one, names, len(charts.charts.get(one.subject.measure.id, ()))) for one in found]
    ordered = sorted(lines, key=lambda line: (line.project.lower(), line.name.lower()))
    return MeasureGrid(tuple(ordered), tuple(names.units.items()), tuple(names.projects.items()), _told(found))


@dataclass(frozen=True)
class _Names:
    projects: Mapping[str, str]
    units: Mapping[str, str]


def _own(scope: Scope) -> tuple[str, ...] | None:
    """The trust's own units, where others' are in the store too."""
    return scope.own.units if scope.own else None


def _asked(store: Store, scope: Scope) -> tuple[_Names, Mapping[str, str], list[Measure]]:
    """The trust's projects and units by id, in the order of their names; the unit of each project; the measures of
    these projects, and those of no project."""
    tables, ours = store.tables(), _own(scope)
    p, u, m = tables.projects, tables.units, tables.measures
    units = u.select().with_only_columns(u.c.unit_id, u.c.unit_name, u.c.unit_level).order_by(u.c.unit_name)
    loose = m.select().where(m.c.project_id.is_(None)).order_by(m.c.measure_id).limit(MOST)
    shown = m.c.project_id.is_not(None) | m.c.measure_id.in_(loose.with_only_columns(m.c.measure_id))
    asked = {
        "projects": p.select().with_only_columns(p.c.project_id, p.c.title, p.c.unit_id).order_by(p.c.title),
        "units": units if ours is None else units.where(u.c.unit_id.in_(ours)),
        "measures": select_measures(tables).where(shown),
    }
    frames = store.frames(asked)
    others = set(scope.own.other_projects) if scope.own else set()
    rows = list(zip(*(frames["projects"][name].tolist() for name in ("project_id", "title", "unit_id")), strict=True))
    projects = told_apart({id_: title for id_, title, _ in rows if id_ not in others})
    names = _Names(projects, unit_names(frames["units"]))
    measures = [one for one in read_measures(frames["measures"]) if one.project_id not in others]
    return names, {id_: unit for id_, _, unit in rows}, measures


def sparks_of(lines: Sequence[GridLine]) -> Mapping[Hashable, Picture]:
    """The sparklines of these measures by their ids, drawn in one pass; none of a measure that is not judged. They are
    drawn for the lines that a page shows, not for all."""
    drawn = {line.id: line.newest_points for line in lines if line.newest_points is not None}
    if not drawn:
        return {}
    lengths = [len(points.y) for points in drawn.values()]
    frame = pd.DataFrame(
        {
            "line": np.repeat(np.arange(len(drawn)), lengths),
            "y": np.concatenate([points.y for points in drawn.values()]),
            "centre": np.repeat([points.centre for points in drawn.values()], lengths),
            "point_type": [kind for points in drawn.values() for kind in points.kinds],
        }
    )
    ways: dict[Hashable, Direction] = {i: points.direction for i, points in enumerate(drawn.values())}
    return dict(zip(drawn, sparklines(frame, "line", direction=ways).values(), strict=True))


def _newest_points(verdict: Verdict) -> NewestPoints | None:
    if verdict.last.variation is None:
        return None
    centre = np.nan if verdict.last.centre is None else verdict.last.centre
    kinds = verdict.seen.points[-SPARKED:]
    return NewestPoints(verdict.subject.y[-SPARKED:], kinds, centre, verdict.subject.measure.direction)


def _line(verdict: Verdict, names: _Names, units: int) -> GridLine:
    subject, seen = verdict.subject, verdict.last
    measure, newest = with_places(subject.measure, subject.y), subject.newest
    why_not = why_no_assurance(verdict)
    icons = (
        variation_icon(seen.variation, measure.direction, size=32, why=seen.why),
        assurance_icon(verdict.assurance, measure.direction, size=32, why=why_not),
    )
    return GridLine(
        id=measure.id,
        unit_id=subject.unit_id,
        name=measure.name,
        type=measure.type,
        project_id=measure.project_id,
        project=names.projects.get(measure.project_id, ""),
        unit=names.units.get(subject.unit_id, subject.unit_id),
        latest=measure.number(newest[1]) if newest else "no values yet",
        newest=measure.newest(newest[0]) if newest else "",
        aim="" if measure.target is None else measure.aim(measure.target),
        words=sign_words(measure, seen.variation, seen.since) if seen.variation else seen.why,
        variation=seen.variation,
        since=seen.since,
        assurance=verdict.assurance,
        met=MET[verdict.assurance] if verdict.assurance else why_not,
        newest_points=_newest_points(verdict),
        icons=icons,
        units=units,
    )


def _told(found: Sequence[Verdict]) -> str:
    """How many signs there are, and how many of them to expect although nothing changed."""
    judged = [verdict for verdict in found if verdict.last.variation is not None]
    signs = sum(verdict.last.variation is not Variation.COMMON_CAUSE for verdict in judged)
    chance = expected(map(rests_of, judged))
    false = (
        f" With nothing changing, chance alone would give about {number(chance)}; more where limits rest on a short "
        "baseline."
        if chance >= LEAST
        else ""
    )
    few = f" {count(len(found) - len(judged), 'measure')} cannot be judged yet." if len(found) > len(judged) else ""
    own = sum(verdict.subject.measure.method is not None for verdict in found)
    ruled = f" {count(own, 'measure is', 'measures are')} judged by a rule of {'its' if own == 1 else 'their'} own."
    rest = false + few + (ruled if own else "")
    return f"{count(signs, 'sign')} of change in {count(len(judged), 'measure')} that can be judged.{rest}"
