"""The preview: what loading the file would do, in rows and in words, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import streamlit as st

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.column import Kind
from qi_eval.submit import Report, Submission
from qi_eval.ui import html
from qi_eval.ui.upload.problems import problem_list
from qi_eval.views.tables import TableView
from qi_eval.views.words import date_words

FIRST_ROWS = 5
FILLED_COLUMNS = 9  # columns of the sample; a wide table is of no use on a phone


def show_preview(submission: Submission) -> None:
    """Counts, the first rows as they were understood, what would change, and what is to mend."""
    report = submission.report
    st.subheader("What we understood", anchor=False)
    html.show(html.paragraphs([_sentence(report)], cls="qi-lead"))
    problem_list(report.problems, "preview", errors=report.error_count, warnings=report.warning_count)
    if submission.table is not None and submission.table.num_rows:
        html.show(html.table(_sample(submission)))
    if submission.comparison is not None and len(submission.comparison.examples):
        html.show(html.table(_changes(submission)))


def _sentence(report: Report) -> str:
    if not report.accepted:
        rows = f"{report.rows:,} rows were read. " if report.rows else ""
        return f"{rows}Nothing can be loaded yet: {report.error_count:,} to mend."
    parts = [f"{getattr(report, what):,} {words}" for what, words in _EFFECTS.items() if getattr(report, what)]
    made = [f"{made.new:,} new in {made.dataset}, made on the way" for made in report.created]
    left = [f"{report.left_out:,} rows with a mistake left out"] if report.left_out else []
    return f"{report.rows:,} rows read: {', '.join([*parts, *made, *left]) or 'nothing to store'}."


_EFFECTS = {
    "new": "new",
    "changed": "that change a stored row",
    "unchanged": "already stored as they are",
    "removed": "stored rows that the file lacks, to be taken away",
}


def _sample(submission: Submission) -> TableView:
    """The first good rows, dates in words, empty columns left out."""
    assert submission.table is not None
    table = submission.table.slice(0, FIRST_ROWS)
    declared = BY_NAME[submission.request.dataset].columns
    filled = [column for column in declared if any(_filled(table[column.name].to_pylist()))][:FILLED_COLUMNS]
    cells = [[_words(value, column.kind) for value in table[column.name].to_pylist()] for column in filled]
    rows = tuple(zip(map(str, table["row_no"].to_pylist()), *cells, strict=True))
    headers = ("Row", *(column.name for column in filled))
    numeric = (False, *(column.kind in (Kind.INTEGER, Kind.NUMBER) for column in filled))
    return TableView("The first rows, as they were understood", headers, rows, numeric)


def _changes(submission: Submission) -> TableView:
    """Old and new of the cells that would change."""
    assert submission.comparison is not None
    examples = submission.comparison.examples
    rows = tuple(tuple("blank" if value in (None, "") else str(value) for value in row) for row in examples.values)
    headers = tuple(str(name).replace("_", " ").capitalize() for name in examples.columns)
    return TableView("What would change in stored rows", headers, rows, (False,) * len(headers))


def _filled(values: list[object]) -> Iterator[bool]:
    return (value not in (None, "") for value in values)


def _words(value: object, kind: Kind) -> str:
    if value is None:
        return ""
    if kind is Kind.DATE and isinstance(value, date):
        return date_words(value)
    if kind is Kind.BOOLEAN:
        return "yes" if value else "no"
    return f"{value:,.10g}" if kind is Kind.NUMBER else str(value)
