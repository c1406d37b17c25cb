"""Bad input, one test a line of the list: a right series or a plain sentence, never an error, nothing silently gone."""

from __future__ import annotations

import math
from datetime import date

import pytest

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.datasets.problem import Severity
from qi_eval.submit import Refused
from qi_eval.submit.own_rows import MOST_ROWS
from qi_eval.vocabulary import Frequency
from tests.submit.own import dates, messages, pasted, weekly


def unknown(values: tuple[float, ...]) -> list[bool]:
    """Which values are not known."""
    return [math.isnan(value) for value in values]


def test_text_where_a_number_should_be_leaves_a_gap_and_is_named() -> None:
    series = pasted(weekly(["3", "many", "4"]))
    assert unknown(series.values) == [False, True, False]
    assert "Row 3, column \"Falls\": 'many' is not a number." in messages(series)


def test_nothing_but_text_is_said_to_hold_no_number() -> None:
    series = pasted(weekly(["few", "some", "many"]))
    assert series.points == 0
    assert len(series.problems) == 3


def test_text_without_any_date_is_refused_with_the_way_to_write_one() -> None:
    with pytest.raises(Refused, match="No dates were found"):
        pasted("We had a good week on the ward")


def test_dates_out_of_order_are_put_in_order_and_it_is_said() -> None:
    series = pasted("Date,Falls\n2024-01-15,3\n2024-01-01,1\n2024-01-08,2\n")
    assert series.values == (1, 2, 3)
    assert "The rows were not in order of time; they are now." in series.understood


def test_repeated_dates_of_counts_are_added_and_it_is_said() -> None:
    series = pasted("Date,Falls\n2024-01-01,3\n2024-01-01,4\n2024-01-08,2\n")
    assert series.values == (7, 2)
    said = "1 date stands in several rows, which were taken together: their counts were added."
    assert said in series.understood


def test_repeated_dates_of_measurements_are_averaged_and_of_percentages_added_in_both_counts() -> None:
    minutes = pasted("Date,Minutes\n2024-01-01,30\n2024-01-01,40\n2024-01-08,20\n")
    assert minutes.values == (35, 20)
    seen = pasted("Date,Met,Seen\n2024-01-01,3,4\n2024-01-01,1,6\n2024-01-08,2,4\n")
    assert seen.values == (100 * (3 + 1) / (4 + 6), 50)


def test_one_point_is_one_point() -> None:
    assert pasted("Date,Falls\n2024-01-01,3\n").values == (3,)


def test_no_points_is_said() -> None:
    with pytest.raises(Refused, match="No dates were found"):
        pasted("Date,Falls\n")
    with pytest.raises(Refused, match="empty"):
        pasted("  \n\n")


def test_all_missing_gives_dates_and_no_value() -> None:
    series = pasted(weekly(["", "", ""]))
    assert unknown(series.values) == [True, True, True]
    assert series.points == 0


@pytest.mark.parametrize("cell", ["inf", "-inf", "1e400", "1e18"])
def test_infinite_and_boundless_values_leave_a_gap_and_are_named(cell: str) -> None:
    series = pasted(weekly(["3", cell, "4"], "Week,Minutes"))
    assert unknown(series.values) == [False, True, False]
    assert "Row 3" in messages(series)


def test_50_percent_where_parts_of_1_are_meant_is_pointed_out() -> None:
    series = pasted(weekly(["85", "0.5", "90"], "Week,Compliance %"))
    assert series.values == (85, 0.5, 90)
    assert "if 0.5 means 50%, mend it" in messages(series)


def test_more_than_100_percent_leaves_a_gap_and_is_named() -> None:
    series = pasted(weekly(["85", "120", "90"], "Week,Compliance %"))
    assert unknown(series.values) == [False, True, False]
    assert "120 is no percentage" in messages(series)


def test_a_denominator_of_zero_leaves_a_gap_and_is_named() -> None:
    series = pasted("Month,Met,Patients\nJan 2024,17,24\nFeb 2024,0,0\nMar 2024,9,10")
    assert unknown(series.values) == [False, True, False]
    assert 'Row 3, column "Patients": Patients is 0, so there is nothing to divide by.' in messages(series)


def test_more_than_all_leaves_a_gap_and_is_named() -> None:
    series = pasted("Month,Met,Patients\nJan 2024,17,24\nFeb 2024,12,10\nMar 2024,9,10")
    assert unknown(series.values) == [False, True, False]
    assert "12 of 10 is no part of a whole" in messages(series)


