"""CSV files of measurements for the benchmarks, of any size, always the same for the same size."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from qi_eval.datasets import BY_NAME

UNITS, WEEKS = 10, 250
FIRST_WEEK = date(2019, 1, 7)  # a Monday
MISSING, NOTED = 0.01, 0.1  # shares of rows without a value, and with a note
SEED = 20260930
MEASURE = {  # what every measure of the benchmarks says of itself
    "measure_type": "outcome",
    "direction": "increase",
    "operational_definition": "As counted for the benchmark",
    "frequency": "monthly",
    "purpose": "improvement",
}


def units_csv() -> bytes:
    """One organisation and the units below it that the measurements name."""
    rows = ["unit_id,unit_name,parent_unit_id,unit_level,org_code", "RXX,Benchmark Trust,,organisation,RXX"]
    rows += [f"W{number:02d},Ward {number},RXX,ward,RXX" for number in range(UNITS)]
    return _lines(rows)


def measures_csv(rows: int) -> bytes:
    """The measures of a file with that many rows: two thirds proportions, the others counts."""
    said = ",".join(MEASURE.values())
    kinds = ("proportion,%", "proportion,%", "count,events")
    body = [f"M{number:04d},Measure {number},{kinds[number % 3]},{said}" for number in range(_measures(rows))]
    return _lines([f"measure_id,measure_name,value_type,unit_label,{','.join(MEASURE)}", *body])


def measurements_csv(path: Path, rows: int, *, changed: bool = False) -> Path:
    """Writes a file with a header and `rows` rows, in the order in which weeks are reported.

    `changed`: the same keys, every row with another content."""
    csv.write_csv(measurements(rows, changed=changed), path, csv.WriteOptions(quoting_style="needed"))
    return path


def measurements(rows: int, *, changed: bool = False) -> pa.Table:
    """The same rows as a table of text and numbers, blank cells null, columns as the dataset declares them."""
    chance, step = np.random.default_rng(SEED), int(changed)
    place = np.arange(rows)
    measure, unit, week = place // UNITS % _measures(rows), place % UNITS, place // (UNITS * _measures(rows))
    counted = measure % 3 == 2
    denominator = chance.integers(20, 400, rows)
    numerator = (denominator * chance.random(rows)).astype(int)
    missing, noted = chance.random(rows) < MISSING, chance.random(rows) < NOTED
    columns = {
        "measure_id": _coded("M{:04d}", measure),
        "unit_id": _coded("W{:02d}", unit),
        "period_start": pa.array([FIRST_WEEK + timedelta(weeks=w) for w in range(WEEKS)]).take(pa.array(week)),
        "value": pa.array(numerator + step, mask=missing | ~counted),
        "numerator": pa.array(numerator, mask=missing | counted),
        "denominator": pa.array(denominator + step, mask=missing | counted),
        "missing_reason": _where(missing, "not_collected"),
        "note": _notes(missing, noted, changed=changed),
    }
    blank = pa.nulls(rows, pa.string())
    return pa.table({name: columns.get(name, blank) for name in BY_NAME["measurements"].by_name})


def _notes(missing: np.ndarray, noted: np.ndarray, *, changed: bool) -> pa.Array:
    words = "asked again, still not collected" if changed else "not collected this week"
    return pc.coalesce(_where(missing, words), _where(noted, "Counted by hand, checked by a second person"))


def _where(asked: np.ndarray, words: str) -> pa.Array:
    return pc.if_else(pa.array(asked), words, pa.scalar(None, pa.string()))


def _coded(pattern: str, numbers: np.ndarray) -> pa.Array:
    return pa.array([pattern.format(number) for number in range(numbers.max() + 1)]).take(pa.array(numbers))


def _measures(rows: int) -> int:
    return max(1, -(-rows // (UNITS * WEEKS)))


def _lines(rows: list[str]) -> bytes:
    return ("\n".join(rows) + "\n").encode()
