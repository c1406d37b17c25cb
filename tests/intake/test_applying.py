"""A mapping applied: files as they are become files of ours."""

from __future__ import annotations

from typing import Any

import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.intake.applying import KEY_LENGTH, apply, pseudonym
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.reading import Cells, Refused, read
from tests.build import known
from tests.intake.given import TODAY, column, errors, warnings

SECRET = b"a secret of 32 bytes, for example"
FILE = """Ward,Month,Type,Hits,Of,Staff No
7B,2025-03-01,1,17,24,100
7B,2025-04-01,2,18,24,101
Total,,,35,48,
"""
BASE = {
    "rename": {"unit_id": "Ward", "period_start": "Month", "numerator": "Hits", "denominator": "Of"},
    "constant": {"measure_id": "M031"},
    "drop": ("Type", "Staff No"),
    "units": {"7b": "RNB"},
    "total_rows": "Total",
}


def applied(text: str = FILE, dataset: str = "measurements", **mapping: Any) -> Cells:
    given = Mapping("mine", dataset, **{**(BASE if text == FILE else {}), **mapping})
    return apply(read(text.encode(), "f.csv"), given, BY_NAME[dataset], secret=SECRET)


def loaded(*args: Any, dataset: str = "measurements", **mapping: Any) -> Checked:
    return check(applied(*args, dataset=dataset, **mapping), BY_NAME[dataset], known(), today=TODAY)


