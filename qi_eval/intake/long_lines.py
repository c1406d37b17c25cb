"""The look at long lines before any of them is parsed: a line may not hold more cells than a table may have columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qi_eval.datasets.problem import Problem, located
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused

_QUOTED = re.compile(rb'"[^"]*"')


def refuse_too_many_cells(data: bytes, delimiter: str) -> None:
    """Raises Refused where a line has too many cells. Only lines of more than a kilobyte are looked at, and they are
    found without reading the others: a line that long fills some aligned block without a line end."""
    mark = delimiter.encode()
    for begin, end in _long_lines(data):
        cells = data.count(mark, begin, end) + 1
        if cells > limits.MAX_COLUMNS:
            cells = _QUOTED.sub(b"", data[begin:end]).count(mark) + 1
        if cells > limits.MAX_COLUMNS:
            raise Refused([_too_many(data, begin, cells)])


def _long_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each long line begins and ends."""
    done, block = 0, limits.MAX_LINE // 2
    for start in range(0, len(data), block):
        if start < done or _line_end(data, start, start + block) < start + block:
            continue
        begin = max(data.rfind(b"\n", done, start), data.rfind(b"\r", done, start)) + 1 or done
        done = _line_end(data, start, len(data))
        yield begin, done


def _line_end(data: bytes, start: int, stop: int) -> int:
    """The place of the first line end between two places, `stop` where there is none."""
    feed = data.find(b"\n", start, stop)
    stop = min(stop, len(data)) if feed < 0 else feed
    back = data.find(b"\r", start, stop)
    return stop if back < 0 else back


def _too_many(data: bytes, begin: int, cells: int) -> Problem:
    before = data[:begin]
    if not before.strip(b"\xef\xbb\xbf \t\r\n"):
        sentence = f"The file has {cells:,} columns; at most {limits.MAX_COLUMNS} are read."
        return Problem(None, None, None, "too_many_columns", sentence)
    row = max(before.count(b"\n"), before.count(b"\r")) + 1
    sentence = f"this row has {cells:,} cells; at most {limits.MAX_COLUMNS} are read. Perhaps line ends are missing."
    return Problem(row, None, None, "too_many_columns", located(row, None, sentence))
