"""Why a record of a text file cannot be read: which cell of which row, an open quote, a quote astray, or its length."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import chain, islice

from qi_eval.datasets.problem import Problem, located
from qi_eval.intake import limits
from qi_eval.intake.encoding import Decoded
from qi_eval.intake.headers import blank


def explained(decoded: Decoded, delimiter: str, row: int, header_row: int | None, *, skip: bool) -> Problem:
    """What is wrong in `row`: found by reading on to it, one record at a time. `skip`: a line sep= comes first."""
    reader = csv.reader(lines := decoded.lines(), delimiter=delimiter, strict=True)
    if skip:
        next(lines)
    header: list[str] = []
    for number in range(1, row):
        record = next(reader)
        header = record if number == header_row or not (header or header_row or blank(record)) else header
    before = reader.line_num + skip
    text = next(islice(decoded.lines(), before, None), "")
    place, start, opened, closed_oddly = _walk(text, delimiter)
    where = (row, place, header)
    if closed_oddly:
        sentence = 'a quotation mark (") stands inside a quoted cell. Double it ("") or leave it out.'
        return _at(where, "misplaced_quote", sentence)
    if opened and not _closes(chain([text[start + 1 :]], islice(decoded.lines(), before + 1, None)), delimiter):
        return _at(where, "unclosed_quote", 'a quotation mark (") opens here and is never closed.')
    return _at(where, "cell_too_long", f"this cell holds more than {limits.MAX_CELL:,} characters. Shorten it.")


def _at(where: tuple[int, int, list[str]], rule: str, sentence: str) -> Problem:
    """The problem at a row and cell (from 1), named by its header where there is one."""
    row, place, header = where
    name = header[place - 1].strip() if place <= len(header) else ""
    if name:
        return Problem(row, name, None, rule, located(row, name, sentence))
    return Problem(row, None, None, rule, f"Row {row}, cell {place}: {sentence}")


def _closes(lines: Iterable[str], delimiter: str) -> bool:
    """Whether a quote that is open before these lines ends properly in one of them."""
    ends = (f'"{delimiter}', '"\r', '"\n')
    for text in lines:
        plain = text.replace('""', "")
        found = plain.find('"')
        if found >= 0:
            return plain.startswith(ends, found) or found + 1 == len(plain)
    return False


def _walk(text: str, delimiter: str) -> tuple[int, int, bool, bool]:
    """Of a line: which cell is at fault (from 1), where it starts, whether it is open at the end, whether its quotes
    are wrong."""
    place, start, quoted, position = 1, True, False, 0
    cell_from = 0
    while position < len(text):
        letter = text[position]
        if quoted:
            if letter == '"' and text[position + 1 : position + 2] == '"':
                position += 1
            elif letter == '"':
                quoted = False
                if text[position + 1 : position + 2] not in ("", delimiter, "\r", "\n"):
                    return place, cell_from, False, True
        elif letter == '"' and start:
            quoted = True
        start = False
        if letter == delimiter and not quoted:
            place, start, cell_from = place + 1, True, position + 1
        if position - cell_from > limits.MAX_CELL:
            return place, cell_from, quoted, False
        position += 1
    return place, cell_from, quoted, False
