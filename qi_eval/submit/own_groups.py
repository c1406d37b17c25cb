"""The wards or teams in a table: one of them, or all together. Counts are added; what was worked out already cannot be,
so that a plain average of unlike wards is shown only to those who ask for it, and says so wherever it goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi_eval.datasets.own_series import OwnKind, Question
from qi_eval.submit.own_column import OwnColumn
from qi_eval.submit.own_sums import is_sum

NOUNS = {OwnKind.PART: "percentage", OwnKind.RATE: "rate", OwnKind.MEASUREMENT: "value"}  # what is averaged


@dataclass(frozen=True)
class Grouped:
    """`group`: whose rows alone are shown, "" for all; `without`: labels of rows that sum up others; `mixed`: what
    parts the rows, where those of one date that cannot be added come from several; `question`: None without groups."""

    group: str = ""
    without: tuple[str, ...] = ()
    mixed: str = ""
    question: Question | None = None


def grouped(
    column: OwnColumn | None,
    said: str | None,
    kind: OwnKind,
    date: OwnColumn,
    value: OwnColumn | None,
    *,
    adds: bool,
) -> Grouped:
    """Which rows are shown: as `said` ("" all together, None nothing); else all, where their counts are added; else
    those of all wards together, where the table has them; else those of the ward with most values, until somebody says
    which."""
    if column is None:
        return Grouped()
    words = [*column.words]
    names = [word for word in words if not is_sum(word)]
    sums = tuple(word for word in words if word not in names) if names else ()
    if value is None or adds or not _meet(column, kind, date, value):
        names = names if sums and adds else words
        one = said if said and said in names else ""
        return Grouped(one, sums if adds and not one else (), "", _question(column, names, "All together", one))
    if sums and len(names) > 1:
        one = said if said and said in names else ""
        return Grouped(one or sums[0], (), "", _question(column, names, sums[0], one))
    return _unlike(column, said, kind, value)


def _unlike(column: OwnColumn, said: str | None, kind: OwnKind, value: OwnColumn) -> Grouped:
    """One ward, or the plain average of all where somebody asked for it; the question is open until somebody does."""
    names, word = [*column.words], column.name.lower()
    together = f"All together, averaged without weights: a small {word} counts as much as a large one"
    if said == "" or said in names:
        return Grouped(said or "", (), "" if said else word, _question(column, names, together, said or ""))
    shown = max(names, key=lambda name: int((_rows_of(column, name) & np.isfinite(value.values)).sum()))
    why = f"Each has its own {NOUNS[kind]}, and these cannot be added up. Until you say, {shown} is shown."
    return Grouped(shown, (), "", _question(column, names, together, shown, why=why))


def _question(column: OwnColumn, names: list[str], together: str, chosen: str, *, why: str = "") -> Question:
    """The question with all together first, or last where it is the poorer answer; open where it says `why` it asks."""
    options, all_of_them = tuple((name, name) for name in names), (("", together),)
    words = f"Which {column.name.lower()}? {why}".strip()
    return Question("group", words, options + all_of_them if why else all_of_them + options, chosen, bool(why))


def _meet(column: OwnColumn, kind: OwnKind, date: OwnColumn, value: OwnColumn) -> bool:
    """Whether values of one date that cannot be added come from several groups. Measurements do where each group has
    one a date, its average; several are those of single patients or days, each of which counts as one."""
    if kind not in NOUNS:
        return False
    known = np.isfinite(value.values) & column.filled
    texts = column.encoded.texts.to_pylist()
    pairs = [
        (day, texts[place])
        for day, place, is_known in zip(date.dates, column.encoded.places, known, strict=True)
        if day is not None and is_known
    ]
    days = {day for day, _ in pairs}
    different = len(set(pairs))
    if kind is OwnKind.MEASUREMENT:
        return different == len(pairs) and different >= 2 * len(days) > 0
    return different > len(days)


def _rows_of(column: OwnColumn, name: str) -> np.ndarray:
    return np.array([text == name for text in column.encoded.texts.to_pylist()])[column.encoded.places]
