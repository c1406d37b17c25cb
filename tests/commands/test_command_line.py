"""The command line as a person or a script uses it: exit codes, JSON, and sentences instead of tracebacks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qi_eval.__main__ import main
from tests.build import csv_text, row

UNITS = [row("units"), row("units", unit_id="W08", unit_name="Berry Ward")]
REPORT_KEYS = {
    *("dataset", "file", "sha256", "outcome", "rows", "new", "changed", "unchanged", "removed", "left_out"),
    *("load_id", "problem_count", "error_count", "warning_count", "problems", "created"),
}
METRIC_KEYS = {
    *("code", "id", "bullets", "value", "low", "high", "n", "numerator", "denominator", "value_unit", "series"),
    *("state", "notes", "newest_date"),
}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QI_EVAL_STORE", f"duckdb:///{tmp_path / 'store.duckdb'}")


def write(folder: Path, dataset: str, rows: list[dict[str, str]], name: str = "") -> str:
    path = folder / (name or f"{dataset}.csv")
    path.write_text(csv_text(dataset, rows), "utf-8")
    return str(path)


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_check_says_what_load_would_do_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "units", write(tmp_path, "units", UNITS), "--json"]) == 0
    report = told(capsys)
    assert set(report) == REPORT_KEYS
    assert (report["outcome"], report["rows"], report["new"], report["load_id"]) == ("accept", 2, 2, None)
    assert main(["loads", "--json"]) == 0
    assert told(capsys) == []


def test_load_undo_and_redo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "units", write(tmp_path, "units", UNITS), "--by", "Ann", "--json"]) == 0
    assert told(capsys)["load_id"] == 1
    assert [main([act, "1", "--json"]) for act in ("undo", "undo", "redo")] == [0, 1, 0]
    capsys.readouterr()
    main(["loads", "--json"])
    (record,) = told(capsys)
    assert (record["load_id"], record["by"], record["new"], record["state"]) == (1, "Ann", 2, "in force")
    assert record["blocked_by"] == []


def test_a_refused_file_exits_1_and_names_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = write(tmp_path, "units", [row("units", valid_from="31/04/2024")])
    assert main(["load", "units", wrong, "--json"]) == 1
    report = told(capsys)
    assert (report["outcome"], report["new"], report["load_id"], report["error_count"]) == ("reject", 0, None, 1)
    (problem,) = report["problems"]
    assert set(problem) == {"row", "column", "value", "rule", "severity", "message"}
    assert problem["message"] == (
        "Row 2, column \"valid_from\": '31/04/2024' is not a real date. Write it as 2024-04-30 or 30/04/2024."
    )


def test_the_good_rows_are_loaded_and_the_rest_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mixed = write(tmp_path, "units", [*UNITS, row("units", unit_id="W09", unit_level="wrad")])
    rest = tmp_path / "rest.csv"
    assert main(["load", "units", mixed, "--good-rows", "--rest", str(rest), "--json"]) == 0
    assert (told(capsys)["left_out"], "W09" in rest.read_text("utf-8-sig")) == (1, True)


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder, "projects", [row("projects", aim_measure_id="")])
    write(folder, "units", UNITS)
    assert main(["load-all", str(folder), "--json"]) == 0
    assert [(one["dataset"], one["new"]) for one in told(capsys)] == [("units", 2), ("projects", 1)]
    write(folder, "projects", [row("projects", project_id="P2", unit_id="nowhere")])
    write(folder, "units", [*UNITS, row("units", unit_id="W09")])
    assert main(["load-all", str(folder), "--json"]) == 1
    assert all(one["outcome"] == "reject" for one in told(capsys))


def test_measures_and_units_are_made_on_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "falls.csv"
    file.write_text("ward,measure,month,value\nAlbert,Falls,2026-01-01,3\nAlbert,Falls,2026-02-01,2\n", "utf-8")
    mapping = tmp_path / "falls.toml"
    mapping.write_text(
        'dataset = "measurements"\n[rename]\nunit_id = "ward"\nmeasure_name = "measure"\nperiod_start = "month"\n'
        '[creates.units]\nunit_level = "ward"\n[creates.measures]\ndirection = "decrease"\n'
        'measure_type = "outcome"\nvalue_type = "count"\nunit_label = "falls"\n',
        "utf-8",
    )
    assert main(["load", "measurements", str(file), "--map", str(mapping), "--json"]) == 0
    report = told(capsys)
    made = [(one["dataset"], one["new"]) for one in report["created"]]
    assert (made, report["new"]) == ([("units", 1), ("measures", 1)], 2)


def test_a_measure_that_is_not_known_is_quoted_as_the_file_writes_it_and_never_where_it_names_somebody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "counts.csv"
    names = ("Sleep Well (HDU)", "Mrs Jane Smith's falls", "Calls to jo@example.org")
    file.write_text("measure_name,period_start,value\n" + "".join(f"{name},2024-01-01,3\n" for name in names), "utf-8")
    assert main(["check", "measurements", str(file)]) == 1
    said = capsys.readouterr().out
    assert "Row 2, column \"measure_name\": measure 'Sleep Well (HDU)' is not known" in said
    assert 'Row 3, column "measure_name": this measure is not known' in said
    assert not any(part in said.lower() for part in ("jane", "example", "sleep-well"))
    main(["check", "measurements", str(file), "--json"])
    unknown = [one for one in told(capsys)["problems"] if one["rule"] == "unknown_reference"]
    assert [one["value"] for one in unknown if one["column"] == "measure_name"] == [names[0], None, None]


def test_metrics_of_an_empty_store_are_unknown_never_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", "--json"]) == 0
    listed = told(capsys)
    assert set(listed) == {"as_at", "report_date", "store_version", "tier", "metrics"}
    assert all(set(one) >= METRIC_KEYS for one in listed["metrics"])
    assert {one["state"] for one in listed["metrics"] if one["value"] is None} == {"no_data"}
    assert [one["id"] for one in listed["metrics"] if one["state"] == "measured"] == []


@pytest.mark.parametrize(
    "words",
    [
        ["load", "units", "nowhere.csv"],
        ["check", "units", "nowhere.csv", "--map", "unheard-of"],
        ["load-all", "nowhere"],
        ["metrics", "--unit", "nowhere"],
        ["figures", "nowhere/figures.zip"],
    ],
)
def test_what_cannot_be_carried_out_exits_2_with_a_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said


@pytest.mark.drill
def test_figures_of_every_unit_go_out_as_an_archive_and_the_log_says_so(tmp_path: Path) -> None:
    units = [
        row("units", unit_id="RNB", unit_level="organisation", parent_unit_id=""),
        row("units", unit_id="D02", unit_name="Medicine", unit_level="division", parent_unit_id="RNB"),
        row("units", unit_id="W07", unit_name="Albert Ward", unit_level="ward", parent_unit_id="D02"),
    ]
    assert main(["load", "units", write(tmp_path, "units", units)]) == 0
    file = tmp_path / "figures.zip"
    assert main(["figures", str(file), "--by", "Asha", "--every-unit"]) == 0
    with zipfile.ZipFile(file) as packed:
        text = packed.read("figures/f2_portfolio.csv").decode("utf-8-sig")
    found = {line["unit_id"] for line in csv.DictReader(io.StringIO(text)) if line["part"] == "headline"}
    assert found == {"RNB", "D02", "W07"}
    assert main(["figures", str(file)]) == 2, "a file that is there is never written over"
    entries = [json.loads(line) for line in next(tmp_path.glob("ledger*.jsonl")).read_text("utf-8").splitlines()]
    assert [one["by"] for one in entries if one.get("about") == "figures.zip"] == ["Asha"]


def test_templates_are_written_where_asked(tmp_path: Path) -> None:
    assert main(["templates", str(tmp_path / "templates")]) == 0
    assert len(list((tmp_path / "templates").glob("*.csv"))) == 20


def test_one_row_and_one_error_are_no_rows_and_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "units", write(tmp_path, "units", [row("units", headcount="many")])]) == 1
    assert "refused, nothing was stored. 1 row, 1 error.\n" in capsys.readouterr().out


def test_of_a_wide_file_the_values_are_told_beside_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for dataset in ("units", "projects", "measures"):
        assert main(["load", dataset, write(tmp_path, dataset, [row(dataset)])]) == 0
    path = tmp_path / "wide.csv"
    path.write_text("measure_id,unit_id,2025-03-03,2025-03-10,2025-03-17\nM031,RNB,70,80,75\n", "utf-8")
    capsys.readouterr()
    assert main(["check", "measurements", str(path)]) == 0
    assert "can be loaded. 1 row, 3 values: 3 new." in capsys.readouterr().out
