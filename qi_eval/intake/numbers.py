"""Number cells: what stands in them and nothing else. A point for decimals; no "<5", no "n/a", no £1.2m."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.intake import limits
from qi_eval.intake.parsed import Parsed

MEANS_NOTHING = frozenset(
    {"n/a", "na", "nan", "null", "none", "nil", "-", "–", "—", "..", ".", "*", "x", "unknown", "#n/a"}
)
MEANS_NONE = frozenset({"nil", "none"})  # on a ward "nil" is a count of 0; in an export "None" may be a blank
_PLAIN = r"^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_POUNDS = re.compile(r"(-?)£\s?([0-9][0-9,]*(?:\.[0-9]+)?)")
_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s?%")


def parse_numbers(texts: pa.Array, column: Column) -> Parsed:
    """The numbers of a column's different texts: float64, or int64 for whole numbers."""
    is_plain = pc.match_substring_regex(texts, _PLAIN)
    read = pc.if_else(is_plain, texts, pa.scalar(None, pa.string())).cast(pa.float64())
    values = read.to_numpy(zero_copy_only=False).copy()
    parsed = Parsed(read)
    odd = np.flatnonzero(~is_plain.to_numpy(zero_copy_only=False))
    for place, text in zip(odd.tolist(), texts.take(pa.array(odd)).to_pylist(), strict=True):
        _odd(place, text, values, parsed)
    _bound(values, column, parsed)
    parsed.values = _typed(values, column.kind)
    return parsed


def _odd(place: int, text: str, values: np.ndarray, parsed: Parsed) -> None:
    """A text that is no plain number: still clear, or at fault."""
    if not text:
        return
    if _THOUSANDS.fullmatch(text):
        values[place] = float(text.replace(",", ""))
        parsed.notes[place] = "thousands_separator"
    elif found := _PERCENT.fullmatch(text):
        values[place] = float(found.group(1))
        parsed.notes[place] = "percent_sign"
    elif (found := _POUNDS.fullmatch(text)) and _is_grouped(found.group(2)):
        values[place] = float(found.group(1) + found.group(2).replace(",", ""))
        parsed.notes[place] = "currency_sign"
    else:
        parsed.faults[place] = "not_a_number"


def _is_grouped(digits: str) -> bool:
    """Whether commas, if any, stand where thousands end."""
    return "," not in digits or bool(_THOUSANDS.fullmatch(digits))


def _bound(values: np.ndarray, column: Column, parsed: Parsed) -> None:
    """Notes the numbers that are too large, not whole, or out of the column's bounds, and blanks them."""
    with np.errstate(invalid="ignore"):
        wrong = {"number_too_large": np.abs(values) >= limits.MAX_NUMBER}
        if column.kind is Kind.INTEGER:
            wrong["not_whole"] = values != np.floor(values)
            wrong["not_whole"] &= ~np.isnan(values)
        if column.low is not None:
            wrong["below_lowest"] = values < column.low
        if column.high is not None:
            wrong["above_highest"] = values > column.high
    for rule, broken in wrong.items():
        for place in np.flatnonzero(broken):
            parsed.faults.setdefault(int(place), rule)
    values[list(parsed.faults)] = np.nan


def _typed(values: np.ndarray, kind: Kind) -> pa.Array:
    blank = np.isnan(values)
    if kind is Kind.INTEGER:
        return pa.array(np.where(blank, 0, values).astype(np.int64), mask=blank)
    return pa.array(values, pa.float64(), mask=blank)
