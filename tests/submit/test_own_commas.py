"""Decimal commas in a team's own table: read where nothing else can be meant, and said; 1,234 stays 1234."""

from __future__ import annotations

import pytest

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.submit.own_rows import rows_of_text
from qi_eval.submit.own_series import own_series
from qi_eval.submit.own_table import table_of
from tests.submit.own import TODAY, filed, messages, pasted

MONTHS = ("Jan 2024", "Feb 2024", "Mar 2024")


def table(cells: list[str], header: str = "Month;Minutes", between: str = ";") -> str:
    """Three months with these cells."""
    rows = (between.join([month, cell]) for month, cell in zip(MONTHS, cells, strict=True))
    return "\n".join([header.replace(";", between), *rows])


@pytest.mark.parametrize("between", [";", "\t"])
def test_decimal_commas_are_read_and_it_is_said(between: str) -> None:
    series = pasted(table(["3,5", "12,75", "4"], between=between))
    assert series.kind is OwnKind.MEASUREMENT
    assert series.values == (3.5, 12.75, 4)
    assert "Commas stand for decimals: read 3,5 as 3.5." in series.understood
    assert series.problems == ()


def test_a_file_is_read_like_a_paste() -> None:
    assert filed(table(["3,5", "12,75", "4,0"]).encode(), "waits.csv").values == (3.5, 12.75, 4)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["80,5%", "81,25 %", "90%"], (80.5, 81.25, 90)),
        (["-3,5", "0,125", "1,0625"], (-3.5, 0.125, 1.0625)),
        (["3.5", "4,5", "1200,75"], (3.5, 4.5, 1200.75)),
    ],
)
def test_a_comma_that_cannot_part_thousands_is_a_point(cells: list[str], values: tuple[float, ...]) -> None:
    assert pasted(table(cells), OwnAnswers(is_fraction=False)).values == values


def test_thousands_stay_thousands() -> None:
    series = pasted(table(["1,234", "2,345", "990"]))
    assert series.values == (1234, 2345, 990)
    assert "Commas stand between thousands: read 1,234 as 1234." in series.understood


def test_one_number_that_may_speak_against_it_leaves_each_to_be_mended() -> None:
    series = pasted(table(["3,5", "4", "1,234"]))
    assert series.values == pytest.approx((float("nan"), 4, 1234), nan_ok=True)
    assert "'3,5' is not a number: write a point for decimals, 3.5." in messages(series)


def days(*cells: str) -> str:
    """A table of the days of January with these cells."""
    return "\n".join(["Day;Wait", *(f"{place:02}/01/2024;{cell}" for place, cell in enumerate(cells, start=1))])


def test_three_digits_behind_a_comma_are_decimals_where_most_numbers_show_that_they_are() -> None:
    series = pasted(days("12,5", "13,25", "11,125", "14,75", "1.204,5"))
    assert series.values == (12.5, 13.25, 11.125, 14.75, 1204.5)
    assert "Commas stand for decimals: read 11,125 as 11.125." in series.understood


@pytest.mark.parametrize("odd", [("12,34,567",), ("1.204,5", "1.204")])
def test_the_few_numbers_that_can_be_read_are_not_shown_alone(odd: tuple[str, ...]) -> None:
    series = pasted(days("12,5", "13,25", "11", *odd))
    assert series.values == ()
    assert "could be read, so none is shown" in messages(series)


def test_a_denominator_is_read_and_named_too() -> None:
    rows = "Jan 2024;3;1,5\nFeb 2024;4;2,5\nMar 2024;5;2,0\n"
    series = pasted(f"Month;Falls;Bed days\n{rows}", OwnAnswers(multiplier=1.0))
    assert series.values == (2, 1.6, 2.5)
    assert "Commas stand for decimals: read 1,5 as 1.5." in series.understood


def test_a_row_typed_later_is_read_the_same_way() -> None:
    found = table_of(rows_of_text(table(["3,5", "12,75", "4"]))).with_rows([{"Month": "Apr 2024", "Minutes": "5,25"}])
    assert own_series(found, OwnAnswers(), today=TODAY).values == (3.5, 12.75, 4, 5.25)


def test_bays_with_a_comma_among_words_are_no_numbers() -> None:
    series = pasted("Month;Falls;Notes\nJan 2024;3;bays 1 and 3\nFeb 2024;4;3,5\nMar 2024;2;none\n")
    assert series.notes == ("bays 1 and 3", "3,5", "none")
