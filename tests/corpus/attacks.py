"""Cases of workbooks made to do harm: macros, bombs, odd paths, zips that lie."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.corpus.books import NATIVE, book
from tests.corpus.case import REJECT, Case
from tests.corpus.making import GOOD, HEADER, as_xlsx, with_parts, with_sheet
from tests.intake.given import EMPTY_ZIP, workbook

DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "'
    + b"x" * 1000
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]><z>&i;</z>"
)


STYLES = b"<styleSheet><cellXfs>" + b"<xf/>" * 1_000_000 + b"</cellXfs></styleSheet>"


def cases() -> Iterator[Case]:
    """All cases of this file."""
    base = partial(workbook, NATIVE)

    def part(name: str, data: bytes) -> Callable[[], bytes]:
        return lambda: with_parts({name: data}, base())

    for name, make, rule in (
        ("macros", part("xl/vbaProject.bin", b"x"), "workbook_unsafe"),
        ("a path outside", part("../../etc/x", b"x"), "workbook_unsafe"),
        ("a path from the root", part("/etc/x", b"x"), "workbook_unsafe"),
        ("a path of Windows", part("..\\x", b"x"), "workbook_unsafe"),
        ("a DTD", part("xl/a.xml", DTD), "workbook_unsafe"),
        ("a DTD in UTF-16", part("xl/a.xml", DTD.decode().encode("utf-16")), "workbook_unsafe"),
        ("a DTD in a part of another name", part("xl/sharedStrings.dat", DTD), "workbook_unsafe"),
        ("a billion laughs", part("xl/sharedStrings.xml", BOMB), "workbook_unsafe"),
        ("a bomb", part("xl/b.xml", bytes(80_000_000)), "workbook_too_large"),
        ("a bomb in the sheet", part("xl/worksheets/sheet1.xml", b" " * 80_000_000), "workbook_too_large"),
        ("6,000 parts", lambda: with_parts({f"xl/p{n}.xml": b"" for n in range(6_000)}, base()), "workbook_too_large"),
        ("sizes that lie", lambda: _lying(with_parts({"xl/b.xml": bytes(80_000_000)}, base())), "workbook_unreadable"),
        ("a bad checksum", lambda: _spoilt(base()), "workbook_unreadable"),
        ("a cut file", lambda: base()[:-300], "workbook_unreadable"),
        ("half a file", lambda: base()[: len(base()) // 2], "workbook_unreadable"),
        ("a password on a part", lambda: _flagged(base()), "workbook_unreadable"),
        (
            "a sheet that is no XML",
            part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
            "workbook_unreadable",
        ),
        ("a sheet that is not there", lambda: _without(base(), "xl/worksheets/sheet1.xml"), "workbook_unreadable"),
        ("a million styles", part("xl/styles.xml", STYLES), "workbook_too_large"),
        (
            "six million texts",
            part("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 5_900_000 + b"</sst>"),
            "workbook_too_large",
        ),
        ("a zip of something", lambda: with_parts({"a.txt": b"x"}, EMPTY_ZIP), "not_a_table"),
        ("a Word document", lambda: with_parts({"word/document.xml": b"x"}, EMPTY_ZIP), "not_a_table"),
        ("an .xlsb", lambda: with_parts({"xl/workbook.bin": b"x"}, EMPTY_ZIP), "not_a_table"),
        ("an .ods", lambda: with_parts({"content.xml": b"x"}, EMPTY_ZIP), "not_a_table"),
    ):
        yield book("hostile_workbook", name, make, REJECT, rule)
    yield book("hostile_workbook", "cells that point to no shared text", _astray, REJECT, "workbook_unreadable")
    twice = partial(_doubled, as_xlsx([HEADER, *GOOD]))
    yield book("hostile_workbook", "a part that comes twice", twice, REJECT, "workbook_unsafe")


def _lying(data: bytes) -> bytes:
    """The same with every size in the directory set to ten bytes."""
    out = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", out, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def _spoilt(data: bytes) -> bytes:
    out = bytearray(data)
    at = data.find(b"PK\x01\x02", data.find(b"xl/workbook.xml"))
    while at >= 0:
        out[at + 16] ^= 0xFF
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def _flagged(data: bytes) -> bytes:
    out = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def _without(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
    return out.getvalue()


def _astray() -> bytes:
    return with_sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')


def _doubled(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as book:
        warnings.simplefilter("ignore")
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return out.getvalue()
