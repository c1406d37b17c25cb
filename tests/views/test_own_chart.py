"""A team's own data get the chart, sentence and verdict of a stored measure; another rule is a preview."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.charts.control_chart import drawing
from qi_eval.datasets.own_series import OwnAnswers, OwnKind, OwnMark, OwnMarkKind, OwnSeries, OwnSettings
from qi_eval.reports.slide import slide
from qi_eval.submit.own_examples import OWN_EXAMPLES
from qi_eval.views.charted import printed
from qi_eval.views.own_chart import RULES, OwnChart, charts_for, file_name, own_chart
from qi_eval.vocabulary import ChartType, Direction, Method, Variation
from tests.reports.opened import opened, slide_words
from tests.submit.own import TODAY, dates, filed, pasted, weekly

SHIFT = weekly(["5", "6", "4", "5", "7", "5", "4", "6", "5", "4", "6", "5", *["12"] * 10])


def drawn(series: OwnSeries, settings: OwnSettings | None = None, rule: Method = Method.MDC) -> OwnChart:
    """The chart of a series by the programme's rule."""
    return own_chart(series, settings or OwnSettings(), programme=rule, now=TODAY)


def test_a_team_s_chart_opens_as_a_run_chart_judged_by_the_programme_s_rule() -> None:
    chart = drawn(pasted(SHIFT), OwnSettings(direction=Direction.INCREASE))
    assert chart.charted.drawn is ChartType.RUN
    assert chart.charted.rule is Method.MDC
    assert chart.charted.counted
    assert chart.charted.reading.variation is Variation.IMPROVEMENT
    assert chart.charted.title.startswith("Falls: sign of improvement")


def test_nothing_is_good_or_bad_until_somebody_says_which_way_is_better() -> None:
    assert drawn(pasted(SHIFT)).charted.reading.variation is Variation.NEUTRAL_HIGH


@pytest.mark.parametrize(
    ("direction", "said"),
    [(None, "which way is better is not said yet"), (Direction.NEUTRAL, "neither way is better")],
)
def test_that_neither_way_is_better_is_said_only_where_a_team_said_so(direction: Direction | None, said: str) -> None:
    chart = drawn(pasted(SHIFT), OwnSettings(direction=direction, target=10)).charted
    assert chart.chart is not None
    assert [icon.alt for icon in chart.icons] == [
        f"Sign of change: higher values, {said}",
        f"Aim not judged: {said[0].upper()}{said[1:]}",
    ]
    assert chart.why_empty == f"Aim not judged: {said}."
    words = slide_words(opened(slide(chart.chart)))
    assert "no direction" not in f"{printed(chart).svg} {words}"
    assert ("neither way" in printed(chart).svg) == (direction is not None)


def test_a_plain_average_of_percentages_says_so_wherever_the_chart_goes() -> None:
    rows = "".join(f"{month} 2024,{ward},{share}%\n" for month in ("Jan", "Feb") for ward, share in
                   (("Elm", 90), ("Oak", 50)))  # fmt: skip
    chart = drawn(pasted(f"Month,Ward,% done\n{rows}", OwnAnswers(group=""))).charted
    assert chart.chart is not None
    said = "without weights: a small ward counts as much as a large one."
    assert chart.reading.method.endswith(said)
    assert said in chart.file.csv.decode("utf-8-sig")
    assert said in slide_words(opened(slide(chart.chart)))
    assert said in printed(chart).svg


@pytest.mark.parametrize("rule", [Method.ANHOEJ, Method.IHI])
def test_another_rule_is_a_preview(rule: Method) -> None:
    assert not drawn(pasted(SHIFT), OwnSettings(rule=rule)).charted.counted


