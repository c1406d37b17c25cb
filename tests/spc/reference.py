"""The stored outputs of qicharts2 0.8.1 and NHSRplotthedots 0.2.2, and how ours are held beside them."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Case = dict[str, Any]
STORED = Path(__file__).parent.parent / "reference"
CLOSE = 1e-9  # relative


@cache
def cases() -> tuple[Case, ...]:
    """Every stored case."""
    with gzip.open(STORED / "open.json.gz", "rt") as file:
        return tuple(json.load(file))


def of_charts(*charts: str) -> list[Case]:
    """The cases of some charts."""
    return [case for case in cases() if case["chart"] in charts]


def name_of(case: Case) -> str:
    """The name of a case, for the list of tests."""
    return str(case["id"])


def frame_of(case: Case) -> pd.DataFrame:
    """The raw rows of a case: x, y and perhaps n."""
    frame = pd.DataFrame({"x": case["x"], "y": numbers(case["y"])})
    if case["x_type"] == "date":
        frame["x"] = pd.to_datetime(frame["x"])
    if case["n"] is not None:
        frame["n"] = numbers(case["n"])
    return frame


def numbers(stored: list[Any]) -> np.ndarray:
    """Stored numbers: null is NaN, infinities are words, yes and no are 1 and 0."""
    return np.array([np.nan if value is None else float(value) for value in stored])


def agree(ours: pd.Series, stored: list[Any], what: str) -> None:
    """Fails unless the two columns are equal within 1e-9, missing and infinite values in the same places."""
    found, wanted = ours.to_numpy(dtype=float), numbers(stored)
    np.testing.assert_allclose(found, wanted, rtol=CLOSE, atol=0, equal_nan=True, err_msg=what)
