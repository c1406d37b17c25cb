"""Cells + mapping → cells under our names: rows left out, columns renamed, dropped or hashed, wide made long."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.cells import Cells, Refused, Texts, each_text
from qi_eval.intake.findings import quoted
from qi_eval.intake.mapping_file import Mapping
from qi_eval.intake.matching import places_of
from qi_eval.intake.melting import melt
from qi_eval.intake.template_row import example_first, left_out, nothing_else
from qi_eval.intake.translating import STATUS, has_ladder, laddered, lowered, translated

MADE_FROM = ("project_id", "measure_name")  # what measures are made from on the way; taken away before apply
KEY_LENGTH = 32  # hexadecimal digits of a pseudonym: 128 bits


@dataclass(frozen=True)
class _Column:
    name: str
    source: str
    cells: Texts


def apply(cells: Cells, mapping: Mapping, dataset: Dataset, *, secret: bytes) -> Cells:
    """The cells under our names, long; columns that are nobody's stay as they are. `secret` keys the pseudonyms.
    Raises Refused with a sentence for every column or word that the mapping does not fit."""
    if problems := [*_absent(cells, mapping), *_not_ours(mapping, dataset)]:
        raise Refused(problems)
    cells = chosen_rows(cells, mapping, dataset)
    columns = list(_columns(cells, mapping, dataset, secret))
    cells = replace(
        cells,
        header=tuple(column.name for column in columns),
        columns=tuple(column.cells for column in columns),
        source=tuple(column.source for column in columns),
    )
    variable = dataset.wide.variable if dataset.wide else ""
    cells = melt(cells, dataset, lowered(mapping.values.get(variable, {})))
    return laddered(translated(cells, mapping, dataset), dataset)


def pseudonym(text: str, secret: bytes) -> str:
    """A code that stands for an id, always the same and of no use without the secret; '' for a blank."""
    plain = text.strip().upper()
    return hmac.new(secret, plain.encode(), hashlib.sha256).hexdigest()[:KEY_LENGTH] if plain else ""


def _absent(cells: Cells, mapping: Mapping) -> Iterator[Problem]:
    """Columns that the mapping takes from the file and that the file does not have."""
    header = {name.strip().lower(): name for name in cells.header}
    used = [
        (theirs, f'takes {ours} from "{theirs}"') for ours, theirs in {**mapping.rename, **mapping.pseudonym}.items()
    ]
    used += [(theirs, f'keeps rows by "{theirs}"') for theirs in mapping.keep]
    for theirs, what in used:
        low = theirs.strip().lower()
        if low not in header and theirs not in mapping.drop:
            near = get_close_matches(low, header, n=1)
            hint = f' Did you mean "{header[near[0]]}"?' if near else f" It has: {', '.join(cells.header[:20])}."
            sentence = f"The mapping {quoted(mapping.name)} {what}, but the file has no such column.{hint}"
            yield Problem(None, theirs, None, "mapping_column", sentence)


def _not_ours(mapping: Mapping, dataset: Dataset) -> Iterator[Problem]:
    """Names that the mapping gives as ours and that the dataset does not have."""
    known = {*dataset.by_name, *MADE_FROM, *([STATUS] if has_ladder(dataset) else [])}
    for name in {**mapping.rename, **mapping.constant, **mapping.pseudonym, **mapping.split, **mapping.values}:
        if name not in known:
            near = get_close_matches(name, dataset.by_name, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            sentence = f"The mapping {quoted(mapping.name)} names {name}, which is no column of {dataset.name}.{hint}"
            yield Problem(None, name, None, "mapping_column", sentence)


def chosen_rows(cells: Cells, mapping: Mapping, dataset: Dataset) -> Cells:
    """Without the example row of the template, total rows and rows that are not kept. Raises Refused where no row is
    left."""
    mask = np.ones(cells.rows, dtype=bool)
    told = list(cells.problems)
    if example_first(cells, dataset):
        if cells.rows == 1:
            raise Refused([nothing_else()])
        mask[0] = False
        told.append(left_out(cells))
    if mapping.total_rows:
        totals = _starts(cells, mapping.total_rows)
        mask &= ~totals
        told += _totals_left_out(cells.row_numbers.to_numpy()[totals], mapping.total_rows)
    for theirs, wanted in mapping.keep.items():
        low = pc.utf8_lower(pc.utf8_trim_whitespace(cells.columns[_place(cells.header, theirs)]))
        mask &= np.asarray(pc.is_in(low, value_set=pa.array([one.strip().lower() for one in wanted])))
    if mask.all():
        return cells
    if not mask.any():
        sentence = f"The mapping {quoted(mapping.name)} leaves no row of the file. Look at keep and total_rows."
        raise Refused([Problem(None, None, None, "no_rows", sentence)])
    kept = cells.where(pa.array(mask))
    return replace(kept, set_aside=cells.set_aside + int((~mask).sum()), problems=tuple(told))


def _totals_left_out(rows: np.ndarray, word: str) -> list[Problem]:
    """One warning that names the total rows which were left out."""
    if not len(rows):
        return []
    named = ", ".join(str(row) for row in rows[:5]) + (" …" if len(rows) > 5 else "")
    what = f"Row {named} begins" if len(rows) == 1 else f"Rows {named} begin"
    sentence = f"{what} with {quoted(word.rstrip('*').strip())} and was left out as a total."
    return [Problem(int(rows[0]), None, None, "total_left_out", sentence, Severity.WARNING)]


def _starts(cells: Cells, word: str) -> np.ndarray:
    """True for rows whose first filled cell is the word, or begins with it where the word ends with *."""
    nothing = pa.scalar(None, pa.string())
    trimmed = [pc.utf8_trim_whitespace(column) for column in cells.columns]
    first = pc.utf8_lower(pc.coalesce(*(pc.if_else(pc.equal(one, ""), nothing, one) for one in trimmed)))
    low = word.strip().lower()
    found = pc.starts_with(first, low.rstrip("*")) if low.endswith("*") else pc.equal(first, low)
    return np.asarray(pc.fill_null(found, False))


def _columns(cells: Cells, mapping: Mapping, dataset: Dataset, secret: bytes) -> Iterator[_Column]:
    """Every column that goes on, once under each name; a column that the mapping takes from elsewhere shadows the
    file's own of that name."""
    made = list(_mapped(cells, mapping, dataset, secret))
    yield from made
    given = {column.name for column in made}
    own = {place: name for name, place in places_of(cells.header, dataset).items()}
    dropped = {_find(cells.header, name) for name in mapping.drop}
    used = {_find(cells.header, name) for name in (*mapping.rename.values(), *mapping.keep)}
    hashed = {_find(cells.header, name) for name in mapping.pseudonym.values()}
    for place, header in enumerate(cells.header):
        name = own.get(place, header)
        is_spent = place in dropped | hashed or (place in used and place not in own)
        if name not in given and not is_spent:
            yield _Column(name, cells.source_of(place), cells.columns[place])


def _mapped(cells: Cells, mapping: Mapping, dataset: Dataset, secret: bytes) -> Iterator[_Column]:
    """The columns that the mapping makes."""
    dropped = {name.strip().lower() for name in mapping.drop}
    for ours, theirs in mapping.rename.items():
        if theirs.strip().lower() not in dropped:
            place = _place(cells.header, theirs)
            yield _Column(ours, cells.header[place], cells.columns[place])
    for ours, theirs in mapping.pseudonym.items():
        place = _place(cells.header, theirs)
        hashed = each_text(cells.columns[place], lambda text: pseudonym(text, secret))
        yield _Column(ours, cells.header[place], hashed)
    for ours, value in mapping.constant.items():
        if ours in dataset.by_name:
            yield _Column(ours, "", pa.array([value]).take(pa.array(np.zeros(cells.rows, dtype=np.int32))))


def _place(header: Sequence[str], name: str) -> int:
    """Where a column stands that is known to be there."""
    place = _find(header, name)
    assert place is not None
    return place


def _find(header: Sequence[str], name: str) -> int | None:
    low = name.strip().lower()
    return next((place for place, one in enumerate(header) if one.strip().lower() == low), None)
