"""Sentence, icon, chart, table and every list say the same of a measure, and never more than the rule in force."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.charts.icons import assurance_icon, variation_icon
from qi_eval.charts.theme import EXACT
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import date_words, month_words, unsupported
from qi_eval.store import Store
from qi_eval.views.charted import Charted, chart_of, charted, in_exact_colours
from qi_eval.views.measure import measure_view
from qi_eval.views.measure_grid import GridLine, measure_grid
from qi_eval.views.project import project_view
from qi_eval.views.scope import scope_of
from qi_eval.views.series import Measure, measures_of
from qi_eval.views.since import since_board
from qi_eval.views.subjects import subjects
from qi_eval.vocabulary import (
    ChartType,
    Direction,
    Frequency,
    MeasureType,
    Method,
    ValueType,
    Variation,
)

TODAY = date(2026, 9, 30)
CASES = Path(__file__).parents[1] / "reference" / "open.json.gz"
NAMED = {Variation.IMPROVEMENT: "sign of improvement", Variation.CONCERN: "sign of concern"}
EACH = [pytest.param(3, id="a_third"), pytest.param(1, id="every", marks=pytest.mark.drill)]
START = date(2023, 1, 1)
MONTH = timedelta(days=31)
HIGHER = Measure("M1", "Checks", "", MeasureType.OUTCOME, ValueType.MEAN, "points", Direction.INCREASE,
                 Frequency.MONTHLY, None, 1.0, "", "")  # fmt: skip


@pytest.fixture(scope="module")
def scope(demo_store: Store) -> Scope:
    return scope_of(demo_store, today=TODAY)


@pytest.fixture(scope="module")
def grid(demo_store: Store, scope: Scope) -> dict[str, GridLine]:
    return {line.id: line for line in measure_grid(demo_store, scope).lines}


@pytest.fixture(scope="module", params=EACH)
def charts(request: pytest.FixtureRequest, demo_store: Store, scope: Scope) -> dict[str, Charted]:
    measures = measures_of(demo_store)[:: request.param]
    read = subjects(demo_store, measures, scope)
    return {m.id: chart_of(read.of_home(m), method=scope.method, now=TODAY, drawn=None, programme=scope.method)
            for m in measures}  # fmt: skip


def speaks_with_one_voice(chart: Charted) -> None:
    """Title, sentence, icon, picture and table agree, and claim no more than the rule found."""
    reading, seen = chart.reading, chart.reading.variation
    now = reading.verdict.split("There was")[0]
    assert not unsupported(f"{reading.finding} {now} {reading.after}", signal=seen), reading.words
    for variation, words in NAMED.items():
        assert (words in chart.title) == (seen is variation)
        assert (words.capitalize() in now) == (seen is variation)
    if chart.chart is None:
        assert seen is None
        return
    way = chart.chart.direction
    assert chart.icons[0] == variation_icon(seen, way, why=chart.chart.no_variation)
    assert chart.icons[1] == assurance_icon(chart.chart.assurance, way, why=chart.chart.no_assurance)
    drawn = [mark.label for mark in chart.chart.points["point_type"] if mark is not Variation.COMMON_CAUSE]
    place = chart.table.headers.index("Reading") if "Reading" in chart.table.headers else None
    told = [] if place is None else [row[place] for row in reversed(chart.table.rows) if row[place]]
    assert len(drawn) == len(told)
    assert all(said in (mark, "Sign of improvement and of concern") for said, mark in zip(told, drawn, strict=True))
    if drawn and chart.rule is Method.MDC:
        assert seen is not None


def test_every_measure_of_the_demo_speaks_with_one_voice(charts: dict[str, Charted]) -> None:
    for chart in charts.values():
        speaks_with_one_voice(chart)


def test_the_newest_row_of_the_table_carries_the_sign_of_the_title(charts: dict[str, Charted]) -> None:
    drawn = [chart for chart in charts.values() if chart.figures]
    assert len(drawn) > len(charts) / 2
    for chart in drawn:
        seen, newest = chart.reading.variation, chart.table.rows[0]
        assert (seen not in (None, Variation.COMMON_CAUSE)) == any(v.label in newest for v in list(Variation)[1:])


def test_the_grid_says_what_each_chart_says(grid: dict[str, GridLine], charts: dict[str, Charted]) -> None:
    assert len(grid.keys() & charts.keys()) == len(charts) > 60
    for id_, chart in charts.items():
        line = grid[id_]
        assert line.variation is chart.reading.variation, id_
        assert chart.chart is None or line.assurance is chart.chart.assurance, id_
        assert line.variation is None or line.words == chart.reading.finding, id_


@pytest.mark.parametrize("each", EACH)
def test_projects_say_what_the_grid_says(demo_store: Store, scope: Scope, grid: dict[str, GridLine], each: int) -> None:
    seen, projects = set(), sorted({line.project_id for line in grid.values()})[::each]
    for project in projects:
        view = project_view(demo_store, scope, project)
        assert view is not None
        for line in view.measures:
            assert line.movement.variation is grid[line.id].variation, line.id
            assert line.unit_id == grid[line.id].unit_id
            seen.add(line.id)
    assert seen == {line.id for line in grid.values() if line.project_id in projects}


def test_the_page_says_what_the_grid_says(demo_store: Store, scope: Scope, grid: dict[str, GridLine]) -> None:
    for id_ in list(grid)[::15]:
        view = measure_view(demo_store, scope, id_)
        assert view is not None
        assert view.unit_id == grid[id_].unit_id
        assert view.chart.reading.variation is grid[id_].variation, id_
        speaks_with_one_voice(view.chart)


def cases() -> Iterator[dict[str, Any]]:
    """The reference cases that are one value a period."""
    for case in json.loads(gzip.decompress(CASES.read_bytes())):
        if case["x_type"] != "string" and len(set(case["x"])) == len(case["x"]):
            yield case


METHODS = [Method.MDC, Method.ANHOEJ, Method.IHI]


@pytest.mark.parametrize("method", METHODS)
def test_the_reference_cases_speak_with_one_voice(method: Method) -> None:
    found = list(cases())
    assert len(found) > 60
    for case in found[METHODS.index(method) :: len(METHODS)]:  # every case once, each rule on a third of them
        ratio = case["n"] is not None
        days = case["x"] if case["x_type"] == "date" else [START + i * MONTH for i in case["x"]]
        y = pd.to_numeric(pd.Series(case["y"]), errors="coerce")
        below = pd.Series(case["n"], dtype=float) if ratio else float("nan")
        frame = pd.DataFrame({"x": pd.to_datetime(pd.Series(days)), "y": y if not ratio else 100 * y / below})
        measure = Measure(**{**vars(HIGHER), "value_type": ValueType.PROPORTION if ratio else ValueType.MEAN})
        frame["y"] = frame["y"].where(frame["y"].abs() < float("inf"))
        speaks_with_one_voice(charted(measure, frame.assign(numerator=y, denominator=below), method=method, now=TODAY))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=40),
    st.sampled_from(Direction),
    st.sampled_from([Method.MDC, Method.ANHOEJ, Method.IHI]),
    st.sampled_from([None, ChartType.I]),
    st.one_of(st.none(), st.floats(0, 100)),
)
def test_no_series_makes_the_words_claim_more_than_the_rule(
    values: list[float | None], direction: Direction, method: Method, drawn: ChartType | None, target: float | None
) -> None:
    measure = Measure(**{**vars(HIGHER), "direction": direction, "target": target})
    frame = pd.DataFrame({"x": [START + i * MONTH for i in range(len(values))], "y": pd.Series(values, dtype=float)})
    speaks_with_one_voice(charted(measure, frame, method=method, now=TODAY, drawn=drawn))


def test_what_is_new_for_the_board_has_the_day_of_the_chart(
    demo_store: Store, scope: Scope, grid: dict[str, GridLine]
) -> None:
    lines, _ = since_board(demo_store, date(2026, 6, 3), scope)
    signs = [one for line in lines for one in line.told if "measure" in one.asked and "since" in one.text]
    assert len(signs) > 3
    for one in signs:
        since = grid[one.asked["measure"]].since
        assert since is not None
        assert one.text.endswith((f"since {date_words(since)}", f"since {month_words(since)}"))


def test_the_colours_of_making_data_count_change_nothing_that_is_said(charts: dict[str, Charted]) -> None:
    ours = next(chart for chart in charts.values() if chart.reading.variation is Variation.IMPROVEMENT)
    exact = in_exact_colours(ours)
    assert (exact.title, exact.reading, exact.table) == (ours.title, ours.reading, ours.table)
    blue = EXACT.improvement
    assert blue in json.dumps(exact.figures, default=str)
    assert blue not in json.dumps(ours.figures, default=str)
    assert [icon.alt for icon in exact.icons] == [icon.alt for icon in ours.icons]
    assert exact.icons[0].svg != ours.icons[0].svg
