"""Commas that stand for the decimal point: 3,5 and 12,75, as spreadsheets of other countries write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ONE = re.compile(r"-?[0-9]+,[0-9]+(?:\s?%)?")
_MARKED = re.compile(r"-?[0-9][0-9.,]*(?:\s?%)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+(?:\s?%)?")
_DOUBTFUL = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|,[0-9]{3}(?:,[0-9]{3})+(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}(?:\s?%)?")


def decimal_comma(texts: Iterable[str]) -> str | None:
    """A number of a column whose commas stand for decimals, the first one of which that had to be learnt from the
    others: 1,234 beside 12,5 and 3,75. None where no comma can but be a decimal point, where as many numbers as that
    may have one between thousands, or where one has a mark that fits neither: 12,34,567, or 1.234 beside 1.234,5."""
    marked = [text for text in texts if ("," in text or has_two_meanings(text)) and _MARKED.fullmatch(text)]
    clear = [text for text in marked if is_decimal(text) or _GROUPED.fullmatch(text)]
    doubtful = [text for text in marked if _THOUSANDS.fullmatch(text)]
    others = len(marked) - len(clear) - len(doubtful)
    if others or len(doubtful) >= len(clear):
        return None
    return (doubtful or clear)[0]


def is_decimal(text: str) -> bool:
    """Whether the only comma of a number can but be a decimal point."""
    return bool(_ONE.fullmatch(text)) and not _THOUSANDS.fullmatch(text)


def pointed(text: str) -> str:
    """A number with its decimal comma as a point; any other text as it stands."""
    return text.replace(",", ".") if is_decimal(text) else text


def in_points(text: str) -> str:
    """A number in which a comma is the decimal point, as somebody has said: 1,234 is 1.234 and 1.234,5 is 1234.5; any
    other text as it stands."""
    bare = text.strip()
    if _ONE.fullmatch(bare):
        return bare.replace(",", ".")
    return bare.replace(".", "").replace(",", ".") if _GROUPED.fullmatch(bare) else text


def has_two_meanings(text: str) -> bool:
    """Whether a number stays doubtful where commas stand for decimals: 1.234 and 1,234,567."""
    return bool(_DOUBTFUL.fullmatch(text.strip()))
