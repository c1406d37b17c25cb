"""One column of the file against its declaration: different texts parsed once, then spread over the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.problem import Severity
from qi_eval.datasets.rule_names import CONFIRMABLE, PRIVACY
from qi_eval.intake import privacy
from qi_eval.intake.cells import Cells, Texts
from qi_eval.intake.dates import Style, parse_dates
from qi_eval.intake.findings import Findings
from qi_eval.intake.numbers import parse_numbers
from qi_eval.intake.parsed import Parsed, plain, trimmed
from qi_eval.intake.sentences import sentence
from qi_eval.intake.words import parse_answers, parse_booleans, parse_codes, parse_identifiers, parse_texts

ARROW = {
    Kind.IDENT: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.CODES: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
}
NUMERIC = (Kind.NUMBER, Kind.INTEGER)
_LOST = r"\x{fffd}|Ã[\x{80}-\x{bf}ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€|Â[\x{a0}-\x{bf}]"  # UTF-8 read as Windows-1252
SayWrong = Callable[[str, str], str]  # rule, text → sentence


@dataclass(frozen=True)
class Encoded:
    """A column as its different texts and, for each row, the place of its text."""

    texts: pa.Array
    places: np.ndarray

    def text(self, row: int) -> str:
        """What stands in one row."""
        return str(self.texts[int(self.places[row])].as_py())


@dataclass
class ReadColumn:
    """A column that was read. `header`: the user's header, '' where a mapping gave a constant.

    `shared`: one text is that of many rows (a constant, a header made into cells), so that a fault is told once for
    the file. `repeats`: one cell of the file stands in several rows (beside a wide file's values), so that a fault is
    told once for its row. `written`: id in lower case → what the file says. `say`: the sentences of rules that need
    more than the text; `told`: texts whose fault is told for the whole column."""

    column: Column
    encoded: Encoded
    parsed: Parsed
    header: str
    shared: bool = False
    repeats: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    say: dict[str, SayWrong] = field(default_factory=dict)
    told: frozenset[int] = frozenset()

    @property
    def wrong(self) -> np.ndarray | None:
        """True for rows whose cell is at fault; None where no cell is."""
        return _marked(self, self.parsed.faults)[self.encoded.places] if self.parsed.faults else None

    def text(self, row: int) -> str:
        """What the file says in one row."""
        return self.as_written(self.encoded.text(row))

    def as_written(self, text: str) -> str:
        """What the file says where this text stands: the name that an id was made from, else the text itself."""
        return self.written.get(text.lower(), text)

    def values(self) -> pa.Array:
        """The typed values, one a row."""
        return self.parsed.values.take(pa.array(self.encoded.places))


def encode(column: Texts) -> Encoded:
    """The different texts of a column, as they stand."""
    coded = column.dictionary_encode()
    whole = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return Encoded(whole.dictionary, whole.indices.to_numpy(zero_copy_only=False))


def read_column(
    column: Column,
    encoded: Encoded,
    header: str,
    style: Style,
    confirmed: Collection[str],
    *,
    shared: bool,
    months: bool = False,
) -> ReadColumn:
    """Parses a column's different texts and looks for personal data in what is not plainly a number, date or code.
    `months`: what might be a day or a month is a month."""
    texts = trimmed(encoded.texts) if column.kind is Kind.TEXT else plain(encoded.texts)
    parsed = _parse(column, texts, style, months=months)
    _look_for_people(column, texts, parsed, confirmed)
    _look_for_lost_letters(texts, parsed)
    if column.required:
        for place in np.flatnonzero(pc.equal(texts, "").to_numpy(zero_copy_only=False)):
            parsed.faults[int(place)] = "required"
    return ReadColumn(column, Encoded(texts, encoded.places), parsed, header, shared)


def report(read: ReadColumn, findings: Findings, style: Style, header: Callable[[int], str | None]) -> None:
    """Puts the faults and notes of a column into the findings. `header`: the user's header of a row's cell."""
    faults = {place: rule for place, rule in read.parsed.faults.items() if place not in read.told}
    for severity, wrong in ((Severity.ERROR, faults), (Severity.WARNING, read.parsed.notes)):
        if not wrong:
            continue
        if read.shared:
            _report_shared(read, findings, style, header, severity, wrong)
            continue
        for rule in dict.fromkeys(wrong.values()):
            marked = _marked(read, (place for place, broken in wrong.items() if broken == rule))
            places = np.flatnonzero(marked[read.encoded.places])
            if read.repeats:
                places = places[np.unique(findings.row_numbers[places], return_index=True)[1]]
            findings.add(rule, severity, places, _say(read, rule, style), header=header, hidden=rule in PRIVACY)


def _report_shared(
    read: ReadColumn,
    findings: Findings,
    style: Style,
    header: Callable[[int], str | None],
    severity: Severity,
    wrong: dict[int, str],
) -> None:
    """One problem a text, for the file as a whole."""
    for place, rule in wrong.items():
        rows = np.flatnonzero(read.encoded.places == place)
        if len(rows):
            value, said = _say(read, rule, style)(int(rows[0]))
            under = header(int(rows[0]))
            findings.whole(rule, severity, said, header=under, value=None if rule in PRIVACY else value)


def _marked(read: ReadColumn, places: Iterable[int]) -> np.ndarray:
    marked = np.zeros(len(read.encoded.texts), dtype=bool)
    marked[list(places)] = True
    return marked


def _say(read: ReadColumn, rule: str, style: Style) -> Callable[[int], tuple[str | None, str]]:
    own = read.say.get(rule)

    def say(row: int) -> tuple[str | None, str]:
        text = read.text(row)
        return text, own(rule, read.encoded.text(row)) if own else sentence(rule, text, read.column, style)

    return say


def _parse(column: Column, texts: pa.Array, style: Style, *, months: bool) -> Parsed:
    if column.kind in NUMERIC:
        return parse_numbers(texts, column)
    if column.kind is Kind.DATE:
        of_period = {"by_month": column.by_month, "months": months}
        return parse_dates(texts, style, may_be_future=column.may_be_future, **of_period)
    if column.kind is Kind.BOOLEAN:
        return parse_booleans(texts)
    if column.kind in (Kind.CODE, Kind.CODES):
        return parse_codes(texts, column, several=column.kind is Kind.CODES)
    if column.kind is Kind.IDENT:
        return parse_identifiers(texts)
    return parse_answers(texts) if column.answer else parse_texts(texts)


def _look_for_people(column: Column, texts: pa.Array, parsed: Parsed, confirmed: Collection[str]) -> None:
    """Marks texts with personal data: everywhere in ids and free text, elsewhere in what could not be read."""
    if column.personal_allowed:
        _ask_about_text(texts, parsed, confirmed)
        return
    if column.kind is Kind.IDENT:
        parsed.faults |= _gravest(privacy.scan(texts))
        return
    if parsed.faults:
        places = sorted(parsed.faults)
        found = _gravest(privacy.scan(texts.take(pa.array(places))))
        parsed.faults |= {places[at]: rule for at, rule in found.items()}
    if column.kind in NUMERIC:
        values = parsed.values.cast(pa.float64()).to_numpy(zero_copy_only=False)
        parsed.faults |= _gravest(privacy.scan_numbers(texts, values))


def _ask_about_text(texts: pa.Array, parsed: Parsed, confirmed: Collection[str]) -> None:
    """In free text all but NHS numbers may stand once a person has confirmed it; then it is a warning."""
    for place, rules in privacy.scan(texts).items():
        named = [rule if rule == privacy.NHS_NUMBER else rule + privacy.IN_TEXT for rule in rules]
        open_questions = [rule for rule in named if rule not in CONFIRMABLE or rule not in confirmed]
        if open_questions:
            parsed.faults[place] = open_questions[0]
        else:
            parsed.notes[place] = named[0]


def _look_for_lost_letters(texts: pa.Array, parsed: Parsed) -> None:
    """Notes texts in which an earlier program has put a mark of its own, or two letters, for one."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return
    for place in np.flatnonzero(pc.match_substring_regex(texts, _LOST).to_numpy(zero_copy_only=False)):
        parsed.notes.setdefault(int(place), "letters_lost")


def _gravest(found: dict[int, tuple[str, ...]]) -> dict[int, str]:
    """Of each id or code the gravest rule; one such as "Dr Foster unit" may well name a person."""
    return {place: rules[0] for place, rules in found.items() if rules[0] not in privacy.ONLY_IN_TEXT}


def header_of(cells: Cells, place: int, *, is_value: bool) -> Callable[[int], str | None]:
    """The user's header of each row's cell in a column: the cell's own header where a wide file was made long."""
    own = cells.source_of(place) or cells.header[place]
    spread = cells.spread
    if spread is None or not is_value:
        return lambda row: own
    return lambda row: spread[row].as_py() if row >= 0 else own
