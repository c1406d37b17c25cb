"""Lists of reasons: how often each was named; spelt differently they are one, totals and blanks are none."""

from __future__ import annotations

import pytest

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.submit import Refused
from qi_eval.submit.own_kinds import OwnKinds, kinds_in, kinds_of_rows
from qi_eval.submit.own_rows import rows_of_text
from qi_eval.submit.own_series import own_series
from qi_eval.submit.own_table import table_of
from tests.submit.own import TODAY


def kinds(text: str) -> OwnKinds | None:
    """The kinds of a pasted list."""
    return kinds_of_rows(rows_of_text(text), today=TODAY)


def counted(text: str) -> dict[str, float]:
    """The same as a dictionary."""
    found = kinds(text)
    assert found is not None
    return dict(found.counts)


def dated(text: str, kind: OwnKind | None = None) -> OwnKinds | None:
    """The kinds in a table with dates."""
    table = table_of(rows_of_text(text))
    return kinds_in(table, own_series(table, OwnAnswers(kind=kind), today=TODAY), today=TODAY)


def test_reasons_that_stand_there_many_times_are_counted() -> None:
    text = "Reason\nNo staff\nno staff\nNo beds\nNo staff\n\nn/a\nNo beds\n"
    assert counted(text) == {"No staff": 3, "No beds": 2}
    found = kinds(text)
    assert found is not None
    assert found.name == "Reason"
    assert "Left out: n/a." in found.understood


def test_kinds_with_their_counts_are_taken_with_them_and_a_total_is_none() -> None:
    assert counted("Place\tFalls\nBathroom\t12\nBedside\t30\nTotal\t42") == {"Bathroom": 12, "Bedside": 30}
    assert counted("Bathroom,12\nBedside,30\nBathroom,3") == {"Bathroom": 15, "Bedside": 30}


@pytest.mark.parametrize("text", ["We had a good week", "One reason\nAnother reason", "12\n13\n14", "Total\t4"])
def test_what_cannot_be_compared_is_no_list_of_reasons(text: str) -> None:
    assert kinds(text) is None


def test_a_header_that_names_people_is_refused() -> None:
    with pytest.raises(Refused):
        kinds("Patient name,Reason\nx,Late\ny,Late\nz,Lost")


def test_events_with_a_column_of_places_are_counted_by_place() -> None:
    places = ["Bed", "Bed", "Chair", "Bed", "Chair", "Chair"]
    rows = [f"{day} Jan 2024,{place}" for day, place in zip((2, 3, 9, 10, 21, 30), places, strict=True)]
    found = dated("\n".join(["Date of fall,Where", *rows]))
    assert found is not None
    assert (found.name, dict(found.counts)) == ("Where", {"Bed": 3, "Chair": 3})


def test_counts_by_place_are_added_and_percentages_are_not() -> None:
    rows = [f"2024-0{1 + i // 2}-01,{('A', 'B')[i % 2]},{i}" for i in range(8)]
    found = dated("\n".join(["Month,Ward,Falls", *rows]))
    assert found is not None
    assert dict(found.counts) == {"A": 0 + 2 + 4 + 6, "B": 1 + 3 + 5 + 7}
    assert dated("\n".join(["Month,Ward,Minutes", *rows]), OwnKind.MEASUREMENT) is None
