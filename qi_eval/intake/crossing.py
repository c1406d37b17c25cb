"""What can only be seen across cells: rules over a row, keys that come twice, rows that refer to each other."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import RowRule
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from qi_eval.intake.findings import quoted
from qi_eval.intake.frame import Frame
from qi_eval.intake.keys import duplicates
from qi_eval.intake.periods import find_crowded
from qi_eval.intake.privacy import personal
from qi_eval.intake.references import circles, lost_parents, namesakes

Say = Callable[[int], tuple[str | None, str]]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
NOTHING = pa.scalar(None, pa.string())
NAMESAKES = 10  # units with the name of a stored one that are told one by one
TOLD = 3  # differing columns that a message names


def look_across(frame: Frame, table: pa.Table, known: Known, stored: Known) -> np.ndarray:
    """Notes every rule, key and reference that is broken; gives the places of rows that repeat an earlier one.
    `known`: with the file's own rows, `stored`: without."""
    for rule in frame.dataset.rules:
        _apply(frame, rule, table, known)
    repeats = _find_duplicates(frame, table)
    _find_circles(frame, table)
    if frame.dataset.name == "measurements":
        find_crowded(frame, table, known)
    if frame.dataset.name == "units":
        _find_namesakes(frame, table, stored)
    _find_lost_parents(frame, table, stored)
    return repeats


def _apply(frame: Frame, rule: RowRule, table: pa.Table, known: Known) -> None:
    spoken_of = {rule.column, *re.findall(r"\w+", rule.sentence)} & set(frame.dataset.by_name)
    if frame.header_in_doubt and not spoken_of <= set(frame.columns):
        return  # perhaps the column is there under another name, and the rule is kept
    broken = rule.broken(table, known).to_numpy(zero_copy_only=False)
    if not broken.any():
        return
    for name in spoken_of & set(frame.columns):
        wrong = frame.columns[name].wrong
        broken = broken if wrong is None else broken & ~wrong  # a cell that cannot be read has its own problem
    places = np.flatnonzero(broken)
    frame.findings.add(rule.name, rule.severity, places, _say(frame, rule, table), header=frame.header(rule.column))


def _say(frame: Frame, rule: RowRule, table: pa.Table) -> Say:
    def cell(row: int, name: str) -> str:
        meant = table[name][row].as_py() if name in table.column_names else None
        return frame.text(name, row) or ("blank" if meant in (None, "") else str(meant))

    def say(row: int) -> tuple[str | None, str]:
        filled = _PLACEHOLDER.sub(lambda found: cell(row, found.group(1)), rule.sentence)
        return frame.text(rule.column, row), filled

    return say


def _find_duplicates(frame: Frame, table: pa.Table) -> np.ndarray:
    needed = {name for name in frame.dataset.key if frame.dataset.by_name[name].required}
    if not needed <= set(frame.columns):
        return np.array([], dtype=np.int64)
    found = duplicates(_as_written(frame, table), frame.dataset.key, _named(frame, table))
    repeats = found.repeats[_readable(frame, table)[found.repeats]]
    firsts = dict(zip(found.conflicts.tolist(), found.firsts.tolist(), strict=True))

    def conflict(row: int) -> tuple[str | None, str]:
        return None, _conflict(frame, table, row, firsts[row])

    def repeat(row: int) -> tuple[str | None, str]:
        count = f"{len(repeats):,} rows are" if len(repeats) > 1 else "this row is"
        return None, f"{count} alike in every column to an earlier row and counted once."

    def under(row: int) -> str | None:
        differing = _differing(frame, table, row, firsts[row])
        return frame.header(differing[0])(row) if differing else None

    error, warning = Severity.ERROR, Severity.WARNING
    frame.findings.add("duplicate_key", error, found.conflicts, conflict, header=under, also_bad=found.involved)
    frame.findings.add("duplicate_row", warning, repeats[:1], repeat, header=None)
    return repeats


def _as_written(frame: Frame, table: pa.Table) -> pa.Table:
    """The table with the texts of the cells that could not be read beside it, so that rows can be compared in them."""
    columns = dict(zip(table.column_names, table.columns, strict=True))
    columns.pop("row_no")
    for name, read in frame.columns.items():
        if read.wrong is not None:
            texts = read.encoded.texts.take(pa.array(read.encoded.places))
            columns[f"{name} as written"] = pa.chunked_array([pc.if_else(pa.array(read.wrong), texts, NOTHING)])
    return pa.table(columns)


