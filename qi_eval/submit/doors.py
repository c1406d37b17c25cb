"""The doors: preview, load, undo, redo, a typed row, a removed row. Each change is one transaction."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping as Values
from collections.abc import Sequence
from datetime import date, datetime

import pyarrow as pa

from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.problem import Problem
from qi_eval.intake.columns import ARROW
from qi_eval.intake.rest import rest_csv, rest_workbook
from qi_eval.store import TYPED, LoadRefused, Part, Store, Undone
from qi_eval.submit.preparing import Progress, compared, prepare, quiet
from qi_eval.submit.report import Outcome, PreviewMovedError, Report, Request, Submission, stored, turned_down


def preview(store: Store, request: Request, *, today: date, progress: Progress = quiet) -> Submission:
    """What loading the file would do, and every problem that it has. Nothing is written."""
    submission = prepare(store, request, store.known(), today=today, progress=progress)
    progress("Comparing with what is stored")
    return compared(store, submission)


def load(
    store: Store, submission: Submission, *, by: str, today: date, now: datetime, progress: Progress = quiet
) -> Report:
    """Stores a previewed file, whole or not at all, and says what was done; a refusal leaves its record.

    Raises PreviewMovedError, with a new preview, where the store has changed since the preview and would now do
    something else with the file."""
    submission = _still_true(store, submission, today)
    if not submission.report.accepted:
        record_refusal(store, submission, by=by, now=now)
        return submission.report
    progress("Storing")
    try:
        loaded = store.load(submission.parts, by=by, at=now)
    except LoadRefused as refusal:
        return turned_down(submission.report, refusal)
    progress("Done")
    return stored(submission.report, loaded)


def undo(store: Store, load_id: int, *, by: str, now: datetime) -> Undone:
    """Takes a load back: what stood before it stands again. Refused, in words, where later loads rest on it."""
    return store.undo(load_id, by=by, at=now)


def undo_all(store: Store, load_ids: Sequence[int], *, by: str, now: datetime) -> Undone:
    """Takes the loads of one drop back together, or none of them and says what stands in the way."""
    return store.undo_all(load_ids, by=by, at=now)


def redo_all(store: Store, load_ids: Sequence[int], *, by: str, now: datetime) -> Undone:
    """Puts the loads of one drop back in force together, or none of them and says why."""
    return store.redo_all(load_ids, by=by, at=now)


def redo(store: Store, load_id: int, *, by: str, now: datetime) -> Undone:
    """Puts a load that was undone back in force."""
    return store.redo(load_id, by=by, at=now)


def typed_row(store: Store, dataset: str, values: Values[str, str], *, by: str, today: date, now: datetime) -> Report:
    """Stores one row that a person typed: a load like any other, from the file "typed", row 2."""
    request = Request(dataset, _line(BY_NAME[dataset], values), TYPED)
    return load(store, preview(store, request, today=today), by=by, today=today, now=now)


def remove_row(store: Store, dataset: str, key: pa.Table, *, by: str, now: datetime) -> Report:
    """Takes one row away, as a load of its own that can be undone. `key` holds the key columns of the row."""
    declared = BY_NAME[dataset]
    text = f"remove {key.select(declared.key).to_pylist()} {now.isoformat()}"
    sha = hashlib.sha256(text.encode()).hexdigest()
    types = {column.name: ARROW[column.kind] for column in declared.columns} | {"row_no": pa.int64()}
    nothing = pa.schema(list(types.items())).empty_table()
    part = Part(declared, nothing, TYPED, sha, rows=0, removals=key)
    report = Report(dataset, TYPED, sha, Outcome.ACCEPT)
    try:
        return stored(report, store.load([part], by=by, at=now))
    except LoadRefused as refusal:
        return turned_down(report, refusal)


def rest(submission: Submission, *, whole: bool = False, as_workbook: bool = False) -> bytes:
    """The rows that were left out, as they stood in the file, with a "problem" column to mend them by; `whole`: the
    good rows too, so that the mended file can be sent again as it is; `as_workbook`: as XLSX and not as CSV."""
    request = submission.request
    mapping = request.mapping
    sheet = request.sheet or (mapping.sheet if mapping else None)
    header_row = mapping.header_row if mapping else None
    checked = submission.checked
    problems = checked.all_problems() if checked else submission.report.problems
    written = rest_workbook if as_workbook else rest_csv
    return written(request.data, request.bare_file, problems, submission.bad_rows, sheet, header_row, whole=whole)


def _still_true(store: Store, submission: Submission, today: date) -> Submission:
    """The submission, made anew where the store has moved; raises where the new one would do something else."""
    if submission.store_version == store.version() or not submission.report.accepted:
        return submission
    anew = preview(store, submission.request, today=today)
    if anew.report.effects != submission.report.effects:
        raise PreviewMovedError(anew)
    return anew


def record_refusal(store: Store, submission: Submission, *, by: str, now: datetime) -> None:
    """Leaves a record of a refusal: what was refused by which rules, without a word of its cells."""
    report = submission.report
    counts = submission.counts or _count_rules(report.problems)
    store.refuse(report.dataset, report.file, report.sha256, rows=report.rows, counts=counts, by=by, at=now)


def _count_rules(problems: Sequence[Problem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.rule] = counts.get(problem.rule, 0) + 1
    return counts


def _line(dataset: Dataset, values: Values[str, str]) -> bytes:
    """The canonical CSV of one typed row: every column in the declared order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(dataset.by_name)
    writer.writerow([values.get(name, "") for name in dataset.by_name])
    return text.getvalue().encode()
