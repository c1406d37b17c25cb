"""Several files at once: they know of each other, and a preview of all says what all will do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from qi_eval import submit
from qi_eval.store import Store, open_store
from qi_eval.submit import PreviewMovedError, Request, Submission
from tests.build import csv_bytes, row

TODAY = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
UNIT = row("units")
PROJECT = row("projects", aim_measure_id="M031")
MEASURE = row("measures", measure_id="M031", project_id=PROJECT["project_id"])


@pytest.fixture
def store(duckdb_url: str) -> Iterator[Store]:
    with open_store(duckdb_url) as opened:
        yield opened


def request(dataset: str, *rows: dict[str, str], file: str = "") -> Request:
    return Request(dataset, csv_bytes(dataset, rows), file or f"{dataset}.csv")


def preview(store: Store, *requests: Request) -> dict[str, Submission]:
    return {one.request.dataset: one for one in submit.preview_all(store, requests, today=TODAY)}


def test_a_project_may_name_a_measure_that_comes_in_the_same_load(store: Store) -> None:
    found = preview(store, request("projects", PROJECT), request("measures", MEASURE), request("units", UNIT))
    assert [one.report.warning_count for one in found.values()] == [0, 0, 0]
    alone = preview(store, request("projects", PROJECT), request("units", UNIT))
    assert alone["projects"].counts == {"unknown_reference": 1}


def test_a_faulty_unit_is_not_told_again_with_each_row_that_names_another(store: Store) -> None:
    units = request("units", UNIT, row("units", unit_id="W09", headcount="many"))
    found = preview(store, units, request("projects", row("projects", aim_measure_id="")))
    assert (found["units"].report.error_count, found["projects"].report.error_count) == (1, 0)


def test_a_preview_of_all_counts_what_loading_does(store: Store) -> None:
    found = preview(store, request("units", UNIT), request("projects", PROJECT), request("measures", MEASURE))
    reports = submit.load_previewed(store, list(found.values()), by="Ann", today=TODAY, now=NOW)
    assert [(one.dataset, one.new) for one in reports] == [("units", 1), ("projects", 1), ("measures", 1)]
    assert [one.report.new for one in found.values()] == [1, 1, 1]
    assert {(one.by, one.at) for one in store.loads()} == {("Ann", NOW)}


def test_all_are_shown_again_where_the_store_has_moved(store: Store) -> None:
    found = preview(store, request("units", UNIT), request("projects", PROJECT))
    submit.load_all(store, [request("units", UNIT, file="other.csv")], by="Bea", today=TODAY, now=NOW)
    with pytest.raises(PreviewMovedError) as moved:
        submit.load_previewed(store, list(found.values()), by="Ann", today=TODAY, now=NOW)
    assert [one.report.new for one in moved.value.submissions] == [0, 1]
    assert len(store.loads()) == 1


def test_one_refused_file_leaves_nothing_behind_but_its_record(store: Store) -> None:
    found = preview(store, request("units", UNIT), request("projects", PROJECT | {"unit_id": "W99"}))
    reports = submit.load_previewed(store, list(found.values()), by="Ann", today=TODAY, now=NOW)
    assert not any(one.accepted for one in reports)
    assert (store.loads(), [one.file for one in store.refusals()]) == ([], ["projects.csv"])


def test_a_drop_is_undone_whole(store: Store) -> None:
    submit.load_all(store, [request("units", UNIT), request("projects", PROJECT)], by="Ann", today=TODAY, now=NOW)
    done = submit.undo_all(store, [1, 2], by="Ann", now=NOW)
    assert (done.outcome, done.removed) == ("undone", 2)
    assert {one.state for one in store.loads()} == {"undone"}


def test_a_refused_file_is_told_once_by_those_that_rest_on_it(store: Store) -> None:
    units = [UNIT, row("units", unit_id="W1", org_code=""), row("units", unit_id="W2", org_code="")]
    projects = [row("projects", project_id=f"P{n}", unit_id=f"W{n}", aim_measure_id="") for n in (1, 2)]
    measures = [row("measures", measure_id=f"M{n}", project_id=f"P{n}") for n in (1, 2)]
    values = [row("measurements", measure_id=f"M{n}", unit_id="") for n in (1, 2)]
    drop = [request("units", *units), request("projects", *projects), request("measures", *measures)]
    reports = submit.load_all(store, [*drop, request("measurements", *values)], by="Ann", today=TODAY, now=NOW)
    assert {one.dataset: one.error_count for one in reports} == {
        "units": 2, "projects": 0, "measures": 0, "measurements": 0,
    }  # fmt: skip
    for report in reports[1:]:
        (told,) = report.problems
        assert told.message == (
            "This file is right. Nothing of this file was stored, for units.csv was refused: mend that first."
        )


def test_of_a_file_that_could_not_be_read_nothing_is_said_row_by_row(store: Store) -> None:
    headless = Request("units", b"unit_name,unit_level,org_code\nOne,ward,RNB\nTwo,ward,RNB\n", "units.csv")
    found = preview(store, headless, request("projects", PROJECT | {"aim_measure_id": ""}))
    report = found["projects"].report
    assert (report.error_count, [problem.rule for problem in report.problems]) == (0, ["refused_file"])
    assert report.problems[0].message == (
        "units.csv was refused, so the units that this file names could not be checked. Mend units.csv first."
    )
