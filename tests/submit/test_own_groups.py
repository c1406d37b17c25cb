"""Several wards in one table: their counts are added; their percentages are averaged for nobody who has not asked."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.datasets.own_series import OwnAnswers, OwnKind
from tests.submit.own import pasted

MONTHS = ("Jan", "Feb", "Mar")
SIZES = {"Elm": (9, 10), "Oak": (50, 100)}  # yes, of how many; 90% and 50%, together 59 of 110
CAUTION = (
    "Points are plain averages of several percentages, without weights: a small ward counts as much as a large one."
)


def wards(header: str, row: str, sizes: dict[str, tuple[float, float]] = SIZES) -> str:
    """Three months with one row for each ward."""
    lines = [
        row.format(month=f"{month} 2024", ward=ward, part=part, whole=whole, share=100 * part / whole)
        for month in MONTHS
        for ward, (part, whole) in sizes.items()
    ]
    return "\n".join([header, *lines])


SHARES = wards("Month,Ward,% done", "{month},{ward},{share:.0f}%")


def test_percentages_of_wards_are_asked_about_and_one_ward_is_shown_meanwhile() -> None:
    series = pasted(SHARES)
    assert series.values == (90, 90, 90)
    assert series.name == "% done, Elm"
    assert "Only the rows of Elm are shown." in series.understood
    asked = series.asked("group")
    assert asked is not None
    assert asked.open
    assert asked.words == (
        "Which ward? Each has its own percentage, and these cannot be added up. Until you say, Elm is shown."
    )
    assert asked.options == (
        ("Elm", "Elm"),
        ("Oak", "Oak"),
        ("", "All together, averaged without weights: a small ward counts as much as a large one"),
    )
    assert series.caution == ""


def test_a_ward_that_was_chosen_is_not_asked_for_again() -> None:
    series = pasted(SHARES, OwnAnswers(group="Oak"))
    assert series.values == (50, 50, 50)
    assert series.name == "% done, Oak"
    assert not any(one.open for one in series.questions)


def test_the_plain_average_is_shown_to_those_who_ask_for_it_and_says_what_it_is() -> None:
    series = pasted(SHARES, OwnAnswers(group=""))
    assert series.values == (70, 70, 70)
    assert series.caution == CAUTION
    assert series.name == "% done, plain average"
    assert not any(one.open for one in series.questions)


def test_the_ward_with_most_values_is_shown_first() -> None:
    series = pasted(f"{SHARES}\nApr 2024,Oak,50%")
    assert series.name == "% done, Oak"
    assert series.points == 4


@pytest.mark.parametrize("header", ["Month,Ward,Done,Patients,% done", "Month,Ward,Washed,Looked at,% done"])
def test_where_the_counts_stand_beside_it_the_sums_decide(header: str) -> None:
    series = pasted(wards(header, "{month},{ward},{part},{whole},{share:.0f}%"))
    assert (series.numerators, series.denominators) == ((59, 59, 59), (110, 110, 110))
    assert series.values == pytest.approx((100 * 59 / 110,) * 3)
    assert not any(one.open for one in series.questions)


@pytest.mark.parametrize("share", ["{share:.0f}", "{share:.1f}%", "{fraction}"])
def test_a_percentage_shows_which_counts_are_behind_it(share: str) -> None:
    rows = [(17, 24), (18, 20), (11, 23)]
    lines = [
        f"{month} 2024,{share.format(share=100 * part / whole, fraction=round(part / whole, 3))},{whole},5,{part}"
        for month, (part, whole) in zip(MONTHS, rows, strict=True)
    ]
    series = pasted("\n".join(["Month,% done,Looked at,Staff,Washed", *lines]))
    assert (series.numerators, series.denominators) == ((17, 18, 11), (24, 20, 23))
    assert not any(one.open for one in series.questions)


def test_counts_that_do_not_make_the_percentage_are_asked_about() -> None:
    lines = [f"{month} 2024,{share}%,{whole},{part}" for month, share, whole, part in
             (("Jan", 71, 24, 16), ("Feb", 90, 20, 18), ("Mar", 48, 23, 11))]  # fmt: skip
    asked = pasted("\n".join(["Month,% done,Looked at,Washed", *lines])).asked("whole")
    assert asked is not None
    assert asked.open


def test_percentages_with_their_denominators_are_added_as_the_counts_behind_them() -> None:
    text = wards("Month,Ward,% done,Patients", "{month},{ward},{share:.0f}%,{whole}")
    asked = pasted(text).asked("whole")
    assert asked is not None
    assert asked.open
    series = pasted(text, OwnAnswers(whole="Patients"))
    assert (series.numerators, series.denominators) == ((59, 59, 59), (110, 110, 110))
    assert series.caution == "Counts were worked out from percentages of “Patients”, to the nearest whole."
    assert series.problems == ()
    assert not any(one.open for one in series.questions)
    parts = pasted(text.replace("90%", "0.9").replace("50%", "0.5"), OwnAnswers(whole="Patients"))
    assert parts.numerators == (59, 59, 59)


def test_a_count_under_a_word_for_percentages_stays_a_count() -> None:
    series = pasted("Month,Compliance,Patients\nJan 2024,17,24\nFeb 2024,18,20\n", OwnAnswers(whole="Patients"))
    assert (series.numerators, series.denominators) == ((17, 18), (24, 20))
    shares = pasted("Month,Compliance,Patients\nJan 2024,71,24\nFeb 2024,90,20\n", OwnAnswers(whole="Patients"))
    assert (shares.numerators, shares.denominators) == ((17, 18), (24, 20))


def test_a_percentage_that_was_asked_for_is_not_divided_again() -> None:
    text = wards("Month,Ward,Done,Patients,% done", "{month},{ward},{part},{whole},{share:.0f}%")
    series = pasted(text, OwnAnswers(value="% done", group="Elm"))
    assert series.values == (90, 90, 90)
    assert series.kind is OwnKind.PART


def test_the_row_of_all_wards_is_shown_where_percentages_cannot_be_added() -> None:
    text = wards("Month,Ward,% done", "{month},{ward},{share:.0f}%", {**SIZES, "All wards": (54, 100)})
    series = pasted(text)
    assert series.values == (54, 54, 54)
    assert series.name == "% done, All wards"
    asked = series.asked("group")
    assert asked is not None
    assert not asked.open
    assert asked.options == (("", "All wards"), ("Elm", "Elm"), ("Oak", "Oak"))
    assert pasted(text, OwnAnswers(group="Oak")).values == (50, 50, 50)


def test_the_row_of_all_wards_is_not_added_to_them() -> None:
    text = wards("Month,Ward,Falls", "{month},{ward},{part}", {"Elm": (3, 1), "Oak": (5, 1), "Trust total": (8, 1)})
    series = pasted(text)
    assert series.values == (8, 8, 8)
    assert "The rows of Trust total were left out: they sum up the others." in series.understood
    assert pasted(text, OwnAnswers(group="Oak")).values == (5, 5, 5)
    alone = wards("Month,Ward,Falls", "{month},{ward},{part}", {"Elm": (3, 1), "Trust total": (8, 1)})
    assert pasted(alone).values == (3, 3, 3)


def test_an_average_for_each_ward_is_asked_about_but_single_patients_are_averaged() -> None:
    means = pasted(wards("Month,Ward,Minutes", "{month},{ward},{whole}"))
    assert means.values == (10, 10, 10)
    asked = means.asked("group")
    assert asked is not None
    assert asked.open
    patients = "".join(f"{month} 2024,{ward},{wait}\n" for month in MONTHS for ward, wait in
                       (("Elm", 30), ("Elm", 40), ("Oak", 50)))  # fmt: skip
    series = pasted(f"Month,Ward,Minutes\n{patients}")
    assert series.values == (40, 40, 40)
    assert series.caution == ""
    assert not any(one.open for one in series.questions)


def test_percentages_of_one_date_without_a_ward_are_said_to_be_plain_averages() -> None:
    series = pasted("Month,% done\nJan 2024,90%\nJan 2024,50%\nFeb 2024,60%\n")
    assert series.dates == (date(2024, 1, 1), date(2024, 2, 1))
    assert series.values == (70, 60)
    said = "Where a point stands for several rows, it is the plain average of several percentages, without weights."
    assert series.caution == said
