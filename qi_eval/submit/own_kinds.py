"""A list of reasons, or a table of kinds and counts: how often each was named, for a Pareto chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.datasets.own_series import OwnKind, OwnSeries, listed
from qi_eval.intake.dates import Style
from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import MEANS_NOTHING
from qi_eval.intake.privacy import personal
from qi_eval.submit.own_column import OwnColumn, columns_of
from qi_eval.submit.own_columns import roles_of
from qi_eval.submit.own_dates import period_in
from qi_eval.submit.own_rows import OwnRows, refuse_people
from qi_eval.submit.own_sums import is_sum
from qi_eval.submit.own_table import OwnTable
from qi_eval.submit.own_words import KINDS

FEWEST = 2  # different kinds; one alone is no comparison
Counts = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class OwnKinds:
    """Kinds and how often each was counted, in no order. `name`: what they are kinds of; `understood`: how they were
    read, in words."""

    name: str
    counts: Counts
    understood: tuple[str, ...] = ()


def kinds_of_rows(found: OwnRows, *, today: date) -> OwnKinds | None:
    """The kinds in rows that hold no dates: a list of reasons, or kinds with their counts; None where there are none,
    or where they are weeks or months whose dates could not be read. Raises Refused where a header names people."""
    rows = [[cell.strip() for cell in row] for _, row in found.rows]
    if period_in(rows[0][0], [row[0] for row in rows[1:]]) or period_in("", [row[0] for row in rows]):
        return None
    width = max(len(row) for row in rows)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    head = _header(filled)
    refuse_people([name for name in head if name])
    body = filled[1:] if any(head) else filled
    table = OwnTable(tuple(head), tuple(zip(*body, strict=True)), tuple(range(len(body))), found.said) if body else None
    columns = columns_of(table, Style(today)) if table else ()
    words = next((one for one in columns if not one.is_numbers and one.filled.any()), None)
    if words is None:
        return None
    numbers = next((one for one in columns if one.is_numbers), None)
    return _counted(words, numbers, found.said)


def kinds_in(table: OwnTable, series: OwnSeries, *, today: date) -> OwnKinds | None:
    """The kinds in the column of a dated table whose words part its rows: of events, or of counts; else None."""
    if not series.kind.from_events and series.kind is not OwnKind.COUNT:
        return None
    roles = roles_of(columns_of(table, Style(today, epoch_1904=table.epoch_1904)))
    numbers = None if series.kind.from_events or not roles.numbers else roles.numbers[0]
    return _counted(roles.group, numbers, ()) if roles.group is not None else None


def _counted(words: OwnColumn, numbers: OwnColumn | None, said: Sequence[str]) -> OwnKinds | None:
    """How often each kind stands there, or the sum of the numbers beside it; None where no two can be compared."""
    texts = [words.encoded.texts[place].as_py() for place in words.encoded.places]
    counts = [1.0] * len(texts) if numbers is None else numbers.values.tolist()
    pairs = [(text, count) for text, count in zip(texts, counts, strict=True) if _is_kind(text) and count == count]
    spelt = _spellings(text for text, _ in pairs)
    summed: Counter[str] = Counter()
    for text, count in pairs:
        if count > 0:
            summed[spelt[text.casefold()]] += count
    repeats = numbers is not None or any(count > 1 for count in summed.values())
    if len(summed) < FEWEST or not repeats:
        return None
    left = [text for text in texts if text and not _is_kind(text)]
    out = [f"Left out: {listed(sorted(set(left))[:5])}."] if left and not any(map(personal, left)) else []
    name = words.name.replace("_", " ").strip() or "Reason"
    how = "each row counts once" if numbers is None else f"numbers from “{numbers.name or 'the second column'}”"
    return OwnKinds(name, tuple(summed.items()), (*said, f"Kinds from “{name}”; {how}.", *out))


def _is_kind(text: str) -> bool:
    """Whether a cell names a kind: no blank, no total, nothing that tells of a person."""
    return bool(text) and text.lower() not in MEANS_NOTHING and not is_sum(text) and not personal(text)


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Each kind in small letters → the way in which it is written most often."""
    found: dict[str, Counter[str]] = {}
    for text in texts:
        found.setdefault(text.casefold(), Counter())[text] += 1
    return {small: written.most_common(1)[0][0] for small, written in found.items()}


def _header(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first row where it is a header: a word for kinds, or words above a column of numbers; else blanks."""
    first, second = rows[0], rows[1] if len(rows) > 1 else []
    named = any(tidy(cell) in KINDS or cell.endswith("?") for cell in first)
    above = any(_is_number(below) and not _is_number(cell) for cell, below in zip(first, second, strict=False))
    return list(first) if named or above else [""] * len(first)


def _is_number(cell: str) -> bool:
    return bool(cell) and cell.replace(",", "").replace(".", "", 1).isdecimal()
