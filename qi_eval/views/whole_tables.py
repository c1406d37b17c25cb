"""Every dataset as it stands, as CSV that a spreadsheet opens without running anything in it.

These are the rows themselves, answers included: for the hub that keeps them, not to be passed on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from pandas.api.types import is_string_dtype

from qi_eval.datasets.column import Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.store import Store

WITHDRAWN = "withdrawn_on"  # the column that says when consent was taken back
TAKEN_BACK = "taken back"
RUNS = ("=", "@", "+", "-", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def whole_tables(store: Store) -> Iterator[tuple[str, bytes]]:
    """(dataset, CSV) of each dataset of which something stands, rows in the order of their key."""
    for name, twin in store.catalogue.twins.items():
        table = getattr(store.tables(), name)
        ordered = table.select().order_by(*(table.c[key] for key in twin.dataset.key))
        frame = store.frame(ordered.with_only_columns(*(table.c[column] for column in twin.names)))
        if len(frame):
            yield (
                name,
                harmless(_as_agreed(twin.dataset, frame))
                .to_csv(index=False, lineterminator="\r\n")
                .encode("utf-8-sig"),
            )


def _as_agreed(dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the words of whoever took back their consent, whether they are erased already or not."""
    if WITHDRAWN not in frame.columns:
        return frame
    words = [column.name for column in dataset.columns if column.kind is Kind.TEXT]
    found = frame.copy()
    found.loc[frame[WITHDRAWN].notna(), words] = TAKEN_BACK
    return found


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run."""
    found = frame.copy()
    for name in frame.columns:
        if is_string_dtype(frame[name]):
            runs = frame[name].str.startswith(RUNS, na=False)
            found[name] = frame[name].mask(runs, "'" + frame[name])
    return found
