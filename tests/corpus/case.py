"""One bad (or odd but good) file: which line of the catalogue it stands for, its bytes, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qi_eval.submit import Outcome

ACCEPT, WARN, REJECT = Outcome.ACCEPT, Outcome.ACCEPT_WITH_WARNING, Outcome.REJECT

CATALOGUE = {  # what hubs and harm-doers send → what a good system does
    "nothing": "Empty; only a mark; only a header: refused.",
    "text_shape": "Marks, line ends, blank lines at the end: accepted.",
    "encoding": "UTF-16 with its mark, Windows-1252: read, the encoding named; never letters gone wrong in silence.",
    "damaged_text": "NULs, damaged UTF-8, UTF-16 without its mark: refused with the row.",
    "foreign": "Pictures, programs, web pages, old or locked workbooks: refused, said what they are.",
    "ragged": "Rows longer or shorter than the header: refused with the row.",
    "quoting": "Line breaks, doubled quotes and commas inside quoted cells: one cell each.",
    "open_quote": "A quote never closed: refused, naming the row where it opens.",
    "delimiter": "Semicolons, tabs, sep=: read and said; pipes refused.",
    "header_names": "Missing or repeated headers: refused, naming the column.",
    "header_tidy": "Capitals, blanks, characters that cannot be seen in headers: tidied.",
    "header_lookalike": "Letters of other alphabets that look like ours: refused, saying which.",
    "extra_column": "Columns that are none of ours: named and not read; refused where the name says who somebody is.",
    "not_data": "Titles, merged headers, the header again, total rows: refused, saying where.",
    "too_large": "Too many columns, too long lines or cells: refused before they are parsed.",
    "all_wrong": "Every row wrong: the first fifty and the total.",
    "slashed_dates": "Day/month/year: read day first, and said in words.",
    "month_first": "03/13/2024: refused; the file is never read the other way round.",
    "odd_dates": "Mixed styles, short years, names of months, times: read with a warning.",
    "serials": "Excel's day numbers, counted from 1900 or 1904: read with a warning.",
    "no_dates": "Days that do not exist, quarters, months alone, blanks: refused with the row.",
    "future": "Dates still to come: refused.",
    "odd_numbers": "1,234 and 95% and £1,200: read as what they say, with a warning.",
    "no_numbers": "72,5, <5, n/a, TRUE, inf and the like: refused with the row.",
    "impossible": "Counts below 0 or with decimals, 140 %, more counted than there are: refused.",
    "zero_of_zero": "0 of 0: a gap with a note.",
    "doubtful": "A value that its counts do not give, a fraction among percentages: a warning.",
    "formulas": "Formulas without their result, error cells: refused by the cell; saved results used with a warning.",
    "duplicates": "Rows that come twice: counted once; with different content refused, naming both.",
    "unknown_ids": "Ids and words that nobody knows: refused, with what may be meant.",
    "answers": "Answers off their scale, a person who answers twice or in two groups: refused.",
    "blanks": "A blank is missing; None, NA and null are words.",
    "formula_like": "Text that a spreadsheet would run: kept as typed, harmless in every file that goes out.",
    "markup": "HTML, scripts, markdown, letters that turn or pile up: kept as typed.",
    "sql": "SQL in a header or an id: a column not read, an id not known.",
    "nhs_number": "NHS numbers, however written and wherever: refused, never repeated.",
    "personal": "Who somebody is, in text: held for a person to look at; refused in ids; never repeated.",
    "hidden": "Hidden rows and sheets, several sheets, links to other files: a warning.",
    "hostile_workbook": "Macros, DTDs, bombs, odd paths, damaged zips: refused at once.",
    "file_name": "File names with paths, NULs, markup, formulas: never used as a path, shown as text.",
    "cut_off": "An upload that breaks off, a tab that is closed: nothing stays.",
    "twice": "The same file twice: nothing changes the second time.",
}


@dataclass(frozen=True)
class Case:
    """`rule`: of the first error, or of a warning that must be there; '' where nothing may be said. `row`, `column`:
    where it is said to be, None where it has no such place. `says`: words of the message. `keeps`: what the typed
    columns must hold. `secret`: what must not be repeated or kept anywhere."""

    line: str
    name: str
    make: Callable[[], bytes]
    outcome: Outcome
    rule: str = ""
    row: int | None = None
    column: str | None = None
    says: str = ""
    file: str = "file.csv"
    dataset: str = "measurements"
    keeps: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    secret: str = ""
    confirmed: frozenset[str] = frozenset()
    is_heavy: bool = False  # tens of megabytes

    @property
    def is_located(self) -> bool:
        """Whether the fault stands somewhere in the file rather than in the file as a whole."""
        return self.outcome is REJECT and (self.row is not None or self.column is not None)
