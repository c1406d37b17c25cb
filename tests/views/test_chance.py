"""Wherever signs are counted, the number to expect by chance alone stands beside them, and it is one number."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from qi_eval.spc import false_alarm
from qi_eval.store import Store
from qi_eval.views.chance import Rests, by_chance, expected
from qi_eval.views.changes import changes_view
from qi_eval.views.framework import overview
from qi_eval.views.measure_grid import measure_grid
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import ChartType, Method

SHORT, LONG = Rests(Method.MDC, ChartType.I, 20), Rests(Method.ANHOEJ, ChartType.RUN, 60)


def test_the_chances_of_all_charts_add_up() -> None:
    one, other = (float(false_alarm(rests.method, rests.chart, np.array([rests.points]))[0]) for rests in (SHORT, LONG))
    assert expected([SHORT] * 30 + [LONG] * 10 + [None] * 5) == pytest.approx(30 * one + 10 * other)


def test_they_are_told_of_those_that_can_be_judged() -> None:
    told = by_chance([LONG] * 100 + [None] * 5)
    assert told == "By chance alone about 4 of the 100 measures that can be judged show a sign at any time."
    assert by_chance([None, SHORT]) == ""  # less than half a sign


def test_every_place_that_counts_signs_says_the_same_number(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=date(2026, 11, 22))
    [(false, judged)] = re.findall(r"about (\d+) of the (\d+) measures", overview(demo_store, scope).chance)
    assert f"about {false} of the {judged} measures" in changes_view(demo_store, scope).answer
    grid = measure_grid(demo_store, scope).told
    assert f"in {judged} measures that can be judged" in grid
    assert f"chance alone would give about {false};" in grid
