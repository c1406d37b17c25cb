"""Rules over several columns of one row, built from their parts: each gives a RowRule that works on whole columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import RowRule
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from qi_eval.vocabulary import Word

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Values: TypeAlias = "pa.Array | pa.ChunkedArray"


def rule(
    name: str,
    column: str,
    sentence: str,
    broken: Callable[[pa.Table], Values],
    *,
    severity: Severity = ERROR,
) -> RowRule:
    """A rule that needs the row alone. A null of `broken` (a blank stood in the way) means: not broken."""
    return RowRule(name, column, sentence, lambda table, known: settled(broken(table)), severity)


def known_rule(
    name: str,
    column: str,
    sentence: str,
    broken: Callable[[pa.Table, Known], Values],
    *,
    severity: Severity = ERROR,
) -> RowRule:
    """A rule that needs the row and what is known."""
    return RowRule(name, column, sentence, lambda table, known: settled(broken(table, known)), severity)


def in_order(first: str, last: str, *, sentence: str = "", severity: Severity = ERROR) -> RowRule:
    """Of two dates, `last` may not come before `first`."""
    said = sentence or f"{last} ({{{last}}}) is before {first} ({{{first}}}). Mend one of the two dates."
    return rule(f"{last}_before_{first}", last, said, lambda t: pc.less(t[last], t[first]), severity=severity)


def at_most(part: str, whole: str, *, sentence: str = "", severity: Severity = ERROR) -> RowRule:
    """Of two numbers, `part` may not be above `whole`."""
    said = sentence or f"{part} ({{{part}}}) is more than {whole} ({{{whole}}}). Mend one of the two numbers."
    return rule(f"{part}_above_{whole}", part, said, lambda t: pc.greater(t[part], t[whole]), severity=severity)


def needed_when(
    column: str, because: str, codes: Sequence[Word], *, sentence: str, severity: Severity = ERROR
) -> RowRule:
    """`column` may not be blank where `because` holds one of `codes`."""
    return rule(
        f"{column}_needed",
        column,
        sentence,
        lambda t: both(blank(t[column]), one_of(t[because], codes)),
        severity=severity,
    )


def not_its_own(parent: str, own: str) -> RowRule:
    """A row may not stand above itself."""
    said = f"{parent} is the row's own {own} ({{{own}}}). Name the one above it, or leave it blank."
    return rule(f"{parent}_is_itself", parent, said, lambda t: pc.equal(lower(t[parent]), lower(t[own])))


def both(one: Values, other: Values) -> Values:
    """True where both are; null where a blank leaves it open."""
    return pc.and_kleene(one, other)


def blank(column: Values) -> Values:
    """True where nothing stands: null, or '' in a text part of a key."""
    empty = pc.is_null(column)
    return pc.or_(empty, pc.fill_null(pc.equal(column, ""), True)) if pa.types.is_string(column.type) else empty


def present(column: Values) -> Values:
    """True where something stands."""
    return pc.invert(blank(column))


def one_of(column: Values, codes: Sequence[str]) -> Values:
    """True where the cell is one of `codes`, never null."""
    return pc.is_in(column, value_set=pa.array([str(code) for code in codes], pa.string()))


def yes(column: Values) -> Values:
    """True where a yes-or-no cell says yes."""
    return pc.fill_null(column, False)


def no(column: Values) -> Values:
    """True where a yes-or-no cell says no; a blank says nothing."""
    return pc.invert(pc.fill_null(column, True))


def lower(column: Values) -> Values:
    """Ids as they are compared."""
    return pc.utf8_lower(column)


def settled(broken: Values) -> pa.Array:
    """`broken` as one boolean array without nulls."""
    whole = broken.combine_chunks() if isinstance(broken, pa.ChunkedArray) else broken
    return pc.fill_null(whole, False)
