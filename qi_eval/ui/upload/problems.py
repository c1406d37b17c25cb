"""Problems on a page: a sentence that counts them, a table that can be read aloud, and a file to mend by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.ui import away, html
from qi_eval.views.tables import TableView

HEADERS = ("Row", "Column", "What it is")
NAMED_ROWS = 4  # rows that a line of the table names one by one
SHOWN = 50  # problems in the table; all are counted


def problem_list(
    problems: Sequence[Problem],
    place: str,
    *,
    errors: int | None = None,
    warnings: int | None = None,
    bad_rows: int = 0,
    everything: Callable[[], Iterable[Problem]] | None = None,
) -> None:
    """The errors, then the warnings, each with a count of all and a table of the first. `place` tells lists of one page
    apart; `bad_rows`: how many rows the errors concern, for one row may have several, and one error may be about two
    rows; `everything` gives all problems for the file to take away, where more than the first are counted."""
    for severity, total in ((Severity.ERROR, errors), (Severity.WARNING, warnings)):
        listed = [problem for problem in problems if problem.severity is severity]
        if listed:
            in_rows = f", in {_count(bad_rows, 'row', 'rows')}" if bad_rows and severity is Severity.ERROR else ""
            _group(listed, severity, total if total is not None else len(listed), in_rows, place, everything)


def problems_csv(problems: Iterable[Problem], severity: Severity) -> bytes:
    """All problems of one severity as a file to mend by, a line each."""
    told = [one for one in problems if one.severity is severity]
    rows = tuple((_rows([one]), one.column or "", one.value or "", what(one)) for one in told)
    return TableView("", ("Row", "Column", "Found", "What it is"), rows, (False,) * 4).csv


def problem_table(problems: Sequence[Problem], caption: str) -> TableView:
    """Problems as a table of words; rows with the same problem share a line."""
    alike: dict[tuple[str | None, str], list[Problem]] = {}
    for one in problems[:SHOWN]:
        alike.setdefault((one.column, what(one)), []).append(one)
    rows = tuple((_rows(group), column or "", what) for (column, what), group in alike.items())
    return TableView(caption, HEADERS, rows, (False, False, False))


def _group(
    listed: Sequence[Problem],
    severity: Severity,
    total: int,
    in_rows: str,
    place: str,
    everything: Callable[[], Iterable[Problem]] | None,
) -> None:
    what = "to mend" if severity is Severity.ERROR else "to know"
    words = _count(total, f"thing {what}", f"things {what}") + in_rows
    first = f"{words}; the first {len(listed)} are listed" if total > len(listed) else words
    (st.error if severity is Severity.ERROR else st.warning)(first, icon=_ICONS[severity])
    view = problem_table(listed, "What to mend" if severity is Severity.ERROR else "What to know")
    html.show(html.table(view))
    whole = everything or (lambda: listed)
    away.button(
        "Download this list" if total <= len(listed) else f"Download all {total:,}",
        lambda: problems_csv(whole(), severity), f"{severity.value}s.csv", key=f"list_{place}_{severity.value}",
        quiet=False,
    )  # fmt: skip


_ICONS = {Severity.ERROR: ":material/error:", Severity.WARNING: ":material/info:"}


def _count(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def _rows(alike: Sequence[Problem]) -> str:
    """14, or 14 to 49, or 14, 17, 20 and 5 more, or the whole file."""
    rows = sorted({one.row for one in alike if one.row is not None})
    if not rows:
        return "whole file"
    if len(rows) == 1:
        return str(rows[0])
    if rows[-1] - rows[0] == len(rows) - 1:
        return f"{rows[0]} to {rows[-1]}"
    more = f" and {len(rows) - NAMED_ROWS} more" if len(rows) > NAMED_ROWS else ""
    return ", ".join(map(str, rows[:NAMED_ROWS])) + more


def what(problem: Problem) -> str:
    """The sentence without the place, which stands in columns of its own."""
    row, column = f"Row {problem.row}", f'column "{problem.column}"'
    starts = (f"{row}, {column}: ", f"{row}, {column}, ", f"{row}, ", f"{row}: ", f'Column "{problem.column}": ')
    for start in starts:
        if problem.message.startswith(start):
            rest = problem.message.removeprefix(start)
            return rest[0].upper() + rest[1:] if rest else rest
    return problem.message
