"""My own data: a right run chart from a spreadsheet, without account or course. Nothing is stored unless asked."""

from __future__ import annotations

import streamlit as st

from qi_eval.datasets.own_series import OwnSeries
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.submit.own_examples import OWN_EXAMPLES
from qi_eval.submit.own_kinds import OwnKinds
from qi_eval.ui import chart_panel, chart_take, heading, html, pareto_panel, store
from qi_eval.ui.cache import seen
from qi_eval.ui.html import tag
from qi_eval.ui.own_keep import keep
from qi_eval.ui.own_marks import marks, next_point
from qi_eval.ui.own_method import method
from qi_eval.ui.own_questions import chart_questions, open_questions, other_questions, taken, watched
from qi_eval.ui.own_state import EXAMPLE, OWN, Own, Reading, read, state
from qi_eval.ui.own_ways import examples, ways
from qi_eval.ui.upload.problems import problem_list
from qi_eval.views.own_chart import file_name, own_chart, programme_rule
from qi_eval.views.pareto import pareto_view

LEAD = "Paste a table, choose a file, or list the days on which something happened. Nothing is stored unless you ask."

CONTEXT = {OWN: "Your own data, not stored", EXAMPLE: "An example, made up"}
FEW = 5  # problems that are read at a glance


def show() -> None:
    """The ways in; once there are data, the chart, and all that can be set on it. The address says whether the made-up
    example is meant (`way=example`)."""
    if st.query_params.get("way") == EXAMPLE:
        _example()
        return
    own, today = state(OWN), store.today()
    if not own.way:
        heading.show("Your own data", "Is our change making a difference?", LEAD)
        ways(own, today)
        examples(own)
        return
    reading = read(own, today)
    if reading.series is None and reading.kinds is not None:
        _most(own, reading, reading.kinds)
        return
    if reading.series is None or not reading.series.points:
        heading.show(CONTEXT[OWN], "There is nothing to draw yet")
        _not_yet(own, reading)
        ways(own, today)
        examples(own)
        return
    _charted(own, reading, reading.series)
    with st.expander("Other data, or the same put right", icon=":material/swap_horiz:"):
        ways(own, today)
        examples(own)


def _most(own: Own, reading: Reading, kinds: OwnKinds) -> None:
    """What happens most, from a table without dates."""
    view = pareto_view(kinds.counts, title=f"What happens most? {kinds.name}")
    heading.show(CONTEXT[own.name], view.title)
    pareto_panel.show(view, file_name(kinds.name))
    html.show(html.bullets(kinds.understood, cls="qi-bullets qi-quiet"))
    _sheet(own, reading)
    with st.expander("Other data, or the same put right", icon=":material/swap_horiz:"):
        ways(own, store.today())
        examples(own)


def _example() -> None:
    """The example as its team would see it: everything can be tried on it."""
    own = state(EXAMPLE)
    if not own.way:
        own.take_example(OWN_EXAMPLES[0])
    examples(own, "Made-up data, to try everything on:")
    reading = read(own, store.today())
    assert reading.series is not None, "an example can be read"
    _charted(own, reading, reading.series)


def _not_yet(own: Own, reading: Reading) -> None:
    """Why there is no chart, and the question whose answer may give one. What was typed still stands below."""
    problems = reading.problems or (reading.series.problems if reading.series else ())
    if reading.series is not None and not problems:
        html.show(tag("p", "The table has dates but no number that can be read."))
    _sheet(own, reading)
    if reading.series is not None:
        open_questions(own, reading.series)
        chart_questions(own, reading.series)
    _told(problems)
    if reading.table is None and len(reading.sheets) > 1:
        read_one = f"The sheet “{own.sheet}”" if own.sheet else f"One sheet of {len(reading.sheets)}"
        html.note(f"{read_one} was read. Where the figures stand on another, choose it in “Which sheet?”.")


def _charted(own: Own, reading: Reading, series: OwnSeries) -> None:
    rule, today = seen(programme_rule), store.today()
    chart = own_chart(series, own.settings, programme=rule, now=today)
    open_questions(own, series)
    chart_questions(own, series)
    taken(own, series, chart.choice.why)
    chart_panel.show(chart.charted, CONTEXT[own.name], key=own.key("chart"))
    _remarks((*filter(None, [series.repeated]), *chart.remarks), series.problems)
    chart_take.take(chart.charted, file_name(chart.measure.name), since=chart.since)
    if reading.kinds is not None:
        with st.expander(f"What happens most? {reading.kinds.name}", icon=":material/bar_chart:"):
            pareto_panel.show(
                pareto_view(reading.kinds.counts, title=reading.kinds.name), file_name(reading.kinds.name)
            )
    next_point(own, reading, series)
    marks(own, series)
    with st.expander("How your data were read", icon=":material/fact_check:"):
        _read(own, reading, series)
    method(own, chart, rule)
    keep(own, series)


def _remarks(remarks: tuple[str, ...], problems: tuple[Problem, ...]) -> None:
    """What a reader of the chart must know: doubts in full, what is missing from it as a number."""
    doubts = [problem.message for problem in problems if problem.severity is Severity.WARNING]
    missing = len(problems) - len(doubts)
    if told := [*remarks, *doubts[:FEW]]:
        html.show(html.bullets(told))
    if missing:
        count = "1 thing in your data" if missing == 1 else f"{missing:,} things in your data"
        stand = "it stands" if missing == 1 else "they stand"
        html.show(tag("p", f"{count} could not be charted as {stand}; see “How your data were read”."))


def _read(own: Own, reading: Reading, series: OwnSeries) -> None:
    """What was understood, what was left out, and the fields to put it right."""
    html.show(html.bullets(series.understood))
    _told(series.problems)
    _sheet(own, reading)
    other_questions(own, series)
    watched(own, series, store.today())


def _told(problems: tuple[Problem, ...]) -> None:
    """A few problems as sentences; many as a list with their rows, to mend by."""
    if len(problems) > FEW:
        problem_list(problems, "own")
    elif problems:
        html.show(html.bullets(problem.message for problem in problems))


def _sheet(own: Own, reading: Reading) -> None:
    """Which sheet of a workbook, where there are several."""
    if len(reading.sheets) < 2:
        return
    key = own.key("sheet")
    names = list(reading.sheets)
    picked = st.selectbox(
        "Which sheet?", names, index=names.index(own.sheet) if own.sheet in names else None,
        placeholder="The first that holds anything", key=key,
    )  # fmt: skip
    if picked and picked != own.sheet:
        own.sheet = picked
        st.rerun()
