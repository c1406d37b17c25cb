"""Cells that hold words: yes or no, codes of a vocabulary, several codes, ids and free text."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column
from qi_eval.intake import limits
from qi_eval.intake.headers import tidy
from qi_eval.intake.parsed import Parsed, each

YES = frozenset({"true", "yes", "y", "1", "t"})
NO = frozenset({"false", "no", "n", "0", "f"})
NO_ANSWER = frozenset({"n/a", "na", "n.a.", "not applicable", "not answered", "no answer", "-", "–", "—"})
NOTHING = pa.scalar(None, pa.string())
_CONTROL = r"[\x00-\x1f\x7f\x{2028}\x{2029}]"


def parse_booleans(texts: pa.Array) -> Parsed:
    """Yes or no."""
    return each(texts, _boolean, pa.bool_())


def parse_codes(texts: pa.Array, column: Column, *, several: bool) -> Parsed:
    """Codes of the column's vocabulary, without regard to case; `several`: joined by |, each once."""
    meant = meanings(column)
    return each(texts, partial(_several if several else _one, meant), pa.string())


def parse_identifiers(texts: pa.Array) -> Parsed:
    """Ids as they are written; how they are compared is for references and keys."""
    wrong = pc.or_(pc.greater(pc.utf8_length(texts), limits.MAX_IDENTIFIER), pc.match_substring_regex(texts, _CONTROL))
    places = np.flatnonzero(wrong.to_numpy(zero_copy_only=False))
    values = pc.if_else(pc.or_(wrong, pc.equal(texts, "")), NOTHING, texts)
    return Parsed(values, {int(place): "bad_identifier" for place in places})


def parse_texts(texts: pa.Array) -> Parsed:
    """Free text; a blank is null."""
    return Parsed(pc.if_else(pc.equal(texts, ""), NOTHING, texts))


def parse_answers(texts: pa.Array) -> Parsed:
    """Answers to questions; null where nobody answered, whether the cell is blank or says so."""
    unanswered = pc.is_in(pc.utf8_lower(texts), value_set=pa.array(sorted(NO_ANSWER)))
    parsed = parse_texts(pc.if_else(unanswered, "", texts))
    parsed.notes = dict.fromkeys(np.flatnonzero(unanswered.to_numpy(zero_copy_only=False)).tolist(), "no_answer")
    return parsed


def _boolean(text: str) -> tuple[object, str | None, bool]:
    low = text.lower()
    if low in YES or low in NO:
        return low in YES, None, False
    return None, "not_yes_or_no", True


def meanings(column: Column) -> dict[str, str]:
    """What each tidied word means: a code itself, the label that pages show for it, or another system's name of it."""
    assert column.words is not None
    others = {tidy(name): str(word.value) for word in column.words for name in word.also}
    labels = {tidy(word.label): str(word.value) for word in column.words}
    return others | labels | {tidy(code): code for code in column.codes}


def _one(meant: dict[str, str], text: str) -> tuple[object, str | None, bool]:
    code = meant.get(tidy(text))
    if code is None:
        return None, "unknown_code", True
    return code, None if code == text.lower() else "word_read_as", False


def _several(meant: dict[str, str], text: str) -> tuple[object, str | None, bool]:
    words = [word.strip() for word in text.split("|") if word.strip()]
    read = [_one(meant, word) for word in words]
    if any(is_fault for _, _, is_fault in read) or not words:
        return None, "unknown_code", True
    rule = next((rule for _, rule, _ in read if rule), None)
    return "|".join(dict.fromkeys(str(code) for code, _, _ in read)), rule, False
