"""Tidy figures: the same as on the pages, nothing that a page hides, and safe to open."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from qi_eval.datasets import DATASETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Breakdown, Protects, Result, Scope
from qi_eval.metrics.tier import Tier, tier_of
from qi_eval.store import Store
from qi_eval.views.apart import hidden_by
from qi_eval.views.evaluators import archive, codebook, figure_view, units_file
from qi_eval.views.methods import figure_text, methods_view
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.views.tables import TableView
from qi_eval.views.tidy import COLUMNS, KEY, Place, _told, tidy
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, project, session

TODAY = date(2026, 9, 30)
PEOPLE = ("o6_trained", "o6_attendance", "p2_knowledge", "p1_staff", "p1_patients")


def counted(n: int, protects: Protects = Protects.PEOPLE) -> Result:
    return Result(State.MEASURED, float(n), n=n, protects=protects)


def lines(table: TableView) -> list[dict[str, str]]:
    return [dict(zip(table.headers, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    ("whole", "units", "hidden"),
    [
        (30, {"A": 20, "B": 7, "C": 3}, {"B", "C"}),  # 30 - 20 - 7 would be 3
        (30, {"A": 20, "B": 10}, set()),
        (30, {"A": 20, "B": 8}, {"B"}),  # two belong to neither: 30 - 20 - 8
        (36, {"A": 20, "B": 8}, set()),  # eight belong to neither
        (4, {"A": 4, "B": 0}, {"A", "B"}),
        (0, {"A": 0}, set()),
    ],
)
def test_no_small_group_follows_from_the_other_units(whole: int, units: dict[str, int], hidden: set[str]) -> None:
    found = {name: counted(n) for name, n in units.items()}
    assert hidden_by("n", counted(whole), found, Tier(people=5, survey=11)) == hidden


def test_projects_are_no_people() -> None:
    found = {"A": counted(1, Protects.NOBODY), "B": counted(2, Protects.NOBODY)}
    assert not hidden_by("n", counted(3, Protects.NOBODY), found, Tier(5, 11))


def test_a_small_division_is_hidden_with_another(ground: Ground) -> None:
    for i in range(9):
        session(ground, f"a{i}", unit_id="W1")
    for i in range(3):
        session(ground, f"b{i}", unit_id="W3")
    rows = lines(tidy(ground.loaded(), NOW, [BY_ID["o6_trained"]]))
    heads = {row["unit_id"]: row for row in rows if row["part"] == "headline"}
    assert heads[""]["value"] == "12"
    assert [(heads[unit]["value"], heads[unit]["state"]) for unit in ("D1", "D2")] == [("", "suppressed")] * 2
    assert {row["unit_id"] for row in rows if row["part"] != "headline"} <= {""}


def test_figures_are_those_of_the_pages(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=TODAY)
    shown = results(demo_store, METRICS, scope)
    for id_ in ("q4_bundles", "f2_portfolio", *PEOPLE):
        own, periods = lines(tidy(demo_store, scope, [BY_ID[id_]])), shown[id_].over_time
        assert (own[0]["value"] or None) == (None if shown[id_].value is None else f"{shown[id_].value:.10g}")
        assert own[0]["n_used"] == ("" if shown[id_].n is None else str(shown[id_].n))
        told = [row for row in own if row["part"] == "period" and row["unit_id"] == own[0]["unit_id"]]
        assert len(told) == (0 if periods is None else len(periods.table))


def test_no_two_rows_of_the_demo_share_a_key(demo_store: Store) -> None:
    rows = lines(tidy(demo_store, scope_of(demo_store, today=TODAY), METRICS))
    keys = Counter(tuple(row[name] for name in KEY) for row in rows)
    assert [key for key, times in keys.items() if times > 1] == []
    assert {row["metric_id"] for row in rows} == set(BY_ID)


def test_projects_of_one_type_are_told_apart_by_status_and_stage(ground: Ground) -> None:
    for id_, stage in (("P1", "testing"), ("P2", "testing"), ("P3", "framing")):
        project(ground, id_, stage=stage)
    groups = [row for row in lines(tidy(ground.loaded(), NOW, [BY_ID["f2_portfolio"]])) if row["group"]]
    whole = [(row["within_group"], row["value"]) for row in groups if row["unit_id"] == groups[0]["unit_id"]]
    assert whole == [("Active / Framing", "1"), ("Active / Testing", "2")]


def test_measures_whose_name_is_withheld_are_numbered() -> None:
    table = pd.DataFrame({"label": ["Not named", "Named", "Not named"], "value": [1.0, 2.0, 3.0]})
    found = Result(State.MEASURED, 3.0, breakdown=Breakdown(table, {"value": "Points"}))
    told = _told(BY_ID["q5_gaps"], Place("RNB", "Trust", {"q5_gaps": found}), tables=True)
    groups = [(row["group"], row["within_group"], row["value"]) for row in told if row["part"] == "group"]
    assert groups == [("Not named", "1", "1"), ("Named", "", "2"), ("Not named", "2", "3")]


def test_divisions_of_the_demo_give_nobody_away(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=TODAY)
    asked = [metric for metric in METRICS if metric.id in PEOPLE]
    assert len(asked) == len(PEOPLE)
    rows = [row for row in lines(tidy(demo_store, scope, asked)) if row["part"] == "headline"]
    for metric in asked:
        whole, *parts = [row for row in rows if row["metric_id"] == metric.id]
        left = int(whole["n_used"] or 0) - sum(int(row["n_used"] or 0) for row in parts)
        least = tier_of(scope).people
        assert left <= 0 or left >= least


def test_the_archive_holds_every_figure_and_says_what_it_is(demo_store: Store) -> None:
    few, scope = METRICS[:3], scope_of(demo_store, today=TODAY)
    packed = zipfile.ZipFile(io.BytesIO(archive(demo_store, scope, few)))
    named = [f"figures/{metric.id}.csv" for metric in few]
    assert packed.namelist() == ["all_figures.csv", "codebook.csv", "methods.txt", *named]
    rows = list(csv.DictReader(io.StringIO(packed.read("all_figures.csv").decode("utf-8-sig"))))
    apart = [list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig")))) for name in named]
    assert [row for part in apart for row in part] == rows
    assert archive(demo_store, scope, few) == archive(demo_store, scope, few)


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(ground: Ground) -> None:
    ground.put("units", unit_id="D3", unit_name="=HYPERLINK(1)", parent_unit_id="RNB", unit_level="division")
    file = figure_view(ground.loaded(), NOW, "f2_portfolio").file.csv.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in file
    assert ",=HYPERLINK" not in file


def test_the_codebook_names_every_column_once() -> None:
    rows = lines(codebook())
    keys = [(row["file"], row["column"]) for row in rows]
    assert len(set(keys)) == len(keys) == len(COLUMNS) + sum(len(dataset.columns) for dataset in DATASETS)
    assert all(row["meaning"] for row in rows)


def test_methods_name_every_figure_the_version_and_what_is_not_known(ground: Ground) -> None:
    view = methods_view(ground.loaded(), NOW)
    assert all(f"[{metric.id}]" in view.text for metric in METRICS)
    assert "QI Eval 0.1.0" in view.cite
    assert len(view.unknown) == 23
    assert "0 of the framework's 23 questions have data" in view.answer
    assert figure_text(METRICS[0].id).startswith(f"{METRICS[0].code} {METRICS[0].title}")


def test_an_id_that_nobody_knows_shows_the_first_figure(ground: Ground) -> None:
    assert figure_view(ground.loaded(), Scope(TODAY), "nonsense").id == METRICS[0].id


def test_the_file_of_wards_and_teams_hides_a_small_ward_and_what_would_tell_it(ground: Ground) -> None:
    for ward, people in (("W1", 20), ("W2", 3), ("W3", 12)):
        for n in range(people):
            session(ground, f"{ward}-{n}", unit_id=ward)
    store = ground.loaded()
    every = lines(units_file(store, scope_of(store, today=NOW.report_date), "o6_trained"))
    rows = [row for row in every if row["part"] == "headline"]
    shown = {row["unit_id"]: row["value"] for row in rows if row["state"] != State.SUPPRESSED.value}
    assert shown == {"RNB": "35", "D1": "23", "D2": "12", "W3": "12"}  # 23 - 20 would be the 3 of W2
    assert [row["unit_id"] for row in rows] == ["RNB", "D1", "D2", "W1", "W2", "W3"]
    assert {row["unit_id"] for row in every if row not in rows} == {"RNB"}, "people by unit and by group at once"


def test_the_file_of_wards_tells_what_counts_no_people_by_group_in_each(ground: Ground) -> None:
    for ward in ("W1", "W3"):
        ground.put("projects", project_id=f"P{ward}", unit_id=ward, status="active", start_date="2026-01-05")
    store = ground.loaded()
    rows = lines(units_file(store, scope_of(store, today=NOW.report_date), "f2_portfolio"))
    told = {row["unit_id"] for row in rows if row["part"] == "group"}
    assert told == {row["unit_id"] for row in rows if row["value"] == "1" and row["part"] == "headline"} | {"RNB"}
    assert {"D1", "D2", "W1", "W3"} <= told


def test_each_range_is_named_for_what_it_is(demo_store: Store) -> None:
    asked = ("o8_impact", "j8_sustainability", "q2_benefits", "o9_managers_coach")
    table = tidy(demo_store, scope_of(demo_store, today=TODAY), [BY_ID[id_] for id_ in asked])
    named = {(row["metric_id"], row["interval"]) for row in lines(table) if row["part"] == "group" and row["low"]}
    assert named == {
        ("o8_impact", "lower quarter to upper quarter"),
        ("j8_sustainability", "lowest team to highest team"),
        ("q2_benefits", "range that was validated or estimated"),
        ("o9_managers_coach", "95% interval"),
    }
