"""The tables of the trust alone: in a store that holds other organisations too, their rows are left out.

What decides is the unit, or the project, that a row belongs to. A row of ours may name another organisation all the
same: who took a change up (spread.adopter_org_code), who took part in an event (activity.org_code)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, literal, or_, select, union_all

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.metrics.counting import among, blank
from qi_eval.metrics.metric import Own, Scope, Tables
from qi_eval.vocabulary import SubjectType

UNITS_ARE = (SubjectType.UNIT.value, SubjectType.ORGANISATION.value)  # subjects that are units
# Every stored measurement has a unit, although the file may leave it blank (it is then the measure's own). The list of
# units lets the engine pass over whole blocks of rows of others; to look through them for others would not pay.
MEASURED = "measurements", "unit_id"
Ours = Callable[[FromClause, Own], ColumnElement[bool]]  # a table → what makes a row of it ours


def own_tables(t: Tables, scope: Scope) -> Tables:
    """The tables that the scope counts in; those of the store as they are where it asks for certain units, or where
    nobody can tell which organisation is ours."""
    return t if scope.own is None or scope.unit_ids is not None else OwnTables(t, scope.own)


def whole_tables(t: Tables) -> Tables:
    """The tables with the rows of other organisations: to learn what those are called, not to count them."""
    return t.whole if isinstance(t, OwnTables) else t


class OwnTables:
    """The tables without the rows of other organisations."""

    def __init__(self, tables: Tables, own: Own) -> None:
        self.whole = tables
        self._own = own

    def __getattr__(self, name: str) -> Any:
        """The selectable of one dataset; always the same object."""
        table = getattr(self.whole, name)
        ours = [make(table, self._own) for column, make in _OURS.items() if (name, column) in self._own.mixed]
        ours += [*self._by_project(name, table), *self._by_person(name, table)]
        made = select(table).where(and_(*ours)).subquery(name) if ours else table
        setattr(self, name, made)
        return made

    def _by_project(self, name: str, table: FromClause) -> list[ColumnElement[bool]]:
        """What hangs on a project goes with it; the remarks on a chart go with its measure."""
        others = self._own.other_projects
        if not others or name == "projects":
            return []
        if name == "chart_marks":
            return [table.c.measure_id.in_(select(self.measures.c.measure_id))]
        names = [column for column in ("project_id", "subject_id") if column in table.c]
        return [or_(blank(table.c[column]), ~among(table.c[column], others)) for column in names]

    def _by_person(self, name: str, table: FromClause) -> list[ColumnElement[bool]]:
        """Scores of a person whom only rows of others in the training list know are theirs."""
        if name != "assessments" or not {("training", "unit_id"), ("training", "org_code")} & self._own.mixed:
            return []
        person, everyone = table.c.subject_id, self.whole.training.c.person_key
        ours = person.in_(select(self.training.c.person_key))
        return [or_(table.c.subject_type != SubjectType.PERSON.value, ours, person.not_in(select(everyone)))]


def mixed_columns(t: Tables, org_code: str, units: Sequence[str] | None) -> Select:
    """The columns (dataset, name) that name a unit which is not ours, or another employer."""
    named = [("training", "org_code", _another(t.training.c.org_code, org_code))]
    if units is not None:
        named += [(dataset, column, _elsewhere(t, dataset, column, units)) for dataset, column in _naming_units()]
    found = [
        select(literal(dataset).label("dataset"), literal(column).label("name")).where(
            exists().select_from(getattr(t, dataset)).where(condition)
        )
        for dataset, column, condition in named
    ]
    return select(union_all(*found).subquery())


def _naming_units() -> list[tuple[str, str]]:
    by_unit = [(dataset.name, "unit_id") for dataset in DATASETS if "unit_id" in dataset.by_name]
    by_subject = [(dataset.name, "subject_id") for dataset in DATASETS if "subject_id" in dataset.by_name]
    return [pair for pair in (*by_unit, *by_subject) if pair != MEASURED]


def _elsewhere(t: Tables, dataset: str, column: str, units: Sequence[str]) -> ColumnElement[bool]:
    table = getattr(t, dataset).c
    beyond = table[column].in_(select(t.units.c.unit_id).where(~among(t.units.c.unit_id, units)))
    return and_(table.subject_type.in_(UNITS_ARE), beyond) if column == "subject_id" else beyond


def _another(code: ColumnElement[str], ours: str) -> ColumnElement[bool]:
    return and_(~blank(code), func.lower(code) != ours.lower())


def _in_our_units(table: FromClause, own: Own) -> ColumnElement[bool]:
    ours = among(table.c.unit_id, own.units or ())
    placed = table.name == MEASURED[0] or BY_NAME[table.name].by_name["unit_id"].required  # type: ignore[attr-defined]
    return ours if placed else or_(blank(table.c.unit_id), ours)


def _of_our_units(table: FromClause, own: Own) -> ColumnElement[bool]:
    """The plan of a unit, or its scores."""
    kind, subject = table.c.subject_type, table.c.subject_id
    return or_(kind.not_in(UNITS_ARE), blank(subject), among(subject, own.units or ()))


def _our_staff(table: FromClause, own: Own) -> ColumnElement[bool]:
    """People of other organisations who came to our courses are none of our staff."""
    return ~_another(table.c.org_code, own.org_code)


_OURS: dict[str, Ours] = {"unit_id": _in_our_units, "subject_id": _of_our_units, "org_code": _our_staff}
