"""What the dashboard's own rule says of the demo: a mixed picture, with much that cannot be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from qi_eval.demo.catalogue import ENTRY, Fate
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result, Scope
from qi_eval.views.series import measures_of
from qi_eval.views.subjects import subjects
from qi_eval.views.verdict import verdicts
from qi_eval.vocabulary import Variation
from tests.metrics.judged import judge_projects

if TYPE_CHECKING:
    from qi_eval.store import Store

NOW = Scope(date(2026, 9, 30))


@pytest.fixture(scope="module")
def judged(demo_store: Store) -> pd.DataFrame:
    metric = BY_ID["j4_outcomes_improved"]
    return judge_projects(demo_store.frames(metric.select(demo_store.tables(), NOW)), NOW).set_index("project_id")


def test_about_nineteen_of_forty_one_projects_improved_and_about_twelve_have_held(judged: pd.DataFrame):
    groups = judged["outcome"].value_counts()
    can_tell = len(judged) - groups["cannot_tell"]
    improved = groups["improved_and_held"] + groups["improved_lately"]
    assert len(judged) == 54
    assert 38 <= can_tell <= 44
    assert 16 <= improved <= 22
    assert 9 <= groups["improved_and_held"] <= 15
    assert groups["no_sign"] >= 10
    assert groups["worse_or_lost"] >= 5


@pytest.mark.parametrize(
    ("fate", "verdicts"),
    [
        (Fate.HELD, {"improved_and_held"}),
        (Fate.LATELY, {"improved_lately"}),
        (Fate.NO_SIGN, {"no_sign"}),
        (Fate.LOST, {"worse_or_lost"}),
        (Fate.WORSE, {"worse_or_lost"}),
    ],
)
def test_the_rule_finds_what_was_put_in(judged: pd.DataFrame, fate: Fate, verdicts: set[str]):
    ids = [entry.id for entry in ENTRY.values() if entry.fate is fate]
    assert set(judged.loc[ids, "outcome"]) == verdicts


def test_what_cannot_be_told_has_many_reasons(judged: pd.DataFrame):
    reasons = set(judged[judged["outcome"] == "cannot_tell"]["reason"])
    assert {"process_only", "baseline_too_short", "no_change", "no_data", "baseline_signal"} <= reasons


def test_sepsis_and_one_team_show_a_first_sign_since_the_board_met_in_june(judged: pd.DataFrame):
    since = judged[[bool(day) and day > date(2026, 6, 3) for day in judged["signal_on"]]]
    assert list(since.index) == ["P001", "P016"]


def test_theatre_starts_are_above_their_usual_level_without_a_break_since_6_july(everyone: pd.DataFrame):
    series = everyone[everyone["measure_id"] == "P004-1"].set_index("period_start")["y"]
    usual = series[series.index < "2025-11-03"].mean()
    below = series[series <= usual]
    assert below.index.max() == "2026-06-29"


def test_a_fifth_to_a_third_of_the_measures_show_a_sign_and_some_signs_are_of_concern(demo_store: Store):
    measures = measures_of(demo_store, projects=list(ENTRY))
    charts = subjects(demo_store, measures, NOW)
    found = [verdict.last.variation for verdict in verdicts([charts.of_home(m) for m in measures], NOW.method)]
    judged = [variation for variation in found if variation is not None]
    assert len(judged) == 218
    assert 43 <= len(judged) - judged.count(Variation.COMMON_CAUSE) <= 72
    assert judged.count(Variation.CONCERN) >= 8


def test_the_harm_of_going_home_earlier_is_seen_beside_the_improvement(judged: pd.DataFrame):
    assert judged.loc["P034", "outcome"] == "improved_and_held"
    assert judged.loc["P034", "balancing_concern"]


def test_every_metric_says_something_of_the_demo_or_says_why_not(demo_store: Store):
    tables = demo_store.tables()
    for metric in BY_ID.values():
        result: Result = metric.judge(demo_store.frames(metric.select(tables, NOW)), NOW)
        assert metric.sentence(result)