@pytest.mark.parametrize(
    ("series", "suited", "reason"),
    [
        (pasted("Month,Met,Patients\nJan 2024,17,24\nFeb 2024,18,25"), ChartType.P, "denominator each month"),
        (pasted(weekly(["5", "6", "4"])), ChartType.C, "count of events each week"),
        (pasted(weekly(["1", "0", "1"])), ChartType.RUN, "few events"),
        (pasted(weekly(["5.5", "6", "4"], "Week,Minutes")), ChartType.I, "measurement each week"),
        (pasted("Month,Falls,Bed days\nJan 2024,3,200\nFeb 2024,4,210"), ChartType.U, "count for so many"),
        (dates("1/1/2024\n19/1/2024\n30/1/2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN)), ChartType.T, "the next"),
        (
            dates("1/1/2024\n19/1/2024\n19/1/2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN)),
            ChartType.G,
            "some of them 0",
        ),
    ],
)
def test_the_chart_that_suits_is_named_with_its_reason(series: OwnSeries, suited: ChartType, reason: str) -> None:
    choice = drawn(series).choice
    assert choice.chart is suited
    assert reason in choice.why


def test_every_chart_that_is_offered_can_be_drawn_by_every_rule() -> None:
    seen = "\n".join(
        ["Week,Met,Seen", *(f"{date(2024, 1 + i // 4, 1 + 7 * (i % 4))},{9 + i % 4},20" for i in range(20))]
    )
    falls = dates(
        "\n".join(f"{1 + 3 * i % 27}/{1 + i % 12}/2024" for i in range(20)), OwnAnswers(kind=OwnKind.EVENTS_BETWEEN)
    )
    for series in (pasted(seen), pasted(SHIFT), falls):
        for rule in RULES:
            for chart in charts_for(drawn(series).choice, rule):
                made = drawn(series, OwnSettings(drawn=chart, rule=rule))
                assert made.remarks == ()
                assert made.charted.drawn is chart


def test_a_t_chart_of_times_that_are_0_says_why_it_is_not_drawn() -> None:
    series = dates("1/1/2024\n19/1/2024\n19/1/2024\n25/1/2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN))
    chart = drawn(series, OwnSettings(drawn=ChartType.T))
    assert chart.remarks == ("A t chart needs times above 0, and some of these are 0 or less. The run chart is shown.",)
    assert chart.charted.drawn is ChartType.RUN


@pytest.mark.parametrize("cells", [["4"], ["5"] * 30, ["", "", ""], ["", "4", ""], ["0"] * 20])
def test_few_alike_or_missing_values_are_drawn_or_said(cells: list[str]) -> None:
    for rule in RULES:
        chart = drawn(pasted(weekly(cells)), OwnSettings(rule=rule))
        assert chart.charted.title
        assert (chart.charted.figures is None) == (not any(cells))


def test_one_point_has_one_day_and_no_span() -> None:
    assert "Monthly, January 2024, 1 point." in drawn(pasted(weekly(["4"]))).charted.reading.words


def test_what_the_team_sets_stands_on_the_chart() -> None:
    settings = OwnSettings(
        name="Delays",
        direction=Direction.INCREASE,
        target=11,
        marks=(
            OwnMark(date(2024, 3, 25), OwnMarkKind.CHANGE, "New handover form"),
            OwnMark(date(2024, 1, 8), OwnMarkKind.EXCLUDED, "Counted twice"),
            OwnMark(date(2024, 2, 5), OwnMarkKind.NOTE, "Half term"),
        ),
    )
    charted = drawn(pasted(SHIFT), settings).charted
    words = " ".join(text for _, text in charted.changes)
    assert charted.title.startswith("Delays")
    assert all(said in words for said in ("New handover form", "Counted twice (the team)", "Half term"))
    assert "before the first change" in charted.reading.words
    assert "1 point left out" in charted.reading.method
    assert "reaches the aim of 11" in charted.reading.words


def test_new_limits_split_the_chart() -> None:
    settings = OwnSettings(marks=(OwnMark(date(2024, 3, 25), OwnMarkKind.PHASE, "New building"),))
    assert "since the new limits" in drawn(pasted(SHIFT), settings).charted.reading.words


def test_a_point_left_out_that_is_not_there_is_said() -> None:
    settings = OwnSettings(marks=(OwnMark(date(2024, 1, 9), OwnMarkKind.EXCLUDED, "Counted twice"),))
    assert drawn(pasted(SHIFT), settings).remarks == ("There is no point on 9 January 2024 to leave out.",)


def test_rare_events_say_how_long_ago_the_last_one_was() -> None:
    answers = OwnAnswers(kind=OwnKind.EVENTS_BETWEEN, first=date(2024, 1, 1), last=date(2024, 2, 28))
    chart = drawn(dates("1/1/2024\n19/1/2024\n30/1/2024", answers))
    assert chart.since == ("29", "days since the last event, to 28 February 2024")


@pytest.mark.parametrize("example", OWN_EXAMPLES, ids=lambda example: example.file)
def test_the_examples_are_read_without_a_question_and_can_be_taken_away(example) -> None:
    series = filed(example.data, example.file, example.answers)
    chart = drawn(series, example.settings)
    assert series.problems == ()
    assert [one.about for one in series.questions if one.open] == []
    assert chart.charted.reading.variation is Variation.IMPROVEMENT
    assert printed(chart.charted).alt


def test_a_file_to_take_away_is_called_like_its_chart() -> None:
    assert file_name("Falls on Ward 7: per 1,000!") == "falls_on_ward_7_per_1_000"
    assert file_name("???") == "chart"


def test_a_small_share_has_its_decimal_on_every_face() -> None:
    cells = [f"{infected},1000" for infected in [18, 14, 22] * 8]
    chart = drawn(pasted(weekly(cells, "Week,Infected,Patients"))).charted
    assert chart.chart is not None
    assert "Usual level 1.8%" in chart.reading.words
    assert "usual range of 0.4% to 3.2%" in chart.reading.words  # 1.8 and 2.66 (16 times 0.4 and 7 times 0.8) / 23
    assert chart.table.rows[0][1:4] == ("2.2%", "22", "1,000")
    assert chart.chart.points["shown"].iloc[0].endswith(": 1.8% (18 of 1,000)")
    for face in (drawing(chart.chart).svg, printed(chart).svg, slide_words(opened(slide(chart.chart)))):
        assert "1.8%" in face


def test_a_count_of_few_events_says_how_little_a_sign_about_its_mean_tells() -> None:
    few, many = pasted(weekly(["0", "1"] * 10)), pasted(weekly(["8", "9"] * 10))
    remarks = [own_chart(one, OwnSettings(), programme=Method.MDC, now=TODAY).remarks for one in (few, many)]
    assert [len(one) for one in remarks] == [1, 0]
    assert remarks[0][0].startswith("So few events come that a sign about their mean says little")
