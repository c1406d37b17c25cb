"""Bytes to text: a byte-order mark decides; else UTF-8; else Windows-1252, named; else refused, naming the row."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import pyarrow as pa

from qi_eval.datasets.problem import Problem, Severity, located
from qi_eval.intake.cells import Refused

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WIDE = ("utf-16", "utf-32")  # encodings whose line ends are no single bytes
WESTERN = "Windows-1252"
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that Windows-1252 gives no character
_SAVE = "Save the file as CSV UTF-8."


@dataclass(frozen=True)
class Decoded:
    """A text that can be read from its start as often as needed, without holding it a second time. `codec` reads
    `data`; `encoding` is that of the file, which is another where it was made UTF-8."""

    data: bytes
    codec: str
    encoding: str
    problems: tuple[Problem, ...] = ()

    def lines(self) -> io.TextIOWrapper:
        """The text, line ends untouched, as the csv module wants it."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.codec, newline="")

    def sample(self, size: int) -> str:
        """The first characters."""
        return self.lines().read(size)


def decode(data: bytes) -> Decoded:
    """The text of the file, with a warning that names the encoding where it is not UTF-8. Raises Refused."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if codec is None and b"\0" in data:
        raise Refused([_nul(data, data.index(b"\0"))])
    if codec in _WIDE:
        return Decoded(_try(data, codec).encode("utf-8"), "utf-8", codec, (_named(_NAMES[codec]),))
    if codec is None:
        codec = "utf-8" if _is_utf8(data) else _single_byte(data)
    elif not _is_utf8(data):
        _try(data, codec)
    elif b"\0" in data:
        raise Refused([_nul(data, data.index(b"\0"))])
    return Decoded(data, codec, "utf-8", ()) if codec != "cp1252" else Decoded(data, codec, codec, (_named(WESTERN),))


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    ends = pa.array([0, len(data)], pa.int32()).buffers()[1]
    whole = pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(data)])  # no copy of the file
    try:
        whole.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _single_byte(data: bytes) -> str:
    """ "cp1252", unless the file is UTF-8 that was damaged or mixed with something else."""
    if _UTF8_CHARACTER.search(data) or _NOT_1252.search(data):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            row = _row_at(data[: error.start].decode("utf-8"))
            sentence = f"a character here is damaged: the file is neither UTF-8 nor Windows-1252. {_SAVE}"
            raise Refused([Problem(row, None, None, "encoding_unreadable", located(row, None, sentence))]) from None
    return "cp1252"


def _try(data: bytes, codec: str) -> str:
    """The text. Raises Refused where a text with a mark does not hold what its mark says, or holds NULs."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        row = _row_at(data[: error.start].decode(codec, errors="ignore"))
        sentence = f"a character here is damaged: the file says that it is {_NAMES[codec]}, and is not. {_SAVE}"
        raise Refused([Problem(row, None, None, "encoding_unreadable", located(row, None, sentence))]) from None
    if "\0" in text:
        raise Refused([_nul_in(_row_at(text[: text.index("\0")]))])
    return text


def _nul(data: bytes, place: int) -> Problem:
    return _nul_in(_row_at(data[:place].decode("utf-8", errors="replace")))


def _nul_in(row: int) -> Problem:
    sentence = f"a NUL character stands here. Perhaps the file is UTF-16 without its mark, or damaged. {_SAVE}"
    return Problem(row, None, None, "nul_character", located(row, None, sentence))


def _row_at(before: str) -> int:
    """The row in which a text goes on after `before`."""
    return sum(1 for _ in csv.reader(io.StringIO(before + "x", newline="")))


def _named(encoding: str) -> Problem:
    sentence = f"The file is not UTF-8; it was read as {encoding}. Look at the letters with accents and at £ and –."
    return Problem(None, None, encoding, "encoding_named", sentence, Severity.WARNING)
