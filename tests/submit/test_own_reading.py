"""A team's own table: header, dates, numbers and denominators are found by themselves; what is doubtful is asked."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.submit import Refused
from qi_eval.vocabulary import Frequency
from tests.submit.own import dates, filed, messages, pasted, weekly


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_table_is_read_whatever_separates_its_cells(delimiter: str) -> None:
    rows = [("Week", "Falls"), ("01/02/2024", "3"), ("15/02/2024", "4"), ("29/02/2024", "2")]
    series = pasted("\n".join(delimiter.join(row) for row in rows))
    assert series.name == "Falls"
    assert series.dates == (date(2024, 2, 1), date(2024, 2, 15), date(2024, 2, 29))
    assert series.values == (3, 4, 2)
    assert series.frequency is Frequency.FORTNIGHTLY


def test_a_table_without_a_header_is_read_too() -> None:
    series = pasted("15/02/2024\t3\n22/02/2024\t3\n29/02/2024\t2")
    assert series.values == (3, 3, 2)
    assert "There is no header; the columns are named by their place." in series.understood


def test_a_percentage_is_worked_out_of_its_two_counts() -> None:
    series = pasted("Month,Given within 60 min,Patients\nJan 2024,17,24\nFeb 2024,18,20\n")
    assert series.kind is OwnKind.PART
    assert series.values == (100 * 17 / 24, 100 * 18 / 20)
    assert series.denominators == (24, 20)
    assert series.dates == (date(2024, 1, 1), date(2024, 2, 1))


def test_events_that_are_no_part_of_their_denominator_make_a_rate() -> None:
    series = pasted("Month,Falls,Bed days\nJan 2024,3,200\nFeb 2024,2,400\n")
    assert series.kind is OwnKind.RATE
    assert series.values == (1000 * 3 / 200, 1000 * 2 / 400)
    assert series.unit_label == "per 1,000 bed days"


@pytest.mark.parametrize("heads", ["Ward A,Ward B", "Day,Night", "Falls 2023/24,Falls 2024/25", "Late,Checks"])
def test_two_columns_side_by_side_are_not_divided_until_it_is_said(heads: str) -> None:
    text = f"Month,{heads}\nJan 2024,3,7\nFeb 2024,2,9\nMar 2024,4,8\n"
    second = heads.split(",")[1]
    series = pasted(text)
    assert series.values == (3, 2, 4)
    assert not series.counted
    asked = series.asked("whole")
    assert asked is not None
    assert asked.open
    assert asked.options == ((second, second), ("", "No column: each number stands alone"))
    part = pasted(text, OwnAnswers(whole=second))
    assert part.denominators == (7, 9, 8)
    assert part.numerators == (3, 2, 4)
    alone = pasted(text, OwnAnswers(whole="", value=second))
    assert alone.values == (7, 9, 8)
    assert not any(one.open for one in alone.questions)


def test_the_larger_column_first_is_divided_by_once_it_is_said() -> None:
    text = "Month,Checks,Late\nJan 2024,7,3\nFeb 2024,9,2\nMar 2024,8,4\n"
    assert pasted(text).values == (7, 9, 8)
    asked = pasted(text).asked("whole")
    assert asked is not None
    assert [code for code, _ in asked.options] == ["Checks", ""]
    assert pasted(text, OwnAnswers(whole="Checks")).numerators == (3, 2, 4)


@pytest.mark.parametrize("head", ["Cumulative", "Cumulative falls", "YTD", "So far"])
def test_a_running_total_is_no_denominator(head: str) -> None:
    series = pasted(f"Month,Falls,{head}\nJan 2024,3,3\nFeb 2024,2,5\nMar 2024,4,9\n")
    assert series.values == (3, 2, 4)
    assert not any(one.open for one in series.questions)


@pytest.mark.parametrize("total", ["Total", "All wards", "Trust total"])
def test_the_total_of_wards_side_by_side_is_no_denominator(total: str) -> None:
    text = f"Month,Elm,Oak,{total}\nJan 2024,3,2,5\nFeb 2024,2,4,6\nMar 2024,4,1,5\n"
    series = pasted(text)
    assert series.values == (3, 2, 4)
    assert not series.counted
    asked = series.asked("value")
    assert asked is not None
    assert asked.open
    assert [code for code, _ in asked.options] == ["Elm", "Oak", total]
    assert pasted(text, OwnAnswers(value=total)).values == (5, 6, 5)
    met = pasted("Month,Met,Missed,Total\nJan 2024,3,2,5\nFeb 2024,2,4,6\nMar 2024,4,1,5\n")
    assert met.denominators == (5, 6, 5)


def test_rows_pasted_twice_are_counted_once_and_it_is_said() -> None:
    rows = "Jan 2024,5\nFeb 2024,6\nMar 2024,7\n"
    series = pasted(f"Month,Falls\n{rows}{rows}")
    assert series.values == (5, 6, 7)
    assert series.repeated == "Rows 5, 6 and 7 are alike in every column with ones above them; they were counted once."
    parts = "Jan 2024,17,24\nFeb 2024,18,20\n"
    assert pasted(f"Month,Given,Patients\n{parts}{parts}").denominators == (24, 20)
    wards = "Jan 2024,A,5\nJan 2024,B,5\n"
    assert pasted(f"Month,Ward,Falls\n{wards}").values == (10,)


def test_rows_that_may_well_be_alike_are_all_kept() -> None:
    assert pasted("Date,Falls\n2024-01-01,1\n2024-01-01,1\n2024-01-08,1\n").values == (2, 1)
    shifts = "Date,Falls\n2024-01-01,2\n2024-01-01,2\n2024-01-01,3\n2024-01-08,2\n"
    assert pasted(shifts).values == (7, 2)
    waits = pasted("Date,Minutes\n2024-01-01,30\n2024-01-01,30\n2024-01-01,60\n2024-01-08,20\n")
    assert waits.values == (40, 20)
    assert waits.repeated == ""


def test_columns_that_play_no_part_are_named() -> None:
    rows = "".join(f"Jan {year},{fall},4,5,9,1\n" for year, fall in ((2020, 3), (2021, 5), (2022, 4)))
    series = pasted(f"Month,Falls,Median,Mean,UCL,LCL\n{rows}")
    assert "Not used: Median, Mean, UCL, LCL." in series.understood
    assert not any("Not used" in said for said in pasted("Month,Falls\nJan 2024,3\n").understood)


def test_titles_a_merged_header_blank_rows_and_totals_are_dealt_with_and_named() -> None:
    text = "Ward 7 audit,,\n\nFalls,,Beds\nWeek,Number,Bed days\n01/01/2024,3,200\n\n08/01/2024,2,210\nTotal,5,410\n"
    series = pasted(text)
    assert series.numerators == (3, 2)
    assert series.denominators == (200, 210)
    said = " ".join(series.understood)
    assert "Row 1 was taken as a title; the header is in row 4." in said
    assert "The header stands in two rows, 3 and 4; they were read as one." in said
    assert "Row 8 was left out: totals or averages, no data." in said


def test_a_header_merged_over_two_columns_in_a_workbook_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Ward 7", None, None],
        ["Month", "Seen", None],
        [date(2024, 1, 1), 17, 24],
        [date(2024, 2, 1), 18, 20],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:C2")
    out = io.BytesIO()
    book.save(out)
    series = filed(out.getvalue(), "audit.xlsx", OwnAnswers(kind=OwnKind.PART, value="Seen", whole="Seen (2)"))
    assert series.values == (100 * 17 / 24, 90)


def test_months_side_by_side_are_turned() -> None:
    series = pasted("Measure\tJan-24\tFeb-24\tMar-24\tTotal\nFalls\t3\t4\t2\t9\nBed days\t200\t210\t190\t600")
    assert series.numerators == (3, 4, 2)
    assert series.denominators == (200, 210, 190)
    assert "Left out, as no date stands above them: Total." in series.understood


def test_slashed_dates_are_day_first_and_the_one_question_gives_both_readings() -> None:
    text = "Date,Falls\n01/02/2024,3\n02/03/2024,4\n"
    series = pasted(text)
    assert series.dates == (date(2024, 2, 1), date(2024, 3, 2))
    asked = series.asked("date_order")
    assert asked is not None
    assert asked.open
    assert [label for _, label in asked.options] == [
        "Day first: 01/02/2024 is 1 February 2024",
        "Month first: 01/02/2024 is 2 January 2024",
    ]
    answered = pasted(text, OwnAnswers(date_order="month_first"))
    assert answered.dates == (date(2024, 1, 2), date(2024, 2, 3))


def test_a_day_above_12_answers_the_question() -> None:
    assert pasted("Date,Falls\n01/02/2024,3\n29/02/2024,4\n").asked("date_order") is None


def test_a_day_that_no_order_explains_is_asked_about() -> None:
    text = "Date,Falls\n03/13/2024,4\n03/14/2024,5\n31/31/2024,6"
    series = pasted(text)
    assert series.points == 0
    assert "gives a month above 12" in messages(series)
    asked = series.asked("date_order")
    assert asked is not None
    assert asked.open
    assert pasted(text, OwnAnswers(date_order="month_first")).dates == (date(2024, 3, 13), date(2024, 3, 14))


def test_half_as_a_percentage_is_asked() -> None:
    text = weekly(["0.5", "0.75", "1"], "Week,Compliance")
    series = pasted(text)
    assert series.values == (50, 75, 100)
    asked = series.asked("is_fraction")
    assert asked is not None
    assert asked.open
    assert [label for _, label in asked.options] == ["A part of 1: 0.5 means 50%", "A percentage: 0.5 means 0.5%"]
    assert pasted(text, OwnAnswers(is_fraction=False)).values == (0.5, 0.75, 1)


def test_days_as_excel_counts_them_are_days() -> None:
    assert pasted("Date,Falls\n45292,3\n45299,5").dates == (date(2024, 1, 1), date(2024, 1, 8))


def test_one_ward_can_be_chosen_and_all_wards_are_added() -> None:
    text = "Date,Ward,Falls\n" + "".join(f"2024-0{month}-01,{ward},{month}\n" for month in (1, 2, 3) for ward in "AB")
    assert pasted(text).values == (2, 4, 6)
    assert pasted(text, OwnAnswers(group="A")).values == (1, 2, 3)


def test_a_note_and_a_target_of_the_table_go_on_the_chart() -> None:
    series = pasted("Week,Falls,Target,Notes\n2024-01-01,3,2,\n2024-01-08,2,2,New handover form\n")
    assert series.target == 2
    assert series.notes == ("", "New handover form")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Patient name,Date,Falls\nx,2024-01-01,3\n", "identifier_header"),
        ("Date,Falls,Note\n2024-01-01,3,943 476 5919\n", "nhs_number"),
    ],
)
def test_what_identifies_people_is_refused_and_never_repeated(text: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        pasted(text)
    assert [problem.rule for problem in refused.value.problems] == [rule]
    assert "943" not in str(refused.value)
    assert "Patient" not in str(refused.value)


def test_a_telephone_number_in_a_note_stays_out() -> None:
    series = pasted("Date,Falls,Note\n2024-01-01,3,Ring 020 7946 0123\n2024-01-08,2,Calm\n")
    assert series.notes == ("", "Calm")


def test_a_list_with_commas_of_its_own_is_a_list_of_dates() -> None:
    series = dates("April 3, 2024\nApril 24, 2024\n", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN))
    assert series.values == (21,)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_every_whole_number_comes_back_in_its_place(values: list[int]) -> None:
    series = pasted(weekly([str(value) for value in values]))
    assert list(series.values) == values


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert _said(text)


def _said(text: str) -> bool:
    """Whether a text gives points of equal number, or sentences why not."""
    try:
        series = pasted(text)
    except Refused as refused:
        return bool(refused.problems) and all(problem.message for problem in refused.problems)
    return len(series.dates) == len(series.values)


def test_the_columns_of_the_aim_and_of_the_notes_are_named() -> None:
    rows = "".join(f"2024-0{month}-01,{month},4,{'storm' if month == 3 else ''}\n" for month in range(1, 10))
    series = pasted(f"Month,Falls,Target,Comment\n{rows}")
    assert series.target == 4
    assert {"The aim is that of “Target”.", "Notes from “Comment”."} <= set(series.understood)
    assert not any("Not used" in line for line in series.understood)
