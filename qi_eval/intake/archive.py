"""The look inside a workbook before any reader touches it: a zip of bounded size, no macros, no DTD, no odd paths."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused

BLOCK = 1024 * 1024
_DTD = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row [^>]*?hidden=\"(?:1|true)\"")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col [^>]*?hidden=\"(?:1|true)\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
SHEETS, TEXTS, LINKS = "xl/worksheets/", "xl/sharedstrings.xml", "xl/externallinks/"
SAVE_AS = "Open it in Excel and save it as .xlsx or as CSV UTF-8."


@dataclass(frozen=True)
class Part:
    """What a sheet's XML says beside its cells: hidden rows and columns, counted, and merged cells, such as A2:A4."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What a look inside a workbook gives: of each sheet's part what is special about it, and whether it has links."""

    parts: dict[str, Part] = field(default_factory=dict)
    has_links: bool = False


def inspect(data: bytes) -> Looked:
    """Looks at every part, unpacking at most the limit. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive)
            return _look(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        sentence = f"The workbook is damaged or locked. {SAVE_AS}"
        raise Refused([Problem(None, None, None, "workbook_unreadable", sentence)]) from None


def _check_names(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(names) > limits.MAX_PARTS:
        raise _refused("workbook_too_large", f"The workbook has {len(names):,} parts; at most {limits.MAX_PARTS:,}.")
    lowered = [name.lower().replace("\\", "/") for name in names]
    if any(".." in name.split("/") or name.startswith("/") or ":" in name for name in lowered):
        raise _refused("workbook_unsafe", "The workbook holds a part whose path leads outside. It is not read.")
    if len(set(lowered)) < len(lowered):
        raise _refused("workbook_unsafe", "The workbook holds two parts of one name. It is not read.")
    if any("vbaproject" in name for name in lowered):
        sentence = "The workbook holds macros (.xlsm). Save it as .xlsx without macros, or as CSV UTF-8."
        raise _refused("workbook_unsafe", sentence)
    if "xl/workbook.xml" not in lowered:
        raise _refused("not_a_table", f"This file is {_other(lowered)}, not an Excel workbook (.xlsx). {SAVE_AS}")


def _other(names: list[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "a Word document"
    if any(name.startswith("ppt/") for name in names):
        return "a PowerPoint presentation"
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    return "an OpenDocument file" if "content.xml" in names else "a zip file"


def _look(archive: zipfile.ZipFile) -> Looked:
    parts, room = {}, limits.MAX_UNPACKED
    for entry in archive.infolist():
        text = _unpack(archive, entry, room)
        room -= len(text)
        if any(mark in text for mark in _DTD):
            raise _refused("workbook_unsafe", "The workbook holds a DTD, which Excel never writes. It is not read.")
        name = entry.filename
        most = limits.MAX_TAGS if name.lower().startswith((SHEETS, TEXTS)) else limits.MAX_OTHER_TAGS
        if text.count(b"<") > most:
            sentence = f"A part of the workbook ({name}) is larger than any table needs. Save the sheet as CSV UTF-8."
            raise _refused("workbook_too_large", sentence)
        if name.startswith(SHEETS):
            merged = tuple(ref.decode() for ref in _MERGED.findall(text))
            parts[name] = Part(len(_HIDDEN_ROW.findall(text)), len(_HIDDEN_COLUMN.findall(text)), merged)
    return Looked(parts, any(name.lower().startswith(LINKS) for name in archive.namelist()))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """One part, block by block, so that a bomb is found after `room` bytes and not after all."""
    blocks, size = [], 0
    with archive.open(entry) as part:
        while block := part.read(BLOCK):
            size += len(block)
            if size > room:
                limit = limits.MAX_UNPACKED // BLOCK
                sentence = f"The workbook is larger than {limit} MB when unpacked. Save the sheet as CSV UTF-8."
                raise _refused("workbook_too_large", sentence)
            blocks.append(block)
    return b"".join(blocks)


def _refused(rule: str, sentence: str) -> Refused:
    return Refused([Problem(None, None, None, rule, sentence)])