def test_a_negative_count_leaves_a_gap_and_is_named() -> None:
    series = pasted(weekly(["3", "-3", "4"]))
    assert unknown(series.values) == [False, True, False]
    assert "-3 is below 0" in messages(series)


def test_two_events_on_one_day_are_0_days_apart_and_it_is_said() -> None:
    series = dates("1 Jan 2024\n1 Jan 2024\n9 Jan 2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN))
    assert series.values == (0, 8)
    assert "1 followed another on the same day: 0 days." in series.understood


def test_a_date_that_does_not_exist_or_is_still_to_come_is_left_out_and_named() -> None:
    series = pasted("Date,Falls\n2024-01-01,3\n31/02/2024,4\n01/01/2090,4\n2024-01-15,5\n")
    assert series.dates == (date(2024, 1, 1), date(2024, 1, 15))
    assert "'31/02/2024' is not a real date" in messages(series)
    assert "which is after today" in messages(series)


def test_rows_that_wait_to_be_filled_are_left_out_quietly() -> None:
    series = pasted("Month,Falls\nJan 2024,3\nFeb 2024,4\nJan 2090,\nFeb 2090,\n")
    assert series.values == (3, 4)
    assert series.problems == ()


def test_100_000_points_are_taken_together_so_that_they_can_be_read() -> None:
    first = date(1990, 1, 1).toordinal()
    rows = [f"{date.fromordinal(first + place % 10_000).isoformat()},{place % 7}" for place in range(100_000)]
    series = pasted("\n".join(["Date,Falls", *rows]))
    assert sum(series.values) == sum(place % 7 for place in range(100_000))
    assert len(series.dates) < 1_000
    assert series.frequency is Frequency.MONTHLY
    assert "10,000 dates are too many to read: they are shown by month, their counts were added." in series.understood


def test_more_rows_than_a_page_can_chart_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="more than 200,000 rows"):
        pasted("\n".join(["2024-01-01"] * (MOST_ROWS + 1)))


def test_a_pasted_table_with_merged_headers_and_a_totals_row_is_read() -> None:
    series = pasted(
        "Ward 7\t\t\nFalls\t\tBeds\nMonth\tNumber\tBed days\nJan 2024\t3\t200\nFeb 2024\t2\t400\nTotal\t5\t600"
    )
    assert series.values == (15, 5)
    assert any("totals" in said for said in series.understood)


def test_a_file_that_is_no_table_is_refused_as_in_an_upload() -> None:
    with pytest.raises(Refused, match="web page"):
        pasted("<html><table><tr><td>1</td></tr></table></html>")


def test_a_quotation_mark_that_is_never_closed_is_named() -> None:
    with pytest.raises(Refused, match="quotation mark"):
        pasted('Date,Note,Falls\n2024-01-01,"open,3\n2024-01-08,x,4\n')


def test_a_ward_s_own_sheet_with_titles_merged_headers_blanks_and_a_total_is_read() -> None:
    months = ["Apr-25", "May-25", "Jun-25", "Jul-25"]
    cells = ["18\t24\t75%", "20\t25\t80%", "n/a\tn/a\tn/a", "22\t26\t85%"]
    head = ["Ward 7 audit\t\t\t", "\t\t\t", "Month\tObserved\t\tCompliance", "\tYes\tTotal\t%"]
    rows = [f"{month}\t{cell}" for month, cell in zip(months, cells, strict=True)]
    series = pasted("\n".join([*head, *rows, "TOTAL\t60\t75\t80%"]))
    assert series.values[:2] == (75, 80)
    assert unknown(series.values) == [False, False, True, False]
    assert not any(question.open for question in series.questions)
    assert messages(series) == ""


def test_weekdays_before_dates_are_read_over() -> None:
    series = pasted("w/c\tFalls\nMon 31/03/25\t3\nMonday 07/04/25\t4\nMon, 14 April 2025\t5\n")
    assert series.dates == (date(2025, 3, 31), date(2025, 4, 7), date(2025, 4, 14))


def test_months_without_a_year_are_said_to_lack_it() -> None:
    with pytest.raises(Refused, match="no year"):
        pasted("Month,Falls\nApril,3\nMay,4\nJune,5\n")


