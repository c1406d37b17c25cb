"""Date cells: day/month/year always, and never a date that was not meant."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.datasets.measurements import MEASUREMENTS
from qi_eval.intake.checking import check
from qi_eval.intake.dates import in_words, read_month
from qi_eval.intake.mapping import Mapping, apply
from qi_eval.intake.reading import read
from tests.build import known, row, table
from tests.intake.given import GOOD, HEADER, TODAY, checked, column, errors, lines, warnings

APRIL = date(2025, 4, 30)
READ = ["2025-04-30", "30/04/2025", "30-04-2025", "30.04.2025", "2025/04/30", " 30/4/2025 ", "2025-4-30"]
WARNED = {
    "30/04/25": "two_digit_year",
    "30 April 2025": "month_name",
    "30-Apr-25": "month_name",
    "30Apr2025": "month_name",
    "30th April 2025": "month_name",
    "Wed 30 Apr 2025": "month_name",
    "April 30, 2025": "month_name",
    "45777": "excel_serial",
    "45777.5": "excel_serial",
    "2025-04-30 09:30": "time_left_out",
    "2025-04-30T09:30:00Z": "time_left_out",
    "30/04/2025 09:30:00": "time_left_out",
}
REFUSED = {
    **dict.fromkeys(("31/04/2025", "29/02/2023", "00/01/1900", "2025-02-30", "30 Febuary 2025"), "not_a_date"),
    **dict.fromkeys(("Q1", "Mar-23", "Sep 26", "2025", "2025-04", "Wool 2025", "soon", "1", "12345678"), "not_a_date"),
    "٣٠/٠٤/٢٠٢٥": "not_a_date",
    **dict.fromkeys(("03/13/2024", "04/30/2025", "12/31/24"), "month_above_12"),
    **dict.fromkeys(("0202-05-01", "1850-01-01", "01/01/2999"), "year_unlikely"),
    **dict.fromkeys(("2026-11-22", "01/12/2026", "2027-01-01"), "future_date"),
}  # fmt: skip


def dated(*texts: str) -> bytes:
    return lines(*[f'M031,RNB,"{text}",,17,24,' for text in texts])


@pytest.mark.parametrize("text", READ)
def test_a_clear_date_is_read(text: str):
    result = checked(dated(text))
    assert column(result, "period_start") == [APRIL]
    assert (errors(result), warnings(result)) == ([], [])


@pytest.mark.parametrize("text", WARNED)
def test_a_date_written_otherwise_is_read_and_said_in_words(text: str):
    result = checked(dated(text))
    assert column(result, "period_start") == [APRIL]
    assert warnings(result) == [(2, "period_start", WARNED[text])]
    assert "30 April 2025" in result.problems[0].message


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused(text: str):
    assert errors(checked(dated(text))) == [(2, "period_start", REFUSED[text])]


def test_the_message_has_its_exact_form():
    [problem] = checked(
        lines(*[GOOD.replace("03-03", f"{n:02}-03") for n in range(1, 13)], "M031,,31/04/2024,,1,2,")
    ).problems
    assert problem.message == (
        "Row 14, column \"period_start\": '31/04/2024' is not a real date. Write it as 2024-04-30 or 30/04/2024."
    )


def test_one_wrong_date_never_turns_the_others_round():
    result = checked(dated("03/04/2025", "03/13/2025"))
    assert errors(result) == [(3, "period_start", "month_above_12")]
    assert column(result, "period_start") == [date(2025, 4, 3)]


def test_dates_that_prove_nothing_are_asked_about_once():
    result = checked(dated("03/04/2025", "04/05/2025", "05/06/2025"))
    assert warnings(result) == [(None, "period_start", "date_order_assumed")]
    [problem] = result.problems
    assert problem.value == "03/04/2025"
    assert "read as 3 April 2025" in problem.message
    assert "4 March 2025" in problem.message


@pytest.mark.parametrize("texts", [("03/04/2025", "13/04/2025"), ("01/01/2025", "02/02/2025"), ("2025-03-04",)])
def test_dates_that_prove_their_order_or_have_none_are_not_asked_about(texts: tuple[str, ...]):
    assert warnings(checked(dated(*texts))) == []


@pytest.mark.parametrize(
    ("order", "read"), [("day_first", date(2025, 4, 3)), ("month_first", date(2025, 3, 4)), (None, date(2025, 4, 3))]
)
def test_the_order_that_was_given_holds(order: str | None, read: date):
    result = checked(dated("03/04/2025"), date_order=order)
    assert column(result, "period_start") == [read]
    assert ("date_order_assumed" in result.counts) == (order is None)


def test_month_first_files_can_say_so_and_then_days_above_12_are_read():
    result = checked(dated("03/13/2025", "13/03/2025"), date_order="month_first")
    assert column(result, "period_start") == [date(2025, 3, 13)]
    assert errors(result) == [(3, "period_start", "month_above_12")]


def test_two_ways_of_writing_in_one_column_are_said():
    assert warnings(checked(dated("2025-04-30", "22/04/2025"))) == [(None, "period_start", "date_styles_mixed")]


def test_a_plan_may_lie_in_the_future():
    text = "unit_id,unit_name,unit_level,org_code,valid_from\nU2,Two,ward,RNB,2030-01-01\n"
    assert errors(checked(text, "units")) == []


def test_today_is_no_future_and_a_month_ahead_is():
    assert errors(checked(dated("2026-11-21"))) == []
    assert errors(checked(dated("2026-11-21"), today=date(2026, 11, 20))) == [(2, "period_start", "future_date")]


@pytest.mark.parametrize(
    "text", ["Apr-24", "April 2024", "apr 24", "2024-04", "Apr'24", "APR 2024", "04/2024", "4-2024"]
)
def test_a_header_may_be_a_month(text: str):
    assert read_month(text) == date(2024, 4, 1)


@pytest.mark.parametrize("text", ["Total", "Mar", "2024", "Quarter 1", "13-2024", "2024-13"])
def test_a_header_that_is_no_month_is_none(text: str):
    assert read_month(text) is None


def test_dates_are_said_as_people_say_them():
    assert in_words(date(2024, 4, 3)) == "3 April 2024"


@pytest.mark.parametrize("text", ["Apr 2025", "Apr-2025", "April 2025", "apr2025"])
def test_the_name_of_a_month_starts_a_period_on_its_first_day_and_that_is_said(text: str):
    result = checked(dated(text))
    assert column(result, "period_start") == [date(2025, 4, 1)]
    assert warnings(result) == [(2, "period_start", "month_as_date")]
    assert f"'{text}' was read as 1 April 2025, the first day of its month." in result.problems[0].message


def months(*texts: str, header: str = "period_start", measure: str = "M031") -> bytes:
    return lines(*[f"{measure},RNB,{text},,17,24," for text in texts], header=HEADER.replace("period_start", header))


MONTHLY = known().learn("measures", table("measures", [row("measures", measure_id="MM", frequency="monthly")]))


@pytest.mark.parametrize("text", ["Sep-25", "Sep 25", "September 25", "sept-25", "2025-09", "09/2025"])
def test_of_a_monthly_measure_a_month_may_be_written_in_short(text: str):
    result = checked(months(text, measure="MM"), given=MONTHLY)
    assert column(result, "period_start") == [date(2025, 9, 1)]
    assert warnings(result) == [(2, "period_start", "month_as_date")]


def test_days_without_a_year_are_no_months_of_a_monthly_measure():
    result = checked(months("Sep-05", "Sep-12", "Sep-19", measure="MM"), given=MONTHLY)
    assert [rule for _, _, rule in errors(result)] == ["not_a_date"] * 3
    assert "'Sep-05' is not a date: it may be a month or a day. Write September 2005, if" in result.problems[0].message


def test_a_header_that_says_month_settles_it():
    cells = read(months("Sep-23", "Dec-25", header="Month"), "file.csv")
    cells = apply(cells, Mapping("", "measurements", rename={"period_start": "Month"}), MEASUREMENTS, secret=b"")
    result = check(cells, MEASUREMENTS, known(), today=TODAY)
    assert column(result, "period_start") == [date(2023, 9, 1), date(2025, 12, 1)]


def test_a_month_to_come_and_a_month_where_a_day_is_asked_for_are_refused():
    assert errors(checked(dated("Dec 2026"))) == [(2, "period_start", "future_date")]
    text = "unit_id,unit_name,unit_level,org_code,valid_from\nU2,Two,ward,RNB,Apr 2025\n"
    assert errors(checked(text, "units")) == [(2, "valid_from", "not_a_date")]