def refused(**mapping: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        applied(**mapping)
    return [problem.message for problem in caught.value.problems]


def test_columns_are_renamed_dropped_and_added_and_total_rows_left_out():
    result = loaded()
    assert (errors(result), warnings(result)) == ([], [(4, None, "total_left_out")])
    assert column(result, "measure_id") == ["M031", "M031"]
    assert column(result, "unit_id") == ["RNB", "RNB"]
    assert column(result, "numerator") == [17.0, 18.0]
    assert result.table["row_no"].to_pylist() == [2, 3]


def test_only_rows_with_the_wanted_value_are_kept_and_the_others_counted():
    cells = applied(keep={"type": ("1",)}, drop=("Staff No",))
    assert cells.row_numbers.to_pylist() == [2]
    assert cells.set_aside == 2
    assert "Type" not in cells.header


def test_a_problem_names_the_column_of_the_file_and_a_constant_by_our_name():
    wrong = loaded(FILE.replace("17", "many"), **BASE)
    assert errors(wrong) == [(2, "Hits", "not_a_number")]
    constant = loaded(constant={"measure_id": "M0X1"})
    assert errors(constant) == [(None, "measure_id", "unknown_reference")]
    assert constant.whole_file


def test_a_staff_number_becomes_a_key_that_cannot_be_turned_back():
    cells = applied(
        FILE.replace("Staff No", "response_id"), **{**BASE, "drop": (), "pseudonym": {"note": "response_id"}}
    )
    keys = cells.column("note").to_pylist()
    assert [len(key) for key in keys] == [KEY_LENGTH] * 2
    assert keys[0] == pseudonym(" 100 ", SECRET) != pseudonym("100", b"another secret")
    assert pseudonym("ab1", SECRET) == pseudonym("AB1", SECRET)
    assert pseudonym("  ", SECRET) == ""
    assert not {"response_id"} & set(cells.header)


def test_dropped_columns_never_meet_the_privacy_check():
    text = "unit_id,unit_name,unit_level,org_code,Patient name\nU1,One,ward,RNB,943 476 5919\n"
    assert len(errors(loaded(text, dataset="units"))) == 2
    assert errors(loaded(text, dataset="units", drop=("Patient name", "not there"))) == []


def test_a_column_that_the_mapping_takes_from_elsewhere_shadows_the_files_own():
    text = "measure_id,unit_id,period_start,value,Score\nM031,RNB,2025-03-03,1,70\n"
    assert column(loaded(text, rename={"value": "Score"}), "value") == [70.0]


def test_one_column_may_serve_twice():
    text = "measure_id,unit_id,period_start,n\nM031,RNB,2025-03-03,17\n"
    result = loaded(text, rename={"numerator": "n", "denominator": "n"})
    assert (column(result, "numerator"), column(result, "denominator")) == ([17.0], [17.0])


def test_words_become_codes_without_regard_to_case():
    text = "project_id,title,Kind,unit_id,status,start_date,stage\nP1,One,WARD project,RNB,active,2025-01-01,testing\n"
    mapping = {"rename": {"project_type": "Kind"}, "values": {"project_type": {"Ward project": "service_led"}}}
    assert column(loaded(text, dataset="projects", **mapping), "project_type") == ["service_led"]


def test_several_values_in_a_cell_are_joined_where_they_may_be_and_become_rows_where_not():
    text = "project_id,title,project_type,unit_id,status,start_date,stage,cqc_domains\n"
    text += 'P1,One,strategic,RNB,active,2025-01-01,testing,"Safe, Good care"\n'
    joined = loaded(
        text, dataset="projects", split={"cqc_domains": ","}, values={"cqc_domains": {"good care": "caring"}}
    )
    assert column(joined, "cqc_domains") == ["safe|caring"]
    team = "project_id,person_key,team_role\nP014,k1; k2 ;,lead\nP014,k3,member\n"
    rows = loaded(team, dataset="project_team", split={"person_key": ";"})
    assert column(rows, "person_key") == ["k1", "k2", "k3"]
    assert rows.table["row_no"].to_pylist() == [2, 2, 3]


TRAINING = "person_key,person_type,role_tier,course_id,course_name,dose_level,mode,session_date,State\n" + "".join(
    f"k{n},staff,frontline,QI1,One,many,online,2025-03-03,{state}\n"
    for n, state in enumerate(["Confirmed", "Was there", "Completed", "cancelled"])
)
STATES = {"rename": {"status": "State"}, "values": {"status": {"Confirmed": "booked", "Was there": "attended"}}}


def test_one_status_becomes_booked_attended_and_completed():
    result = loaded(TRAINING, dataset="training", **STATES)
    assert column(result, "booked") == [True, True, True, False]
    assert column(result, "attended") == [False, True, True, False]
    assert column(result, "completed") == [False, False, True, False]


def test_a_status_without_a_translation_is_named_with_its_row():
    text = TRAINING.replace("Was there", "Somewhere")
    with pytest.raises(Refused) as caught:
        applied(text, "training", **STATES)
    [problem] = caught.value.problems
    assert problem.message == (
        "The mapping has no translation for 'Somewhere' of the column \"State\", first met in row 3. Add it under "
        "[values.status] as one of: booked, attended, completed, cancelled."
    )


def test_a_mapping_that_does_not_fit_the_file_says_everything_at_once():
    told = refused(rename={"unit_id": "Wrad", "numerotor": "Hits"}, keep={"Kind": ("1",)}, constant={"measure": "M"})
    assert told == [
        'The mapping \'mine\' takes unit_id from "Wrad", but the file has no such column. Did you mean "Ward"?',
        "The mapping 'mine' keeps rows by \"Kind\", but the file has no such column. "
        "It has: Ward, Month, Type, Hits, Of, Staff No.",
        "The mapping 'mine' names numerotor, which is no column of measurements. Did you mean numerator?",
        "The mapping 'mine' names measure, which is no column of measurements. Did you mean measure_id?",
    ]


def test_a_mapping_that_leaves_no_row_is_refused():
    assert refused(keep={"Type": ("9",)}) == [
        "The mapping 'mine' leaves no row of the file. Look at keep and total_rows."
    ]


def test_total_rows_may_begin_with_the_word():
    text = FILE.replace("Total,,", "Total for the year,,").replace("7B,2025-04", "Totally 7B,2025-04")
    assert applied(text, **BASE).rows == 3
    assert applied(text, **{**BASE, "total_rows": "Total for*"}).rows == 2


def test_no_mapping_leaves_a_good_file_as_it_is():
    text = "Measure ID,unit_id,period_start,value\nM031,RNB,2025-03-03,70\n"
    cells = applied(text)
    assert cells.header == ("measure_id", "unit_id", "period_start", "value")
    assert cells.source_of(0) == "Measure ID"


COMMAS = "measure_id;unit_id;period_start;value\nM-MEAN;RNB;2025-01-01;{}\nM-MEAN;RNB;2025-02-01;{}\n"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("72,5", "70"), [72.5, 70.0]),
        (("1,234", "-0,5"), [1.234, -0.5]),
        (("1.234,5", "3.5"), [1234.5, 3.5]),
        ((" 80,25 %", "80"), [80.25, 80.0]),
    ],
)
def test_commas_stand_for_decimals_where_the_mapping_says_so(cells: tuple[str, str], values: list[float]):
    found = applied(COMMAS.format(*cells), decimal_comma=True)
    means = known().plus("measures", "measure_id", ["M-MEAN"])
    result = check(found, BY_NAME["measurements"], means, today=TODAY)
    assert column(result, "value") == values
    assert errors(result) == []


@pytest.mark.parametrize("text", ["1.234", "1.234.567", "1,234,567", "1,234.5"])
def test_a_number_that_stays_doubtful_refuses_the_file(text: str):
    with pytest.raises(Refused) as caught:
        applied(COMMAS.format("72,5", text), decimal_comma=True)
    assert [(one.row, one.column, one.rule) for one in caught.value.problems] == [(3, "value", "decimal_points")]
    assert f"'{text}' may then be meant in two ways" in caught.value.problems[0].message
