"""Columns whose numbers have commas for decimals: one problem a column, as it is the column that is to be mended."""

from __future__ import annotations

import numpy as np

from qi_eval.datasets.problem import Severity
from qi_eval.intake.columns import NUMERIC, ReadColumn
from qi_eval.intake.commas import is_decimal, pointed
from qi_eval.intake.findings import Findings, Under, quoted

SEVERAL = 2  # cells from which on the column is meant so; one alone may be a slip
MEND = (
    "Replace the commas of this column by points, or tick “Commas stand for decimals” under “How your columns match "
    "ours”, Rows and cells (in a mapping: decimal_comma = true)."
)


def tell_commas(read: ReadColumn, findings: Findings, header: Under) -> None:
    """Says once that the numbers of a column have decimal commas: the column is wrong, and its whole numbers alone
    would be a choice of rows by chance."""
    wrong = [place for place, rule in read.parsed.faults.items() if rule == "not_a_number"]
    if read.shared or read.column.kind not in NUMERIC or not wrong:
        return
    texts = read.encoded.texts.to_pylist()
    commas = [place for place in wrong if is_decimal(texts[place])]
    if not commas or any(map(_has_point, texts)):
        return
    rows = np.flatnonzero(np.isin(read.encoded.places, commas))
    if len(rows) < SEVERAL:
        return
    text, first = read.encoded.text(int(rows[0])), int(findings.row_numbers[rows[0]])
    sentence = (
        f"{len(rows):,} numbers have a comma for decimals; the first is {quoted(text)}, in row {first}, meant as "
        f"{pointed(text)}. {MEND}{_doubtful(read, texts, findings)}"
    )
    findings.whole("decimal_commas", Severity.ERROR, sentence, header=header(int(rows[0])), value=text)
    read.told = frozenset(commas)


def _doubtful(read: ReadColumn, texts: list[str], findings: Findings) -> str:
    """A number with three digits behind its comma, which may then be meant as either."""
    place = next((place for place, rule in read.parsed.notes.items() if rule == "thousands_separator"), None)
    if place is None:
        return ""
    text, row = texts[place], int(findings.row_numbers[np.flatnonzero(read.encoded.places == place)[0]])
    one, other = text.replace(",", ""), text.replace(",", ".", 1)
    return f" Look at {quoted(text)}, in row {row}, too: it may be {one} or {other}."


def _has_point(text: str) -> bool:
    """Whether a number has a point for decimals, so that a comma beside it is a slip."""
    whole, point, decimals = text.rstrip("% ").lstrip("-").partition(".")
    return bool(point) and whole.isdecimal() and decimals.isdecimal()
