"""A file under check, column by column: parsed, compared with what is known, made into one typed table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from qi_eval.intake.cells import Cells
from qi_eval.intake.columns import ARROW, Encoded, ReadColumn, header_of, read_column, report
from qi_eval.intake.comma_columns import tell_commas
from qi_eval.intake.dates import Dates, Style, in_words, read_date, read_month, swapped
from qi_eval.intake.findings import Findings, quoted
from qi_eval.intake.headers import tidy
from qi_eval.intake.matching import places_of
from qi_eval.intake.privacy import NHS_NUMBER, scan
from qi_eval.intake.references import settle_ids, with_own_ids
from qi_eval.intake.sentences import PERSONAL
from qi_eval.vocabulary import Frequency

PERIODS = ("period", "reporting_period")  # headers, tidied, of columns that hold no single days
BY_MONTH = {Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL}
LONGEST_YEAR = 366  # days
TEXTUAL = (Kind.IDENT, Kind.TEXT, Kind.CODE, Kind.CODES)
Header = Callable[[int], str | None]


@dataclass
class Frame:
    """The cells, what they are checked against, the columns read so far, and what was found. `header_in_doubt`: a
    column is missing or misspelt."""

    cells: Cells
    dataset: Dataset
    style: Style
    confirmed: frozenset[str]
    findings: Findings
    header_in_doubt: bool = False
    columns: dict[str, ReadColumn] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)

    def header(self, name: str) -> Header:
        """The user's header of each row's cell in one of our columns; our name where the file lacks it."""
        return self.headers.get(name, lambda row: name)

    def text(self, name: str, row: int) -> str:
        """What stands in one of our columns; '' where the file lacks it."""
        return self.columns[name].text(row) if name in self.columns else ""


def read_columns(frame: Frame, encoded: list[Encoded], known: Known) -> None:
    """Parses our columns, and looks for NHS numbers in those that are not ours."""
    cells, places = frame.cells, places_of(frame.cells.header, frame.dataset)
    wide = frame.dataset.wide if cells.spread is not None else None
    for name, place in places.items():
        in_header = wide is not None and name == wide.variable
        spread = in_header or (wide is not None and name == wide.value)
        frame.headers[name] = header_of(cells, place, is_value=spread)
        source = cells.source_of(place)
        column = frame.dataset.by_name[name]
        shared = in_header or not source
        measures = encoded[places["measure_id"]] if "measure_id" in places else None
        months = column.by_month and _are_months(encoded[place], source, measures, known)
        read = read_column(column, encoded[place], source, frame.style, frame.confirmed, shared=shared, months=months)
        read.repeats = cells.spread is not None and not spread
        read.written = cells.written.get(name, {})
        frame.columns[name] = read
    for place in set(range(len(cells.header))) - set(places.values()):
        _look_for_numbers(frame, encoded[place], cells.source_of(place))


def _are_months(periods: Encoded, header: str, measures: Encoded | None, known: Known) -> bool:
    """Whether Sep-26 is a month here and no day of September: the header says so, or the measures have one value a
    month or fewer, and the months lie so near to each other as such values do."""
    if "month" in tidy(header) or tidy(header) in PERIODS:
        return True
    ids = measures.texts.to_pylist() if measures else []
    often = {known.frequencies.get(one.strip().lower()) for one in ids}
    found = sorted({day for text in periods.texts.to_pylist() if (day := read_month(text))})
    is_series = all((later - one).days <= LONGEST_YEAR for one, later in pairwise(found))
    return bool(ids) and often <= BY_MONTH and is_series


def settle(frame: Frame, known: Known) -> Known:
    """Compares ids with what is known and reports every cell at fault. Gives what is known, the file included."""
    known = with_own_ids(known, frame.dataset, frame.columns)
    for read in frame.columns.values():
        if read.column.kind is Kind.IDENT:
            settle_ids(read, frame.dataset, known)
    for name, read in frame.columns.items():
        tell_commas(read, frame.findings, frame.headers[name])
        report(read, frame.findings, frame.style, frame.headers[name])
    _tell_unread(frame, known)
    _question_dates(frame)
    return known


def typed(frame: Frame, known: Known) -> pa.Table:
    """All columns of the dataset, typed, with what a blank means filled in; rows with errors included."""
    values = {}
    for column in frame.dataset.columns:
        read = frame.columns.get(column.name)
        array = read.values() if read else pa.nulls(frame.cells.rows, ARROW[column.kind])
        if column.resolved:
            array = _at_home(frame, column.name, array, known)
        if column.name in frame.dataset.defaults:
            array = pc.fill_null(array, pa.scalar(frame.dataset.defaults[column.name]).cast(ARROW[column.kind]))
        elif column.name in frame.dataset.key and column.kind in TEXTUAL:
            array = pc.fill_null(array, "")
        values[column.name] = array
    return pa.table({**values, "row_no": frame.cells.row_numbers})


def _at_home(frame: Frame, name: str, units: pa.Array, known: Known) -> pa.Array:
    """Units with the blank ones filled: the unit of the row's measure."""
    measures = frame.columns.get("measure_id")
    if measures is None or not units.null_count or known.unread:
        return units
    usual = known.homes.get("")
    ids = measures.parsed.values.to_pylist()
    homes = [known.homes.get(one.lower(), usual) or None if one else None for one in ids]
    found = pa.array(homes, pa.string()).take(pa.array(measures.encoded.places))
    homeless = pc.and_(pc.and_(units.is_null(), found.is_null()), measures.values().is_valid())
    places = np.flatnonzero(homeless.to_numpy(zero_copy_only=False))
    own = frame.columns.get(name)
    if own is not None and own.wrong is not None:
        places = places[~own.wrong[places]]

    def say(row: int) -> tuple[str | None, str]:
        return "", "this cell is blank, and the measure's own unit is not known. Write the unit_id."

    frame.findings.add("no_home", Severity.ERROR, places, say, header=frame.header(name))
    return pc.coalesce(units, found)


