"""What the store already knows when a file is checked: the ids that a reference may name, and the measures' kinds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from qi_eval.datasets.home import SETTING, Home, Unit, home_of

Ids = dict[str, str]  # the id in lower case → the id as the store writes it
NAMES = {"unit_id": "unit_name", "project_id": "title", "measure_id": "measure_name"}  # what people call a row's id
NEAR, NEARER, NEARLY_THE_SAME = 0.6, 0.7, 0.82  # how alike an id must be to be offered: a code, one with other
# digits, one of several words


@dataclass(frozen=True)
class Known:
    """The ids of each referenced column, by (dataset, column). Ids are compared without regard to case, so every key
    of every dictionary here is in lower case.

    `tree`: every unit by its id, and `named`: the organisation that the settings call ours; both tell `home`.
    `homes`: measure_id → the unit that a blank unit_id of a measurement means (the unit of the measure's project, or
    the organisation); '' stands for a measure that is not listed. `project_units`: project_id → its unit.
    `value_types`: measure_id → code of its ValueType; `multipliers`: measure_id → its multiplier where one is given;
    `frequencies`: measure_id → code of its Frequency. `names`: by (dataset, column), the id as the store writes it →
    what people call it. `unread`: dataset → the file of the same load that was to bring it and could not be read."""

    ids: dict[tuple[str, str], Ids] = field(default_factory=dict)
    tree: dict[str, Unit] = field(default_factory=dict)
    named: str = ""
    homes: dict[str, str] = field(default_factory=dict)
    project_units: dict[str, str] = field(default_factory=dict)
    value_types: dict[str, str] = field(default_factory=dict)
    multipliers: dict[str, float] = field(default_factory=dict)
    frequencies: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    def of(self, dataset: str, column: str) -> Ids:
        """The ids of one column, lower case → as stored; empty where nothing is stored yet."""
        return self.ids.get((dataset, column), {})

    @property
    def home(self) -> Home:
        """Our organisation."""
        return home_of(self.tree.values(), self.named)

    def bearers(self, dataset: str, column: str) -> dict[str, list[str]]:
        """The ids that bear each name, by the name as names are compared; several where they share one."""
        bearers: dict[str, list[str]] = {}
        for ident, name in self.names.get((dataset, column), {}).items():
            bearers.setdefault(spoken(name), []).append(ident)
        return bearers

    def nearest(self, dataset: str, column: str, value: str) -> str | None:
        """The stored id that looks most like `value`, or None. Ids of several words are names, and half of a ward's
        name is "ward": they must be nearly the same. Codes with other digits are mostly other rows."""
        ids = self.of(dataset, column)
        text = value.strip().lower()
        near = get_close_matches(text, ids, n=3, cutoff=NEAR)
        nearly = get_close_matches(text, near, n=3, cutoff=NEARLY_THE_SAME)
        nearer = get_close_matches(text, near, n=3, cutoff=NEARER)
        codes = [one for one in near if " " not in one and (one in nearer or _digits(one) == _digits(text))]
        found = [one for one in near if one in nearly or one in codes]
        return ids[found[0]] if found else None

    def plus(self, dataset: str, column: str, values: Iterable[str]) -> Known:
        """The same, with ids that another file of the same load brings."""
        merged = self.of(dataset, column) | {value.lower(): value for value in values}
        return replace(self, ids=self.ids | {(dataset, column): merged})

    def learn(self, dataset: str, table: pa.Table) -> Known:
        """The same, with all that the checked rows of one file bring to the files after it in the same load."""
        return _LEARN.get(dataset, _nothing)(self, table)

    def lacking(self, dataset: str, file: str) -> Known:
        """The same, with a file that could not be read: nobody can say what it would have brought."""
        return replace(self, unread=self.unread | {dataset: file}) if dataset in NAMED_BY_OTHERS else self

    def calling(self, dataset: str, column: str, table: pa.Table) -> Known:
        """The same, with the names that the rows of a file give their ids."""
        if NAMES[column] not in table.column_names:
            return self
        pairs = zip(*_columns(table, column, NAMES[column]), strict=True)
        fresh = {ident: name for ident, name in pairs if ident and name}
        given = {ident.lower() for ident in fresh}
        before = self.names.get((dataset, column), {})
        kept = {ident: name for ident, name in before.items() if ident.lower() not in given}
        return replace(self, names=self.names | {(dataset, column): kept | fresh})


def _digits(code: str) -> str:
    return "".join(filter(str.isdigit, code))


def spoken(name: str) -> str:
    """A name as names are compared: in lower case, single spaces."""
    return " ".join(name.lower().split())


def _nothing(known: Known, table: pa.Table) -> Known:
    return known


def _units(known: Known, table: pa.Table) -> Known:
    rows = zip(*_columns(table, "unit_id", "parent_unit_id", "unit_level", "org_code"), strict=True)
    units = [Unit(*(cell or "" for cell in row)) for row in rows]
    learned = replace(known, tree=known.tree | {unit.id.lower(): unit for unit in units})
    learned = learned.plus("units", "unit_id", [unit.id for unit in units])
    return _at_home(learned.calling("units", "unit_id", table))


def _settings(known: Known, table: pa.Table) -> Known:
    rows = zip(*_columns(table, "key", "applies_to", "valid_from", "value"), strict=True)
    named = [(day, value) for key, to, day, value in rows if key.lower() == SETTING and not to]
    return _at_home(replace(known, named=max(named)[1])) if named else known


def _at_home(known: Known) -> Known:
    home = known.home.unit
    return replace(known, homes=known.homes | {"": home}) if home else known


def _projects(known: Known, table: pa.Table) -> Known:
    ids, units = _columns(table, "project_id", "unit_id")
    pairs = zip(ids, units, strict=True)
    units_of = known.project_units | {project.lower(): unit for project, unit in pairs if unit}
    learned = known.plus("projects", "project_id", ids).calling("projects", "project_id", table)
    return replace(learned, project_units=units_of)


def _measures(known: Known, table: pa.Table) -> Known:
    ids, projects, types, multipliers = _columns(table, "measure_id", "project_id", "value_type", "multiplier")
    keys = [measure.lower() for measure in ids]
    homes = [known.project_units.get((project or "").lower(), known.homes.get("", "")) for project in projects]
    loaded = set(keys)
    given = {key: factor for key, factor in zip(keys, multipliers, strict=True) if factor is not None}
    others = {key: factor for key, factor in known.multipliers.items() if key not in loaded}
    return replace(
        known.plus("measures", "measure_id", ids).calling("measures", "measure_id", table),
        homes=known.homes | dict(zip(keys, homes, strict=True)),
        value_types=known.value_types | dict(zip(keys, types, strict=True)),
        multipliers=others | given,
        frequencies=known.frequencies | dict(zip(keys, _column(table, "frequency"), strict=True)),
    )


def _drivers(known: Known, table: pa.Table) -> Known:
    return known.plus("drivers", "driver_id", _columns(table, "driver_id")[0])


def _benefits(known: Known, table: pa.Table) -> Known:
    return known.plus("benefits", "benefit_id", _columns(table, "benefit_id")[0])


def _column(table: pa.Table, name: str) -> list[Any]:
    """The cells of a column; nothing but blanks where the table lacks it."""
    return table.column(name).to_pylist() if name in table.column_names else [None] * table.num_rows


def _columns(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table.column(name).to_pylist() for name in names]


_LEARN = {
    "units": _units,
    "projects": _projects,
    "measures": _measures,
    "drivers": _drivers,
    "benefits": _benefits,
    "settings": _settings,
}
NAMED_BY_OTHERS = frozenset(_LEARN) - {"settings"}
