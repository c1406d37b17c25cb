"""Projects' outcomes as a table, for tests that look at columns."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd

from qi_eval.metrics.metric import Frames, Scope
from qi_eval.metrics.outcome_projects import ProjectOutcome, project_outcomes


def judge_projects(frames: Frames, scope: Scope) -> pd.DataFrame:
    """One row a project; columns as ProjectOutcome."""
    found = project_outcomes(frames, scope)
    names = [field.name for field in fields(ProjectOutcome)]
    return pd.DataFrame({name: pd.Series([getattr(p, name) for p in found], dtype=object) for name in names})
