"""Cases of the bytes of a text file: encodings, line ends, quotes, delimiters, what is no table at all, and limits."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator
from functools import partial

from qi_eval.intake import limits
from tests.corpus.case import ACCEPT, REJECT, WARN, Case
from tests.corpus.making import GOOD, HEADER, as_csv, changed
from tests.intake.given import EMPTY_ZIP

PLAIN = as_csv([HEADER, *GOOD]).decode()
ACCENTS = as_csv(changed("note", "café – £5")).decode()
NOTES = {"note": ["one", "café – £5", "three"]}
HEAD = ",".join(HEADER) + "\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cases() -> Iterator[Case]:
    """All cases of this file."""
    yield from _nothing()
    yield from _shapes()
    yield from _damaged()
    yield from _foreign()
    yield from _broken_rows()
    yield from _delimiters()
    yield from _limits()


def text(line: str, name: str, given: str | bytes, outcome: object, rule: str = "", **more: object) -> Case:
    """A file given as text."""
    data = given.encode() if isinstance(given, str) else given
    return Case(line, name, lambda: data, outcome, rule, **more)  # type: ignore[arg-type]


def _nothing() -> Iterator[Case]:
    for name, data in {
        "no byte": b"",
        "a mark": codecs.BOM_UTF8,
        "a mark of UTF-16": codecs.BOM_UTF16_LE,
        "blank lines": b"\n\r\n  \n",
    }.items():
        yield text("nothing", name, data, REJECT, "file_empty", says="empty")
    for name, data in {
        "header only": HEAD,
        "header without its line end": HEAD[:-1],
        "blank rows": HEAD + ",,,,,,\n\n",
        "delimiters only": ",,,\n,,,\n",
    }.items():
        rule = "file_empty" if name == "delimiters only" else "no_rows"
        yield text("nothing", name, data, REJECT, rule)


def _shapes() -> Iterator[Case]:
    kept = {"note": ["one", "two", "three"], "value": [61.0, 64.0, 67.0]}
    for name, data in {
        "UTF-8 with its mark": codecs.BOM_UTF8 + PLAIN.encode(),
        "CRLF": PLAIN.replace("\n", "\r\n"),
        "CR": PLAIN.replace("\n", "\r"),
        "no line end at the end": PLAIN[:-1],
        "blank rows at the end": PLAIN + "\n\n,,,,,,\n",
        "blank lines between": PLAIN.replace("\n", "\n\n"),
        "blank columns at the end": PLAIN.replace("\n", ",,\n"),
        "every cell quoted": "\n".join(",".join(f'"{c}"' for c in one) for one in (HEADER, *GOOD)),
        "sep=,": "sep=,\n" + PLAIN,
        "a control-Z at the end": PLAIN + "\x1a",
    }.items():
        yield text("text_shape", name, data, ACCEPT, keeps=kept)
    yield text("encoding", "UTF-16", ACCENTS.encode("utf-16"), WARN, "encoding_named", says="UTF-16", keeps=NOTES)
    big = codecs.BOM_UTF16_BE + ACCENTS.encode("utf-16-be")
    yield text("encoding", "UTF-16, big end first", big, WARN, "encoding_named", says="UTF-16", keeps=NOTES)
    yield text(
        "encoding",
        "UTF-16 with tabs, as Excel saves",
        ACCENTS.replace(",", "\t").encode("utf-16"),
        WARN,
        "encoding_named",
        says="UTF-16",
        keeps=NOTES,
    )
    western = ACCENTS.encode("cp1252")
    yield text("encoding", "Windows-1252", western, WARN, "encoding_named", says="Windows-1252", keeps=NOTES)
    yield text(
        "encoding",
        "UTF-8 read wrongly and saved again",
        ACCENTS.encode().decode("cp1252", "ignore"),
        WARN,
        "letters_lost",
        row=3,
        column="note",
    )
    yield text(
        "encoding", "letters lost before", ACCENTS.replace("é", "\ufffd"), WARN, "letters_lost", row=3, column="note"
    )


def _damaged() -> Iterator[Case]:
    for name, data, rule, row in (
        ("a NUL", PLAIN.replace("two", "t\0wo"), "nul_character", 3),
        ("UTF-16 without its mark", PLAIN.encode("utf-16-le"), "nul_character", 1),
        ("UTF-8 with a damaged letter", ACCENTS.encode() + b"\xff\n", "encoding_unreadable", 5),
        ("cut inside a letter", ACCENTS.encode().split("–".encode())[0] + b"\xe2\x80", "encoding_unreadable", 3),
        ("UTF-16 cut in half a letter", ACCENTS.encode("utf-16")[:-1], "encoding_unreadable", 4),
        ("a mark that lies", codecs.BOM_UTF8 + ACCENTS.encode("cp1252"), "encoding_unreadable", 3),
    ):
        yield text("damaged_text", name, data, REJECT, rule, row=row)


def _foreign() -> Iterator[Case]:
    for says, data in {
        "a picture (PNG)": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "a picture (JPEG)": b"\xff\xd8\xff\xe0" + bytes(50),
        "a PDF document": b"%PDF-1.7\n%\xe2\xe3",
        "a Windows program": b"MZ\x90\x00\x03\x00\x00\x00",
        "a web page": b"<html><table><tr><td>1</td></tr></table></html>",
        "an XML file": b"<?xml version='1.0'?><a/>",
        "a web page (": "<html><table>".encode("utf-16"),
        "an e-mail or web archive": b"MIME-Version: 1.0\nX: y\n",
        "a compressed file (gzip)": gzip.compress(PLAIN.encode()),
        "an old Excel workbook": OLE + bytes(600),
        "locked by a password": OLE + "EncryptedPackage".encode("utf-16-le"),
        "a Parquet file": b"PAR1\x15\x04",
        "a database (SQLite)": b"SQLite format 3\x00",
        "a database (DuckDB)": bytes(8) + b"DUCK" + bytes(40),
        "a JSON file": b'[{"measure_id": "STAY", "value": 61}]',
        "JSON": b'{"rows": [1, 2]}',
        "a zip file": EMPTY_ZIP,
    }.items():
        yield text("foreign", says, data, REJECT, "not_a_table", says=says, file="measurements.csv")
    yield text("foreign", "a CSV called .xlsx", PLAIN, ACCEPT, file="measurements.xlsx", keeps={"value": [61, 64, 67]})


def _broken_rows() -> Iterator[Case]:
    bad = PLAIN.splitlines()
    long, short = [*bad], [*bad]
    long[2] += ",more"
    short[2] = "STAY,RNB,2025-04-07,64"
    yield text("ragged", "a long row", "\n".join(long), REJECT, "ragged_row", row=3, says="8 cells")
    yield text("ragged", "a short row", "\n".join(short), REJECT, "ragged_row", row=3, says="4 cells")
    yield text("ragged", "a comma in a number", PLAIN.replace("64", "1,064"), REJECT, "ragged_row", row=3)
    yield text(
        "quoting",
        "line breaks, quotes, commas",
        PLAIN.replace("two", '"a ""b"",\n\nc"'),
        ACCEPT,
        keeps={"note": ["one", 'a "b",\n\nc', "three"]},
    )
    after = PLAIN.replace("two", '"a\nb"') + "STAY,RNB,31/06/2025,1,,,\n"
    yield text("quoting", "rows count by record", after, REJECT, "not_a_date", row=5, column="period_start")
    for name, data, rule in (
        ("never closed", PLAIN.replace("two", '"two'), "unclosed_quote"),
        ("never closed, others after", PLAIN.replace("two", '"two').replace("three", '"three"'), "unclosed_quote"),
        ("a quote inside", PLAIN.replace("two", '"two"x'), "misplaced_quote"),
    ):
        yield text("open_quote", name, data, REJECT, rule, row=3, column="note")
    yield text(
        "open_quote",
        "far from its end",
        PLAIN.replace("two", '"two') + PLAIN * 20_000,
        REJECT,
        "unclosed_quote",
        row=3,
        column="note",
    )


def _delimiters() -> Iterator[Case]:
    kept = {"value": [61.0, 64.0, 67.0]}
    for name, data in {
        "semicolons": PLAIN.replace(",", ";"),
        "tabs": PLAIN.replace(",", "\t"),
        "sep=;": "sep=;\n" + PLAIN.replace(",", ";"),
        "sep= in quotes": '"sep=;"\n' + PLAIN.replace(",", ";"),
    }.items():
        yield text("delimiter", name, data, WARN, "delimiter_assumed", keeps=kept)
    yield text(
        "delimiter",
        "a German workbook's",
        PLAIN.replace(",", ";").replace("64", "64,5"),
        REJECT,
        "not_a_number",
        row=3,
        column="value",
        says="64.5",
    )
    yield text("delimiter", "pipes", PLAIN.replace(",", "|"), REJECT, "delimiter_unknown", says="commas")


def _limits() -> Iterator[Case]:
    def made(name: str, make: object, rule: str, **more: object) -> Case:
        return Case("too_large", name, make, REJECT, rule, **more)  # type: ignore[arg-type]

    def wide(columns: int, rows: int = 1, cell: str = "ab") -> bytes:
        line = ",".join([cell] * columns) + "\n"
        return (",".join(f"c{n}" for n in range(columns)) + "\n" + line * rows).encode()

    yield made("20,000 columns", partial(wide, 20_000), "too_many_columns", says="20,000")
    yield made("a million columns", partial(wide, 1_000_000), "too_many_columns", says="1,000,000", is_heavy=True)
    yield made("90 MB of columns", lambda: b"ab," * 30_000_000, "too_many_columns", is_heavy=True)
    yield made(
        "90 MB of long rows",
        lambda: HEAD.encode() + (b"ab," * 20_000 + b"\n") * 1_500,
        "too_many_columns",
        row=2,
        is_heavy=True,
    )
    yield made(
        "long rows below short ones",
        lambda: PLAIN.encode() + (b"ab," * 20_000 + b"\n") * 800,
        "too_many_columns",
        row=5,
        is_heavy=True,
    )
    yield made(
        "a line of 6 MB", lambda: PLAIN.replace("two", "x" * 6_000_000).encode(), "cell_too_long", row=3, column="note"
    )
    yield made(
        "a cell of 2 MB", lambda: PLAIN.replace("two", "x" * 2_000_000).encode(), "cell_too_long", row=3, column="note"
    )
    yield made(
        "a quoted cell of 2 MB",
        lambda: PLAIN.replace("two", '"' + "x\n" * 1_000_000 + '"').encode(),
        "cell_too_long",
        row=3,
        column="note",
    )
    yield made("a header of 6 MB", lambda: b"x" * 6_000_000 + b"\n1\n", "cell_too_long", row=1)
    yield made(
        "a cell above the limit",
        lambda: PLAIN.replace("two", "x" * (limits.MAX_CELL + 1)).encode(),
        "cell_too_long",
        row=3,
        column="note",
    )
    yield made("101 MB", lambda: b"x" * (limits.MAX_BYTES + 1), "too_large", says="100 MB", is_heavy=True)
    yield made(
        "too many rows", lambda: HEAD.encode() + b",,,,,,1\n" * (limits.MAX_ROWS + 50), "too_many_rows", is_heavy=True
    )
    yield Case(
        "too_large",
        "500 columns",
        lambda: as_csv([[*HEADER, *(f"c{n}" for n in range(493))], *([*one, *["x"] * 493] for one in GOOD)]),
        WARN,
        "unknown_column",
    )
    yield Case("too_large", "a note of 10,000 letters", lambda: as_csv(changed("note", "é, " * 3_333)), ACCEPT)
