"""Saved mappings: the one that was made for a file's headers, and a mapping fitted to a file that was mended."""

from __future__ import annotations

from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import replace

from qi_eval.intake.headers import tidy
from qi_eval.intake.mapping import Mapping, from_toml
from qi_eval.intake.reading import Cells, Refused, read


def mappings_for(header: Sequence[str], saved: Values[str, str]) -> tuple[Mapping, ...]:
    """The saved mappings that were made for these very headers, capitals and spaces aside."""
    wanted = [tidy(name) for name in header]
    read_ones = (from_toml(text, name) for name, text in saved.items())
    return tuple(mapping for mapping in read_ones if [tidy(name) for name in mapping.headers] == wanted)


def header_rows(saved: Values[str, str]) -> tuple[int, ...]:
    """The rows in which the headers of saved mappings stand, where it is not the first."""
    rows = (from_toml(text, name).header_row for name, text in saved.items())
    return tuple(sorted({row for row in rows if row and row > 1}))


def read_as_saved(
    data: bytes, file: str, saved: Values[str, str], sheet: str | None = None
) -> tuple[Cells, int] | None:
    """The cells and the header's row of a file that only shows its headers where a saved mapping looks for them."""
    for row in header_rows(saved):
        try:
            cells = read(data, file, sheet=sheet, header_row=row)
        except Refused:
            continue
        if mappings_for(cells.header, saved):
            return cells, row
    return None


def fitted(mapping: Mapping, cells: Cells, header_row: int | None, sheet: str | None) -> Mapping:
    """The mapping as it is to be used for a file that has been read: its headers as they stand there, without what the
    file no longer has, and with the sheet and the row of the header that were found."""
    theirs = {tidy(name): name for name in cells.header}

    def here(pairs: Values[str, str]) -> dict[str, str]:
        return {ours: theirs[tidy(name)] for ours, name in pairs.items() if tidy(name) in theirs}

    return replace(
        mapping,
        headers=cells.header,
        header_row=header_row,
        sheet=sheet if sheet else mapping.sheet if mapping.sheet in cells.sheets else None,
        rename=here(mapping.rename),
        pseudonym=here(mapping.pseudonym),
        drop=tuple(theirs[tidy(name)] for name in mapping.drop if tidy(name) in theirs),
        keep={theirs[tidy(name)]: values for name, values in mapping.keep.items() if tidy(name) in theirs},
    )
