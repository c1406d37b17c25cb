"""What a visitor has handed in and set on the own-data page: in this browser session and nowhere else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from qi_eval.datasets.own_series import OwnAnswers, OwnSeries, OwnSettings
from qi_eval.datasets.problem import Problem
from qi_eval.submit import Refused
from qi_eval.submit.own_examples import OwnExample
from qi_eval.submit.own_kinds import OwnKinds, kinds_in, kinds_of_rows
from qi_eval.submit.own_rows import OwnRows, rows_of_dates, rows_of_file, rows_of_text
from qi_eval.submit.own_series import own_series
from qi_eval.submit.own_table import OwnTable, table_of

OWN, EXAMPLE = "own", "example"
TEXT, DATES, FILE = "text", "dates", "file"
NO_DATES = "not_a_date"  # the rule of a table in which no date was found


def brought() -> bool:
    """Whether the page shows what the visitor brought: own data, unless the address names a measure."""
    asked = st.query_params
    return asked.get("way") == OWN and not asked.get("measure")


@dataclass
class Own:
    """`name`: own or example; `way`: how the data came ("" while there are none); `number` counts what was handed in,
    so that the fields of one table are not those of the next; `typed`: rows added on the page."""

    name: str = OWN
    way: str = ""
    number: int = 0
    text: str = ""
    data: bytes = b""
    file: str = ""
    sheet: str | None = None
    answers: OwnAnswers = field(default_factory=OwnAnswers)
    settings: OwnSettings = field(default_factory=OwnSettings)
    typed: list[dict[str, str]] = field(default_factory=list)
    refused: tuple[Problem, ...] = ()  # why the last row that was typed was not added
    placed: int = 0  # marks put on the chart so far
    kept: str = ""  # the id of the measure, once it was stored
    header: tuple[str, ...] = ()
    _read: tuple[object, Reading] | None = None

    def key(self, name: str) -> str:
        """The key of a field that belongs to these data."""
        return f"{self.name}_{name}_{self.number}"

    def take(self, way: str, *, text: str = "", data: bytes = b"", file: str = "") -> None:
        """Takes new data. The same table again, corrected, keeps its answers and marks."""
        same_way = way == self.way
        self.way, self.text, self.data, self.file, self.sheet, self.kept = way, text, data, file, None, ""
        header = _header(self)
        if not same_way or header not in (self.header, None):
            self._start()
        self.header = header or self.header

    def take_example(self, example: OwnExample) -> None:
        """Takes an example with what its team has said and set."""
        self.way, self.text, self.data, self.file, self.sheet = FILE, "", example.data, example.file, None
        self._start()
        self.header = _header(self) or ()
        self.answers, self.settings = example.answers, example.settings

    def _start(self) -> None:
        self.number += 1
        self.answers, self.settings = OwnAnswers(), OwnSettings()
        self.typed, self.refused, self.kept = [], (), ""


@dataclass(frozen=True)
class Reading:
    """What could be read: the table and the series, or why not; `kinds`: what happens most, where that can be told."""

    table: OwnTable | None = None
    series: OwnSeries | None = None
    problems: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()
    kinds: OwnKinds | None = None


def state(name: str) -> Own:
    """What this session has: the visitor's own data, or, apart from them, the example that is looked at."""
    key = f"own_state_{name}"
    if key not in st.session_state:
        st.session_state[key] = Own(name)
    own: Own = st.session_state[key]
    return own


def read(own: Own, today: date) -> Reading:
    """The series of what was handed in, read again only where something changed."""
    token = (own.way, hashlib.sha256(own.data or own.text.encode("utf-8", "replace")).hexdigest(), own.sheet,
             own.answers, repr(own.typed), today)  # fmt: skip
    if own._read is None or own._read[0] != token:
        own._read = (token, _reading(own, today))
    return own._read[1]


def _reading(own: Own, today: date) -> Reading:
    rows = _rows(own)
    if isinstance(rows, Refused):
        return Reading(problems=rows.problems)
    table = None
    try:
        table = table_of(rows)
        table = table.with_rows(own.typed) if own.typed else table
        series = own_series(table, asked(own), today=today)
        return Reading(table, series, (), rows.sheets, kinds_in(table, series, today=today))
    except Refused as refused:
        return Reading(table, None, refused.problems, rows.sheets, _undated(own, rows, refused, today))


def _undated(own: Own, rows: OwnRows, refused: Refused, today: date) -> OwnKinds | None:
    """The kinds in a table without dates."""
    without_dates = own.way != DATES and all(problem.rule == NO_DATES for problem in refused.problems)
    try:
        return kinds_of_rows(rows, today=today) if without_dates else None
    except Refused:
        return None


def asked(own: Own) -> OwnAnswers:
    """The answers; a list of dates is one of events whatever else stands in it."""
    return replace(own.answers, events=own.way == DATES)


def _rows(own: Own) -> OwnRows | Refused:
    try:
        if own.way == FILE:
            return rows_of_file(own.data, own.file, sheet=own.sheet)
        return rows_of_dates(own.text) if own.way == DATES else rows_of_text(own.text)
    except Refused as refused:
        return refused


def _header(own: Own) -> tuple[str, ...] | None:
    """The header of the table that was handed in; None where it cannot be read."""
    rows = _rows(own)
    if isinstance(rows, Refused):
        return None
    try:
        return table_of(rows).header
    except Refused:
        return None
