"""All measures of the trust, a unit or a project at a glance: how each moves, what the rule says, whether the aim will
be met. One pass over all of them; every line says what its own chart says."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from qi_eval.charts.icons import assurance_icon, variation_icon
from qi_eval.charts.picture import Picture
from qi_eval.charts.sparklines import sparklines
from qi_eval.metrics.counting import among
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
from qi_eval.views.units import unit_names, whole_name
from qi_eval.views.verdict import Verdict, verdicts
from qi_eval.vocabulary import Assurance, Direction, MeasureType, Variation

MOST = 400  # measures of no project; a store may hold thousands of other organisations
SPARKED = 36  # points of a sparkline, the newest
MET = {Assurance.PASS: "yes", Assurance.FAIL: "no", Assurance.INCONSISTENT: "sometimes, by chance"}


@dataclass(frozen=True, eq=False)
class GridLine:
    """One measure by its `verdict`, with the names of its project and of the unit whose chart stands here; `units`: how
    many of those asked for have values of it. Words and icons are made when they are first asked for: a page lists a
    few of many."""

    verdict: Verdict
    project: str
    unit: str
    units: int = 1

    @property
    def id(self) -> str:
        """The id of the measure."""
        return self._asked.id

    @property
    def unit_id(self) -> str:
        """The unit whose chart stands here."""
        return self.verdict.subject.unit_id

    @property
    def name(self) -> str:
        """The name of the measure."""
        return self._asked.name

    @property
    def type(self) -> MeasureType:
        """Outcome, process or balancing."""
        return self._asked.type

    @property
    def project_id(self) -> str:
        """Its project, "" where it has none."""
        return self._asked.project_id

    @property
    def variation(self) -> Variation | None:
        """What the rule says of it; None where it says nothing."""
        return self.verdict.last.variation

    @property
    def assurance(self) -> Assurance | None:
        """What the limits say of its aim; None where they say nothing."""
        return self.verdict.assurance

    @property
    def since(self) -> date | None:
        """The first day of its sign."""
        return self.verdict.last.since

    @cached_property
    def latest(self) -> str:
        """Its latest value in words."""
        newest = self.verdict.subject.newest
        return self._measure.number(newest[1]) if newest else "no values yet"

    @cached_property
    def newest(self) -> str:
        """The period of its latest value in words; "" where it has none."""
        newest = self.verdict.subject.newest
        return self._measure.newest(newest[0]) if newest else ""

    @cached_property
    def aim(self) -> str:
        """Its target in words, "" where it has none."""
        return "" if self._asked.target is None else self._measure.aim(self._asked.target)

    @cached_property
    def words(self) -> str:
        """What the rule says of it, in words."""
        seen = self.verdict.last
        return sign_words(self._asked, seen.variation, seen.since) if seen.variation else seen.why

    @cached_property
    def met(self) -> str:
        """What the limits say of the aim, or why they do not."""
        return MET[self.verdict.assurance] if self.verdict.assurance else why_no_assurance(self.verdict)

    @cached_property
    def icons(self) -> tuple[Picture, Picture]:
        """How it moves, and whether the aim will be met."""
        seen, sure, way = self.verdict.last, self.verdict.assurance, self._asked.direction
        why_not = why_no_assurance(self.verdict)
        moves = variation_icon(seen.variation, way, size=32, why=seen.why)
        return moves, assurance_icon(sure, way, size=32, why=why_not)

    @property
    def several(self) -> str:
        """How many units have values of it, where there are several: 67 units."""
        return count(self.units, "unit") if self.units > 1 else ""

    @property
    def has_moved(self) -> bool:
        """Whether its level moved, so that its aim is judged after new limits only."""
        return self.met == LEVEL_MOVED

    @property
    def _asked(self) -> Measure:
        return self.verdict.subject.measure

    @cached_property
    def _measure(self) -> Measure:
        """The measure with one number of decimals for all its numbers."""
        return with_places(self._asked, self.verdict.subject.y)


@dataclass(frozen=True, eq=False)
class MeasureGrid:
    """`lines` by project and name; `units`, `projects`: (id, name) of what the grid can be narrowed to; `whole`: what
    all these units are called; `told`: how many lines there are, how many are judged, and how many signs chance alone
    would give."""

    lines: tuple[GridLine, ...]
    units: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    whole: str
    told: str


def measure_grid(store: Store, scope: Scope, unit: str = "", project: str = "") -> MeasureGrid:
    """The grid of a unit and all below it, of a project, or of the whole trust."""
    names, homes, all_measures = _asked(store, scope)
    within = scope_of(store, today=scope.report_date, unit_id=unit).unit_ids if unit else _own(scope)
    measures = [one for one in all_measures if one.project_id == project] if project else all_measures
    charts = subjects(store, measures, scope, within, homes=homes, every=_is_every(measures, scope, project))
    shown = [measure for measure in measures if measure.id in charts.home or not (unit or not measure.project_id)]
    found = verdicts([charts.of_home(measure) for measure in shown], scope.method)
    lines = [_line(one, names, len(charts.charts.get(one.subject.measure.id, ()))) for one in found]
    ordered = sorted(lines, key=lambda line: (line.project.lower(), line.name.lower()))
    units, projects = tuple(names.units.items()), tuple(names.projects.items())
    return MeasureGrid(tuple(ordered), units, projects, names.whole, _told(found))


@dataclass(frozen=True)
class _Names:
    projects: Mapping[str, str]
    units: Mapping[str, str]
    whole: str


def _own(scope: Scope) -> tuple[str, ...] | None:
    """The trust's own units, where others' are in the store too."""
    return scope.own.units if scope.own else None


def _is_every(measures: Sequence[Measure], scope: Scope, project: str) -> bool:
    """Whether these are all measures that the store holds."""
    return not project and scope.own is None and sum(not one.project_id for one in measures) < MOST


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
        "units": units if ours is None else units.where(among(u.c.unit_id, ours)),
        "measures": select_measures(tables).where(shown),
    }
    frames = store.frames(asked)
    others = set(scope.own.other_projects) if scope.own else set()
    rows = list(zip(*(frames["projects"][name].tolist() for name in ("project_id", "title", "unit_id")), strict=True))
    projects = told_apart({id_: title for id_, title, _ in rows if id_ not in others})
    names = _Names(projects, unit_names(frames["units"]), whole_name(frames["units"]))
    measures = [one for one in read_measures(frames["measures"]) if one.project_id not in others]
    return names, {id_: unit for id_, _, unit in rows}, measures


def sparks_of(lines: Sequence[GridLine]) -> Mapping[Hashable, Picture]:
    """The sparklines of the newest points of these measures by their ids, drawn in one pass; none of a measure that is
    not judged. They are drawn for the lines that a page shows, not for all."""
    drawn = [line.verdict for line in lines if line.variation is not None]
    if not drawn:
        return {}
    lengths = [min(len(verdict.subject.y), SPARKED) for verdict in drawn]
    centres = [np.nan if verdict.last.centre is None else verdict.last.centre for verdict in drawn]
    frame = pd.DataFrame(
        {
            "line": np.repeat(np.arange(len(drawn)), lengths),
            "y": np.concatenate([verdict.subject.y[-SPARKED:] for verdict in drawn]),
            "centre": np.repeat(centres, lengths),
            "point_type": [kind for verdict in drawn for kind in verdict.seen.points[-SPARKED:]],
        }
    )
    ways: dict[Hashable, Direction] = {i: verdict.subject.measure.direction for i, verdict in enumerate(drawn)}
    made = sparklines(frame, "line", direction=ways).values()
    return dict(zip((verdict.subject.measure.id for verdict in drawn), made, strict=True))


def _line(verdict: Verdict, names: _Names, units: int) -> GridLine:
    unit, project = verdict.subject.unit_id, verdict.subject.measure.project_id
    return GridLine(verdict, names.projects.get(project, ""), names.units.get(unit, unit), units)


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
