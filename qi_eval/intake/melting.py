"""A wide file made long: headers that are dates, questions or scores become a column of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping as Values
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.cells import Cells, Texts
from qi_eval.intake.dates import in_words, looks_like_date, read_month
from qi_eval.intake.headers import tidy
from qi_eval.intake.matching import places_of

_ITEM = re.compile(r"[a-z]{1,12}_?\d{1,3}[a-z]{0,2}")  # q3f, aw_1, hab_2
SCORES = frozenset(
    {
        *("staff_engagement", "engagement", "motivation", "involvement", "advocacy", "morale"),
        *("compassionate_and_inclusive", "recognised_and_rewarded", "voice_that_counts", "safe_and_healthy"),
        *("always_learning", "work_flexibly", "team"),
    }
)  # themes and elements of the NHS staff survey


def melt(cells: Cells, dataset: Dataset, words: Values[str, str] | None = None) -> Cells:
    """The cells, long: unchanged where the dataset has no wide form or the file is long already. `words`: their header
    (in lower case) → ours, as a mapping says. Blank cells make no row; row numbers stay those of the file."""
    wide = wide_places(cells.header, dataset, words or {})
    if not wide:
        return cells
    assert dataset.wide is not None
    kept = [place for place in range(len(cells.header)) if place not in wide]
    times, rows = len(wide), cells.rows
    names = [_ours(cells.header[place], dataset.wide.accepts, words or {}) for place in wide]
    values = _stacked([cells.columns[place] for place in wide])
    block = np.repeat(np.arange(times, dtype=np.int32), rows)
    sources = pa.array([cells.source_of(place) for place in wide])
    long = Cells(
        (*(cells.header[place] for place in kept), dataset.wide.variable, dataset.wide.value),
        (*(_stacked([cells.columns[place]] * times) for place in kept), pa.array(names).take(pa.array(block)), values),
        pa.array(np.tile(cells.row_numbers.to_numpy(), times)),
        (*cells.problems, *_months([cells.header[place] for place in wide], dataset.wide.accepts)),
        source=(*(cells.source_of(place) for place in kept), "?", "?"),
        spread=pa.DictionaryArray.from_arrays(pa.array(block), sources),
    )
    filled = pc.not_equal(pc.utf8_trim_whitespace(long.columns[-1]), "")
    long = replace(
        cells,
        **{name: getattr(long, name) for name in ("header", "columns", "row_numbers", "problems", "source", "spread")},
    )
    return long.where(filled.combine_chunks())


def wide_places(header: tuple[str, ...], dataset: Dataset, words: Values[str, str]) -> list[int]:
    """The columns whose headers are values of the dataset's variable; none where the file is long."""
    ours = places_of(header, dataset)
    if dataset.wide is None or dataset.wide.variable in ours:
        return []
    others = [place for place in range(len(header)) if place not in ours.values()]
    return [place for place in others if _fits(header[place], dataset.wide.accepts, words)]


def _fits(header: str, accepts: str, words: Values[str, str]) -> bool:
    if header.strip().lower() in words:
        return True
    if accepts == "date":
        return looks_like_date(header) or read_month(header) is not None
    return bool(_ITEM.fullmatch(tidy(header))) or (accepts == "score" and tidy(header) in SCORES)


def _ours(header: str, accepts: str, words: Values[str, str]) -> str:
    """The value of the variable that a header stands for."""
    if header.strip().lower() in words:
        return words[header.strip().lower()]
    if accepts == "date":
        month = None if looks_like_date(header) else read_month(header)
        return month.isoformat() if month else header
    return tidy(header)


def _months(headers: list[str], accepts: str) -> list[Problem]:
    if accepts != "date":
        return []
    months = [header for header in headers if not looks_like_date(header) and read_month(header)]
    if not months:
        return []
    first = read_month(months[0])
    more = f" ({len(months) - 1} more columns alike.)" if len(months) > 1 else ""
    sentence = (
        f'The column "{months[0]}" was read as {in_words(first) if first else ""}, the first day of its month.{more}'
    )
    return [Problem(None, months[0], months[0], "month_as_date", sentence, Severity.WARNING)]


def _stacked(columns: list[Texts]) -> pa.ChunkedArray:
    """Columns one below the other, without copying their cells."""
    chunks = [
        chunk for column in columns for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    return pa.chunked_array(chunks, pa.string())
