"""Files go in whole or not at all, say what they did, and come out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from qi_eval import submit
from qi_eval.datasets import BY_NAME
from qi_eval.store import Store, open_store
from qi_eval.submit import Mapping, Outcome, PreviewMovedError, Report, Request
from tests.build import csv_bytes, row

TODAY = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
UNITS = [row("units"), row("units", unit_id="W08", unit_name="Berry Ward")]


@pytest.fixture
def store(duckdb_url: str) -> Iterator[Store]:
    with open_store(duckdb_url) as opened:
        yield opened


def load(store: Store, dataset: str, rows: list[dict[str, str]], **options: object) -> Report:
    request = Request(dataset, csv_bytes(dataset, rows), f"{dataset}.csv", **options)  # type: ignore[arg-type]
    return submit.load(store, submit.preview(store, request, today=TODAY), by="Ann", today=TODAY, now=NOW)


def units(store: Store) -> list[tuple[str, str]]:
    frame = store.frame(store.tables().units.select())
    return sorted(zip(frame["unit_id"], frame["unit_name"], strict=True))


def test_a_right_file_is_stored_and_counted(store: Store) -> None:
    report = load(store, "units", UNITS)
    assert (report.outcome, report.rows, report.new, report.load_id) == (Outcome.ACCEPT, 2, 2, 1)
    assert len(units(store)) == 2


def test_a_preview_writes_nothing(store: Store) -> None:
    request = Request("units", csv_bytes("units", UNITS), "units.csv")
    submission = submit.preview(store, request, today=TODAY)
    assert (submission.report.new, store.version(), units(store)) == (2, 0, [])


def test_a_file_with_one_wrong_row_stores_nothing(store: Store) -> None:
    report = load(store, "units", [*UNITS, row("units", unit_id="W09", unit_level="wrad")])
    assert report.outcome is Outcome.REJECT
    assert [(problem.row, problem.column) for problem in report.problems] == [(4, "unit_level")]
    assert units(store) == []


def test_the_good_rows_are_stored_where_that_is_asked_for(store: Store) -> None:
    rows = [*UNITS, row("units", unit_id="W09", unit_level="wrad")]
    report = load(store, "units", rows, good_rows=True)
    assert (report.accepted, report.new, report.left_out, report.error_count) == (True, 2, 1, 1)
    assert len(units(store)) == 2


def test_a_whole_list_with_rows_left_out_takes_nothing_away(store: Store) -> None:
    load(store, "units", UNITS)
    rows = [row("units", unit_id="W09", unit_name="Cedar Ward"), row("units", unit_id="W08", unit_level="wad")]
    report = load(store, "units", rows, good_rows=True, whole_list=True)
    assert (report.new, report.removed, report.left_out) == (1, 0, 1)
    assert "whole_list_waits" in {problem.rule for problem in report.problems}
    assert len(units(store)) == 3


def test_the_rows_left_out_come_back_with_their_problem(store: Store) -> None:
    rows = [*UNITS, row("units", unit_id="W09", unit_level="wrad")]
    request = Request("units", csv_bytes("units", rows), "units.csv", good_rows=True)
    lines = submit.rest(submit.preview(store, request, today=TODAY)).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("problem")
    assert "W09" in lines[1]
    assert "wrad" in lines[1]


def with_new_units_and_measures(
    store: Store, rows: list[dict[str, str]], made: dict[str, str] | None = None, **options: object
) -> Report:
    """A file of measurements that may bring its units and measures along; `made`: what its measures are."""
    load(store, "units", [row("units", unit_id="RNB", unit_level="organisation", parent_unit_id="", org_code="RNB")])
    same = {"direction": "decrease", "measure_type": "outcome", "value_type": "mean"} | (made or {})
    mapping = Mapping("", "measurements", creates={"units": {}, "measures": same})
    return load(store, "measurements", rows, mapping=mapping, **options)


def falls(unit: str, day: str, value: str) -> dict[str, str]:
    return row("measurements", measure_id=f"Falls {unit}", unit_id=unit, period_start=day, value=value, numerator="",
               denominator="", n_cases="")  # fmt: skip


def stored_ids(store: Store) -> tuple[set[str], set[str]]:
    tables = store.tables()
    measures, units = (store.frame(table.select()) for table in (tables.measures, tables.units))
    return set(measures["measure_id"]), set(units["unit_id"])


def test_the_example_of_a_template_makes_neither_a_unit_nor_a_measure(store: Store) -> None:
    rows = [BY_NAME["measurements"].example, falls("Oak", "2026-01-01", "3")]
    report = with_new_units_and_measures(store, rows)
    assert (report.new, report.set_aside, [one.rule for one in report.problems]) == (1, 1, ["example_row"])
    assert stored_ids(store) == ({"Falls Oak"}, {"RNB", "Oak"})


def test_a_row_left_out_for_a_mistake_makes_neither_a_unit_nor_a_measure(store: Store) -> None:
    rows = [falls("Oak", "2026-01-01", "3"), falls("Elm", "2026-13-01", "3")]
    report = with_new_units_and_measures(store, rows, good_rows=True)
    assert (report.new, report.left_out) == (1, 1)
    assert [(made.dataset, made.new) for made in report.created] == [("units", 1), ("measures", 1)]
    assert stored_ids(store) == ({"Falls Oak"}, {"RNB", "Oak"})


def test_a_rate_is_made_only_where_somebody_says_per_how_many(store: Store) -> None:
    rows = [falls("Oak", "2026-01-01", "3")]
    refused = with_new_units_and_measures(store, rows, {"value_type": "rate"})
    assert [(one.rule, one.column) for one in refused.problems][:1] == [("multiplier_needed", "multiplier")]
    assert with_new_units_and_measures(store, rows, {"value_type": "rate", "multiplier": "1000"}).accepted
    measures = store.frame(store.tables().measures.select())
    assert measures[["multiplier", "unit_label"]].values.tolist() == [[1000, "per 1000"]]


def test_the_same_file_again_changes_nothing_and_says_so(store: Store) -> None:
    load(store, "units", UNITS)
    version = store.version()
    report = load(store, "units", UNITS)
    assert (report.new, report.unchanged, report.load_id, store.version()) == (0, 2, 1, version)
    assert [problem.rule for problem in report.problems] == ["already_loaded"]


def test_a_newer_row_replaces_the_older_and_undo_brings_it_back(store: Store) -> None:
    load(store, "units", UNITS)
    before = units(store)
    report = load(store, "units", [UNITS[0], UNITS[1] | {"unit_name": "Berry Ward, new building"}])
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    assert submit.undo(store, report.load_id or 0, by="Ann", now=NOW).outcome == "undone"
    assert units(store) == before


def test_a_preview_that_would_do_something_else_now_is_shown_again(store: Store) -> None:
    request = Request("units", csv_bytes("units", UNITS), "units.csv")
    submission = submit.preview(store, request, today=TODAY)
    load(store, "units", UNITS[:1])
    with pytest.raises(PreviewMovedError) as moved:
        submit.load(store, submission, by="Ann", today=TODAY, now=NOW)
    assert (moved.value.submissions[0].report.new, moved.value.submissions[0].report.unchanged) == (1, 1)


def test_several_files_are_stored_in_the_order_in_which_they_refer(store: Store) -> None:
    files = [("projects", [row("projects", aim_measure_id="")]), ("units", UNITS)]
    requests = [Request(name, csv_bytes(name, rows), f"{name}.csv") for name, rows in files]
    reports = submit.load_all(store, requests, by="Ann", today=TODAY, now=NOW)
    assert [(report.dataset, report.new) for report in reports] == [("units", 2), ("projects", 1)]


def test_several_files_are_stored_all_or_none(store: Store) -> None:
    files = [("projects", [row("projects", unit_id="W99")]), ("units", UNITS)]
    requests = [Request(name, csv_bytes(name, rows), f"{name}.csv") for name, rows in files]
    reports = submit.load_all(store, requests, by="Ann", today=TODAY, now=NOW)
    assert all(report.outcome is Outcome.REJECT for report in reports)
    assert units(store) == []


def test_a_typed_row_is_a_load_like_any_other(store: Store) -> None:
    report = submit.typed_row(store, "units", row("units"), by="Ann", today=TODAY, now=NOW)
    record = store.loads()[0]
    assert (report.new, record.file, record.by) == (1, "typed", "Ann")


def test_one_row_can_be_taken_away_and_brought_back(store: Store) -> None:
    load(store, "units", UNITS)
    report = submit.remove_row(store, "units", pa.table({"unit_id": ["W08"]}), by="Ann", now=NOW)
    assert (report.removed, len(units(store))) == (1, 1)
    submit.undo(store, report.load_id or 0, by="Ann", now=NOW)
    assert len(units(store)) == 2