def _tell_unread(frame: Frame, known: Known) -> None:
    """Says once a file what could not be compared, because the file that should bring it could not be read."""
    named = {read.column.refers[0] for read in frame.columns.values() if read.column.refers}
    for dataset in sorted(named & set(known.unread)):
        file = known.unread[dataset]
        sentence = f"{file} was refused, so the {dataset} that this file names could not be checked. Mend {file} first."
        frame.findings.whole("refused_file", Severity.WARNING, sentence)


def _look_for_numbers(frame: Frame, encoded: Encoded, header: str) -> None:
    """NHS numbers stop a file even in a column that is not read."""
    found = [place for place, rules in scan(encoded.texts).items() if rules[0] == NHS_NUMBER]
    rows = np.flatnonzero(np.isin(encoded.places, found)) if found else np.array([], dtype=np.int64)

    def say(row: int) -> tuple[str | None, str]:
        return None, PERSONAL[NHS_NUMBER]

    frame.findings.add(NHS_NUMBER, Severity.ERROR, rows, say, header=header, hidden=True)


def _question_dates(frame: Frame) -> None:
    """Warns where no date shows whether day or month comes first, and where a column mixes ways of writing."""
    dates = {name: read.parsed for name, read in frame.columns.items() if isinstance(read.parsed, Dates)}
    for name, one in dates.items():
        if {"iso", "slashed"} <= one.styles:
            sentence = (
                "Some dates are written as 2024-04-30 and some as 30/04/2024. Both were read; look at the preview."
            )
            frame.findings.whole("date_styles_mixed", Severity.WARNING, sentence, header=_named(frame, name))
    if frame.style.order or any(one.proven for one in dates.values()):
        return
    doubtful = {name: one.two_ways[0] for name, one in dates.items() if one.two_ways}
    if not doubtful:
        return
    name, place = next(iter(doubtful.items()))
    text = frame.columns[name].encoded.texts[place].as_py()
    read, other = read_date(text, frame.style)[0], swapped(text)
    assert read is not None
    assert other is not None
    sentence = (
        f"{quoted(text)} was read as {in_words(read)}, day first; month first it would be {in_words(other)}. "
        "No date in the file shows which is meant. If the month comes first, say so (in a mapping: date_order)."
    )
    header = _named(frame, name) if len(doubtful) == 1 else None
    frame.findings.whole("date_order_assumed", Severity.WARNING, sentence, header=header, value=text)


def _named(frame: Frame, name: str) -> str | None:
    return frame.header(name)(-1)
