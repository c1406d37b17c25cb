"""The one sentence that a column says of its cells."""

from __future__ import annotations

import pytest

from qi_eval.datasets.column import boolean, code, codes, date, ident, number, text, whole
from qi_eval.vocabulary import BundleRole


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (ident("x", ""), "Write a short code."),
        (ident("x", "", refers=("units", "unit_id")), "Write the unit_id of a row in units."),
        (text("x", ""), "Write plain text, at most 10,000 characters."),
        (code("x", BundleRole, ""), "Write one of: element, all_or_none."),
        (codes("x", BundleRole, ""), "Write one or more, joined by |: element, all_or_none."),
        (date("x", ""), "Write it as 2024-04-30 or 30/04/2024."),
        (whole("x", ""), "Write a whole number, 0 or more."),
        (whole("x", "", low=1, high=5), "Write a whole number from 1 to 5."),
        (number("x", ""), "Write a number, with a point for decimals."),
        (boolean("x", ""), "Write true or false (yes, no, 1 and 0 are understood)."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_tells_what_to_write(column: object, sentence: str) -> None:
    assert column.expects == sentence  # type: ignore[attr-defined]
