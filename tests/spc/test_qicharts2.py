"""Every kind of chart is that of qicharts2 0.8.1 with its library attached: every stored case, every number."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import Analysis, analyse
from qi_eval.spc.runs import crossings_limit, longest_run_limit
from qi_eval.vocabulary import ChartType
from tests.spc.reference import STORED, Case, agree, cases, frame_of, name_of

CASES = cases()
BY_TABLE = ("bestbox", "cutbox")  # decisions by table are not offered; the numbers under them are the same
POINTS = {
    **{"xx": "position", "part": "phase", "baseline": "baseline", "include": "included", "y": "y", "cl": "centre"},
    **{"lcl": "lower", "ucl": "upper", "lcl.95": "lower_warning", "ucl.95": "upper_warning"},
    "sigma.signal": "outside",
}
PHASES = {
    **{"part": "phase", "n.obs": "n_obs", "n.useful": "n_useful", "longest.run": "longest_run"},
    **{"longest.run.max": "longest_run_max", "n.crossings": "crossings", "n.crossings.min": "crossings_min"},
    "sigma.signal": "points_outside",
}


def ours(case: Case, **options: Any) -> Analysis:
    """The case through our engine."""
    args = case["args"]
    frame = frame_of(case)
    phases = args.get("part")
    if phases and isinstance(phases[0], str):
        frame["label"], phases = phases, "label"
    return analyse(
        frame,
        chart=case["chart"],
        n="n" if "n" in frame else None,
        freeze=args.get("freeze"),
        phases=phases,
        exclude=args.get("exclude"),
        centre=args.get("cl"),
        multiply=args.get("multiply", 1),
        aggregate=args.get("agg.fun", "mean"),
        clip_at_zero=not args.get("y.neg", True),
        **options,
    )


def compare(found: Analysis, stored: dict[str, Any], *, runs_judged: bool = True) -> None:
    """Holds points and phases beside the stored ones."""
    for theirs, name in POINTS.items():
        agree(found.points[name], stored["points"][theirs], theirs)
    for theirs, name in PHASES.items():
        agree(found.phases[name], stored["parts"][theirs], theirs)
    if runs_judged:
        agree(found.phases["runs_signal"], stored["parts"]["runs.signal"], "runs.signal")


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_case_is_reproduced(case: Case) -> None:
    compare(ours(case), case["qicharts2"], runs_judged=case["args"].get("method") not in BY_TABLE)


@pytest.mark.parametrize("case", [c for c in CASES if "qicharts2_screenedmr_false" in c], ids=name_of)
def test_every_case_is_reproduced_without_screening(case: Case) -> None:
    compare(ours(case, screen=False), case["qicharts2_screenedmr_false"])


def test_the_stored_cases_are_all_there() -> None:
    assert len(CASES) == 115
    assert {case["chart"] for case in CASES} == set(ChartType)
    assert sum("qicharts2_screenedmr_false" in case for case in CASES) == 50
    assert sum(case["args"].get("method") in BY_TABLE for case in CASES) == 2


def test_all_cases_at_once_give_what_each_gives_alone() -> None:
    plain = [c for c in CASES if not c["args"] and c["n"] is None]
    for chart in ("run", "i"):
        chosen = [c for c in plain if c["chart"] == chart]
        frame = pd.concat([frame_of(c).assign(id=c["id"], x=range(len(c["x"]))) for c in chosen])
        together = analyse(frame.sample(frac=1, random_state=5), chart=chart, by="id")
        alone = [analyse(part, chart=chart, by="id") for _, part in frame.groupby("id")]
        pd.testing.assert_frame_equal(together.points, pd.concat([a.points for a in alone], ignore_index=True))
        pd.testing.assert_frame_equal(together.phases, pd.concat([a.phases for a in alone], ignore_index=True))


def test_the_limits_of_the_runs_are_those_of_r_up_to_2000_useful_points() -> None:
    stored = json.loads((STORED / "anhoej_limits.json").read_text())
    useful = np.array(stored["n_useful"])
    assert longest_run_limit(useful).tolist() == stored["longest.run.max"]
    assert crossings_limit(useful).tolist() == stored["n.crossings.min"]
