"""The examples of docs/adding.md are real: they run, and do what the text says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from qi_eval.dictionary import template_csv
from qi_eval.metrics.metric import Result, Scope
from qi_eval.vocabulary import State

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "adding.md"


@pytest.fixture(scope="module")
def named() -> dict[str, Any]:
    """What the two examples define."""
    found: dict[str, Any] = {"__name__": "guide"}
    for example in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        exec(example, found)
    return found


def test_the_dataset_has_its_template(named: dict[str, Any]) -> None:
    assert template_csv(named["APPRAISALS"]).splitlines() == [
        "unit_id,month,staff_group,n_appraised,n_with_objective,note",
        "RNB,2025-04-01,,120,45,",
    ]


def test_the_metric_tells_what_it_counts(named: dict[str, Any]) -> None:
    result: Result = named["P5_OBJECTIVES"].judge(
        {"counts": pd.DataFrame({"part": [3 + 1], "whole": [40 + 60]})}, Scope(date(2026, 9, 30))
    )
    assert result.value == 100 * (3 + 1) / (40 + 60)
    assert "4 of 100" in named["P5_OBJECTIVES"].sentence(result)


def test_the_metric_says_what_is_missing(named: dict[str, Any]) -> None:
    result: Result = named["P5_OBJECTIVES"].judge(
        {"counts": pd.DataFrame({"part": [None], "whole": [None]}, dtype=float)}, Scope(date(2026, 9, 30))
    )
    assert (result.state, result.value) == (State.NO_DATA, None)
    assert result.notes == ("No appraisals yet: load appraisals.",)
