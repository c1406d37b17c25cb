"""Where the header of a file is, and what its names mean: tidied, compared with ours, doubtful ones explained."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qi_eval.datasets.problem import Problem
from qi_eval.intake.cells import Refused

LOOKED_AT = 30  # first rows among which a header is looked for
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NUMERIC = re.compile(r"[-+£$€]?[\d.,/:\s]+%?")


def tidy(name: str) -> str:
    """A header as names are compared: lower case, single underscores, nothing invisible, no ? or * at the end."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).strip().lower()
    return re.sub(r"[\s\-./_]+", "_", plain).strip("_?:*")


def blank(row: Sequence[str]) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell.strip() for cell in row)


def find_header(ahead: Sequence[Sequence[str]], header_row: int | None) -> int:
    """The place of the header among the first rows: as told, else the first that is not blank. Raises Refused where
    there is none, or where titles stand above it."""
    if header_row is not None:
        if header_row < 1 or header_row > len(ahead) or blank(ahead[header_row - 1]):
            sentence = f"The header should be in row {header_row}, but nothing stands there."
            raise Refused([Problem(header_row, None, None, "mapping_column", sentence)])
        return header_row - 1
    filled = [place for place, row in enumerate(ahead) if not blank(row)]
    if not filled:
        raise Refused([Problem(None, None, None, "file_empty", f"The first {LOOKED_AT} rows are empty.")])
    better = _better(ahead, filled)
    if better is not None:
        raise Refused([title_rows(filled[0] + 1, better + 1)])
    return filled[0]


def title_rows(first: int, header: int) -> Problem:
    """The problem of titles above the header; its value is the row of the header."""
    sentence = (
        f"Row {first} does not look like a header; the header seems to be in row {header}. "
        f"Delete the rows above it, or tell a mapping that header_row is {header}."
    )
    return Problem(first, None, str(header), "title_rows", sentence)


def repeated(header: Sequence[str]) -> list[Problem]:
    """The names that stand above two columns."""
    seen: dict[str, int] = {}
    problems = []
    for place, name in enumerate(header, start=1):
        if name and name in seen:
            sentence = f'Columns {seen[name]} and {place} are both called "{name}". Rename or delete one of them.'
            problems.append(Problem(None, name, None, "duplicate_header", sentence))
        seen.setdefault(name, place)
    return problems


def _better(ahead: Sequence[Sequence[str]], filled: Sequence[int]) -> int | None:
    """The place of a row further down that looks far more like a header than the first one; None if none does."""
    names = {place: [cell.strip() for cell in ahead[place] if cell.strip()] for place in filled}
    widest = max(len(cells) for cells in names.values())
    if widest < 2 or len(names[filled[0]]) * 2 > widest:
        return None
    return next((place for place in filled[1:] if len(names[place]) == widest and _wordy(names[place])), None)


def _wordy(cells: Sequence[str]) -> bool:
    """Whether all cells differ and the first is a word, as in a header."""
    return len(set(cells)) == len(cells) and not _NUMERIC.fullmatch(cells[0])
