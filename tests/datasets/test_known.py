"""What is known when a file is checked, and how one file teaches the next."""

from __future__ import annotations

from qi_eval.datasets.known import Known
from tests.build import row, table


def test_ids_are_compared_without_regard_to_case_and_kept_as_they_were_written() -> None:
    known = Known().plus("units", "unit_id", ["W07", "Ward-8b"])
    assert known.of("units", "unit_id") == {"w07": "W07", "ward-8b": "Ward-8b"}
    assert known.nearest("units", "unit_id", "WARD8B") == "Ward-8b"
    assert known.nearest("units", "unit_id", "theatre") is None
    assert known.nearest("projects", "project_id", "P1") is None


def test_a_code_with_other_digits_is_offered_only_where_it_is_much_like_it() -> None:
    known = Known().plus("measures", "measure_id", ["P053-1", "P001-2"])
    assert known.nearest("measures", "measure_id", "M031") is None
    assert known.nearest("measures", "measure_id", "P0531") == "P053-1"
    assert known.nearest("measures", "measure_id", "P01-2") == "P001-2"


def units(known: Known) -> Known:
    tree = [
        row("units", unit_id="D1", unit_level="division", parent_unit_id="RNB"),
        row("units", unit_id="RNB"),
        row("units", unit_id="W1", unit_level="ward", parent_unit_id="D1"),
    ]
    return known.learn("units", table("units", tree))


def test_the_organisation_is_the_home_of_what_has_none() -> None:
    assert units(Known()).homes == {"": "RNB"}


def test_among_several_organisations_the_one_with_most_units_is_home_unless_a_setting_names_another() -> None:
    other = [
        row("units", unit_id="RQM", org_code="RQM"),
        row("units", unit_id="RQM-1", org_code="RQM", parent_unit_id="RQM", unit_level="ward"),
    ]
    known = units(Known().learn("units", table("units", other)))
    assert known.homes == {"": "RNB"}
    named = [row("settings", key="Home_Organisation", value="rqm", applies_to="")]
    assert known.learn("settings", table("settings", named)).homes == {"": "RQM"}


def test_a_measure_lives_where_its_project_does() -> None:
    known = units(Known()).learn("projects", table("projects", [row("projects", project_id="P1", unit_id="W1")]))
    measures = [
        row("measures", measure_id="M1", project_id="p1"),
        row("measures", measure_id="M2", project_id=None, value_type="rate", multiplier=1000),
    ]
    known = known.learn("measures", table("measures", measures))
    assert known.homes == {"": "RNB", "m1": "W1", "m2": "RNB"}
    assert known.value_types == {"m1": "proportion", "m2": "rate"}
    assert known.multipliers == {"m2": 1000.0}
    assert known.of("measures", "measure_id") == {"m1": "M1", "m2": "M2"}


def test_a_corrected_measure_loses_what_it_said_before() -> None:
    rate = table("measures", [row("measures", value_type="rate", multiplier=1000)])
    known = Known().learn("measures", rate).learn("measures", table("measures", [row("measures")]))
    assert known.value_types == {"m031": "proportion"}
    assert known.multipliers == {}


def test_a_file_that_nothing_refers_to_teaches_nothing() -> None:
    assert Known().learn("training", table("training", [row("training")])) == Known()
