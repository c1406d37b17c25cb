"""Units by the names that people write: a text that is no unit_id is offered as the unit whose name it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Values
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets import Dataset
from qi_eval.intake.applying import chosen_rows
from qi_eval.intake.headers import tidy
from qi_eval.intake.mapping import Mapping, from_toml
from qi_eval.intake.matching import edits
from qi_eval.intake.privacy import personal
from qi_eval.intake.reading import Cells, Refused
from qi_eval.store import Store

UNIT = ("units", "unit_id")
NEAR = 0.82  # how alike two names must be for one to be offered as the other; "Alder Wrd" and "Alder Ward": 0.95
SLIP = 0.75  # how alike two ids must be before slips are counted
SOMEHOW_NEAR, MOST_NEAR = 0.5, 5  # how alike, and how many, names must be to stand at the top of a list
FILLERS = {"ward", "unit", "team", "department", "dept", "the", "service", "services", "and"}


def unit_names(store: Store) -> dict[str, str]:
    """unit_id → name of every stored unit, by name."""
    units = store.tables().units
    frame = store.frame(units.select().with_only_columns(units.c.unit_id, units.c.unit_name))
    pairs = sorted(zip(frame["unit_id"], frame["unit_name"], strict=True), key=lambda pair: str(pair[1]).lower())
    return {str(ident): str(name) for ident, name in pairs}


def kept_aliases(saved: Values[str, str]) -> dict[str, str]:
    """Their name of a unit → our unit_id, from all saved mappings."""
    aliases: dict[str, str] = {}
    for name, text in saved.items():
        aliases |= from_toml(text, name).units
    return aliases


def unknown_units(cells: Cells, mapping: Mapping, dataset: Dataset, names: Values[str, str]) -> tuple[str, ...]:
    """The texts that stand for a unit in the file, or in a constant, and that are neither a stored id nor an alias of
    the mapping; in alphabetical order."""
    known = {ident.lower() for ident in names} | {alias.strip().lower() for alias in mapping.units}
    texts = {text.strip() for text in _texts(cells, mapping, dataset)}
    return tuple(sorted(text for text in texts if text and text.lower() not in known and not personal(text)))


def nearest_measures(texts: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each id that is one or two slips away from a stored measure's: that measure's id."""
    stored = {ident.lower(): ident for ident in known}
    near = {text: get_close_matches(text.lower(), stored, n=1, cutoff=SLIP) for text in texts}
    return {text: stored[found[0]] for text, found in near.items() if found and edits(text.lower(), found[0]) <= 2}


def likely_units(texts: Iterable[str], names: Values[str, str], aliases: Values[str, str]) -> dict[str, str]:
    """For each text that is, or nearly is, one unit's name, id or known alias: that unit's id. Numbers must agree, so
    that ward 7B is never offered as ward 7A; a name that two units share is left to the person."""
    forms = _forms(names, aliases)
    found = {text: _one_of(_form(text), forms) for text in texts}
    return {text: ident for text, ident in found.items() if ident is not None}


def nearest_units(text: str, names: Values[str, str]) -> tuple[str, ...]:
    """The ids of the few units whose names look most like a text, for the top of a list."""
    forms = _forms(names, {})
    near = get_close_matches(_without_code(_form(text)), forms, n=MOST_NEAR, cutoff=SOMEHOW_NEAR)
    return tuple(dict.fromkeys(ident for form in near for ident in sorted(forms[form])))[:MOST_NEAR]


def _forms(names: Values[str, str], aliases: Values[str, str]) -> dict[str, set[str]]:
    """Form of a name → the units that bear it: with and without what stands in brackets or after a comma."""
    forms: dict[str, set[str]] = {}
    for ident, name in names.items():
        for said in {ident, name, re.sub(r"\(.*?\)", " ", name), name.split(",")[0]}:
            forms.setdefault(_form(said), set()).add(ident)
    for text, ident in aliases.items():
        if ident in names:
            forms[_form(text)] = {ident}
    return forms


def _one_of(form: str, forms: Values[str, set[str]]) -> str | None:
    """The one unit that a form stands for; None where none or several do."""
    for tried in (form, _without_code(form)):
        if tried in forms:
            return next(iter(forms[tried])) if len(forms[tried]) == 1 else None
    plain = _without_code(form)
    near = get_close_matches(plain, forms, n=MOST_NEAR, cutoff=NEAR)
    fitting = {ident for one in near if _numbers(one) == _numbers(plain) for ident in forms[one]}
    return fitting.pop() if len(fitting) == 1 else None


def _form(text: str) -> str:
    """A name as names are compared: words in lower case, without those that say nothing."""
    plain = re.sub("['’]", "", text).replace("&", " and ")
    words = re.findall(r"[^\W_]+", tidy(plain).replace("_", " "))
    telling = [word for word in words if word not in FILLERS]
    return " ".join(telling or words)


def _without_code(form: str) -> str:
    """The form without the cost centre before the name: "162 alder" is "alder"."""
    return re.sub(r"^\d{2,}\s+(?=\S)", "", form)


def _numbers(form: str) -> set[str]:
    """The words with a digit, and single letters: what tells ward 7A from 7B."""
    return {word for word in form.split() if len(word) == 1 or any(letter.isdigit() for letter in word)}


def _texts(cells: Cells, mapping: Mapping, dataset: Dataset) -> Iterator[str]:
    try:
        cells = chosen_rows(cells, mapping, dataset)
    except Refused:
        return
    header = {tidy(name): place for place, name in reversed(list(enumerate(cells.header)))}
    for column in dataset.references:
        if column.refers != UNIT or dataset.name == UNIT[0]:
            continue
        if column.name in mapping.constant:
            yield mapping.constant[column.name]
        place = header.get(tidy(mapping.rename.get(column.name, column.name)))
        if place is not None and cells.header[place] not in mapping.drop:
            yield from _parts(cells.columns[place], mapping.split.get(column.name))


def _parts(column: pa.Array | pa.ChunkedArray, between: str | None) -> Iterator[str]:
    for text in pc.unique(column).to_pylist():
        yield from text.split(between) if between else [text]
