"""The measures that a file names, as a page asks about them."""

from __future__ import annotations

from datetime import date

from qi_eval.datasets import BY_NAME
from qi_eval.intake.checking import check
from qi_eval.intake.mapping import Mapping, apply
from qi_eval.intake.reading import read
from qi_eval.submit.creating import measures_named, with_measure_ids
from tests.build import known

OURS = Mapping("ours", "measurements")


def test_a_measure_is_named_as_the_file_writes_it_and_what_identifies_people_is_not() -> None:
    rows = "measure_name,period_start,value\nFalls per bed day,2024-01-01,3\n943 476 5919,2024-01-01,3\n"
    assert list(measures_named(read(rows.encode(), "counts.csv"), OURS).values()) == ["Falls per bed day"]


def unknown_measures(*rows: str) -> list[str]:
    """What is said of each measure that is not known, of a file of project, measure, month and value."""
    data = "\n".join(["project_id,Indicator,period_start,value", *rows]).encode()
    mapping = Mapping("theirs", "measurements", rename={"measure_name": "Indicator"})
    cells, mapping, _ = with_measure_ids(read(data, "counts.csv"), mapping)
    cells = apply(cells, mapping, BY_NAME["measurements"], secret=b"")
    checked = check(cells, BY_NAME["measurements"], known(), today=date(2026, 1, 1))
    return [one.message for one in checked.problems if one.rule == "unknown_reference"]


def test_of_a_made_id_the_file_s_own_name_and_header_are_told() -> None:
    said = "measure 'Sleep (HDU)' is not known. Add it to measures.csv and load that first."
    messages = unknown_measures("P014,Sleep (HDU),2024-01-01,3", "p014,Sleep (HDU),2024-02-01,3")
    assert messages == [f'Row {row}, column "Indicator": {said}' for row in (2, 3)]


def test_a_measure_stored_under_another_id_is_found_by_its_name() -> None:
    assert unknown_measures("P014,Antibiotics within one hour,2024-01-01,3") == [
        "Row 2, column \"Indicator\": 'Antibiotics within one hour' is the name of M031: "
        "write M031 in a column measure_id."
    ]
