"""Rows that sum up a team's table are left out before it is decided what its numbers are, and are named."""

from __future__ import annotations

import time

import pytest

from qi_eval.datasets.own_series import OwnKind
from qi_eval.intake.commas import decimal_comma
from qi_eval.submit.own_sums import is_sum
from tests.submit.own import messages, pasted, weekly

LABELS = (
    *("Total", "Totals:", "Grand total", "TOTAL (all wards)", "Average", "Avg", "Mean", "Annual mean", "All wards"),
    *("12 month average", "Overall (YTD)", "Trust total", "Year to date", "Sub-total"),
)


@pytest.mark.parametrize("label", LABELS)
def test_a_labelled_row_is_left_out_before_the_kind_is_decided(label: str) -> None:
    series = pasted(weekly(["5", "6", "8"], "Week,Falls") + f"\n{label},6.3")
    assert series.kind is OwnKind.COUNT
    assert series.values == (5, 6, 8)
    assert "Row 5 was left out: totals or averages, no data." in series.understood
    assert series.problems == ()


@pytest.mark.parametrize("label", ["All Saints ward", "Meanwood", "Totnes", "Median ward 3", "Sum of us", ""])
def test_what_only_begins_alike_is_no_sum(label: str) -> None:
    assert not is_sum(label)


@pytest.mark.parametrize("number", ["19", "6.3", "6.33", "33%"])
def test_a_number_without_label_or_date_that_sums_up_those_above_is_left_out(number: str) -> None:
    series = pasted(weekly(["5", "6", "8"], "Week,Falls") + f"\n,{number}")
    assert series.kind is OwnKind.COUNT
    assert "Row 5 was left out: below the last date, and without a date of its own." in series.understood
    assert series.problems == ()


def test_a_share_of_all_below_two_counts_leaves_them_counts() -> None:
    series = pasted("Month,Done,Patients\nJan 2024,5,20\nFeb 2024,6,20\nMar 2024,7,20\n,,30%\n")
    assert (series.numerators, series.denominators) == ((5, 6, 7), (20, 20, 20))
    assert series.name == "Done"
    assert len(series.understood) == 2


def test_words_where_a_date_would_stand_below_the_last_one_are_no_data() -> None:
    series = pasted(weekly(["5", "6", "8"], "Week,Falls") + "\nSource: ward audit,\n")
    assert "Row 5 was left out: below the last date, and without a date of its own." in series.understood
    assert series.problems == ()


@pytest.mark.parametrize("cell", ["", "unknown", "tbc", "Decmber", "31/31/2024", "Week 5"])
def test_a_row_that_may_be_data_with_its_date_forgotten_is_named(cell: str) -> None:
    series = pasted(weekly(["5", "6", "8"], "Week,Falls") + f"\n{cell},6")
    assert series.values == (5, 6, 8)
    assert "Row 5" in messages(series)


def test_a_total_of_wards_is_no_ward() -> None:
    text = "Month,Ward,Falls\n" + "".join(f"{month} 2024,{ward},2\n" for month in ("Jan", "Feb") for ward in "AB")
    asked = pasted(f"{text},All wards,8\n").asked("group")
    assert asked is not None
    assert [code for code, _ in asked.options] == ["", "A", "B"]


@pytest.mark.parametrize("cell", ["(" * 10_000, "1" + "," * 10_000 + "x", "all " * 2_500 + "x"])
def test_a_long_cell_costs_little(cell: str) -> None:
    """Patterns that look at every place of a cell from every other take seconds for each such cell."""
    begun = time.process_time()
    assert not is_sum(cell)
    assert decimal_comma([cell]) is None
    assert time.process_time() - begun < 0.1
