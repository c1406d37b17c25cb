"""A file's dates beside those that are stored: two of one series in one period of its measure are told."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Problem, Severity, located
from qi_eval.intake.periods import DATE, PERIOD, SERIES, dated, in_one_period, spans
from qi_eval.store import Store

MOST_ROWS, MOST_MEASURES = 100_000, 1_000  # a larger file is compared within itself only: people look at smaller ones
YEAR = timedelta(days=366)  # the longest period


def beside_stored(store: Store, table: pa.Table, known: Known) -> Problem | None:
    """The warning of the first row whose date lies in one period with another stored date, with the number of all."""
    if not 0 < table.num_rows <= MOST_ROWS:
        return None
    measures = pc.unique(table.filter(spans(table, known).is_valid())["measure_id"]).to_pylist()
    if not 0 < len(measures) <= MOST_MEASURES:
        return None
    stored = _stored(store, table, measures)
    rows = dated(pa.concat_tables([table.select([*SERIES, DATE]), stored]), known)
    fresh, old = rows[rows["place"] < table.num_rows], rows[rows["place"] >= table.num_rows]
    pairs = fresh.drop_duplicates(PERIOD).merge(old, on=PERIOD, suffixes=("", "_stored"))
    in_file = pd.MultiIndex.from_frame(fresh[["series", "day"]])
    known_day = pd.MultiIndex.from_frame(pairs[["series", "day_stored"]]).isin(in_file)
    pairs = pairs[~known_day].drop_duplicates(PERIOD).sort_values("place")
    return _told(table, pairs) if len(pairs) else None


def _stored(store: Store, table: pa.Table, measures: list[str]) -> pa.Table:
    """The series and dates of these measures that are stored, about the time of the file."""
    kept = store.tables().measurements
    c = kept.c
    days = pc.min_max(table[DATE]).as_py()
    near = c[DATE].between(days["min"] - YEAR, days["max"] + YEAR)
    chosen = kept.select().with_only_columns(*(c[name] for name in (*SERIES, DATE)))
    query = chosen.where(c.measure_id.in_(measures), near).distinct()
    frame = store.frame(query)
    texts = [pa.array(frame[name].fillna("").astype(str).tolist(), pa.string()) for name in SERIES]
    dates = pa.array(pd.to_datetime(frame[DATE]).to_numpy().astype("datetime64[D]"), pa.date32())
    return pa.table(dict(zip((*SERIES, DATE), [*texts, dates], strict=True)))


def _told(table: pa.Table, pairs: pd.DataFrame) -> Problem:
    place, span = int(np.asarray(pairs["place"])[0]), str(np.asarray(pairs["span"])[0])
    here, there = (pd.Timestamp(np.asarray(pairs[name])[0]).date() for name in ("day", "day_stored"))
    row, measure = int(table["row_no"][place].as_py()), str(table["measure_id"][place].as_py())
    sentence = in_one_period(measure, span, here, there, "that is stored")
    more = len(pairs) - 1
    alike = f" ({more:,} more {'row' if more == 1 else 'rows'} alike.)" if more else ""
    message = located(row, DATE, f"{sentence}{alike}")
    return Problem(row, DATE, here.isoformat(), "two_in_a_period", message, Severity.WARNING)