def test_of_a_hundred_thousand_times_between_events_the_newest_are_shown_and_it_is_said() -> None:
    rows = [f"{date.fromordinal(date(2000, 1, 1).toordinal() + i // 11)},{1 + i % 17}" for i in range(100_000)]
    series = pasted("\n".join(["Date,Days between", *rows]))
    assert series.points == 2_000
    assert series.dates[-1] == date.fromordinal(date(2000, 1, 1).toordinal() + 99_999 // 11)
    assert "100,000 events are too many to read: the newest 2,000 are shown." in series.understood


def test_a_list_of_dates_speaks_of_dates_and_not_of_a_first_column() -> None:
    series = dates("3/1/2024\n32/1/2024\n19/1/2024")
    assert "Row 2, column \"Date\": '32/1/2024' is not a real date." in messages(series)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["50%", "0.5", "55%", "60"], "1 of the percentages lies below 1: 0.5. It was read as it stands; if 0.5"),
        (["50%", "0.5", "0.6", "60"], "2 of the percentages lie below 1, such as 0.5. They were read as they stand"),
    ],
)
def test_fractions_among_percentages_are_counted_in_right_words(cells: list[str], said: str) -> None:
    assert said in messages(pasted(weekly(cells, "Week,Met")))


def test_thousands_with_a_comma_that_tear_a_number_in_two_are_refused_by_row() -> None:
    text = "Month,Bed days\nMar 24,980\nApr 24,1,020\nMay 24,1,105\n"
    with pytest.raises(Refused) as refused:
        pasted(text)
    assert [(problem.row, problem.rule) for problem in refused.value.problems] == [
        (3, "ragged_row"),
        (4, "ragged_row"),
    ]
    assert "Row 3 holds 3 cells, but the header only 2. Put a number such as 1,020 in quotation" in str(refused.value)
    assert pasted('Month,Bed days\nMar 24,980\nApr 24,"1,020"\nMay 24,"1,105"\n').values == (980, 1020, 1105)


def test_words_beyond_the_header_are_left_out_and_it_is_said() -> None:
    series = pasted("Month,Falls,Note\nMar 24,3,Busy, and short\nApr 24,4,Calm\n")
    assert series.notes == ("Busy", "Calm")
    assert "Row 2 was longer than the header; what has none was left out." in series.understood


def test_a_column_without_a_name_of_its_own_divides_nothing_unasked() -> None:
    series = pasted("Month\tBed days\t\nMar 24\t3\t980\nApr 24\t4\t990\n")
    assert series.values == (3, 4)
    assert not series.counted
    asked = series.asked("whole")
    assert asked is not None
    assert asked.open


MONTHS = ["Mar 24", "Apr 24", "May 24", "Jun 24", "Jul 24", "Aug 24", "Sep 24"]


@pytest.mark.parametrize(
    ("above", "name", "missing"),
    [
        ("Month\tFalls\nJanuary\t4\nFebruary\t5", "Falls", [2, 3]),
        ("wk 1\t4\nwk 2\t5", "Our measure", [1, 2]),
        ("Month\tFalls\nTarget\t8", "Falls", [2]),
        ("Month\tFalls", "Falls", []),
        ("Month\t2023", "2023", []),
        ("Ward report\nBeds\t24\nMonth\tFalls", "24 Falls", []),
    ],
)
def test_rows_of_data_above_the_first_date_are_named_and_never_taken_for_a_header(
    above: str, name: str, missing: list[int]
) -> None:
    series = pasted("\n".join([above, *(f"{month}\t{place + 3}" for place, month in enumerate(MONTHS))]))
    assert (series.name, len(series.dates), series.values[0]) == (name, 7, 3.0)
    assert [problem.row for problem in series.problems] == missing


def test_a_date_that_stands_twice_where_all_others_stand_once_is_asked_about() -> None:
    series = pasted("\n".join(["Month\tFalls", *(f"{month}\t9" for month in MONTHS), "Sep 24\t11"]))
    assert series.values[-1] == 20
    [told] = series.problems
    assert (told.row, told.severity) == (9, Severity.WARNING)
    assert told.message == (
        "Rows 8 and 9 have the same date, 1 September 2024: their counts were added. If one of them corrects the "
        "other, take the wrong one out."
    )


def test_wards_that_share_their_dates_are_no_slip() -> None:
    rows = [f"{month}\t{ward}\t{count}" for month in MONTHS for ward, count in (("Oak", 3), ("Elm", 4))]
    assert "same date" not in messages(pasted("\n".join(["Month\tWard\tFalls", *rows])))


def test_an_aim_that_changes_from_row_to_row_is_said_not_to_be_drawn() -> None:
    rows = [f"{month}\t{place + 3}\t{8 if place < 4 else 6}" for place, month in enumerate(MONTHS)]
    series = pasted("\n".join(["Month\tFalls\tTarget", *rows]))
    assert series.target is None
    assert "Not used: Target. “Target” changes: put each new aim on the chart." in series.understood
