"""Cases of whole tables: headers, rows that are no data, rows that come twice, surveys. As CSV, TSV and workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from tests.build import BY_NAME, row
from tests.corpus.case import ACCEPT, REJECT, WARN, Case
from tests.corpus.making import FORMATS, GOOD, HEADER, in_every_format

Rows = list[list[Any]]


def cases() -> Iterator[Case]:
    """All cases of this file."""
    yield from _headers()
    yield from _extra()
    yield from _not_data()
    yield from _repeated()
    yield from _surveys()


def table(header: Sequence[str] = HEADER, *rows: Sequence[Any]) -> Rows:
    """A header, the good rows, and more rows below."""
    return [list(header), *(list(one) for one in GOOD), *(list(one) for one in rows)]


def renamed(old: str, new: str) -> Rows:
    """The table with one header changed."""
    return table([new if name == old else name for name in HEADER])


def _headers() -> Iterator[Case]:
    every = in_every_format
    yield from every(
        "header_names",
        "a required one missing",
        [one[1:] for one in table()],
        REJECT,
        "missing_column",
        column="measure_id",
        says="missing",
    )
    yield from every(
        "header_names",
        "a required one misspelt",
        renamed("period_start", "perod_start"),
        REJECT,
        "missing_column",
        column="period_start",
        says="did you mean that",
    )
    yield from every(
        "header_names",
        "an optional one misspelt",
        renamed("numerator", "numerater"),
        REJECT,
        "misspelt_column",
        column="numerater",
        says="numerator",
    )
    yield from every("header_names", "one twice", renamed("note", "value"), REJECT, "duplicate_header", column="value")
    yield from every(
        "header_names",
        "one twice but for its case",
        renamed("note", "Value"),
        REJECT,
        "duplicate_header",
        column="Value",
    )
    yield from every(
        "header_names",
        "one without a name",
        renamed("note", ""),
        REJECT,
        "unnamed_column",
        row=2,
        column="7",
        says="no name",
    )
    for name in ("Unit ID", " UNIT_ID ", "unit-id", "Unit.ID", "unit id*"):
        yield from every("header_tidy", repr(name), renamed("unit_id", name), ACCEPT, keeps={"unit_id": ["RNB"] * 3})
    for name in ("unit\u200b_id", "\ufeffunit_id", "unit_id\u00ad", "\u202aunit_id\u202c"):
        yield from every(
            "header_tidy",
            repr(name),
            renamed("unit_id", name),
            WARN,
            "invisible_characters",
            column="unit_id",
            keeps={"unit_id": ["RNB"] * 3},
        )
    for name, script in (("vаlue", "Cyrillic"), ("valuе", "Cyrillic"), ("nοte", "Greek"), ("սnit_id", "Armenian")):
        ours = {"vаlue": "value", "valuе": "value", "nοte": "note", "սnit_id": "unit_id"}[name]
        yield from every(
            "header_lookalike",
            f"{name}, {script}",
            renamed(ours, name),
            REJECT,
            "lookalike_header",
            column=name,
            says=script,
        )
    yield from every(
        "header_lookalike",
        "a required one",
        renamed("period_start", "periоd_start"),
        REJECT,
        "lookalike_header",
        column="periоd_start",
        says="Cyrillic",
    )
    yield from every(
        "sql",
        "in a header",
        renamed("note", "note; drop table units"),
        WARN,
        "unknown_column",
        column="note; drop table units",
    )


def _extra() -> Iterator[Case]:
    yield from in_every_format(
        "extra_column",
        "one of theirs",
        renamed("note", "Our ref"),
        WARN,
        "unknown_column",
        column="Our ref",
        says="not read",
    )
    for name in (
        "NHS Number",
        "nhs_no",
        "DOB",
        "Date of birth",
        "Patient name",
        "Surname",
        "MRN",
        "Hospital number",
        "Email",
        "Phone",
        "Postcode",
        "NI number",
        "Staff number",
    ):
        yield from in_every_format(
            "extra_column",
            name,
            renamed("note", name),
            REJECT,
            "identifier_header",
            column=name,
            says="identifies people",
        )


def _not_data() -> Iterator[Case]:
    every, wide = in_every_format, len(HEADER)
    titled = [["Our report", *[""] * (wide - 1)], [""] * wide, *table()]
    yield from every("not_data", "titles above", titled, REJECT, "title_rows", row=1, says="row 3")
    full = [["Report", "of", "all", "our", "wards", "in", "2026"], *table()]
    yield from every("not_data", "a full row above", full, REJECT, "title_rows", row=1, says="row 2")
    merged = [["Where and when", "", "", "How many", "", "", ""], *table()]
    yield from every("not_data", "a merged header above", merged, REJECT, "title_rows", row=1, says="row 2")
    again = table(HEADER, HEADER, ("STAY", "RNB", "2025-06-02", "70", "", "", ""))
    yield from every("not_data", "the header again", again, REJECT, "repeated_header", row=5)
    for word in (
        "Total",
        "TOTAL:",
        "Grand total",
        "Sub-total",
        "Totals",
        "Overall total",
        "Trust total",
        "Average",
        "Mean:",
    ):
        yield from every("not_data", word, table(HEADER, (word, "", "", "192", "", "", "")), REJECT, "total_row", row=5)
    yield from every(
        "not_data",
        "a total under another column",
        table(HEADER, ("", "Total", "", "192", "", "", "")),
        REJECT,
        "total_row",
        row=5,
    )
    wrong = [list(HEADER), *(["STAY", "RNB", "31/04/2025", "x", "", "", ""] for _ in range(20_000))]
    for kind in ("CSV", "XLSX"):
        file, write = FORMATS[kind]
        yield Case(
            "all_wrong",
            f"20,000 rows ({kind})",
            partial(write, wrong),
            REJECT,
            "not_a_date",
            2,
            "period_start",
            file=file,
        )


def _repeated() -> Iterator[Case]:
    every, first = in_every_format, GOOD[0]
    yield from every(
        "duplicates",
        "a row twice",
        table(HEADER, first),
        WARN,
        "duplicate_row",
        row=5,
        keeps={"value": [61.0, 64.0, 67.0]},
    )
    yield from every(
        "duplicates",
        "one key, two values",
        table(HEADER, (*first[:3], "62", *first[4:])),
        REJECT,
        "duplicate_key",
        row=5,
        column="value",
        says="row 2",
    )
    yield from every(
        "duplicates", "alike but for case", table(HEADER, ("stay", *first[1:])), WARN, "duplicate_row", row=5
    )
    stored = [list(HEADER), ["COUNT", "RNB", "2025-01-06", "7", "", "", ""]]
    yield from every("duplicates", "stored with another value", stored, ACCEPT, keeps={"value": [7.0]})


def _surveys() -> Iterator[Case]:
    def answers(*changes: dict[str, str]) -> Rows:
        names = list(BY_NAME["survey_responses"].by_name)
        return [names, *([row("survey_responses", **one)[name] for name in names] for one in changes)]

    def every(name: str, rows: Rows, *said: Any, **more: Any) -> Iterator[Case]:
        yield from in_every_format(more.pop("line", "answers"), name, rows, *said, dataset="survey_responses", **more)

    yield from every(
        "two answers to one question",
        answers({"response": "4"}, {"response": "5"}),
        REJECT,
        "duplicate_key",
        row=3,
        column="response",
        says="row 2",
    )
    two = answers({"item_code": "q3f"}, {"item_code": "q3g", "staff_group": "medical"})
    yield from every("one person in two groups", two, REJECT, "answered_in_two_groups", row=3, column="staff_group")
    off = answers(
        *({"response_id": f"r{n}", "response": str(1 + n % 5)} for n in range(20)),
        {"response_id": "r99", "response": "55"},
    )
    yield from every("an answer off the scale", off, REJECT, "answer_off_the_scale", row=22, column="response")
    yield from every(
        "a word nobody knows",
        answers({"staff_group": "nursign"}),
        REJECT,
        "unknown_code",
        row=2,
        column="staff_group",
        line="unknown_ids",
    )
    yield from every(
        "a word in capitals",
        answers({"staff_group": "Nursing and Midwifery"}),
        WARN,
        "word_read_as",
        line="unknown_ids",
        row=2,
        column="staff_group",
    )
    for text in ("None", "NA", "null"):
        yield from every(
            f"the answer {text}", answers({"response": text}), ACCEPT, line="blanks", keeps={"response": [text]}
        )
    yield from every("no answer", answers({"response": ""}), ACCEPT, line="blanks", keeps={"response": [None]})
    yield from every(
        "None as a staff group",
        answers({"staff_group": "None"}),
        REJECT,
        "unknown_code",
        line="blanks",
        row=2,
        column="staff_group",
    )