def _named(frame: Frame, table: pa.Table) -> np.ndarray:
    """True for rows whose key could be read; an id that names nothing known is still an id."""
    named = np.ones(table.num_rows, dtype=bool)
    for name in set(frame.dataset.key) & set(frame.columns):
        read = frame.columns[name]
        unread = [place for place, rule in read.parsed.faults.items() if rule != "unknown_reference"]
        named &= ~np.isin(read.encoded.places, unread)
    return named


def _readable(frame: Frame, table: pa.Table) -> np.ndarray:
    """True for rows whose cells could all be read: only these are counted once where they are alike."""
    readable = np.ones(table.num_rows, dtype=bool)
    for read in frame.columns.values():
        readable = readable if read.wrong is None else readable & ~read.wrong
    return readable


def _conflict(frame: Frame, table: pa.Table, row: int, first: int) -> str:
    def shown(name: str, place: int) -> str:
        value, text = table[name][place].as_py(), frame.text(name, place)
        if personal(text):
            return "something that names a person"
        return quoted(text or str(value)) if text or value not in (None, "") else "blank"

    key = ", ".join(f"{name} {shown(name, row)}" for name in frame.dataset.key if shown(name, row) != "blank")
    differing = _differing(frame, table, row, first)
    told = [f"{name} is {shown(name, first)} there and {shown(name, row)} here" for name in differing[:TOLD]]
    earlier = int(frame.findings.row_numbers[first])
    return f"this row and row {earlier} have the same key ({key}) but differ: {'; '.join(told)}. Keep one of the two."


def _differing(frame: Frame, table: pa.Table, row: int, first: int) -> list[str]:
    """Our columns in which two rows with the same key differ; last those of which one cannot be read, by its text."""
    unread = [name for name in frame.dataset.payload if _unread(frame, name, row) or _unread(frame, name, first)]
    read = [name for name in frame.dataset.payload if name not in unread]
    return [
        *(name for name in read if table[name][row].as_py() != table[name][first].as_py()),
        *(name for name in unread if frame.text(name, row) != frame.text(name, first)),
    ]


def _unread(frame: Frame, name: str, row: int) -> bool:
    wrong = frame.columns[name].wrong if name in frame.columns else None
    return wrong is not None and bool(wrong[row])


def _find_circles(frame: Frame, table: pa.Table) -> None:
    for name, places in circles(frame.dataset, table):

        def say(row: int, name: str = name) -> tuple[str | None, str]:
            text = frame.text(name, row)
            return text, f"{quoted(text)} stands below this row itself: the rows go round in a circle. Mend one {name}."

        frame.findings.add("circular_reference", Severity.ERROR, places, say, header=frame.header(name))


def _find_namesakes(frame: Frame, table: pa.Table, stored: Known) -> None:
    """Warns of units that have the name of a stored one: perhaps the same ward under two ids."""
    found = namesakes(table, stored)

    def say(row: int) -> tuple[str | None, str]:
        own, other = quoted(table["unit_id"][row].as_py()), quoted(found[row])
        return frame.text("unit_name", row), (
            f"{own} has the same name as {other}, which is stored. If they are the same unit, write {other} as the "
            f"unit_id here and in the other files; else both will stand side by side, each with its own figures."
        )

    places = np.array(sorted(found), dtype=np.int64)
    header = frame.header("unit_name")
    for at in places[:NAMESAKES]:
        frame.findings.add("same_name", Severity.WARNING, np.array([at]), say, header=header)
    frame.findings.add("same_name", Severity.WARNING, places[NAMESAKES:], say, header=header)


def _find_lost_parents(frame: Frame, table: pa.Table, stored: Known) -> None:
    """Rows that name a row of this file which will not be stored, so that the good rows can stand alone."""
    bad = np.isin(frame.findings.row_numbers, frame.findings.bad_rows())
    if not bad.any():
        return
    for name, places, where in lost_parents(frame.dataset, table, bad, stored):

        def say(row: int, name: str = name, where: dict[str, int] = where) -> tuple[str | None, str]:
            text = frame.text(name, row)
            at = int(frame.findings.row_numbers[where[text.lower()]])
            return text, f"{quoted(text)} stands in row {at}, which has an error itself. Mend that row first."

        frame.findings.add("refused_reference", Severity.ERROR, places, say, header=frame.header(name))
