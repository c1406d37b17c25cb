"""Words of a file that are none of ours, for a person to translate; and the file's column for each of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches

import pyarrow.compute as pc

from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.column import Column, Kind
from qi_eval.intake.applying import chosen_rows
from qi_eval.intake.headers import tidy
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.matching import places_of
from qi_eval.intake.melting import wide_places
from qi_eval.intake.privacy import personal
from qi_eval.intake.reading import Cells, Refused
from qi_eval.intake.translating import LADDER, OFF_LADDER, STATUS, has_ladder, lowered
from qi_eval.intake.words import NO, YES, meanings

SEVERAL = {",": "comma", ";": "semicolon", "/": "slash", "\n": "new line", "|": "bar"}
MOST = 500  # different texts of a column that are looked at
NEAR = 0.6  # how alike a header must be to a missing column for the question whether it is meant


def read_rows(cells: Cells, mapping: Mapping) -> Cells:
    """The rows that the mapping reads; all of them where it would leave none."""
    try:
        return chosen_rows(cells, mapping, BY_NAME[mapping.dataset])
    except Refused:
        return cells


def their_column(name: str, cells: Cells, mapping: Mapping, dataset: Dataset) -> str | None:
    """The file's header for one of our columns: the mapping's, else the one that says the same; None without one."""
    if name in mapping.rename:
        return mapping.rename[name]
    place = places_of(cells.header, dataset).get(name)
    return None if place is None else cells.header[place]


def different(cells: Cells, header: str) -> list[str]:
    """The different texts of a column in alphabetical order, without blanks and without what
    identifies people; the first few hundred."""
    texts = pc.unique(pc.utf8_trim_whitespace(cells.column(header))).to_pylist()
    return [text for text in sorted(text for text in texts if text)[:MOST] if not personal(text)]


def strange_words(cells: Cells, header: str, column: Column, between: str | None = None) -> tuple[str, ...]:
    """The words under a header that are no words of our column of codes; `between` parts several in a cell."""
    known = known_words(column)
    cut = between if between else "|" if column.kind is Kind.CODES else None
    texts = different(cells, header)
    words = {part.strip() for text in texts for part in (text.split(cut) if cut else [text])}
    strange = {word.lower(): word for word in sorted(words, reverse=True) if word and tidy(word) not in known}
    return tuple(sorted(strange.values(), key=str.lower))


def strange_states(cells: Cells, header: str) -> tuple[str, ...]:
    """The words of a status that stand neither for booked, attended, completed nor cancelled."""
    return tuple(word for word in different(cells, header) if tidy(word) not in {*LADDER, OFF_LADDER})


def known_words(column: Column) -> dict[str, str]:
    """Each word that a column of codes understands, tidied → what it means."""
    if column.kind is Kind.BOOLEAN:
        return dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
    return meanings(column)


def likely_separator(cells: Cells, header: str, column: Column) -> str | None:
    """What stands between several values in the cells of a column of codes; None where nothing seems to."""
    texts = [text for text in different(cells, header) if tidy(text) not in known_words(column)]
    counts = {mark: sum(mark in text for text in texts) for mark in SEVERAL if mark != "|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None


def meant(missing: str, headers: Iterable[str]) -> str | None:
    """The header that may be a misspelt name of a column that was not found, whatever the order of its words."""
    tidied = {_in_order(name): name for name in headers}
    near = get_close_matches(_in_order(missing), tidied, n=1, cutoff=NEAR)
    return tidied[near[0]] if near else None


def _in_order(name: str) -> str:
    return "_".join(sorted(tidy(name).split("_")))


def by_id(mapping: Mapping, cells: Cells, measures: Collection[str]) -> Mapping:
    """The mapping with a column taken for measure_id where its cells turn out to be ids of stored measures, though its
    header ("Measure") speaks of a name."""
    theirs = mapping.rename.get("measure_name")
    if theirs is None or "measure_id" in {*mapping.rename, *cells.header, *mapping.constant}:
        return mapping
    known = {ident.lower() for ident in measures}
    texts = different(read_rows(cells, mapping), theirs)
    if 2 * sum(text.lower() in known for text in texts) <= len(texts):
        return mapping
    kept = {ours: name for ours, name in mapping.rename.items() if ours != "measure_name"}
    return replace(mapping, rename=kept | {"measure_id": theirs})


def takes_status(dataset: Dataset) -> bool:
    """Whether one status of the file may stand for booked, attended and completed."""
    return has_ladder(dataset)


STATES = (*LADDER, OFF_LADDER)
STATUS_NAME = STATUS


def is_wide(cells: Cells, dataset: Dataset, mapping: Mapping) -> bool:
    """Whether columns of the file will become rows: their headers are dates, questions or scores."""
    variable = dataset.wide.variable if dataset.wide else ""
    if variable in mapping.rename:
        return False
    return bool(wide_places(cells.header, dataset, lowered(mapping.values.get(variable, {}))))
