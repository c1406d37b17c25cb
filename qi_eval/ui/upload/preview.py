"""The preview: what loading the file would do, in rows and in words, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.column import Kind
from qi_eval.submit import Comparison, Part, Report, Store, Submission
from qi_eval.ui import away, html, store
from qi_eval.ui.upload.problems import problem_list
from qi_eval.views.load_rows import would_change
from qi_eval.views.stored_words import cell_words, key_in_words
from qi_eval.views.tables import TableView
from qi_eval.views.words import count, date_words, listed

FIRST_ROWS = 5
FEW = 10  # rows that a list shows unasked
FILLED_COLUMNS = 9  # columns of the sample; a wide table is of no use on a phone


def show_preview(submission: Submission, place: str = "preview", *, heading: bool = True) -> None:
    """Counts, the first rows as they were understood, what would change, and what is to mend. `place` tells several
    previews of one page apart."""
    report = submission.report
    if heading:
        st.subheader("What we understood", anchor=False)
    html.show(html.paragraphs([effects_in_words(report)], cls="qi-lead"))
    problem_list(
        report.problems, place, errors=report.error_count, warnings=report.warning_count,
        bad_rows=len(submission.bad_rows), everything=submission.checked.all_problems if submission.checked else None,
    )  # fmt: skip
    if submission.table is not None and submission.table.num_rows:
        html.show(html.table(_sample(submission)))
    if submission.comparison is not None:
        _compared(submission, submission.comparison, place)


def _compared(submission: Submission, comparison: Comparison, place: str) -> None:
    """What would change or go in the store: the first of it here, all of it as a file."""
    if emptied := _emptied(comparison):
        st.warning(emptied, icon=":material/warning:")
    if len(comparison.examples):
        html.show(html.table(_changes(submission)))
    if comparison.leaving:
        html.show(_leaving(comparison))
    part = submission.parts[-1]
    if (comparison.changed or comparison.removed) and not part.dataset.private:
        made = partial(_all, store.present(), part)
        away.button("Download all that would change or go", made, "would_change.csv", key=f"all_{place}", quiet=False)


def _all(here: Store, part: Part) -> bytes:
    return would_change(here, part).csv


def effects_in_words(report: Report) -> str:
    """What a file would do, or what keeps it from being loaded, in one sentence."""
    if not report.accepted:
        read = f"{_read(report)}. " if report.rows else ""
        return f"{read}Nothing can be loaded yet."
    parts = [f"{getattr(report, what):,} {words}" for what, words in _EFFECTS.items() if getattr(report, what)]
    made = [f"{made.new:,} new in {made.dataset}" for made in report.created]
    on_the_way = f" Made on the way: {', '.join(made)}." if made else ""
    left = [f"{count(report.left_out, 'row')} with a mistake left out"] if report.left_out else []
    return f"{_read(report)}: {', '.join([*parts, *left]) or 'nothing to store'}.{on_the_way}"


def _read(report: Report) -> str:
    """How much was read, and how much of the file was not; of a wide file the values too, for each of them is stored as
    a row of its own."""
    values = f", {count(report.values, 'value')}" if report.values else ""
    others = f", {count(report.set_aside, 'other row')} not read" if report.set_aside else ""
    return f"{count(report.rows, 'row')} read{values}{others}"


def stored_in_words(*reports: Report) -> str:
    """What became of the rows of files that were stored: 3 new rows, 1 changed row."""
    parts = {what: sum(getattr(one, what) for one in reports) for what in ("new", "changed", "removed")}
    return ", ".join(count(rows, f"{what} row") for what, rows in parts.items() if rows) or "no row is different"


_EFFECTS = {
    "new": "new",
    "changed": "changing a stored row",
    "unchanged": "already stored as they are",
    "removed": "stored rows that the file lacks, to be taken away",
}


def _sample(submission: Submission) -> TableView:
    """The first good rows, dates in words, empty columns left out; of many the key and what must be filled."""
    assert submission.table is not None
    table = submission.table.slice(0, FIRST_ROWS)
    declared = BY_NAME[submission.request.dataset].columns
    every = [column for column in declared if any(_filled(table[column.name].to_pylist()))]
    key = BY_NAME[submission.request.dataset].key
    first = sorted(every, key=lambda column: (column.name not in key, not column.required))[:FILLED_COLUMNS]
    filled = [column for column in every if column in first]
    more = f"; {count(len(every) - len(filled), 'more column')} not shown" if len(every) > len(filled) else ""
    cells = [[_words(value, column.kind) for value in table[column.name].to_pylist()] for column in filled]
    rows = tuple(zip(map(str, table["row_no"].to_pylist()), *cells, strict=True))
    headers = ("Row", *(column.name for column in filled))
    numeric = (False, *(column.kind in (Kind.INTEGER, Kind.NUMBER) for column in filled))
    return TableView(f"The first rows, as they were understood{more}", headers, rows, numeric)


def _changes(submission: Submission) -> TableView:
    """Old and new of the cells that would change."""
    assert submission.comparison is not None
    examples = submission.comparison.examples
    dataset = BY_NAME[submission.request.dataset]
    rows = tuple(
        (str(one.row_no), key_in_words(str(one.key)), str(one.column), *_old_and_new(dataset, one))
        for one in examples.itertuples()
    )
    headers = ("Row", "What", "Column", "Now stored", "In your file")
    shown, all_rows = len(examples[["row_no", "key"]].drop_duplicates()), submission.comparison.changed
    told = f": the first {shown:,} of {all_rows:,} rows" if all_rows > shown else ""
    return TableView(f"What would change in stored rows{told}", headers, rows, (False,) * len(headers))


def _emptied(comparison: Comparison) -> str:
    """Said where a column is not in the file, or blank in all its rows, and is not so in the store; else ""."""
    if not comparison.emptied:
        return ""
    columns = listed([f"{name} ({count(rows, 'row')})" for name, rows in comparison.emptied.items()])
    return f"Your file has nothing in {columns}, so what is stored there is taken away. To keep it, send it along."


def _leaving(comparison: Comparison) -> html.Piece:
    """The first stored rows that the whole list lacks; many are folded, so that what follows is not out of sight."""
    shown = len(comparison.leaving)
    told = f": the first {shown:,} of {comparison.removed:,}" if comparison.removed > shown else ""
    rows = tuple((key_in_words(key),) for key in comparison.leaving)
    table = html.table(TableView("", ("What",), rows, (False,)))
    return html.fold(f"Stored rows to be taken away{told}", table, opened=shown <= FEW)


def _old_and_new(dataset: Dataset, one: Any) -> tuple[str, str]:
    column = dataset.by_name[one.column]
    return cell_words(one.old, column), cell_words(one.new, column)


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
