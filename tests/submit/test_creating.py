"""The measures that a file names, as a page asks about them."""

from __future__ import annotations

from qi_eval.intake.mapping import Mapping
from qi_eval.intake.reading import read
from qi_eval.submit.creating import measures_named

OURS = Mapping("ours", "measurements")


def test_a_measure_is_named_as_the_file_writes_it_and_what_identifies_people_is_not() -> None:
    rows = "measure_name,period_start,value\nFalls per bed day,2024-01-01,3\n943 476 5919,2024-01-01,3\n"
    assert list(measures_named(read(rows.encode(), "counts.csv"), OURS).values()) == ["Falls per bed day"]
