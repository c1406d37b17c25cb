"""Every dataset as it stands, as CSV that a spreadsheet opens without running anything in it.

These are the rows themselves, answers included: for the hub that keeps them, not to be passed on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from pandas.api.types import is_string_dtype

from qi_eval.store import Store

RUNS = ("=", "@", "+", "-", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def whole_tables(store: Store) -> Iterator[tuple[str, bytes]]:
    """(dataset, CSV) of each dataset of which something stands, rows in the order of their key."""
    for name, twin in store.catalogue.twins.items():
        table = getattr(store.tables(), name)
        ordered = table.select().order_by(*(table.c[key] for key in twin.dataset.key))
        frame = store.frame(ordered.with_only_columns(*(table.c[column] for column in twin.names)))
        if len(frame):
            yield name, harmless(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run."""
    found = frame.copy()
    for name in frame.columns:
        if is_string_dtype(frame[name]):
            runs = frame[name].str.startswith(RUNS, na=False)
            found[name] = frame[name].mask(runs, "'" + frame[name])
    return found
