"""Pieces of selects that several metrics share; portable SQLAlchemy Core for DuckDB and PostgreSQL.

Portable here means: divide by nullif, cast to Double before a sum or a mean, never round, group only by plain columns
of a subquery (an expression with bound values, repeated in GROUP BY, fails on both engines).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Interval,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
)

from qi_eval.metrics.metric import Scope, Tables
from qi_eval.vocabulary import ProjectStatus, ProjectType, SubjectType, UnitLevel, Word

SUPPORTED = (ProjectType.STRATEGIC, ProjectType.SERVICE_LED)  # those that are expected to have an outcome (F2)
OPEN = (ProjectStatus.ACTIVE, ProjectStatus.PAUSED)
FINISHED = (ProjectStatus.COMPLETED, ProjectStatus.HANDED_OVER)
WHOLE = (SubjectType.PROGRAMME, SubjectType.ORGANISATION)
FEW = 8  # texts that are bound one by one
A_MONTH, A_DAY = literal_column("INTERVAL '1 month'", Interval), literal_column("INTERVAL '1 day'", Interval)


def among(column: ColumnElement[str], texts: Collection[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these texts. Many are handed over as one array: a bound value each takes the engine
    longer to read than the rows do (7 ms and 4 for 223 measures), and keeps it from passing over blocks of others."""
    if len(texts) <= FEW:
        return column.in_(texts)
    return column.in_(select(func.unnest(literal(sorted(texts), ARRAY(String)))))


def within(column: ColumnElement[str], scope: Scope) -> ColumnElement[bool]:
    """True where a row belongs to the units that are asked for; every row when the whole trust is."""
    return true() if scope.unit_ids is None else among(column, scope.unit_ids)


def begun(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Projects of the scope that had begun by the report date."""
    p = t.projects.c
    return and_(p.start_date <= scope.report_date, p.status != ProjectStatus.PROPOSED.value, within(p.unit_id, scope))


def supported(t: Tables) -> ColumnElement[bool]:
    """Strategic and service-led projects; requests for advice never count in an outcome."""
    return t.projects.c.project_type.in_(codes(SUPPORTED))


def may_be_named(t: Tables) -> ColumnElement[bool]:
    """Projects that the board's pages may name: strategic ones, and others whose team agreed (ruling 8)."""
    p = t.projects.c
    return or_(p.project_type == ProjectType.STRATEGIC.value, p.named_to_board)


def active(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Running projects of the scope: begun and not ended by the report date, those that are paused among them. One that
    ended without a date does not count as running."""
    p = t.projects.c
    undated = and_(p.close_date.is_(None), p.status.in_(codes(OPEN)))
    return and_(begun(t, scope), or_(p.close_date > scope.report_date, undated))


def at_work(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Running projects that are not paused: those of which something may be asked today."""
    return and_(active(t, scope), t.projects.c.status != ProjectStatus.PAUSED.value)


def codes(words: Iterable[Word]) -> tuple[str, ...]:
    """The bare codes of some words, as a driver takes them."""
    return tuple(word.value for word in words)


def month_of(day: ColumnElement[date]) -> ColumnElement[date]:
    """The first day of the month of a date."""
    return cast(func.date_trunc(literal_column("'month'"), day), Date)


def days_between(first: ColumnElement[date], last: ColumnElement[date]) -> ColumnElement[int]:
    """Whole days from one date column to another."""
    return type_coerce(last.op("-")(first), Integer)


def recorded(day: ColumnElement[date], scope: Scope, *where: ColumnElement[bool]) -> Select:
    """`until`: the last day of the month in which a file's records end, whatever unit is asked for; the report date at
    most, and where nothing is recorded. The months after it are not empty, nobody has written them down yet."""
    last = cast(month_of(func.max(day)) + A_MONTH - A_DAY, Date)
    until = func.least(last, literal(scope.report_date, Date))
    return select(until.label("until")).where(day <= scope.report_date, *where)


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of the group meet the condition."""
    return func.count().filter(condition)


def total(column: ColumnElement) -> ColumnElement[float]:
    """The sum as a Double; null where nothing is known."""
    return func.sum(cast(column, Double))


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where the condition holds, else 0 (also where it is unknown)."""
    return case((condition, 1), else_=0)


def rank_by(*order: ColumnElement, partition: tuple[ColumnElement, ...]) -> ColumnElement[int]:
    """1 for the first row of each group in the given order, 2 for the next …"""
    return func.row_number().over(partition_by=partition, order_by=order)


def c_order(column: ColumnElement[str]) -> ColumnElement[str]:
    """Text in byte order, so that both engines break ties alike."""
    return column.collate("C")


def blank(column: ColumnElement[str]) -> ColumnElement[bool]:
    """True where a text is missing: null, or '' in a part of a key."""
    return func.coalesce(column, "") == ""


def lineage(table: FromClause, *where: ColumnElement[bool]) -> Select:
    """The load and row of each row that meets the conditions, for tracing."""
    return select(table.c.load_id, table.c.row_no).where(*where)


def rows_named(table: FromClause, counted: Select, names: Sequence[str], most: int) -> Select:
    """The rows of a table that a lineage counts: load_id, row_no and the named columns, newest load first, at most so
    many."""
    those = counted.subquery()
    there = exists().where(those.c.load_id == table.c.load_id, those.c.row_no == table.c.row_no)
    columns = (table.c.load_id, table.c.row_no, *(table.c[name] for name in names))
    return select(*columns).where(there).order_by(table.c.load_id.desc(), table.c.row_no).limit(most)


def project_rows(t: Tables, *where: ColumnElement[bool]) -> Mapping[str, Select]:
    """The rows of the projects that meet the conditions."""
    return {"projects": lineage(t.projects, *where)}


def of_projects(t: Tables, column: ColumnElement[str], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """True where a row belongs to a project that meets the conditions."""
    return column.in_(select(t.projects.c.project_id).where(*where))


def top_units(t: Tables, scope: Scope) -> Select:
    """The units at the top of what is asked for: our organisation (the one that has units below it, where the store
    also holds other organisations), or the unit whose own parent is not asked for."""
    u, child = t.units, t.units.alias("child")
    if scope.unit_ids is not None:
        outside = or_(blank(u.c.parent_unit_id), ~among(u.c.parent_unit_id, scope.unit_ids))
        return select(u.c.unit_id).where(among(u.c.unit_id, scope.unit_ids), outside)
    organisation = u.c.unit_level == UnitLevel.ORGANISATION.value
    parent = select(literal(1)).where(child.c.parent_unit_id == u.c.unit_id).exists()
    any_parent = select(literal(1)).where(child.c.parent_unit_id.is_not(None), child.c.parent_unit_id != "").exists()
    return select(u.c.unit_id).where(organisation, or_(parent, ~any_parent))


def plan_for(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Rows of the plan that hold on the report date for what is asked for: for the whole trust those of the programme
    or of our organisation, for a unit its own."""
    p = t.plan.c
    about: ColumnElement[bool] = p.subject_id.in_(top_units(t, scope))
    if scope.unit_ids is None:
        about = and_(p.subject_type.in_(codes(WHOLE)), or_(about, blank(p.subject_id)))
    return and_(p.valid_from <= scope.report_date, or_(p.valid_to.is_(None), p.valid_to >= scope.report_date), about)


def tree(t: Tables) -> Select:
    """The units that stand below another one: `divisions` finds the division of each in them."""
    u = t.units.c
    return select(u.unit_id, u.parent_unit_id, u.unit_level, u.unit_name).where(~blank(u.parent_unit_id))
