"""Stores for the page benchmarks: the demo trust, alone and among the measurements of other organisations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.files import MEASURE
from benchmarks.machine import url
from qi_eval import demo
from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.datasets.column import Kind
from qi_eval.store import Part, Store, open_store

Columns = Mapping[str, Sequence[object] | pa.Array]  # values by column name

OWN_MEASURE = "BENCH"  # one measure of the trust's own, to which the benchmark adds a value
UNITS, MEASURES, MONTHS = 10, 50, 100  # of each other organisation
FIRST_YEAR = 2018
ARROW = {
    Kind.DATE: pa.date32(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
}


def demo_store(folder: Path) -> Path:
    """The demo trust and one more measure, built once through the intake; about 10,000 measurements."""
    file = folder / "demo" / "store.duckdb"
    if file.exists():
        return file
    file.parent.mkdir()
    with open_store(url(file)) as store:
        demo.build(store, progress=lambda *_: None)
        _load(store, "measures", _kind([OWN_MEASURE], "count", "events"))
    return file


def with_others(demo_file: Path, measurements: int, say: Callable[[str], None]) -> Path:
    """A copy of the demo with that many measurements of other organisations, loaded month by month, not tidied; made
    once in a folder."""
    organisations = measurements // (UNITS * MEASURES * MONTHS)
    folder = demo_file.parent.parent / f"others_{measurements}"
    if folder.exists():
        return folder / demo_file.name
    shutil.copytree(demo_file.parent, folder)
    with open_store(url(folder / demo_file.name)) as store:
        _load(store, "units", _units(organisations))
        _load(store, "measures", _measures(organisations))
        for month in range(MONTHS):
            say(f"{measurements:,} measurements, month {month + 1} of {MONTHS}")
            _load(store, "measurements", _measurements(organisations, month))
    return folder / demo_file.name


def tidied(file: Path) -> Path:
    """The same store after its rows were put in key order."""
    with open_store(url(file)) as store:
        store.tidy()
    return file


def _load(store: Store, dataset: str, columns: Columns) -> None:
    declared = BY_NAME[dataset]
    table = _table(declared, columns)
    now = datetime.now(UTC)
    part = Part(declared, table, f"{dataset}.csv", f"{dataset} {now.isoformat()}", rows=table.num_rows)
    store.load([part], by="benchmark", at=now)


def _table(dataset: Dataset, columns: Columns) -> pa.Table:
    """A checked table of a dataset: its columns in order, typed, blank parts of the key as they are stored."""
    rows = len(next(iter(columns.values())))
    made = {column.name: ARROW.get(column.kind, pa.string()) for column in dataset.columns}
    filled = {name: _blank(dataset, name, kind, rows) for name, kind in made.items()}
    filled |= {name: _cast(values, made[name]) for name, values in columns.items()}
    return pa.table(filled | {"row_no": pa.array(np.arange(2, rows + 2))})


def _blank(dataset: Dataset, name: str, kind: pa.DataType, rows: int) -> pa.Array:
    if name in dataset.defaults:
        return pa.repeat(dataset.defaults[name], rows).cast(kind)
    return pa.repeat("", rows) if name in dataset.key and kind == pa.string() else pa.nulls(rows, kind)


def _cast(values: Sequence[object] | pa.Array, kind: pa.DataType) -> pa.Array:
    return (values if isinstance(values, pa.Array) else pa.array(values)).cast(kind)


def _units(organisations: int) -> Columns:
    tops = [f"Z{organisation:03d}" for organisation in range(organisations)]
    wards = [(f"{top}-{ward}", top) for top in tops for ward in range(UNITS)]
    return {
        "unit_id": tops + [ward for ward, _ in wards],
        "unit_name": [f"Organisation {top}" for top in tops] + [f"Ward {ward}" for ward, _ in wards],
        "parent_unit_id": [None] * len(tops) + [top for _, top in wards],
        "unit_level": ["organisation"] * len(tops) + ["ward"] * len(wards),
        "org_code": tops + [top for _, top in wards],
    }


def _measures(organisations: int) -> Columns:
    places = ((organisation, measure) for organisation in range(organisations) for measure in range(MEASURES))
    return _kind([f"Z{organisation:03d}-M{measure:02d}" for organisation, measure in places], "proportion", "%")


def _kind(ids: list[str], value_type: str, label: str) -> Columns:
    """Measures of one kind, by the names of their columns."""
    said = MEASURE | {"value_type": value_type, "unit_label": label}
    return {"measure_id": ids, "measure_name": ids} | {name: [value] * len(ids) for name, value in said.items()}


def _measurements(organisations: int, month: int) -> Columns:
    """One month of every measure in every unit of every other organisation."""
    chance = np.random.default_rng(month)
    series = np.arange(organisations * MEASURES * UNITS)
    organisation, measure, unit = series // (MEASURES * UNITS), series // UNITS % MEASURES, series % UNITS
    denominator = chance.integers(20, 400, len(series))
    numerator = (denominator * chance.random(len(series))).astype(int)
    measures = np.array(_measures(organisations)["measure_id"])
    units = np.array([f"Z{o:03d}-{u}" for o in range(organisations) for u in range(UNITS)])
    return {
        "measure_id": pa.array(measures[organisation * MEASURES + measure]),
        "unit_id": pa.array(units[organisation * UNITS + unit]),
        "period_start": pa.repeat(date(FIRST_YEAR + month // 12, month % 12 + 1, 1), len(series)),
        "numerator": pa.array(numerator),
        "denominator": pa.array(denominator),
        "value": pa.array(100 * numerator / denominator),
    }
