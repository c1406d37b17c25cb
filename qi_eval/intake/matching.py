"""Which of a file's columns is which of ours: headers compared, missing, misspelt and doubtful ones explained."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.cells import Cells
from qi_eval.intake.headers import INVISIBLE, LOOKED_AT, tidy, title_rows
from qi_eval.intake.identifying import KEYED, names_people
from qi_eval.intake.privacy import NHS_NUMBER, has_nhs_number
from qi_eval.intake.synonyms import PERSON_NUMBERS, SYNONYMS

FEW_EDITS = 2  # slips that still make a name ours
_LOOKALIKES = str.maketrans("авеёкмнорстухіјѕԁοανικρτυ", "abeekmhopctyxijsdoavikptu")  # Cyrillic and Greek


def places_of(header: Sequence[str], dataset: Dataset) -> dict[str, int]:
    """Our name → the place of its column in the file; the first where two tidy to the same name."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        ours = name if name in dataset.by_name else tidy(name)
        if ours in dataset.by_name:
            places.setdefault(ours, place)
    return places


def header_problems(cells: Cells, dataset: Dataset) -> list[Problem]:
    """Everything to say about the header as against the dataset's columns."""
    places = places_of(cells.header, dataset)
    missing = [name for name in dataset.required if name not in places]
    if missing and (row := _header_below(cells, dataset, len(places))):
        return [title_rows(1, row)]
    others = [place for place in range(len(cells.header)) if place not in places.values()]
    named = {place: cells.source_of(place) or cells.header[place] for place in range(len(cells.header))}
    taken_for = {name: ours for place in others if (ours := looks_like(name := named[place], dataset))}
    missing = [name for name in missing if name not in taken_for.values()]
    problems = _missing(missing, [named[place] for place in others])
    problems += [_number_in(place) for place, name in named.items() if has_nhs_number(name)]
    meant = {tidy(problem.value) for problem in problems if problem.value}
    absent = [name for name in dataset.by_name if name not in places]
    for place in others:
        problems += _other(place, named[place], dataset, absent, places, meant)
    problems += [_invisible(named[place]) for place in places.values() if INVISIBLE.search(named[place])]
    return problems


def edits(one: str, other: str) -> int:
    """How many letters must be put in, taken out, changed or made to swap places with the next to turn one name into
    the other (Levenshtein's distance with Damerau's swaps)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        ahead = [at]
        for to, goal in enumerate(other, 1):
            steps = [row[to] + 1, ahead[-1] + 1, row[to - 1] + (letter != goal)]
            if at > 1 and to > 1 and (letter, one[at - 2]) == (other[to - 2], goal):
                steps.append(before[to - 2] + 1)
            ahead.append(min(steps))
        before, row = row, ahead
    return row[-1]


def _a_slip(name: str, ours: str) -> bool:
    """Whether a name is ours but for a slip or two; short names (date, note) differ by so much anyway."""
    return edits(name, ours) <= min(FEW_EDITS, len(ours) // 3)


def plain_letters(name: str) -> str:
    """A tidied name with letters of other alphabets written as the Latin ones that they look like."""
    return tidy(name).translate(_LOOKALIKES)


def looks_like(name: str, dataset: Dataset) -> str | None:
    """Our name that a header looks like but for letters of other alphabets; None where it looks like none."""
    tidied = tidy(name)
    if tidied.isascii() or tidied in dataset.by_name:
        return None
    plain = plain_letters(name)
    shape = re.compile("".join(letter if letter.isascii() else "." for letter in map(re.escape, plain)))
    return plain if plain in dataset.by_name else next(filter(shape.fullmatch, dataset.by_name), None)


def _number_in(place: int) -> Problem:
    sentence = f"The name of column {place + 1} holds an NHS number. Rename or delete the column."
    return Problem(None, str(place + 1), None, NHS_NUMBER, sentence)


def _missing(missing: Sequence[str], others: Sequence[str]) -> list[Problem]:
    """An error for each column that is not there. A header is meant for one of them only, and none that identifies
    people, which must go, is to be renamed."""
    left = {tidy(other): other for other in others if not names_people(other)}
    meant: dict[str, str] = {}
    for known_as in (_synonym, _nearest):
        for name in missing:
            if name not in meant and (found := known_as(name, left)):
                meant[name] = left.pop(found)
    problems = []
    for name in missing:
        hint = f'The file has "{meant[name]}": did you mean that? Rename it.' if name in meant else "Add it, or map it."
        sentence = f'The column "{name}" is missing. {hint}'
        problems.append(Problem(None, name, meant.get(name), "missing_column", sentence))
    return problems


def _synonym(name: str, left: Collection[str]) -> str | None:
    """The header that other systems use for one of our columns."""
    return next((word for word in SYNONYMS.get(name, ()) if word in left), None)


def _nearest(name: str, left: Collection[str]) -> str | None:
    """The header that looks like the name of one of our columns."""
    near = get_close_matches(name, left, n=1, cutoff=0.7) or [other for other in left if _a_slip(other, name)]
    return near[0] if near else None


def _other(
    place: int, name: str, dataset: Dataset, absent: Sequence[str], places: dict[str, int], meant: set[str]
) -> list[Problem]:
    """What to say about a column that is none of ours."""
    tidied = tidy(name)
    if tidied in places:
        sentence = f'Two columns are called "{tidied}", apart from case and spaces. Rename or delete one of them.'
        return [Problem(None, name, None, "duplicate_header", sentence)]
    if names_people(name):
        key = next((ours for ours in KEYED if ours in dataset.by_name), None)
        how = f"turn it into {key} (pseudonym)" if key and tidied in PERSON_NUMBERS else "drop it"
        sentence = f'The column "{name}" identifies people. Delete it, or let a mapping {how}.'
        return [Problem(None, name, None, "identifier_header", sentence)]
    if looks := looks_like(name, dataset):
        letter = next(letter for letter in tidied if not letter.isascii())
        script = unicodedata.name(letter, "?").split()[0].capitalize()
        sentence = f'Column {place + 1} looks like "{looks}" but contains {script} "{letter}". Type the name anew.'
        return [Problem(None, name, None, "lookalike_header", sentence)]
    if tidied in meant:
        return []
    near = next((ours for ours in absent if ours not in dataset.required and _a_slip(tidied, ours)), None)
    if near:
        sentence = f'The column "{name}" is not known. Did you mean "{near}"? Rename it, or delete it.'
        return [Problem(None, name, near, "misspelt_column", sentence)]
    sentence = f'The column "{name}" is not one of {dataset.name}; it was not read.'
    return [Problem(None, name, None, "unknown_column", sentence, Severity.WARNING)]


def _invisible(name: str) -> Problem:
    seen = INVISIBLE.sub("", name)
    sentence = f'The header "{seen}" holds characters that cannot be seen; it was read without them.'
    return Problem(None, seen, None, "invisible_characters", sentence, Severity.WARNING)


def _header_below(cells: Cells, dataset: Dataset, here: int) -> int | None:
    """The row among the first in which far more of our names stand than in the header; None if there is none."""
    for place in range(min(LOOKED_AT, cells.rows)):
        row = [column[place].as_py() for column in cells.columns]
        if len(places_of(row, dataset)) > max(here, len(dataset.required) // 2):
            return int(cells.row_numbers[place].as_py())
    return None
