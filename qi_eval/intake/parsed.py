"""Parsed: what the different texts of one column mean, and which of them mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.intake.headers import INVISIBLE

ODD_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: " "}


@dataclass
class Parsed:
    """`values`: one a text, typed, null where blank or wrong. `faults`: place of a text → the rule that it breaks;
    `notes`: place → the rule of a warning."""

    values: pa.Array
    faults: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


One = Callable[[str], tuple[object, str | None, bool]]  # text → value, rule, whether the rule is an error


def each(texts: pa.Array, parse: One, kind: pa.DataType) -> Parsed:
    """Every text parsed by `parse`, blanks passed over."""
    values: list[object] = []
    parsed = Parsed(pa.nulls(0))
    for place, text in enumerate(texts.to_pylist()):
        value, rule, is_fault = parse(text) if text else (None, None, False)
        values.append(None if is_fault else value)
        if rule:
            (parsed.faults if is_fault else parsed.notes)[place] = rule
    parsed.values = pa.array(values, kind)
    return parsed


def trimmed(texts: pa.Array) -> pa.Array:
    """Texts without blanks at their ends."""
    return pc.utf8_trim_whitespace(texts)


def plain(texts: pa.Array) -> pa.Array:
    """Texts of ids, codes, numbers and dates: also without what cannot be seen."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return trimmed(texts)
    return pa.array([INVISIBLE.sub("", text).translate(ODD_SPACES).strip() for text in texts.to_pylist()], pa.string())
