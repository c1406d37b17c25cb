"""Rows that are no data: totals below the table, the header standing again in the middle."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from qi_eval.datasets.column import Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, located
from qi_eval.intake.cells import Cells
from qi_eval.intake.columns import Encoded
from qi_eval.intake.matching import places_of

TOTALS = (
    r"(?i)^((grand|overall|sub|trust|ward|unit|row|column|all)[ -]?)?totals?( for .{0,40})?\s*[:.=]?$|^sum\s*[:.=]?$"
)
AVERAGES = r"(?i)^(overall |grand )?(average|mean|median|count)\s*[:.=]?$"  # only where the row lacks what it must have
_LABELS = (Kind.IDENT, Kind.CODE, Kind.DATE)  # the kinds of cells in which a total is labelled


def strays(cells: Cells, encoded: list[Encoded], dataset: Dataset) -> tuple[np.ndarray, list[Problem]]:
    """True for rows that are no data, and an error for each."""
    total, again = _totals(cells, encoded, dataset), _repeated(cells, encoded)
    problems = [_problem(cells, place, "total_row", TOTAL) for place in np.flatnonzero(total & ~again)]
    problems += [_problem(cells, place, "repeated_header", REPEATED) for place in np.flatnonzero(again)]
    return total | again, problems


TOTAL = "this row holds totals, not data. Delete it, or let a mapping leave total rows out."
REPEATED = "the header stands here again. Delete the row."


def _totals(cells: Cells, encoded: list[Encoded], dataset: Dataset) -> np.ndarray:
    labels = [
        place for name, place in places_of(cells.header, dataset).items() if dataset.by_name[name].kind in _LABELS
    ]
    found = np.zeros(cells.rows, dtype=bool)
    for place in {0, *labels}:
        texts = pc.utf8_trim_whitespace(encoded[place].texts)
        marked = pc.match_substring_regex(texts, TOTALS).to_numpy(zero_copy_only=False)
        if marked.any():
            found |= marked[encoded[place].places]
        named = pc.match_substring_regex(texts, AVERAGES).to_numpy(zero_copy_only=False)
        if named.any():
            found |= named[encoded[place].places] & _lacking(cells, encoded, dataset)
    return found


def _lacking(cells: Cells, encoded: list[Encoded], dataset: Dataset) -> np.ndarray:
    """True for rows in which a column that must be filled is blank: "Mean" may be the name of a measure."""
    found = np.zeros(cells.rows, dtype=bool)
    for name, place in places_of(cells.header, dataset).items():
        if dataset.by_name[name].required:
            blank = pc.equal(pc.utf8_trim_whitespace(encoded[place].texts), "").to_numpy(zero_copy_only=False)
            found |= blank[encoded[place].places]
    return found


def _repeated(cells: Cells, encoded: list[Encoded]) -> np.ndarray:
    """True for rows in which every cell is the header of its column; constants of a mapping are passed over."""
    found = np.ones(cells.rows, dtype=bool)
    looked_at = 0
    for place, one in enumerate(encoded):
        header = cells.source_of(place)
        if not header or cells.spread is not None:
            continue
        marked = pc.equal(pc.utf8_trim_whitespace(one.texts), header).to_numpy(zero_copy_only=False)
        if not marked.any():
            return np.zeros(cells.rows, dtype=bool)
        found &= marked[one.places]
        looked_at += 1
    return found if looked_at > 1 else np.zeros(cells.rows, dtype=bool)


def _problem(cells: Cells, place: np.intp, rule: str, sentence: str) -> Problem:
    row = int(cells.row_numbers[int(place)].as_py())
    return Problem(row, None, None, rule, located(row, None, sentence))
