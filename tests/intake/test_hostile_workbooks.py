"""Workbooks made to do harm: refused in well under a second, before anything is unpacked in full."""

from __future__ import annotations

import time

import pytest

from qi_eval.intake import limits
from tests.intake.given import EMPTY_ZIP, HEADER, refusal, with_part, with_parts, workbook

BOOK = workbook([HEADER.split(","), ["M031"]])
DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ATTACKS = {
    "macros": (with_part(BOOK, "xl/vbaProject.bin", "x"), "workbook_unsafe", "macros"),
    "a path outside": (with_part(BOOK, "../../etc/x", "x"), "workbook_unsafe", "leads outside"),
    "a path from the root": (with_part(BOOK, "/etc/x", "x"), "workbook_unsafe", "leads outside"),
    "a DTD": (with_part(BOOK, "xl/a.xml", DTD), "workbook_unsafe", "DTD"),
    "a DTD in UTF-16": (with_part(BOOK, "xl/a.xml", DTD.encode("utf-16")), "workbook_unsafe", "DTD"),
    "a bomb": (with_part(BOOK, "xl/b.xml", b"0" * 60_000_000), "workbook_too_large", "30 MB"),
    "a cut file": (BOOK[:-300], "workbook_unreadable", "damaged"),
    "a damaged part": (BOOK[:70] + b"\xff\xff" + BOOK[72:], "workbook_unreadable", "damaged"),
    "a zip of something": (with_part(EMPTY_ZIP, "a.txt", "x"), "not_a_table", "a zip file"),
    "a Word document": (with_part(EMPTY_ZIP, "word/a.xml", "x"), "not_a_table", "a Word document"),
    "an .xlsb": (with_part(EMPTY_ZIP, "xl/workbook.bin", "x"), "not_a_table", "xlsb"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_workbook_is_refused_at_once(attack: str):
    data, rule, words = ATTACKS[attack]
    start = time.process_time()
    [problem] = refusal(data, "f.xlsx")
    assert time.process_time() - start < 1
    assert problem.rule == rule
    assert words in problem.message


def test_too_many_parts_are_refused():
    data = with_parts(BOOK, {f"xl/p{number}.xml": "" for number in range(limits.MAX_PARTS)})
    assert refusal(data, "f.xlsx")[0].rule == "workbook_too_large"
