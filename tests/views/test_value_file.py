"""The file of a chart's values: a spreadsheet reads it as it stands, and everything on the chart is in it."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from qi_eval.datasets.own_series import OwnMark, OwnMarkKind, OwnSeries, OwnSettings
from qi_eval.views.own_chart import own_chart
from qi_eval.vocabulary import ChartType, Direction, Method
from tests.submit.own import TODAY, pasted, weekly

SHIFT = weekly(["5", "6", "4", "5", "7", "5", "4", "6", "5", "4", "6", "", *["12"] * 10])
MARKS = (
    OwnMark(date(2024, 3, 27), OwnMarkKind.CHANGE, "New handover form"),
    OwnMark(date(2024, 1, 29), OwnMarkKind.EXCLUDED, "Counted twice"),
    OwnMark(date(2024, 4, 1), OwnMarkKind.TARGET, "Agreed", 10.0),
    OwnMark(date(2024, 5, 20), OwnMarkKind.NOTE, "Lead on leave"),
)
RATES = "Month,Met,Patients,Notes\nJan 2024,17,24,\nFeb 2024,0,0,closed\nMar 2024,1234,2468,snow\n"


def written(series: OwnSeries, settings: OwnSettings | None = None) -> str:
    """The file of a team's own chart, as text."""
    chart = own_chart(series, settings or OwnSettings(), programme=Method.MDC, now=TODAY)
    return chart.charted.file.csv.decode("utf-8-sig")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_days_are_iso_numbers_are_bare_and_the_oldest_comes_first() -> None:
    found = rows(written(pasted(RATES)))
    assert [row["Date"] for row in found] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert [row["Value (%)"] for row in found] == ["70.8333333333", "", "50"]
    assert [row["Numerator"] for row in found] == ["17", "", "1234"]
    assert [row["Note"] for row in found] == ["", "closed", "snow"]


def test_every_change_note_aim_and_reason_on_the_chart_is_in_the_file() -> None:
    found = rows(written(pasted(SHIFT), OwnSettings(direction=Direction.INCREASE, target=8, marks=MARKS)))
    on_the_chart = {row["Date"]: row["On the chart"] for row in found if row["On the chart"]}
    assert on_the_chart["2024-04-01"].startswith("27 March 2024: New handover form; 1 April 2024: Target from here, 10")
    assert "Lead on leave" in on_the_chart["2024-05-20"]
    assert {row["Note"] for row in found} == {"", "Left out: Counted twice (the team)"}
    assert [row["Aim"] for row in found][12:14] == ["8", "10"]
    assert found[-1]["Reading"] == "Sign of improvement"
    assert {row["Method"].split(".")[0] for row in found} == {
        "Run chart, median of the 11 points before the first change"
    }


def test_limits_and_phases_are_in_the_file_of_a_chart_that_has_them() -> None:
    phase = (OwnMark(date(2024, 3, 25), OwnMarkKind.PHASE, "New form kept"),)
    found = rows(written(pasted(SHIFT), OwnSettings(drawn=ChartType.I, marks=phase)))
    assert [row["Phase"] for row in found] == ["1"] * 12 + ["2"] * 10
    assert {row["Lower limit"] for row in found[12:]} == {"12"}
    assert all(float(row["Upper limit"]) > float(row["Centre"]) for row in found[:12])


def test_the_file_dropped_in_again_gives_the_same_chart() -> None:
    first = pasted(RATES)
    again = pasted(written(first))
    assert (again.kind, again.dates, again.notes) == (first.kind, first.dates, first.notes)
    assert str(again.values) == str(first.values)
    assert str(again.numerators) == str(first.numerators)


def test_a_chart_without_a_value_has_a_file_with_a_header_only() -> None:
    empty = pasted(weekly(["", "", ""]))
    assert written(empty).splitlines()[0].startswith("Date,Value")
