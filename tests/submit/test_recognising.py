"""Units are recognised by their names: offered where one is meant, never where two could be."""

from __future__ import annotations

import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.reading import read
from qi_eval.submit import likely_units, nearest_units, unknown_units
from tests.build import csv_text

NAMES = {
    "W07": "Alder ward (older people)",
    "W08": "Birch ward",
    "S7A": "Ward 7A",
    "S7B": "Ward 7B",
    "ED-N": "Emergency department, Northbank",
    "ED-R": "Emergency department, Riverside",
    "CHW": "Children's ward",
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Alder Ward", "W07"),
        ("alder", "W07"),
        ("162 Alder Ward", "W07"),
        ("Aldr Ward", "W07"),
        ("BIRCH  WARD ", "W08"),
        ("w08", "W08"),
        ("7B Ward", "S7B"),
        ("Ward 7A", "S7A"),
        ("Childrens Ward", "CHW"),
        ("Emergency Dept, Northbank", "ED-N"),
    ],
)
def test_a_name_is_offered_as_the_unit_that_bears_it(text: str, unit: str) -> None:
    assert likely_units([text], NAMES, {}) == {text: unit}


@pytest.mark.parametrize("text", ["Ward 7C", "Emergency department", "Cherry ward", "Ward", "999"])
def test_what_fits_no_unit_or_two_is_left_to_the_person(text: str) -> None:
    assert likely_units([text], NAMES, {}) == {}


def test_a_name_that_was_matched_before_is_known_again() -> None:
    assert likely_units(["Old ward 12"], NAMES, {"OLD WARD 12": "W08"}) == {"Old ward 12": "W08"}
    assert likely_units(["Old ward 12"], NAMES, {"Old ward 12": "closed long ago"}) == {}


def test_the_likeliest_stand_at_the_top_of_the_list() -> None:
    assert set(nearest_units("Emergency department", NAMES)[:2]) == {"ED-N", "ED-R"}


FILE = b"measure_id,period_start,Ward,value\nM1,2026-01-01,Alder Ward,1\nM1,2026-01-01,W08,2\nTotal,,Trust,3\n"


def test_only_names_in_rows_that_are_read_and_not_yet_matched_are_asked_for() -> None:
    cells, dataset = read(FILE, "f.csv"), BY_NAME["measurements"]
    mapping = Mapping("", "measurements", rename={"unit_id": "Ward"}, total_rows="Total")
    assert unknown_units(cells, mapping, dataset, NAMES) == ("Alder Ward",)
    matched = Mapping("", "measurements", rename={"unit_id": "Ward"}, total_rows="Total", units={"alder ward": "W07"})
    assert unknown_units(cells, matched, dataset, NAMES) == ()


def test_the_unit_of_a_template_s_example_is_not_asked_for() -> None:
    example = BY_NAME["measurements"].example
    own = example | {"unit_id": "Oak ward"}
    cells = read(csv_text("measurements", [example, own]).encode(), "measurements.csv")
    assert unknown_units(cells, Mapping("", "measurements"), BY_NAME["measurements"], {}) == ("Oak ward",)
