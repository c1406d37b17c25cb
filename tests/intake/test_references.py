"""Ids: known ones are written as the store writes them, unknown ones are named with the nearest."""

from __future__ import annotations

import pytest

from qi_eval.datasets.known import Known
from tests.build import csv_text, known, row, table
from tests.intake.given import GOOD, checked, column, errors, lines, warnings


def unit(unit_id: str, parent: str | None = "RNB", level: str = "ward") -> dict[str, str]:
    return row("units", unit_id=unit_id, parent_unit_id=parent, unit_level=level)


def units(*rows: dict[str, str]) -> str:
    return csv_text("units", rows)


def test_an_id_is_known_without_regard_to_case_and_spaces():
    result = checked(lines(GOOD.replace("M031,RNB", " m031 ,rnb")))
    assert (column(result, "measure_id"), column(result, "unit_id")) == (["M031"], ["RNB"])


@pytest.mark.parametrize(("change", "name", "near"), [("M031", "measure_id", "M031"), ("RNB", "unit_id", "RNB")])
def test_an_unknown_id_is_refused_with_the_nearest(change: str, name: str, near: str):
    result = checked(lines(GOOD, GOOD.replace(change, change[:-1] + "X")))
    assert errors(result) == [(3, name, "unknown_reference")]
    assert f"Did you mean '{near}'?" in result.problems[0].message


def test_an_empty_store_is_told_what_to_load_first():
    [unknown, *_] = checked(lines(GOOD), given=Known()).problems
    assert unknown.message.endswith("measure 'M031' is not known: no measures are stored yet. Load measures.csv first.")


def test_an_id_that_may_come_later_is_a_warning_and_kept():
    result = checked(csv_text("projects", [row("projects", aim_measure_id="M999")]), "projects")
    assert (errors(result), warnings(result)) == ([], [(2, "aim_measure_id", "unknown_reference")])
    assert column(result, "aim_measure_id") == ["M999"]


def test_a_blank_unit_is_the_measures_own():
    at_home = known()
    at_home.homes["m031"] = "rnb-own"
    assert column(checked(lines(GOOD.replace("RNB", "")), given=at_home), "unit_id") == ["rnb-own"]
    assert column(checked(lines("M031,2025-03-03,1", header="measure_id,period_start,value")), "unit_id") == ["RNB"]


def test_a_blank_unit_without_a_home_is_an_error():
    homeless = Known(ids=known().ids)
    assert errors(checked(lines(GOOD.replace("RNB", "")), given=homeless)) == [(2, "unit_id", "no_home")]


def test_rows_may_refer_to_rows_of_the_same_file_in_any_order_and_case():
    result = checked(units(unit("W1", "d1"), unit("D1", "RNX", "division"), unit("RNX", None, "organisation")), "units")
    assert errors(result) == []
    assert column(result, "parent_unit_id") == ["D1", "RNX", None]


def test_a_parent_that_is_nowhere_is_an_error():
    result = checked(units(unit("W1", "DIV7"), unit("DIV1", "RNB")), "units")
    assert errors(result) == [(2, "parent_unit_id", "unknown_reference")]
    assert "Did you mean 'DIV1'? If it is new, add it to this file." in result.problems[0].message


def test_the_good_rows_never_refer_to_a_refused_one():
    wrong = {**unit("D1", "RNB", "division"), "headcount": "many"}
    result = checked(units(unit("W1", "D1"), wrong, unit("T1", "W1", "team"), unit("W2", "RNB")), "units")
    assert sorted(errors(result)) == [
        (2, "parent_unit_id", "refused_reference"),
        (3, "headcount", "not_a_number"),
        (4, "parent_unit_id", "refused_reference"),
    ]
    assert "'D1' stands in row 3, which has an error itself" in result.problems[0].message
    assert column(result, "unit_id") == ["W2"]


def test_a_refused_row_that_is_stored_already_may_be_referred_to():
    wrong = {**unit("RNB", None, "organisation"), "headcount": "many"}
    result = checked(units(wrong, unit("W1", "RNB")), "units")
    assert column(result, "unit_id") == ["W1"]


def test_a_circle_is_an_error_in_each_of_its_rows():
    result = checked(units(unit("W1", "W2"), unit("W2", "W3"), unit("W3", "W1"), unit("W4", "W1")), "units")
    circle = [row for row, _, rule in errors(result) if rule == "circular_reference"]
    assert circle == [2, 3, 4]


def test_ids_of_one_file_are_written_as_they_came_first():
    rows = [row("training", course_id="QI2"), row("training", course_id="qi2", session_date="2025-03-10")]
    assert column(checked(csv_text("training", rows), "training"), "course_id") == ["QI2", "QI2"]


def wards(**names: str) -> Known:
    """What a store knows that holds the organisation and wards by these ids and names."""
    found = [row("units"), *(unit(ident.replace("_", " ")) | {"unit_name": name} for ident, name in names.items())]
    return known().learn("units", table("units", found))


def unknown_unit(text: str, given: Known) -> str:
    """What is said of a unit_id that nothing stored has."""
    [problem] = checked(lines(GOOD.replace("RNB", text)), given=given).problems
    return problem.message


def test_the_name_of_a_stored_unit_is_told_its_id_and_no_other_unit():
    given = wards(OAK="Oak Ward", Elm_Ward="Elm Ward")
    assert unknown_unit("oak  ward", given).endswith("'oak  ward' is no unit_id but the name of OAK: write OAK.")
    assert unknown_unit("Oak Wards", given).endswith(
        "unit 'Oak Wards' is not known. Did you mean 'OAK', which has nearly this name? If it is new, add it to "
        "units.csv and load that first."
    )
    assert "Did you mean" not in unknown_unit("Ash Ward", given)


def test_a_name_that_two_units_share_is_told_with_both():
    message = unknown_unit("Oak Ward", wards(OAK1="Oak Ward", OAK2="Oak ward"))
    assert message.endswith("is no unit_id but the name of OAK1 and OAK2: write the one that is meant.")


def test_names_of_projects_and_measures_are_known_too():
    given = known()
    [wrong] = checked(lines(GOOD.replace("M031", "Antibiotics within one hour"))).problems
    assert wrong.message.endswith("the name of M031: write M031.")
    [wrong] = checked(csv_text("measures", [row("measures", project_id="sepsis six in one hour")]), "measures").problems
    assert wrong.message.endswith("the name of P014: write P014.")
    assert given.bearers("units", "unit_id")["northbank (made up)"] == ["RNB"]


def test_a_unit_with_the_name_of_a_stored_one_is_told():
    given = wards(Elm_Ward="Elm Ward")
    fresh = unit("ELM") | {"unit_name": "elm ward"}
    result = checked(units(fresh), "units", given=given)
    assert (errors(result), warnings(result)) == ([], [(2, "unit_name", "same_name")])
    assert "'ELM' has the same name as 'Elm Ward', which is stored." in result.problems[0].message
    assert "write 'Elm Ward' as the unit_id here" in result.problems[0].message


def test_a_unit_of_its_own_name_or_of_another_organisation_is_no_namesake():
    given = wards(Elm_Ward="Elm Ward")
    assert warnings(checked(units(unit("Elm Ward") | {"unit_name": "Elm Ward"}), "units", given=given)) == []
    other = unit("ELM", parent=None) | {"unit_name": "Elm Ward", "org_code": "RQM"}
    assert warnings(checked(units(other), "units", given=given)) == []
