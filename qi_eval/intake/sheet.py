"""The rows of one sheet as texts, straight from its XML: only cells that are there cost anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused
from qi_eval.intake.merged import Merged
from qi_eval.intake.showing import Shown

BLOCK = 256 * 1024  # bytes of XML read at a time
_DIGITS = "0123456789"
_PHONETIC = "rPh"  # how a Japanese text is pronounced, which is no part of it


@dataclass
class Faults:
    """What was met in the cells of a sheet, at (row, column), both from 1."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)  # with their saved result
    lost: list[tuple[int, int]] = field(default_factory=list)  # without
    filled: list[tuple[int, int, str]] = field(default_factory=list)  # words of merged cells, read for each row
    merged: list[tuple[int, int, str]] = field(default_factory=list)  # merged cells that cannot be read


def rows(book: Any, sheet: Any, faults: Faults, merged: Merged | None = None) -> Iterator[list[str]]:
    """Every row from the first, as texts without blank cells at its end. `book`, `sheet`: openpyxl's, read only;
    `merged`: its merged cells. Words merged over rows of one column stand in each of the rows. Raises Refused where a
    cell stands too far to the right, ExpatError where the XML is damaged."""
    reader = _Reader(Shown(book, sheet), faults, merged or Merged(()))
    expected = 1
    with book._archive.open(sheet._worksheet_path) as source:
        for number, texts in reader.rows(source):
            for _ in range(expected, number):
                yield []
            expected = max(expected, number + 1)
            yield texts


class _Reader:
    """Expat's handlers for rows (row), cells (c), values (v), formulas (f) and texts in place (is, t)."""

    def __init__(self, shown: Shown, faults: Faults, merged: Merged) -> None:
        self.shown, self.faults, self.merged = shown, faults, merged
        self.done: list[tuple[int, list[str]]] = []
        self.row: dict[int, str] = {}
        self.number = self.column = self.style = 0
        self.kind = "n"
        self.pieces: list[str] = []
        self.listening = self.has_value = self.has_formula = self.is_phonetic = False
        self.columns: dict[str, int] = {}
        self.tags: dict[str, str] = {}

    def rows(self, source: Any) -> Iterator[tuple[int, list[str]]]:
        """Row number and texts of each row that is there."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        while block := source.read(BLOCK):
            parser.Parse(block, False)
            yield from self.done
            self.done.clear()
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.tags.get(name) or self._tag(name)
        if tag == "c":
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self.column = self._place(attributes["r"]) if "r" in attributes else self.column + 1
            self.pieces, self.has_value, self.has_formula = [], False, False
        elif tag in ("v", "t"):
            self.listening = not self.is_phonetic
            self.has_value = True
        elif tag == "f":
            self.has_formula = True
        elif tag == "row":
            self.number, self.column, self.row = int(attributes.get("r", self.number + 1)), 0, {}
        elif tag == _PHONETIC:
            self.is_phonetic = True

    def _text(self, text: str) -> None:
        if self.listening:
            self.pieces.append(text)

    def _end(self, name: str) -> None:
        tag = self.tags.get(name) or self._tag(name)
        if tag in ("v", "t"):
            self.listening = False
        elif tag == "c":
            self._cell()
        elif tag == "row":
            self._join()
            self.done.append((self.number, self._filled()))
        elif tag == _PHONETIC:
            self.is_phonetic = False

    def _cell(self) -> None:
        text, place = "".join(self.pieces), (self.number, self.column)
        is_empty = not text and (self.kind != "str" or not self.has_value)  # a formula may well give an empty text
        if self.has_formula:
            (self.faults.lost if is_empty else self.faults.formulas).append(place)
        if is_empty:
            return
        if self.kind == "e":
            self.faults.errors.append((*place, text))
        shown = self.shown.text(text, self.kind, self.style)
        if shown and self.column > limits.MAX_COLUMNS:
            sentence = f"The sheet has a cell in column {self.column:,}; at most {limits.MAX_COLUMNS} are read."
            raise Refused([Problem(None, None, None, "too_many_columns", sentence)])
        if shown:
            self.row[self.column] = shown
            if place in self.merged.starts:
                self.merged.meet(place, shown, is_word=self.kind != "n" or shown.count("-") == 2)

    def _join(self) -> None:
        """Writes the words of merged cells into this row, and notes those that cannot be read so."""
        for column, span in self.merged.over(self.number):
            if span.is_word:
                self.row[column] = span.text
                self.faults.filled.append((self.number, column, span.ref))
            else:
                self.faults.merged.append((self.number, column, span.ref))

    def _filled(self) -> list[str]:
        if not self.row:
            return []
        return [self.row.get(column, "") for column in range(1, max(self.row) + 1)]

    def _tag(self, name: str) -> str:
        """The name of an element without the prefix that some programs write, as in x:row."""
        return self.tags.setdefault(name, name.rpartition(":")[2])

    def _place(self, reference: str) -> int:
        """The column of a reference such as AB12."""
        letters = reference.rstrip(_DIGITS)
        if letters not in self.columns:
            self.columns[letters] = column_index_from_string(letters)
        return self.columns[letters]
