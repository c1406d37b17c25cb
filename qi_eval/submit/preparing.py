"""A file in, a Submission out: read, map, make what is asked for on the way, check, compare. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow.compute as pc

from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake import mapping as mappings
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.reading import Cells, Refused, read
from qi_eval.store import Part, Store
from qi_eval.submit.creating import named_measures, named_only, new_measures, new_units, with_measure_ids
from qi_eval.submit.crowding import beside_stored
from qi_eval.submit.report import (
    Created,
    Outcome,
    Report,
    Request,
    Submission,
    already_loaded,
    first_problems,
    refused,
    whole_list_waits,
)

Progress = Callable[[str], None]


def quiet(step: str) -> None:
    """Tells nobody how far the work is."""


@dataclass
class _Prepared:
    """What became of a file before it is compared with the store."""

    parts: list[Part] = field(default_factory=list)  # rows made on the way, in the order in which they are stored
    made_errors: list[Problem] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    checked: Checked | None = None
    set_aside: int = 0  # rows that the mapping leaves out


def prepare(store: Store, request: Request, known: Known, *, today: date, progress: Progress = quiet) -> Submission:
    """The file read and checked against `known`; with its parts where it may be stored, else with its problems."""
    try:
        prepared = _prepare(store, request, known, today=today, progress=progress)
    except Refused as refusal:
        return Submission(request, refused(request, refusal.problems))
    checked = prepared.checked
    assert checked is not None
    report = _report(request, checked, prepared)
    submission = Submission(
        request,
        report,
        table=checked.table,
        bad_rows=tuple(checked.bad_rows.to_pylist()),
        checked=checked,
        can_leave_out=bool(checked.error_count) and not checked.whole_file and not prepared.made_errors,
        counts=dict(checked.counts),
    )
    if not report.accepted:
        return submission
    if report.left_out and _is_whole(request):
        report = report.with_warning(whole_list_waits())
    part = _part(BY_NAME[request.dataset], checked, request, report)
    if request.dataset == "measurements" and not part.whole_list:
        report = _beside_stored(store, report, part, prepared.known)
    return replace(submission, report=report, parts=(*prepared.parts, part))


def _beside_stored(store: Store, report: Report, part: Part, known: Known) -> Report:
    """The report, with a warning where a date stands in one period with another one that is stored."""
    warning = beside_stored(store, part.table, known)
    if warning is None:
        return report
    outcome = Outcome.ACCEPT_WITH_WARNING if report.outcome is Outcome.ACCEPT else report.outcome
    return replace(report.with_warning(warning), outcome=outcome)


def compared(store: Store, submission: Submission) -> Submission:
    """The submission with what storing it would do: new, changed, unchanged and removed rows."""
    if not submission.parts:
        return submission
    main = submission.parts[-1]
    earlier = store.find_load(main.dataset.name, main.sha256, main.mapping_sha256)
    version = store.version()
    if earlier is not None:
        report = replace(submission.report, unchanged=main.table.num_rows, load_id=earlier)
        return replace(submission, report=report.with_warning(already_loaded(earlier)), store_version=version)
    found = store.compare(main.dataset, main.table, whole_list=main.whole_list)
    report = replace(
        submission.report, new=found.new, changed=found.changed, unchanged=found.unchanged, removed=found.removed
    )
    return replace(submission, report=report, comparison=found, store_version=version)


def _prepare(store: Store, request: Request, known: Known, *, today: date, progress: Progress) -> _Prepared:
    dataset = BY_NAME[request.dataset]
    mapping = request.mapping or Mapping(name="", dataset=dataset.name)
    progress("Reading the file")
    sheet = request.sheet or mapping.sheet
    cells = request.cells or read(request.data, request.bare_file, sheet=sheet, header_row=mapping.header_row)
    named = None
    if dataset.name == "measurements":
        cells, mapping, named = with_measure_ids(cells, mapping)
    cells = mappings.apply(cells, mapping, dataset, secret=store.secret())
    prepared = _Prepared(known=known, set_aside=cells.set_aside)
    _make(prepared, cells, named, request, mapping, dataset, today)
    progress("Checking every row")
    order = request.date_order or mapping.date_order
    prepared.checked = check(cells, dataset, prepared.known, today=today, date_order=order, confirmed=request.confirmed)
    needed = (named_only(part, prepared.checked.table, dataset) for part in prepared.parts)
    prepared.parts = [part for part in needed if part.rows]
    return prepared


def _make(
    prepared: _Prepared,
    cells: Cells,
    named: Cells | None,
    request: Request,
    mapping: Mapping,
    dataset: Dataset,
    today: date,
) -> None:
    """Adds the units, then the measures, that the mapping wants made."""
    wanted = mapping.creates
    if "units" in wanted and dataset.name != "units":
        _add(prepared, new_units(cells, dataset, prepared.known, wanted["units"]), "units", request, today)
    if "measures" in wanted and dataset.name == "measurements":
        is_read = pc.is_in(named.row_numbers, value_set=cells.row_numbers) if named else None
        rows = named.where(is_read) if named else named_measures(cells)
        fresh = new_measures(rows, prepared.known, wanted["measures"]) if rows else None
        _add(prepared, fresh, "measures", request, today)


def _add(prepared: _Prepared, cells: Cells | None, name: str, request: Request, today: date) -> None:
    if cells is None:
        return
    dataset = BY_NAME[name]
    checked = check(cells, dataset, prepared.known, today=today)
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    prepared.made_errors += [_as_made(problem, name) for problem in errors]
    prepared.known = prepared.known.learn(name, checked.table)
    sha, mapping_sha = request.sha256, request.mapping.sha256 if request.mapping else ""
    made = Part(dataset, checked.table, request.bare_file, sha, _mapping_name(request), mapping_sha, checked.rows)
    prepared.parts.append(made)


def _as_made(problem: Problem, dataset: str) -> Problem:
    message = f"While making a row of {dataset} from this file. {problem.message}"
    return replace(problem, message=message)


def _report(request: Request, checked: Checked, prepared: _Prepared) -> Report:
    """The report of a checked file; good rows are accepted without the bad ones only where that was asked for."""
    made = prepared.made_errors
    errors = checked.error_count + len(made)
    leave_out = bool(request.good_rows and checked.error_count and not checked.whole_file and not made)
    leave_out = leave_out and checked.table.num_rows > 0
    if errors and not leave_out:
        outcome = Outcome.REJECT
    else:
        outcome = Outcome.ACCEPT_WITH_WARNING if checked.warning_count or leave_out else Outcome.ACCEPT
    return Report(
        request.dataset,
        request.bare_file,
        request.sha256,
        outcome,
        rows=checked.rows,
        left_out=len(checked.bad_rows) if leave_out else 0,
        error_count=errors,
        warning_count=checked.warning_count,
        problems=first_problems((*made, *checked.problems)),
        created=tuple(Created(part.dataset.name, part.table.num_rows) for part in prepared.parts),
        values=checked.values,
        set_aside=prepared.set_aside,
    )


def _part(dataset: Dataset, checked: Checked, request: Request, report: Report) -> Part:
    return Part(
        dataset,
        checked.table,
        request.bare_file,
        request.sha256,
        _mapping_name(request),
        request.mapping.sha256 if request.mapping else "",
        rows=checked.rows,
        left_out=report.left_out,
        whole_list=_is_whole(request) and not report.left_out,
    )


def _is_whole(request: Request) -> bool:
    """Whether the file is said to be the whole list."""
    return request.whole_list or bool(request.mapping and request.mapping.whole_list)


def _mapping_name(request: Request) -> str:
    return request.mapping.name if request.mapping else ""
