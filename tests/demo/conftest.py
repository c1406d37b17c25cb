"""The demo's files as text and as frames of text, made once for all tests of this folder."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from tests.demo_trust import demo_texts


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return dict(demo_texts())


@pytest.fixture(scope="session")
def frames(files: dict[str, str]) -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False) for name, text in files.items()}


@pytest.fixture(scope="session")
def everyone(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The measurements that charts use (no subgroup, the measure's own unit), with `y` as a number."""
    rows = frames["measurements"]
    rows = rows[(rows["subgroup_axis"] == "") & (rows["unit_id"] == "")]
    value, good, cases = (pd.to_numeric(rows[name]) for name in ("value", "numerator", "denominator"))
    return rows.assign(y=value.fillna(100 * good / cases))
