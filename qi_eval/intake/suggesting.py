"""A first guess at the mapping of a file, and at which dataset it is. A person looks at both first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.intake.applying import MADE_FROM
from qi_eval.intake.cells import Cells
from qi_eval.intake.headers import tidy
from qi_eval.intake.identifying import names_people
from qi_eval.intake.mapping_file import Mapping
from qi_eval.intake.matching import places_of
from qi_eval.intake.melting import wide_places
from qi_eval.intake.synonyms import ATTENDANCE, PERSON_NUMBERS, SYNONYMS, WORDS
from qi_eval.intake.translating import LADDER, STATUS, has_ladder
from qi_eval.intake.words import NO, YES, meanings

ENOUGH = 0.75  # share of the required columns that shows which dataset a file is
LIKELY = 1.0  # share of what is needed plus share of what is there, from which on a guess is worth making
AHEAD = 0.2  # by how much a guess must fit better than the next
CLOSE = 0.8  # how alike two names must be to be taken for one
TOTALS = {"total", "totals", "grand total", "sum"}
MOST_WORDS = 200  # different words of a column that a suggestion looks at


def suggest(cells: Cells, dataset: Dataset) -> Mapping:
    """A mapping that takes what it can recognise: renamed columns, staff numbers to be hashed, names to be dropped,
    words that look like our codes, total rows."""
    places = places_of(cells.header, dataset)
    wide = wide_places(cells.header, dataset, {})
    taken = {*places.values(), *wide}
    pseudonyms: dict[str, str] = {}
    free, drop = [], []
    for place, name in enumerate(cells.header):
        if place in taken:
            continue
        is_number = tidy(name) in PERSON_NUMBERS
        if is_number and "person_key" in dataset.by_name and not {"person_key"} & {*places, *pseudonyms}:
            pseudonyms["person_key"] = name
        elif is_number or names_people(name) or (wide and tidy(name) in TOTALS):
            drop.append(name)  # beside dates that stand side by side a total is a sum of them, not a denominator
        else:
            free.append(name)
    tidied = {name: cells.header[place] for name, place in places.items() if cells.header[place] != name}
    rename = tidied | _renamed(free, dataset, {*places, *pseudonyms})
    shown = {**{name: cells.header[place] for name, place in places.items()}, **rename}
    return Mapping(
        name="",
        dataset=dataset.name,
        headers=cells.header,
        rename=rename,
        pseudonym=pseudonyms,
        drop=tuple(drop),
        values=_words(cells, dataset, shown) | _attendance(cells, dataset, shown),
        total_rows=_total_word(cells),
    )


def detect(header: Sequence[str], datasets: Iterable[Dataset]) -> str | None:
    """The name of the dataset that a file with this header is, None where that is not clear."""
    scores = {dataset.name: _score(header, dataset) for dataset in datasets}
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best][0] >= ENOUGH else None


def likely(header: Sequence[str], datasets: Iterable[Dataset]) -> str | None:
    """The same, and where that is not clear the dataset that explains most of the header, for a person to confirm;
    None where no dataset explains half of what it needs and of what is there."""
    given = tuple(datasets)
    clear = detect(header, given)
    if clear is not None:
        return clear
    fits = {dataset.name: _fit(header, dataset) for dataset in given}
    ordered = sorted(fits, key=lambda name: fits[name], reverse=True)
    is_ahead = len(ordered) < 2 or fits[ordered[0]] - fits[ordered[1]] >= AHEAD
    return ordered[0] if ordered and fits[ordered[0]] >= LIKELY and is_ahead else None


def _fit(header: Sequence[str], dataset: Dataset) -> float:
    """Share of the needed columns that are there, plus the share of the file's columns that would be read; other
    systems' words for ours count."""
    ours_of = {word: ours for ours in (*dataset.by_name, *MADE_FROM) for word in (*SYNONYMS.get(ours, ()), ours)}
    if "person_key" in dataset.by_name:
        ours_of |= dict.fromkeys(PERSON_NUMBERS, "person_key")
    tidied = [tidy(name) for name in header]
    found = {ours_of[name] for name in tidied if name in ours_of}
    wide = wide_places(tuple(header), dataset, {})
    explained = len(found) + len(wide)
    if wide and dataset.wide:
        found |= {dataset.wide.variable, dataset.wide.value}
    if has_ladder(dataset) and set(tidied) & set(SYNONYMS[STATUS]):
        found |= set(LADDER)
    needed = [name for name in dataset.required if name not in dataset.defaults]
    return sum(name in found for name in needed) / max(len(needed), 1) + explained / max(len(header), 1)


