"""A yes or no in each row of an audit: how many of a week's rows were a yes, one column or all of them."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from qi_eval.submit.own_answers import ALL
from qi_eval.views.own_choice import choice_of
from qi_eval.vocabulary import ChartType, Frequency
from tests.submit.own import pasted

MONDAY = date(2025, 1, 6)


def audit(weeks: int, rows: list[str], header: str = "Date,Given within the hour?,Cultures taken") -> str:
    """A table with these rows in each of some weeks, on its Monday and the days after."""
    days = [MONDAY + timedelta(days=7 * week + place % 5) for week in range(weeks) for place in range(len(rows))]
    return "\n".join([header, *(f"{day:%d/%m/%Y},{row}" for day, row in zip(days, rows * weeks, strict=True))])


def test_rows_of_yes_and_no_become_the_share_of_each_week() -> None:
    series = pasted(audit(12, ["Y,Yes", "N,Yes", "Y,No", "y,n/a"]))
    assert (series.kind, series.name, series.frequency) == (OwnKind.PART, "Given within the hour", Frequency.WEEKLY)
    assert series.dates[:2] == (MONDAY, MONDAY + timedelta(days=7))
    assert series.values == (75.0,) * 12
    assert (series.numerators[0], series.denominators[0]) == (3, 4)
    assert "Each point is the rows of one week." in series.understood
    assert series.of_answers
    assert not series.problems


def test_all_or_none_counts_what_was_needed_and_leaves_out_what_is_missing() -> None:
    """Of 5 rows one lacks an answer; of the other 4, two are whole (one of them needed one thing only)."""
    rows = ["Yes,Yes", "Yes,n/a", "Yes,No", "No,No", "Yes,"]
    series = pasted(audit(12, rows), OwnAnswers(value=ALL))
    assert (series.numerators[0], series.denominators[0], series.values[0]) == (2, 4, 50.0)
    assert "12 rows lack an answer and were left out." in series.understood
    assert "rows in which all answers are a yes" in series.understood[0]
    assert not any("Not used" in line for line in series.understood)


def test_a_word_that_is_neither_yes_nor_no_is_named_and_not_called_a_lack_of_an_answer() -> None:
    """Of 6 rows a week, one is left blank and one says "x": 3 of the other 4 are a yes."""
    series = pasted(audit(12, ["Y", "Y", "Y", "N", "x", ""], header="Date,Done"))
    assert (series.numerators[0], series.denominators[0]) == (3, 4)
    assert "12 rows lack an answer and were left out." in series.understood
    assert len(series.problems) == 12
    first = series.problems[0]
    assert (first.row, first.column) == (6, "Done")
    assert "'x' says neither yes nor no, so the row was left out. Write yes or no." in first.message


def test_many_rows_of_a_day_are_counted_as_rows_where_some_answers_are_unclear() -> None:
    """On 5 days lie 10 answers each and 2 that are unclear: 10 in all, more than there are days."""
    day = ["Y"] * 6 + ["N"] * 4 + ["partly"] * 2
    rows = "".join(f"{date:02}/01/2025,{answer}\n" for date in range(6, 11) for answer in day)
    series = pasted(f"Date,Done\n{rows}", OwnAnswers(frequency=Frequency.DAILY))
    assert sum(series.denominators) == 50
    assert len(series.problems) == 10


def test_rows_that_are_alike_are_different_patients() -> None:
    series = pasted(audit(12, ["Yes,Yes"] * 10 + ["No,Yes"] * 5))
    assert (series.numerators[0], series.denominators[0]) == (10, 15)
    assert series.repeated == ""


def test_weeks_with_few_rows_are_taken_together_by_month_where_enough_months_are_there() -> None:
    series = pasted(audit(60, ["Yes,Yes", "No,Yes", "Yes,No"]))
    assert series.frequency is Frequency.MONTHLY
    assert len(series.dates) == 14
    assert sum(series.denominators) == 180
    asked = series.asked("frequency")
    assert asked is not None
    assert asked.chosen == "monthly"
    by_week = pasted(audit(60, ["Yes,Yes", "No,Yes", "Yes,No"]), OwnAnswers(frequency=Frequency.WEEKLY))
    assert (len(by_week.dates), by_week.denominators[0]) == (60, 3)


def test_many_rows_of_one_day_a_week_stay_at_their_day() -> None:
    text = "\n".join(["Date,Clean"] + [f"{MONDAY + timedelta(days=7 * week)},{'Yes' if one else 'No'}"
                                       for week in range(12) for one in range(20)])  # fmt: skip
    series = pasted(text)
    assert (series.frequency, series.values[0], series.denominators[0]) == (Frequency.WEEKLY, 95.0, 20)
    assert choice_of(series).chart is ChartType.I  # one case expected in a week of 20: too few for limits by number


def test_rows_of_every_other_week_may_become_months() -> None:
    days = [MONDAY + timedelta(days=14 * place) for place in range(40) for _ in range(5)]
    series = pasted("\n".join(["Date,Clean", *(f"{day},{'Yes' if i % 5 else 'No'}" for i, day in enumerate(days))]))
    assert (series.frequency, series.values[0], series.denominators[0]) == (Frequency.MONTHLY, 80.0, 10)
    many = pasted("\n".join(["Date,Clean", *(f"{day},{'Yes' if i % 5 else 'No'}" for i, day in enumerate(days * 3))]))
    assert (many.frequency, many.asked("frequency")) == (Frequency.FORTNIGHTLY, None)


def test_a_list_of_what_happened_stays_a_list_of_events() -> None:
    text = audit(12, ["Yes,Yes", "No,Yes"], header="Date of fall,Seen by a doctor,Family told")
    series = pasted(text)
    assert series.kind.from_events
    part = pasted(text, OwnAnswers(kind=OwnKind.PART))
    assert (part.kind, part.values[0]) == (OwnKind.PART, 50.0)


def test_beside_numbers_a_yes_or_no_can_be_asked_for() -> None:
    text = audit(12, ["30,Yes", "90,No"], header="Date,Minutes,Within 60?")
    assert pasted(text).kind is OwnKind.MEASUREMENT
    asked = pasted(text).asked("value")
    assert asked is not None
    assert [name for name, _ in asked.options] == ["Minutes", "Within 60?"]
    told = pasted(text, OwnAnswers(value="Within 60?"))
    assert (told.kind, told.values[0], told.denominators[0]) == (OwnKind.PART, 50.0, 2)


def test_words_that_are_no_answers_make_no_share() -> None:
    text = audit(12, ["Yes,a", "Maybe,b", "Later,c"])
    assert pasted(text).kind.from_events


def test_beside_ticks_alone_a_blank_may_mean_no() -> None:
    header = "Date,Seen"
    assert pasted(audit(12, ["✓", "", "✓"], header)).kind.from_events
    assert pasted(audit(12, ["✓", "✓", "✓"], header)).values == (100.0,) * 12
    assert pasted(audit(12, ["✓", "✗", "✓", ""], header)).denominators[0] == 3


def test_a_thing_that_few_rows_needed_still_counts_for_all_or_none() -> None:
    """Of ten rows eight needed one thing only, and had it; of the other two one is whole."""
    rows = ["Yes,n/a"] * 8 + ["Yes,Yes", "Yes,No"]
    series = pasted(audit(12, rows), OwnAnswers(value=ALL))
    assert (series.numerators[0], series.denominators[0]) == (9, 10)
