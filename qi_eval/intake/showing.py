"""What a cell of a workbook shows, as the text that a person would have written into a CSV."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.datetime import from_excel

MIDNIGHT = time(0)
SPOILT = "#VALUE!"  # a number shown as a date that no calendar has


class Shown:
    """The styles and shared texts of one workbook, as openpyxl has read them."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.book = book
        self.shared = sheet._shared_strings
        self.formats: dict[int, str] = {}

    def text(self, raw: str, kind: str, style: int) -> str:
        """The text of a cell from what its XML holds. `kind`: its type (n number, s shared text, b yes or no …)."""
        if kind == "n":
            return self._number(raw, style)
        if kind == "s":
            return str(self.shared[int(raw)])
        if kind == "b":
            return "true" if raw == "1" else "false"
        return raw  # a text, an error, or a date that is ISO already

    def _number(self, raw: str, style: int) -> str:
        if style in self.book._date_formats:
            return self._date(raw, style)
        if "%" in (self._format(style) if style else ""):
            return f"{float(raw) * 100:.15g}%"
        return raw if raw.isdecimal() else f"{float(raw):.15g}"

    def _date(self, raw: str, style: int) -> str:
        is_length = style in self.book._timedelta_formats
        try:
            value = from_excel(float(raw), self.book.epoch, timedelta=is_length)
        except (OverflowError, ValueError):
            return SPOILT
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "seconds")
        return value.isoformat() if isinstance(value, date | time) else str(value)

    def _format(self, style: int) -> str:
        """How Excel shows the numbers of a style."""
        if style not in self.formats:
            number = self.book._cell_styles[style].numFmtId
            own = number >= BUILTIN_FORMATS_MAX_SIZE
            own_formats = self.book._number_formats
            shown = own_formats[number - BUILTIN_FORMATS_MAX_SIZE] if own else BUILTIN_FORMATS.get(number)
            self.formats[style] = shown or ""
        return self.formats[style]
