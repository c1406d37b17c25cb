"""Rows made on the way: the measures and units that a file names and the store does not know yet (ruling 16).

A mapping asks for it: `[creates.measures]` and `[creates.units]` hold what is the same for all of them, such as the
direction; the rest comes from the file. What is made is checked like any other row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Values
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.known import Known
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.privacy import personal
from qi_eval.intake.reading import Cells
from qi_eval.store import Part
from qi_eval.vocabulary import Frequency, Purpose, UnitLevel, ValueType

ID_LENGTH = 60  # characters of an id made from a name


def with_measure_ids(cells: Cells, mapping: Mapping) -> tuple[Cells, Mapping, Cells | None]:
    """The cells with a measure_id made from project and measure name, the mapping without those two columns, and the
    measure that each row names (None where the file has its own measure_id). What is said of such an id is said of the
    name."""
    theirs = {ours: mapping.rename.get(ours, ours) for ours in ("measure_id", "project_id", "measure_name")}
    wanted = "measure_id" not in mapping.constant
    if not wanted or theirs["measure_id"] in cells.header or theirs["measure_name"] not in cells.header:
        return cells, mapping, None
    names = _column(cells, theirs["measure_name"])
    projects = _column(cells, theirs["project_id"]) if theirs["project_id"] in cells.header else _blank(names)
    ids = _mapped(pc.binary_join_element_wise(projects, names, "\n"), _measure_id)
    named = Cells(("measure_id", "measure_name", "project_id"), (ids, names, projects), cells.row_numbers, ())
    written = {ident.lower(): name.strip() for ident, name in _pairs(named)}
    grown = replace(
        cells,
        header=(*cells.header, "measure_id"),
        columns=(*cells.columns, ids),
        source=(*map(cells.source_of, range(len(cells.header))), theirs["measure_name"]),
        written={"measure_id": written},
    )
    return grown, replace(mapping, drop=(*mapping.drop, theirs["measure_name"], theirs["project_id"])), named


def measures_named(cells: Cells, mapping: Mapping) -> dict[str, str]:
    """The measures that a file of measurements names: id → as the file writes it, the ids made where there are none.
    What identifies people is no id of a measure."""
    if "measure_id" in mapping.constant:
        return {mapping.constant["measure_id"]: mapping.constant["measure_id"]}
    grown, _, rows = with_measure_ids(cells, mapping)
    if rows is not None:
        return {ident: name.strip() for ident, name in _pairs(rows) if not personal(name)}
    theirs = mapping.rename.get("measure_id", "measure_id")
    named = pc.unique(_column(grown, theirs)).to_pylist() if theirs in grown.header else ()
    return {name: name for name in named if name and not personal(name)}


def _pairs(rows: Cells) -> Iterable[tuple[str, str]]:
    """The id and the name of each measure, once."""
    first = pa.array(_first_rows(_column(rows, "measure_id")))
    return zip(*(rows.column(name).take(first).to_pylist() for name in ("measure_id", "measure_name")), strict=True)


def new_measures(named: Cells, known: Known, same: Values[str, str]) -> Cells | None:
    """Rows of measures.csv for the measures that `named` rows name and that are not known; `same` holds what all of
    them share."""
    value_type = same.get("value_type", ValueType.MEAN)
    labels: dict[str, str] = {ValueType.PROPORTION: "%", ValueType.RATE: f"per {same.get('multiplier', '')}"}
    usual = {
        "value_type": value_type,
        "unit_label": labels.get(value_type, "value"),
        "operational_definition": "Not written down yet",
        "frequency": Frequency.MONTHLY,
        "purpose": Purpose.IMPROVEMENT,
    }
    return _unknown_rows(named, BY_NAME["measures"], "measure_id", known, usual | dict(same))


def named_measures(cells: Cells) -> Cells | None:
    """The measure that each row of a file with measure ids of its own names; the id serves as the name."""
    if "measure_id" not in cells.header:
        return None
    return Cells(("measure_id", "measure_name"), (_column(cells, "measure_id"),) * 2, cells.row_numbers, ())


def new_units(cells: Cells, dataset: Dataset, known: Known, same: Values[str, str]) -> Cells | None:
    """Rows of units.csv for the units that the file names and that are not known, all below the organisation."""
    naming = [column.name for column in dataset.references if column.refers == ("units", "unit_id")]
    present = [name for name in naming if name in cells.header]
    if not present:
        return None
    named = Cells(("unit_id", "unit_name"), (_column(cells, present[0]),) * 2, cells.row_numbers, ())
    level = same.get("unit_level", UnitLevel.TEAM)
    usual = {"unit_level": level}
    if level != UnitLevel.ORGANISATION:
        top = known.homes.get("", "")
        usual |= {"parent_unit_id": top, "org_code": top or "OWN"}
    return _unknown_rows(named, BY_NAME["units"], "unit_id", known, usual | dict(same))


def named_only(made: Part, table: pa.Table, dataset: Dataset) -> Part:
    """Of the rows made on the way those that a row of `table`, which will be stored, names."""
    key = (made.dataset.name, made.dataset.key[0])
    naming = [pc.utf8_lower(table[column.name]).drop_null() for column in dataset.references if column.refers == key]
    named = pa.chunked_array([chunk for column in naming for chunk in column.chunks], pa.string())
    kept = made.table.filter(pc.is_in(pc.utf8_lower(made.table[key[1]]), value_set=named))
    return replace(made, table=kept, rows=kept.num_rows)


def _unknown_rows(named: Cells, dataset: Dataset, key: str, known: Known, same: Values[str, str]) -> Cells | None:
    """A row for each key of `named` that is not known, with the columns of `same` where the file lacks them."""
    ids = known.of(dataset.name, key)
    keys = _column(named, key)
    fresh = pa.array([place for place in _first_rows(keys) if keys[place].as_py().lower() not in ids], pa.int64())
    if not len(fresh):
        return None
    given = {name: _column(named, name).take(fresh) for name in named.header if name not in same or name == key}
    if dataset.name == "units" and "org_code" not in same:
        given["org_code"] = given["unit_id"]
    added = {name: pa.array([str(value)] * len(fresh)) for name, value in same.items() if name not in given}
    columns = given | added
    return Cells(tuple(columns), tuple(columns.values()), named.row_numbers.take(fresh), ())


def _measure_id(joined: str) -> str:
    """An id that a person recognises: the project's id and the measure's name in short; '' without a name."""
    project, name = (part.strip() for part in joined.split("\n", 1))
    if not name:
        return ""
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{project}-{short}"[:ID_LENGTH].strip("-") if project else short[:ID_LENGTH]


def _column(cells: Cells, name: str) -> pa.Array:
    column = cells.columns[cells.header.index(name)]
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _blank(like: pa.Array) -> pa.Array:
    return pa.array([""] * len(like))


def _mapped(values: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """`change` applied to each different value once."""
    coded = values.dictionary_encode()
    return pa.array([change(value) for value in coded.dictionary.to_pylist()]).take(coded.indices)


def _first_rows(values: pa.Array) -> list[int]:
    """The place of the first row of each different value, without regard to case; blanks are passed over."""
    coded = pc.utf8_lower(pc.utf8_trim_whitespace(values)).dictionary_encode()
    codes, first = np.unique(coded.indices.to_numpy(zero_copy_only=False), return_index=True)
    texts = coded.dictionary.to_pylist()
    return sorted(int(place) for code, place in zip(codes, first, strict=True) if texts[code])
