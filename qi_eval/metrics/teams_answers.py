"""Assessments that several members of a team fill in: each one's newest answers, of teams with enough of them.

In: assessments of projects. Out: small frames by project and person, and by project and item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Double, Select, Subquery, and_, cast, func, select

from qi_eval.metrics.counting import begun, codes, lineage, of_projects, project_rows, rank_by, supported, total
from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.metrics.periods import Row
from qi_eval.vocabulary import Instrument, SubjectType

FEWEST = 3  # members of a team; domain J8
BOTH = (Instrument.NHS_SUSTAINABILITY, Instrument.MUSIQ)


def select_answers(t: Tables, scope: Scope) -> Selects:
    """people: one row an instrument, project and person; items: one row an instrument, project and item."""
    a = _newest(t, scope).c
    person, item = (a.instrument, a.project_id, a.role, a.person), (a.instrument, a.project_id, a.item)
    people = select(*person, func.count().label("items"), total(a.score).label("sum"), func.max(a.day).label("newest"))
    means = (func.avg(cast(a.score, Double)).label("mean"), func.count().label("n"))
    return {"people": people.group_by(*person), "items": select(*item, *means).group_by(*item)}


def _newest(t: Tables, scope: Scope) -> Subquery:
    """Each person's newest score of each item."""
    a = t.assessments.c
    who = (a.subject_id, a.instrument, a.assessor_role, a.assessor_key, a.item_code)
    rows = (
        select(
            a.instrument,
            a.subject_id.label("project_id"),
            a.assessor_role.label("role"),
            a.assessor_key.label("person"),
            func.lower(a.item_code).label("item"),
            a.score,
            a.assessed_on.label("day"),
            rank_by(a.assessed_on.desc(), partition=who).label("place"),
        )
        .where(_counted(t, scope, *BOTH))
        .subquery()
    )
    return select(*(column for column in rows.c if column.name != "place")).where(rows.c.place == 1).subquery()


def _counted(t: Tables, scope: Scope, *instruments: Instrument) -> ColumnElement[bool]:
    a = t.assessments.c
    return and_(
        a.subject_type == SubjectType.PROJECT.value,
        a.instrument.in_(codes(instruments)),
        a.assessed_on <= scope.report_date,
        of_projects(t, a.subject_id, begun(t, scope), supported(t)),
    )


def answer_rows(t: Tables, scope: Scope, instrument: Instrument) -> Mapping[str, Select]:
    """The rows that one instrument counts."""
    return {
        **project_rows(t, begun(t, scope), supported(t)),
        "assessments": lineage(t.assessments, _counted(t, scope, instrument)),
    }


def by_team(people: Sequence[Row]) -> dict[str, list[Row]]:
    """project → the rows of those who answered."""
    teams: dict[str, list[Row]] = {}
    for row in people:
        teams.setdefault(row["project_id"], []).append(row)
    return teams
