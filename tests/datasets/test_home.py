"""Which organisation is ours, and which units belong to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qi_eval.datasets.home import Home, Unit, home_of

OURS = (
    Unit("RNB", "", "organisation", "RNB"),
    Unit("D1", "RNB", "division", "RNB"),
    Unit("W1", "d1", "ward", "RNB"),
)
ALONE = Unit("RQM", "", "organisation", "RQM")
THEIRS = (ALONE, Unit("RQM-1", "RQM", "ward", "RQM"))
OUR_IDS = ("RNB", "D1", "W1")


def test_without_an_organisation_nobody_is_at_home() -> None:
    assert home_of([]) == Home()
    assert home_of([Unit("W1", "", "ward", "OWN")]) == Home()


def test_the_only_organisation_is_ours_with_every_unit() -> None:
    assert home_of(OURS) == Home("RNB", "RNB")


def test_the_one_with_units_below_it_is_ours_among_others_without() -> None:
    assert home_of([ALONE, *OURS]) == Home("RNB", "RNB", OUR_IDS, others=1)


def test_of_two_with_units_the_one_with_most_is_ours_and_the_other_a_rival() -> None:
    assert home_of([*THEIRS, *OURS]) == Home("RNB", "RNB", OUR_IDS, others=1, rivals=1)


def test_a_setting_decides_by_unit_id_or_code_whatever_the_size() -> None:
    named = [home_of([*THEIRS, *OURS], name) for name in ("RQM", "rqm")]
    assert named == [Home("RQM", "RQM", ("RQM", "RQM-1"), others=1)] * 2
    local = Unit("trust", "", "organisation", "RXX")
    assert home_of([local, *OURS], "rxx").unit == "trust"


def test_a_setting_that_names_nobody_changes_nothing() -> None:
    assert home_of([*THEIRS, *OURS], "RZZ") == home_of([*THEIRS, *OURS])


def test_organisations_without_units_leave_it_open() -> None:
    assert home_of([ALONE, Unit("RNB", "", "organisation", "RNB")]) == Home(others=2)


def test_a_unit_that_hangs_nowhere_is_ours_by_its_code() -> None:
    loose = (Unit("W8", "", "ward", "rnb"), Unit("W9", "", "ward", ""), Unit("X9", "", "ward", "RQM"))
    assert home_of([*OURS, ALONE, *loose]).units == (*OUR_IDS, "W8", "W9")


def test_units_in_a_circle_belong_to_nobody_else() -> None:
    circle = (Unit("A", "B", "ward", "RNB"), Unit("B", "A", "ward", "RNB"))
    assert home_of([*OURS, ALONE, *circle]).units == (*OUR_IDS, "A", "B")


@given(st.permutations([*OURS, *THEIRS, Unit("W2", "W1", "team", "RNB")]))
def test_the_order_of_the_file_does_not_matter(units: list[Unit]) -> None:
    found = home_of(units)
    assert found.unit == "RNB"
    assert set(found.units or ()) == {*OUR_IDS, "W2"}
