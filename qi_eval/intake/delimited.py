"""CSV, TSV and ;-separated text into Cells, by the csv module, strict."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.assembling import Assembled, BrokenRecord, assemble
from qi_eval.intake.broken import explained
from qi_eval.intake.cells import Cells, Refused
from qi_eval.intake.encoding import Decoded, decode
from qi_eval.intake.long_lines import refuse_too_many_cells

SAMPLE = 64_000  # characters that decide on the delimiter
SAMPLE_ROWS = 30
NAMES = {";": "semicolons (;)", "\t": "tabs"}
_SEP = re.compile(r'\A\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)


def read_delimited(data: bytes, file: str, *, header_row: int | None) -> Cells:
    """The cells of a text file. Raises Refused."""
    decoded = decode(data)
    sample = decoded.sample(SAMPLE)
    said = _SEP.match(sample)
    delimiter = said.group(1) if said else sniff(sample, tab_first=file.lower().endswith((".tsv", ".tab")))
    if delimiter == "|":
        sentence = "The cells seem to be separated by |. Save the file as CSV with commas."
        raise Refused([Problem(None, None, "|", "delimiter_unknown", sentence)])
    refuse_too_many_cells(decoded.data, delimiter)
    try:
        assembled = assemble(_records(decoded, delimiter, skip=bool(said)), header_row=header_row)
    except BrokenRecord as broken:
        raise Refused([explained(decoded, delimiter, broken.row, header_row, skip=bool(said))]) from None
    return _cells(assembled, decoded, delimiter, _assumed(delimiter, file))


def sniff(sample: str, *, tab_first: bool = False) -> str:
    """The delimiter: the one that splits the first line best, else the one that splits most lines alike."""
    candidates = "\t,;|" if tab_first else ",;\t|"
    splits = {delimiter: _counts(sample, delimiter) for delimiter in candidates}
    fitting = {
        delimiter: counts[0]
        for delimiter, counts in splits.items()
        if counts and counts[0] > 1 and counts.count(counts[0]) * 2 >= len(counts)
    }
    scores: dict[str, float] = {**fitting} or {delimiter: _evenness(counts) for delimiter, counts in splits.items()}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _counts(sample: str, delimiter: str) -> list[int]:
    """Cells in each of the first rows that are not blank."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, SAMPLE_ROWS))
    except csv.Error:
        rows = [line.split(delimiter) for line in sample.splitlines()[:SAMPLE_ROWS]]
    return [len(row) for row in rows if any(row)]


def _evenness(counts: list[int]) -> float:
    if not counts:
        return 0.0
    size, times = Counter(counts).most_common(1)[0]
    return (size - 1) * times / len(counts)


def _records(decoded: Decoded, delimiter: str, *, skip: bool) -> Iterator[list[str]]:
    lines = decoded.lines()
    if skip:
        next(lines)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _cells(assembled: Assembled, decoded: Decoded, delimiter: str, assumed: tuple[Problem, ...]) -> Cells:
    return Cells(
        assembled.header,
        assembled.columns,
        assembled.row_numbers,
        (*decoded.problems, *assumed),
        encoding=decoded.encoding,
        delimiter=delimiter,
    )


def _assumed(delimiter: str, file: str) -> tuple[Problem, ...]:
    expected = delimiter == "\t" and file.lower().endswith((".tsv", ".tab"))
    if delimiter == "," or expected:
        return ()
    named = NAMES.get(delimiter, delimiter)
    sentence = f"The cells are separated by {named}, not by commas; the file was read so. Look at the preview."
    return (Problem(None, None, delimiter, "delimiter_assumed", sentence, Severity.WARNING),)
