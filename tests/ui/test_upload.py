"""The Upload page for one file: what it recognises, asks, keeps and says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import copy_store
from tests.ui.uploading import UploadPage, example

MEASURE = "P002-1"  # in the demo trust
HEAD = "measure_id,unit_id,period_start,numerator,denominator\n"


@pytest.fixture
def store(demo_file: Path, tmp_path: Path) -> str:
    return f"duckdb:///{copy_store(demo_file, tmp_path)}"


@pytest.fixture
def upload(store: str, monkeypatch: pytest.MonkeyPatch) -> UploadPage:
    return UploadPage(store, monkeypatch)


def test_a_second_month_takes_its_kept_choices_by_itself(upload: UploadPage, store: str) -> None:
    first = f"Measure,Area,Month,Num,Den\n{MEASURE},Alder Ward,2014-01-06,17,24\n".encode()
    upload.drop("march.csv", first)
    assert upload.chosen("measure_id") == "Measure"
    upload.press("Yes, that is the unit").press("Load 1 row")
    assert "See its run charts" in [link.proto.label for link in upload.app.get("page_link")]
    upload.keep_choices("Ward figures")
    upload.press("Upload another file")
    upload.drop("april.csv", first.replace(b"2014-01-06", b"2014-02-03").replace(b"17", b"18"))
    assert "Read with the kept choices “Ward figures”" in upload.words
    assert "1 row read: 1 new." in upload.words
    assert "Stored as load" in upload.press("Load 1 row").words


def test_a_unit_is_recognised_by_its_name_and_taken_with_one_click(upload: UploadPage) -> None:
    upload.drop("wards.csv", f"{HEAD}{MEASURE},Alder Ward,2014-01-06,17,24\n".encode())
    assert "“Alder Ward” is Alder ward (older people) (ALDER-NG)" in upload.words
    assert "to mend" in upload.words
    upload.press("Yes, that is the unit")
    assert "1 row read: 1 new." in upload.words
    assert upload.chosen("Alder Ward") == "ALDER-NG"
    assert "1 unit matched by name" in upload.words
    assert "Yes, that is the unit" not in [button.label for button in upload.app.button]


def test_a_mended_file_starts_with_the_choices_made_for_the_wrong_one(upload: UploadPage) -> None:
    wrong = f"Code of it,When,Value\n{MEASURE},31/04/2014,3\n".encode()
    upload.drop("x.csv", wrong).choose("What does it hold?", "measurements")
    upload.choose("measure_id", "Code of it").choose("period_start", "When")
    assert "'31/04/2014' is not a real date" in upload.words
    upload.app.file_uploader(key="file").set_value(None)
    upload.run().drop("x.csv", wrong.replace(b"31/04", b"30/04"))
    assert (upload.chosen("What does it hold?"), upload.chosen("period_start")) == ("measurements", "When")
    assert "1 row read: 1 new." in upload.words


def test_a_mended_header_keeps_the_other_choices(upload: UploadPage) -> None:
    rows = f"{MEASURE},2014-01-06,3,a,b,c\n"
    upload.drop("x.csv", f"Code of it,Wehn exactly,Reading,a,b,c\n{rows}".encode())
    upload.choose("What does it hold?", "measurements").choose("measure_id", "Code of it").choose("value", "Reading")
    upload.drop("x.csv", f"Code of it,period_start,Reading,a,b,c\n{rows}".encode())
    assert (upload.chosen("measure_id"), upload.chosen("value")) == ("Code of it", "Reading")
    assert "1 row read: 1 new." in upload.words


def test_a_column_that_is_missing_names_the_header_that_may_be_meant(upload: UploadPage) -> None:
    upload.drop("x.csv", b"measure_id,start of perod,value\nP002-1,2014-01-06,3\n")
    upload.choose("What does it hold?", "measurements")
    assert "period_start: did you mean your column “start of perod”?" in upload.words
    assert not upload.offers("Load")


def test_a_column_that_is_not_wanted_is_not_read(upload: UploadPage) -> None:
    upload.drop("x.csv", f"{HEAD}{MEASURE},nowhere,2014-01-06,17,24\n".encode())
    upload.choose("unit_id", "not in this file")
    assert "1 row read: 1 new." in upload.words
    assert "Not read: unit_id." in upload.words


def test_how_many_rows_a_mapping_leaves_out_is_said(upload: UploadPage) -> None:
    upload.drop("x.csv", f"{HEAD}{MEASURE},,2014-01-06,17,24\nTotal,,2014-01-06,17,24\n".encode())
    assert "1 row read, 1 other row not read: 1 new." in upload.words


def test_decimal_commas_are_one_thing_to_mend_and_one_tick_reads_them(upload: UploadPage) -> None:
    rows = f"{MEASURE};;2014-01-06;17,0;24,0\n{MEASURE};;2014-01-13;18,0;20,0\n"
    upload.drop("x.csv", f"{HEAD.replace(',', ';')}{rows}".encode())
    assert "2 things to mend" in upload.words  # one for each column
    assert "2 numbers have a comma for decimals; the first is '17,0', in row 2, meant as 17.0." in upload.words
    assert "tick “Commas stand for decimals” under" in upload.words
    upload.tick("Commas stand for decimals")
    assert "2 rows read: 2 new." in upload.words
    assert "Commas stand for decimals (to be changed under Rows and cells)." in upload.words


def test_own_words_several_values_and_totals_are_asked_for(upload: UploadPage) -> None:
    upload.drop("projects.csv", example("project_list.csv"))
    assert upload.chosen("cqc_domains: between the values") == ","
    upload.choose("Ward project", "service_led").choose("Trust priority", "strategic").choose(
        "Advice only", "consultancy"
    )
    for word, code in {"Live": "active", "Understanding the problem": "diagnosis", "Testing changes": "testing",
                       "Rolling out": "implementing"}.items():  # fmt: skip
        upload.choose(word, code)
    assert "to mend" in upload.words
    for number, code in ((0, "completed"), (1, "closed")):
        [widget for widget in upload.app.selectbox if widget.label == "Finished"][number].set_value(code)
    upload.run()
    for word in ("Alder", "Birch", "Therapies", "Trust-wide"):
        upload.choose(word, {"Alder": "ALDER-NG", "Birch": "BIRCH-NG", "Therapies": "THERAPY-NG"}.get(word, "RNB"))
    stopped = [widget for widget in upload.app.selectbox if widget.label == "Stopped"]
    for widget in stopped:
        widget.set_value("closed_unsuccessful")
    assert "5 rows read: 5 new" in upload.run().words


@pytest.mark.parametrize("name", ["project_list", "survey_scores", "survey_answers", "training_list"])
def test_choices_brought_from_a_file_load_the_example(upload: UploadPage, name: str) -> None:
    upload.drop(f"{name}.csv", example(f"{name}.csv"))
    dataset = {"project_list": "projects", "training_list": "training", "survey_answers": "survey_responses"}
    upload.choose("What does it hold?", dataset.get(name, name))
    upload.app.file_uploader(key="mapping_file").set_value((f"{name}.toml", example(f"{name}.toml"), "text/plain"))
    upload.run()
    assert "to mend" not in upload.words
    assert upload.offers("Load"), upload.words


def test_a_mapping_with_a_mistake_is_refused_in_words(upload: UploadPage) -> None:
    upload.drop("x.csv", f"{HEAD}{MEASURE},,2014-01-06,17,24\n".encode())
    upload.app.file_uploader(key="mapping_file").set_value(("m.toml", b'dataset = "measurements"\nrenam = 1\n', "text"))
    assert "Did you mean 'rename'?" in upload.run().words


def test_old_and_new_of_a_changed_row_are_shown_in_words(upload: UploadPage) -> None:
    header = "project_id,title,project_type,unit_id,status,stage,start_date\n"
    first = f"{header}PX1,Calls,service_led,RNB,active,testing,2026-01-12\n"
    upload.drop("one.csv", first.encode()).press("Load 1 row").press("Upload another file")
    upload.drop("one.csv", first.replace("2026-01-12", "19/01/2026").encode())
    assert "1 row read: 1 changing a stored row." in upload.words
    assert "PX1 start_date 12 January 2026 19 January 2026" in upload.words


def test_what_a_file_would_take_away_is_named_before_it_is_loaded(upload: UploadPage) -> None:
    header = "project_id,title,project_type,unit_id,status,stage,start_date"
    row = "PX1,Calls,service_led,RNB,active,testing,2026-01-12"
    upload.drop("one.csv", f"{header},aim_statement\n{row},Halve the waits\n".encode())
    upload.press("Load 1 row").press("Upload another file").drop("one.csv", f"{header}\n{row}\n".encode())
    assert "Your file has nothing in aim_statement (1 row), so what is stored there is taken away." in upload.words
    assert any("Your file has nothing in aim_statement" in one.value for one in upload.app.warning)
    upload.tick("This is the whole list")
    labels = [one.proto.label for one in upload.app.get("download_button")]
    assert "Download all that would change or go" in labels
    assert "Stored rows to be taken away: the first 50 of 138 What P001 P002" in upload.words


def test_a_preview_that_somebody_elses_load_has_overtaken_is_shown_again(upload: UploadPage, store: str) -> None:
    rows = f"{HEAD}{MEASURE},,2014-01-06,17,24\n"
    upload.drop("two.csv", f"{rows}{MEASURE},,2014-01-13,19,22\n".encode())
    assert "2 rows read: 2 new." in upload.words
    from datetime import UTC, date, datetime

    from qi_eval import submit
    from qi_eval.ui import store as pages_store

    other = pages_store._opened(store)
    request = submit.Request("measurements", rows.encode(), "one.csv")
    today = date.today()
    submit.load(other, submit.preview(other, request, today=today), by="Bea", today=today, now=datetime.now(UTC))
    upload.press("Load 2 rows")
    told = "It said: 2 rows read: 2 new. Now: 2 rows read: 1 new, 1 already stored as they are. Look at the new preview"
    assert f"Somebody else has loaded data since this preview. {told}" in upload.words
    assert "Stored as load" not in upload.words
    assert "Stored as load" in upload.press("Load 1 row").words


def test_what_was_left_out_and_what_is_not_seen_yet_is_said_after_a_load(upload: UploadPage) -> None:
    upload.drop("two.csv", f"{HEAD}{MEASURE},,2014-01-06,17,24\n{MEASURE},,31/04/2014,19,22\n".encode())
    upload.tick("Load the good rows")
    told = upload.press("Load 1 row").words
    assert "1 new row. 1 row with a mistake left out." in told
    assert "By your settings every page shows what stood on 30 September 2026" in told
