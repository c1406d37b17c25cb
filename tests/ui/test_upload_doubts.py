"""What the Upload page does with slips and with files that are not ready: it asks, and adds nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build import csv_text, row
from tests.conftest import copy_store
from tests.source import ROOT
from tests.ui.uploading import UploadPage

MEASURE = "P002-1"  # in the demo trust
HEAD = "measure_id,unit_id,period_start,numerator,denominator\n"


@pytest.fixture(scope="module")
def page(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadPage]:
    with pytest.MonkeyPatch.context() as patch:
        yield UploadPage(f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('doubts'))}", patch)


def test_a_template_as_it_came_is_said_to_be_one(page: UploadPage) -> None:
    page.drop("measurements.csv", (ROOT / "data" / "templates" / "measurements.csv").read_bytes())
    assert "This is the template as it came" in page.words
    assert not page.offers("Load")
    assert [box.label for box in page.app.checkbox] == []


def test_a_slip_in_a_measure_is_read_as_the_near_one_and_added_only_on_purpose(page: UploadPage) -> None:
    page.drop("slip.csv", f"{HEAD}{MEASURE.replace('-', '_')},ALDER-NG,2014-01-06,17,24\n".encode())
    [add] = [box for box in page.app.checkbox if "not known yet" in box.label]
    assert not add.value
    assert not page.offers("Load")
    page.tick(f"“{MEASURE.replace('-', '_')}” is not known. Read it as")
    assert "1 row read: 1 new." in page.words
    assert page.offers("Load 1 row")


def test_a_measure_that_is_not_known_is_quoted_as_the_file_writes_it(page: UploadPage) -> None:
    page.drop("wide.csv", b"Measure,Jan 2014,Feb 2014\nSleep Well (HDU),5,6\n")
    [add] = [box.label for box in page.app.checkbox if "not known yet" in box.label]
    assert add == "This file names 1 measure that is not known yet (“Sleep Well (HDU)”): add it"


def test_what_identifies_a_patient_is_offered_nowhere(page: UploadPage) -> None:
    page.drop("secret.csv", f"{HEAD}943 476 5919,943 476 5919,2014-01-06,17,24\n".encode())
    labels = [one.label for kind in (page.app.checkbox, page.app.selectbox, page.app.text_input) for one in kind]
    assert "943" not in " ".join([page.words, *labels])
    assert "his cell holds an NHS number" in page.words


def test_a_count_of_what_is_to_mend_stands_once(page: UploadPage) -> None:
    page.drop("wrong.csv", f"{HEAD}{MEASURE},ALDER-NG,31/04/2014,17,24\n{MEASURE},ALDER-NG,2014-01-06,x,24\n".encode())
    assert page.words.count("2 things to mend") == 1
    assert "2 rows read. Nothing can be loaded yet." in page.words


def test_what_is_to_mend_and_the_rows_left_out_are_counted_each_by_its_name(page: UploadPage) -> None:
    """Rows 2 and 3 have one key and differ: one thing to mend, in two rows."""
    weeks = "".join(
        f"{MEASURE},ALDER-NG,{day},{top},24\n"
        for day, top in (("2014-01-06", 17), ("2014-01-06", 18), ("2014-01-13", 9))
    )
    page.drop("twice.csv", f"{HEAD}{weeks}".encode())
    assert "1 thing to mend, in 2 rows" in page.words
    assert [box.label for box in page.app.checkbox][-1] == "Load the good rows and leave out the 2 with a mistake"


def test_without_a_name_the_page_says_what_is_missing(page: UploadPage) -> None:
    del page.app.session_state["person_name"]
    page.drop("good.csv", f"{HEAD}{MEASURE},ALDER-NG,2014-01-06,17,24\n".encode())
    assert "Write your name above; then a button to load appears here." in page.words
    assert not page.offers("Load")


def test_what_is_still_to_match_and_then_to_answer_is_told_apart_and_rows_left_out_are_named(page: UploadPage) -> None:
    page.drop("kinds.csv", b"period_start,unit_id,value,kind\n2014-01-06,RNB,3,1\n2014-01-06,RNB,4,2\n")
    page.choose("What does it hold?", "measurements")
    assert "Still to match under" in page.words
    labels = [getattr(element, "label", "") for element in page.app.main]
    assert labels.index("measure_id") < labels.index("Other columns with one value for every row")
    page.write("measure_id", "NEW-1").tick("This file names 1 measure")
    assert "Still to answer above:" in page.words
    assert "Still to match" not in page.words
    assert "Asked once. It can be changed later." in page.words
    page.choose("Keep only rows by a column", "kind").pick("Keep rows where kind is", ["1"])
    assert "Only rows where kind is 1." in page.words


def test_a_new_rate_is_asked_per_how_many_it_counts(page: UploadPage) -> None:
    rows = "measure_id,unit_id,period_start,numerator,denominator\nFALLS-9,RNB,2014-01-06,3,900\n"
    page.drop("rate.csv", rows.encode()).tick("This file names 1 measure")
    page.choose("Which way is better?", "decrease").choose("What kind of measure?", "outcome")
    page.choose("What is a value?", "rate")
    assert "Still to answer above: Per how many?" in page.words
    page.choose("Per how many?", "1000")
    assert "1 row read: 1 new. Made on the way: 1 new in measures." in page.words


def test_the_level_of_new_units_is_asked_and_what_their_names_say_is_offered(page: UploadPage) -> None:
    rows = f"{HEAD}{MEASURE},Yew ward,2014-01-06,17,24\n{MEASURE},Fir ward,2014-01-06,17,24\n"
    page.drop("units.csv", rows.encode()).tick("This file names 2 units")
    assert page.chosen("What are all 2 of them?") == "ward"
    assert "Stored with this level, directly below your organisation." in page.words
    desk = f"measure_id,unit_id,period_start,value,n_cases,note\n{MEASURE},Zinc desk,2014-01-06,70,24,\n"
    page.drop("desk.csv", desk.encode()).tick("This file names 1 unit")
    assert page.chosen("What is it?") == "team"


def test_rows_left_out_are_handed_back_and_once_mended_load_with_the_choices_made(page: UploadPage) -> None:
    page.app.session_state["person_name"] = "Ada"
    rows = f"Code of it,When,Reading\n{MEASURE},31/04/2011,- 3\n{MEASURE},01/04/2011,4\n".encode()
    page.drop("x.csv", rows).choose("What does it hold?", "measurements")
    page.choose("measure_id", "Code of it").choose("period_start", "When").choose("value", "Reading")
    page.tick("This is the whole list").tick("Load the good rows").press("Load 1 row")
    assert "1 row with a mistake left out." in page.words
    assert "Download the 1 row to mend" in [one.proto.label for one in page.app.get("download_button")]
    page.press("Upload another file")
    wrong = "Row 2 of x.csv: column “When”: no real date"
    mended = f"Code of it,When,Reading,problem\n{MEASURE},30/04/2011,3,{wrong}\n"
    page.drop("to_mend_x.csv", mended.encode())
    assert page.chosen("measure_id") == "Code of it"
    assert [box.value for box in page.app.checkbox if box.label.startswith("This is the whole list")] == [False]
    assert "1 row read: 1 new." in page.words


def test_falls_and_bed_days_are_offered_as_a_rate(page: UploadPage) -> None:
    page.drop("falls.csv", b"Measure,Ward / unit,Month,Falls,Bed days\nFalls on wards,RNB,Jan-14,3,900\n")
    page.tick("This file names 1 measure")
    assert page.chosen("What is a value?") == "rate"


def test_of_many_columns_the_sample_shows_the_key_and_what_must_be_filled(page: UploadPage) -> None:
    learner = row("training", person_key="p1", session_date="2014-01-06", unit_id="")
    page.drop("training.csv", csv_text("training", [learner]).encode())
    said = page.words
    assert "The first rows, as they were understood; " in said
    assert "more columns not shown" in said
    sample = said[said.index("as they were understood") :]
    assert all(name in sample for name in ("person_key", "course_id", "session_date", "dose_level"))
