"""Stored texts as a person reads them: a cell, and the key that names its row."""

from __future__ import annotations

import re
from datetime import date

from qi_eval.datasets.column import Column, Kind
from qi_eval.narrative import date_words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def cell_words(value: object, column: Column) -> str:
    """A stored text of a column: dates in words, yes and no; blank where there is none."""
    if not isinstance(value, str) or value == "":
        return "blank"
    if column.kind is Kind.DATE:
        return date_words(date.fromisoformat(value))
    if column.kind is Kind.BOOLEAN:
        return "yes" if value == "true" else "no"
    return value


def key_in_words(key: str) -> str:
    """The key of a row, its dates in words."""
    parts = key.split(", ")
    return ", ".join(date_words(date.fromisoformat(part)) if _DAY.fullmatch(part) else part for part in parts)
