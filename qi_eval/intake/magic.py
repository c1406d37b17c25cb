"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

import re

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Open it in Excel and save it as .xlsx or as CSV UTF-8."

_STARTS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"MZ", "a Windows program (EXE)"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"PK\x05\x06", "a zip file with nothing in it"),
    (b"PK\x07\x08", "a part of a zip file"),
    (b"MIME-Version:", "an e-mail or web archive"),
)
_MARKED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(!doctype html|html|head|table|\?xml|!--)", re.IGNORECASE)
_WEB = re.compile(rb"<(!doctype\s+html|html|table)\b", re.IGNORECASE)


_JSON = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{)')
LOOKED_AT = 5_000  # bytes


def foreign(data: bytes) -> str | None:
    """What the file is, as a sentence, where it is no table that can be read; None where it may be one."""
    if data.startswith(OLE):
        return _old_office(data)
    for start, name in _STARTS:
        if data.startswith(start) and _is_binary(start, data):
            return f"This file is {name}, not a table. {SAVE_AS}"
    start = _narrow(data[:LOOKED_AT])
    if _MARKED.match(start):
        web = _WEB.search(start)
        return f"This file is {'a web page (HTML)' if web else 'an XML file'}, not a table. {SAVE_AS}"
    if _JSON.match(start):
        return f"This file is a JSON file, not a table. {SAVE_AS}"
    if data[8:12] == b"DUCK":
        return "This file is a database (DuckDB), not a table."
    return None


def is_zip(data: bytes) -> bool:
    """Whether the file is a zip, as every .xlsx is."""
    return data.startswith(ZIP)


def _old_office(data: bytes) -> str:
    if LOCKED in data:
        return "This workbook is locked by a password. Save it without one, or as CSV UTF-8."
    return f"This file is an old Excel workbook (.xls) or another old Office file. {SAVE_AS}"


def _narrow(start: bytes) -> bytes:
    """The first bytes of a file, those of UTF-16 with its mark as if they were UTF-8."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start


def _is_binary(start: bytes, data: bytes) -> bool:
    """A short mark made of letters may also begin a header, such as MZ_code; then a line break follows soon."""
    letters = start.isalpha() and len(start) < 4
    return not letters or b"\0" in data[:512]
