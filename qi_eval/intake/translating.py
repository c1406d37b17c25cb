"""Their words into our codes: value maps, unit aliases, several values in a cell, one status for three columns."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, located
from qi_eval.intake.cells import Cells, Refused, Texts, each_text
from qi_eval.intake.columns import NUMERIC
from qi_eval.intake.commas import has_two_meanings, in_points
from qi_eval.intake.findings import quoted
from qi_eval.intake.headers import tidy
from qi_eval.intake.mapping_file import Mapping
from qi_eval.intake.privacy import personal

UNIT = ("units", "unit_id")
JOINED = (Kind.CODES, Kind.TEXT)  # kinds whose cells may hold several values, joined by |
STATUS = "status"  # a name that mappings may use where a dataset has the ladder below and no status of its own
LADDER = ("booked", "attended", "completed")  # each rung includes those before it
OFF_LADDER = "cancelled"  # not even booked


def translated(cells: Cells, mapping: Mapping, dataset: Dataset) -> Cells:
    """The cells with their words made ours; a cell with several values becomes several rows where it may hold one.
    Raises Refused where commas stand for decimals and a number may be meant in two ways."""
    if mapping.decimal_comma:
        cells = _with_points(cells, dataset)
    columns = list(cells.columns)
    for place, name in enumerate(cells.header):
        column = dataset.by_name.get(name)
        words = _words(mapping, name, column)
        between = mapping.split.get(name) if column is not None and column.kind in JOINED else None
        if words or between:
            columns[place] = each_text(columns[place], partial(_ours, words, between))
    cells = replace(cells, columns=tuple(columns))
    for name, between in mapping.split.items():
        column = dataset.by_name.get(name)
        if name in cells.header and column is not None and column.kind not in JOINED:
            cells = _exploded(cells, cells.header.index(name), between, _words(mapping, name, column))
    return cells


def _with_points(cells: Cells, dataset: Dataset) -> Cells:
    """The numbers with points for their decimal commas."""
    columns, problems = list(cells.columns), list[Problem]()
    for place, name in enumerate(cells.header):
        if name in dataset.by_name and dataset.by_name[name].kind in NUMERIC:
            problems += _two_meanings(cells, place)
            columns[place] = each_text(columns[place], in_points)
    if problems:
        raise Refused(problems)
    return replace(cells, columns=tuple(columns))


def _two_meanings(cells: Cells, place: int) -> Iterator[Problem]:
    """The first number of a column that commas for decimals leave in doubt."""
    text = next((one for one in pc.unique(cells.columns[place]).to_pylist() if has_two_meanings(one)), None)
    if text is not None:
        row = int(cells.row_numbers[pc.index(cells.columns[place], text).as_py()].as_py())
        header = cells.source_of(place) or cells.header[place]
        sentence = (
            f"the mapping says that commas stand for decimals, and {quoted(text)} may then be meant in two ways. Write "
            "the numbers of this column without marks between thousands, or untick “Commas stand for decimals” under "
            "“How your columns match ours”, Rows and cells (in a mapping: decimal_comma = false)."
        )
        yield Problem(row, header, text, "decimal_points", located(row, header, sentence))


def laddered(cells: Cells, dataset: Dataset) -> Cells:
    """One status made into booked, attended and completed; a column of the file's own stays. Raises Refused where a
    word stands for no rung."""
    if STATUS not in cells.header or not has_ladder(dataset):
        return cells
    place = cells.header.index(STATUS)
    status = each_text(cells.columns[place], tidy)
    if problems := list(_strange(cells, place, status)):
        raise Refused(problems)
    names = [name for name in LADDER if name not in cells.header]
    made = tuple(each_text(status, partial(_rung, name)) for name in names)
    kept = [at for at in range(len(cells.header)) if at != place]
    return replace(
        cells,
        header=(*(cells.header[at] for at in kept), *names),
        columns=(*(cells.columns[at] for at in kept), *made),
        source=(*(cells.source_of(at) for at in kept), *[cells.source_of(place)] * len(names)),
    )


def has_ladder(dataset: Dataset) -> bool:
    """Whether one status may stand for three columns of the dataset."""
    return STATUS not in dataset.by_name and set(LADDER) <= set(dataset.by_name)


def lowered(words: Values[str, str]) -> dict[str, str]:
    """Words as they are compared: trimmed, in lower case."""
    return {word.strip().lower(): said for word, said in words.items()}


def _words(mapping: Mapping, name: str, column: Column | None) -> dict[str, str]:
    """What the words of one of our columns mean."""
    aliases = lowered(mapping.units) if column is not None and column.refers == UNIT else {}
    return aliases | lowered(mapping.values.get(name, {}))


def _ours(words: Values[str, str], between: str | None, text: str) -> str:
    if between is None:
        return words.get(text.strip().lower(), text)
    parts = (part.strip() for part in text.split(between))
    return "|".join(words.get(part.lower(), part) for part in parts if part)


def _exploded(cells: Cells, place: int, between: str, words: Values[str, str]) -> Cells:
    """One row a value, all with the row number of the cell."""
    parts = [[part.strip() for part in text.split(between)] for text in cells.columns[place].to_pylist()]
    parts = [[part for part in several if part] or [""] for several in parts]
    rows = pa.array(np.repeat(np.arange(cells.rows), [len(several) for several in parts]))
    columns = [column.take(rows) for column in cells.columns]
    columns[place] = pa.array([words.get(part.lower(), part) for several in parts for part in several], pa.string())
    spread = None if cells.spread is None else cells.spread.take(rows)
    return replace(cells, columns=tuple(columns), row_numbers=cells.row_numbers.take(rows), spread=spread)


def _rung(name: str, status: str) -> str:
    """Whether a status has reached a rung: true, false, or '' where nothing is said."""
    if not status:
        return ""
    reached = LADDER.index(status) if status in LADDER else -1
    return "true" if LADDER.index(name) <= reached else "false"


def _strange(cells: Cells, place: int, status: Texts) -> Iterator[Problem]:
    """Every word of a status that stands for no rung."""
    header, rungs = cells.source_of(place), ", ".join((*LADDER, OFF_LADDER))
    for word in pc.unique(status).to_pylist():
        if word in {*LADDER, OFF_LADDER, ""}:
            continue
        at = pc.index(status, word).as_py()
        text = cells.columns[place][at].as_py()
        shown = None if personal(text) else text
        sentence = (
            f'The mapping has no translation for {quoted(text) if shown else "a word"} of the column "{header}", first '
            f"met in row {cells.row_numbers[at]}. Add it under [values.{STATUS}] as one of: {rungs}."
        )
        yield Problem(None, header, shown, "mapping_word", sentence)
