"""What a reader finds in a file that was taken away: the size of a PNG, the words of a PDF, the parts of a slide."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import Any

from pptx import Presentation

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the head of the file."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pdf_words(data: bytes) -> str:
    """The words of a PDF as a reader would select them: the codes that its pages show, by what its fonts say of them.

    Each piece is read by every font, so words of one font stand beside nonsense; that does for looking words up."""
    streams = [_inflated(part) for part in STREAM.findall(data)]
    fonts = [_letters(stream) for stream in streams if b"begincmap" in stream]
    shown = [
        piece for stream in streams if b" Tf" in stream for piece in re.findall(rb"\[(.*?)\]TJ", stream, re.DOTALL)
    ]
    return "\n".join(_read(piece, font) for font in fonts for piece in shown)


def pdf_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", data + b"".join(_inflated(part) for part in STREAM.findall(data))))


def opened(data: bytes) -> Any:
    """The only slide of a deck."""
    slides = Presentation(BytesIO(data)).slides
    assert len(slides) == 1
    return slides[0]


def slide_words(slide: Any) -> str:
    """All words that stand on a slide."""
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data


def _letters(cmap: bytes) -> dict[int, str]:
    """Code → letters, of one font."""
    blocks = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    pairs = re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", blocks)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _read(piece: bytes, letters: dict[int, str]) -> str:
    codes = b"".join(_plain(text) for text in re.findall(rb"\(((?:\\.|[^\\)])*)\)", piece, re.DOTALL))
    return "".join(letters.get(code, "?") for (code,) in struct.iter_unpack(">H", codes[: len(codes) // 2 * 2]))


def _plain(text: bytes) -> bytes:
    """A string of a PDF without its escapes."""
    return ESCAPE.sub(lambda found: _escaped(found.group(1)), text)


def _escaped(code: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return bytes([int(code, 8)]) if code.isdigit() else named.get(code, code)