def _score(header: Sequence[str], dataset: Dataset) -> tuple[float, float, int]:
    """Share of the required columns that are there, share of the file's columns that are ours, how many these are."""
    ours = set(places_of(header, dataset))
    wide = wide_places(tuple(header), dataset, {})
    if wide and dataset.wide:
        ours |= {dataset.wide.variable, dataset.wide.value}
    tidied = {tidy(name) for name in header}
    ours |= {name for name in dataset.required if tidied & set(SYNONYMS.get(name, ()))}
    if dataset.name == "measurements" and tidied & {"measure_name", *SYNONYMS.get("measure_name", ())}:
        ours |= {"measure_id"}
    needed = [name for name in dataset.required if name not in dataset.defaults]
    share = sum(name in ours for name in needed) / max(len(needed), 1)
    return share, (len(ours) + len(wide)) / max(len(header), 1), len(ours)


def _renamed(free: list[str], dataset: Dataset, given: set[str]) -> dict[str, str]:
    """Ours → theirs, required columns first; each of their columns is used once."""
    left = {tidy(name): name for name in free}
    wanted = [name for name in (*dataset.required, *dataset.by_name) if name not in given]
    if STATUS not in dataset.by_name and set(LADDER) <= set(wanted):
        wanted.append(STATUS)
    if dataset.name == "measurements" and "measure_id" not in given:
        wanted += MADE_FROM
    rename: dict[str, str] = {}
    for exact in (True, False):
        for ours in dict.fromkeys(wanted):
            found = None if ours in rename else _found(ours, left, dataset, exact=exact)
            if found:
                rename[ours] = left.pop(found)
    if "numerator" in rename and not {"denominator", "value"} & {*rename, *given}:
        rename["value"] = rename.pop("numerator")  # falls out of nothing are a count
    return rename


def _found(ours: str, left: dict[str, str], dataset: Dataset, *, exact: bool) -> str | None:
    known = (ours, *SYNONYMS.get(ours, ()))
    if exact:
        return next((name for name in known if name in left), None)
    near = next(iter(get_close_matches(ours, left, n=1, cutoff=CLOSE)), None)
    return None if near is None or _is_part_of_several(near, dataset) else near


def _is_part_of_several(name: str, dataset: Dataset) -> bool:
    """Whether a name says no more than what several of our columns share: "benchmark" may be the mean or the lowest."""
    words = set(name.split("_"))
    return sum(words < set(ours.split("_")) for ours in dataset.by_name) > 1


def _words(cells: Cells, dataset: Dataset, shown: dict[str, str]) -> dict[str, dict[str, str]]:
    """For columns of codes, their words that are not ours but look like one of ours."""
    values = {}
    for ours, theirs in shown.items():
        column = dataset.by_name.get(ours)
        if column is None or column.kind not in (Kind.CODE, Kind.BOOLEAN):
            continue
        guessed = _guessed(cells, theirs, column)
        if guessed:
            values[ours] = guessed
    return values


def _guessed(cells: Cells, theirs: str, column: Column) -> dict[str, str]:
    known = meanings(column) if column.kind is Kind.CODE else {word: word for word in (*YES, *NO)}
    usual = {word: code for word, code in WORDS.get(column.name, {}).items() if code in column.codes}
    strange = [word for word in _different(cells, theirs) if tidy(word) not in known]
    near = {word: get_close_matches(tidy(word), known, n=1, cutoff=0.75) for word in strange}
    close = {word: known[found[0]] for word, found in near.items() if found}
    return close | {word: usual[tidy(word)] for word in strange if tidy(word) in usual}


def _attendance(cells: Cells, dataset: Dataset, shown: dict[str, str]) -> dict[str, dict[str, str]]:
    """What the words of one status say that stands for booked, attended and completed."""
    if STATUS not in shown or not has_ladder(dataset):
        return {}
    said = {word: ATTENDANCE[tidy(word)] for word in _different(cells, shown[STATUS]) if tidy(word) in ATTENDANCE}
    return {STATUS: said} if said else {}


def _different(cells: Cells, theirs: str) -> list[str]:
    """The different words of a column, without blanks."""
    found = pc.unique(pc.utf8_trim_whitespace(cells.column(theirs))).to_pylist()[:MOST_WORDS]
    return [word for word in found if word]


def _total_word(cells: Cells) -> str | None:
    """The word that the last row begins with, where it says that the row is a total and nothing else."""
    last = [column[cells.rows - 1].as_py().strip() for column in cells.columns]
    first = next((text for text in last if text), "")
    return first if first.lower() in TOTALS else None
