"""XmR charts under `plotthedots` are those of NHSRplotthedots 0.2.2: every stored run, every point, every icon."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import Analysis, analyse
from tests.spc.reference import Case, agree, frame_of, name_of, of_charts

CASES = [case for case in of_charts("i") if case.get("NHSRplotthedots")]
RULES = {
    "Common Cause": None,
    **{"Above UCL": "outside", "Below LCL": "outside"},
    **{"7 Point Trend (Increasing)": "trend", "7 Point Trend (Decreasing)": "trend"},
    **{"2 in 3 Above CL": "two_in_three", "2 in 3 Below CL": "two_in_three"},
    **{"7 Points Above CL": "shift", "7 Points Below CL": "shift"},
}
KINDS = {
    "common_cause": "common_cause",
    **{f"special_cause_{kind}": kind for kind in ("improvement", "concern", "neutral_high", "neutral_low")},
}
ICONS = {None: None, "consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "inconsistent"}


def ours(case: Case, options: dict[str, Any]) -> Analysis:
    """The case through our engine, as the stored run asked."""
    rebase = options.get("rebase")
    dates = [rebase] if isinstance(rebase, str) else rebase
    return analyse(
        frame_of(case),
        chart="i",
        method="plotthedots",
        improvement=options["improvement_direction"],
        screen=options["screen_outliers"],
        target=options.get("target"),
        freeze=options.get("fix_after_n_points"),
        phases=None if dates is None else [pd.Timestamp(date) for date in dates],
    )


def words(column: pd.Series) -> list[Any]:
    """A column of signals as plain text, None where blank."""
    return [None if pd.isna(word) else str(word) for word in column]


def compare(found: Analysis, run: dict[str, Any]) -> None:
    """Holds points and icons beside the stored ones."""
    points, stored, summary = found.points, run["points"], run["summary"]
    for theirs, name in {"y": "y", "mean": "centre", "lpl": "lower", "upl": "upper"}.items():
        agree(points[name], stored[theirs], theirs)
    agree(points["outside"], [bool(value) for value in stored["outside_limits"]], "outside_limits")
    assert words(points["rule"]) == [RULES[cause] for cause in stored["special_cause_type"]]
    assert words(points["point_type"]) == [KINDS[kind] for kind in stored["point_type"]]
    assert words(found.phases["variation"]) == [KINDS[kind] for kind in summary["variation_type"]]
    icons = summary.get("assurance_type", [None] * len(found.phases))
    assert words(found.phases["assurance"]) == [ICONS[icon] for icon in icons]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_run_is_reproduced(case: Case) -> None:
    for run in case["NHSRplotthedots"]:
        if "error" not in run:
            compare(ours(case, run["options"]), run)


def test_where_the_package_stops_with_an_error_ours_says_how_missing_values_were_treated() -> None:
    stopped = [case for case in CASES if any("error" in run for run in case["NHSRplotthedots"])]
    assert stopped
    for case in stopped:
        found = ours(case, {"improvement_direction": "increase", "screen_outliers": True})
        assert len(found.points) == len(case["x"])
        assert found.notes.loc[found.notes["code"] == "missing", "text"].str.contains("does not reach across").all()
        assert found.points.loc[np.isnan(found.points["y"]), "point_type"].eq("common_cause").all()


def test_the_stored_runs_are_all_there() -> None:
    runs = [run for case in CASES for run in case["NHSRplotthedots"]]
    assert len([run for run in runs if "error" not in run]) == 470
