"""Cells against a Dataset and what is known: a typed table of the good rows, and every problem at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import NAMED_BY_OTHERS, Known
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.datasets.rules import present
from qi_eval.intake.cells import Cells
from qi_eval.intake.columns import encode
from qi_eval.intake.crossing import look_across
from qi_eval.intake.dates import Style
from qi_eval.intake.findings import Findings
from qi_eval.intake.frame import Frame, read_columns, settle, typed
from qi_eval.intake.matching import header_problems, places_of
from qi_eval.intake.melting import melt
from qi_eval.intake.spoilt import SPOILT, only_what_matters
from qi_eval.intake.strays import strays


@dataclass(frozen=True)
class Checked:
    """What a check gives. `table`: the good rows, all columns of the dataset in declared order, typed by kind, and
    row_no; a blank is null, in a text part of the key ''. `rows`: data rows in the file; `values`: the filled cells of
    a wide file, 0 of any other. `named`: the rows that have a key, those with errors too, where other datasets refer
    to them. `problems`: the first ones,
    errors before warnings. `bad_rows`: the user's rows with an error. `whole_file`: an error concerns all rows."""

    table: pa.Table
    rows: int
    problems: tuple[Problem, ...]
    error_count: int
    warning_count: int
    counts: dict[str, int]
    bad_rows: pa.Array
    whole_file: bool
    findings: Findings = field(repr=False, compare=False)
    values: int = 0
    named: pa.Table | None = field(default=None, repr=False, compare=False)

    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem, not the first ones only."""
        return self.findings.problems(None)


def check(
    cells: Cells,
    dataset: Dataset,
    known: Known,
    *,
    today: date,
    date_order: str | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> Checked:
    """Checks cells under our names. `date_order`: day_first or month_first where somebody said so; `confirmed`: rules
    on personal data in free text that somebody has looked at and ticked."""
    cells = melt(cells, dataset)
    cells = replace(cells, problems=only_what_matters(cells, _read_here(cells, dataset)))
    rows = cells.rows if cells.spread is None else len(np.unique(cells.row_numbers.to_numpy()))
    encoded = [encode(column) for column in cells.columns]
    stray, given = strays(cells, encoded, dataset)
    if stray.any():
        cells = cells.where(pa.array(~stray))
        encoded = [encode(column) for column in cells.columns]
    findings = Findings(cells.row_numbers.to_numpy())
    of_header = header_problems(cells, dataset)
    findings.given += [*cells.problems, *of_header, *given]
    findings.spoilt = {(one.row, one.column) for one in cells.problems if one.rule in SPOILT and one.row and one.column}
    doubt = any(problem.severity is Severity.ERROR for problem in of_header)
    frame = Frame(cells, dataset, Style(today, date_order, cells.epoch_1904), confirmed, findings, doubt)
    read_columns(frame, encoded, known)
    with_file = settle(frame, known)
    table = typed(frame, with_file)
    repeats = look_across(frame, table, with_file, known)
    named = table.filter(_keyed(table, dataset)) if dataset.name in NAMED_BY_OTHERS else None
    checked = _checked(findings, table, rows, repeats, values=0 if cells.spread is None else cells.rows)
    return replace(checked, named=named)


def _keyed(table: pa.Table, dataset: Dataset) -> pa.ChunkedArray:
    """True for rows whose key is there."""
    return reduce(pc.and_, (present(table[name]) for name in dataset.key))


def _read_here(cells: Cells, dataset: Dataset) -> set[str]:
    """The user's headers of the columns that are read."""
    spread = set() if cells.spread is None else set(cells.spread.dictionary.to_pylist())
    return {cells.source_of(place) for place in places_of(cells.header, dataset).values()} | spread


def _checked(findings: Findings, table: pa.Table, rows: int, repeats: np.ndarray, *, values: int) -> Checked:
    bad = findings.bad_rows()
    if findings.whole_file:
        table = table.slice(0, 0)
    elif len(bad) or len(repeats):
        good = ~np.isin(findings.row_numbers, bad)
        good[repeats] = False
        table = table.filter(pa.array(good))
    return Checked(
        table,
        rows,
        findings.problems(),
        findings.count(Severity.ERROR),
        findings.count(Severity.WARNING),
        findings.counts(),
        pa.array(bad),
        findings.whole_file,
        findings,
        values,
    )
