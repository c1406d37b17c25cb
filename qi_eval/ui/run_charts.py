"""The run charts page: one measure in one unit where the address names it, else the three ways to a chart."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from qi_eval.ui import (
    chart_panel,
    chart_settings,
    chart_take,
    funnel_panel,
    heading,
    html,
    linked,
    long_table,
    measures_grid,
    own_chart,
    units_panel,
)
from qi_eval.ui.cache import seen
from qi_eval.ui.html import tag
from qi_eval.views import measure as measures
from qi_eval.views.by_unit import by_unit
from qi_eval.views.charted import in_exact_colours
from qi_eval.views.measure import MeasureView
from qi_eval.views.measures import Choice, measure_choices
from qi_eval.views.rows_behind import measured_rows
from qi_eval.vocabulary import ChartType, Method

QUESTION = "Is the change real?"
LEAD = "Points over time say it better than two numbers. Choose a measure, or bring data of your own."
EXACT = "mdc"  # in an address: charts in the colours of Making Data Count, to match a pack
WAYS = {"measures": "Our measures", "own": "My own data", "example": "An example"}


def show() -> None:
    """The measure that the address names, else the way that it names."""
    asked = st.query_params.get("measure", "")
    view = _asked(asked) if asked else None
    if view is not None:
        exact = _colours() == EXACT
        _measure(replace(view, chart=in_exact_colours(view.chart)) if exact else view)
        return
    way = st.query_params.get("way", "measures")
    if way in ("own", "example"):
        _back()
        own_chart.show()
        return
    _measures(asked)


def _asked(measure: str) -> MeasureView | None:
    """The measure as the address asks for it."""
    asked = st.query_params
    rule = asked.get("rule", "")
    drawn = asked.get("chart", "")
    return seen(
        measures.measure_view,
        measure,
        asked.get("unit", ""),
        rule if rule in Method.codes() else "",
        drawn if drawn in ChartType.codes() else "",
    )


def _measures(asked: str) -> None:
    """The ways in, and all measures at a glance."""
    heading.show(None, QUESTION, LEAD)
    if asked:
        html.note(f"There is no measure {asked} in these data.")
    linked.segment("way", WAYS, "Where the data come from")
    if st.query_params.get("way") != "measures":
        st.rerun()
    choices = seen(measure_choices)
    if not choices:
        words = "No measure is on record yet. A file of dates and values is enough: its measures are made on the way."
        html.show(tag("p", words))
        st.page_link("pages/upload.py", label="Upload a measure file", icon=":material/upload_file:", help="")
        return
    _measure_box(choices)
    compared = html.join(
        html.link("Before and after a change", "before_after"), " · ",
        html.link("Many units side by side", "collaborative"),
    )  # fmt: skip
    html.show(tag("p", compared, cls="qi-quiet"))
    measures_grid.show()


def _back() -> None:
    html.show(html.link("Our measures", "run_charts"))


def _measure_box(choices: tuple[Choice, ...]) -> None:
    listed = {choice.id: choice.label for choice in choices}
    st.selectbox(
        "Measure", list(listed), index=None, format_func=listed.__getitem__, key="measure_box",
        placeholder="Find a measure by its project or name", on_change=_to_measure,
    )  # fmt: skip


def _to_measure() -> None:
    if chosen := st.session_state["measure_box"]:
        st.query_params.from_dict({"measure": chosen})


def _measure(view: MeasureView) -> None:
    """One picture, one paragraph, one line of method; the rest on demand."""
    _ways_back(view)
    _other_unit(view, st.query_params.get("unit", ""))
    _other_way(view)
    chart_panel.show(view.chart, view.context)
    html.show(html.fold("What is measured, and how", html.pairs(view.facts, cls="qi-pairs qi-facts")))
    chart_take.take(view.chart, f"{view.id}_{view.unit_id}", dict(view.units).get(view.unit_id, ""))
    compared = html.link("Before and after a change", "before_after", measure=view.id, unit=view.unit_id)
    html.show(tag("p", compared, cls="qi-quiet"))
    _units(view)
    _rows(view)
    chart_settings.show(view)
    _method(view)


def _rows(view: MeasureView) -> None:
    """In which file and row each value stands, on demand."""
    with st.expander("Where the values come from", icon=":material/table_rows:", on_change="rerun") as box:
        if box.open:
            long_table.show(seen(measured_rows, view.id, view.unit_id), f"{view.id}_{view.unit_id}_rows.csv")


def _units(view: MeasureView) -> None:
    """The other units of the same measure, on demand: they take a picture each."""
    if len(view.units) < 2:
        return
    with st.expander("All units side by side", icon=":material/grid_view:", on_change="rerun") as box:
        if not box.open:
            return
        units = seen(by_unit, view.id)
        own = html.link("On a page of their own", "collaborative", of=f"measure:{view.id}")
        html.show(tag("p", own, cls="qi-small"))
        if units.beside is not None:
            html.show(tag("h2", "Each unit over time, on one scale"))
            units_panel.show(units.beside)
            html.show(tag("p", units.beside.told, cls="qi-small"))
            units_panel.take(units.beside, f"{view.id}_by_unit")
        if units.funnel is not None:
            html.show(tag("h2", "How far chance alone reaches"))
            funnel_panel.show(units.funnel, f"{view.id}_funnel")


def _ways_back(view: MeasureView) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="choose"):
        project = html.link("The project", "projects", project=view.project_id) if view.project_id else None
        between = " · " if project else None
        html.show(tag("p", html.link("All measures", "run_charts"), between, project, cls="qi-quiet"))
        if len(view.units) > 1:
            linked.switch("unit", dict(view.units), view.unit_id, "Unit")


def _other_unit(view: MeasureView, asked: str) -> None:
    """Said where the address names a unit that has no values, so that another one is shown."""
    if not asked or asked.lower() == view.unit_id.lower():
        return
    shown = f"; shown: {dict(view.units).get(view.unit_id, view.unit_id)}" if view.unit_id else ""
    html.note(f"There is no unit {asked} with values of this measure{shown}.")


def _other_way(view: MeasureView) -> None:
    """Said where the address names a chart, a rule or colours that there are not."""
    charts, rules = dict(view.charts), dict(view.rules)
    drawn, rule = view.chart.drawn, view.chart.rule
    linked.unheard("chart", charts, charts.get(drawn.value, drawn.label))
    linked.unheard("rule", rules, rules.get(rule.value, rule.label))
    linked.unheard("colours", (EXACT,), "the usual colours")


def _method(view: MeasureView) -> None:
    """Chart and rule: whatever differs from the programme's is a preview."""
    with st.expander("Method", key="open_method", on_change="rerun") as box:
        if box.open:
            _ways_to_read(view)


def _ways_to_read(view: MeasureView) -> None:
    charts, rules = dict(view.charts), dict(view.rules)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice("Chart", charts, view.chart.drawn.value, "chart", "The run chart is the simplest.")
        _choice("Read by", rules, view.chart.rule.value, "rule", "One rule decides every count.")
    html.note(f"The {view.decides} on the measure's own chart decide; anything else is a preview.")
    st.toggle("The exact colours of Making Data Count", _colours() == EXACT, key="colours_box", on_change=_to_colours)
    html.show(tag("p", html.link("What the marks and words mean", "how_to_read"), cls="qi-small"))


def _colours() -> str:
    """The colours that the address asks for."""
    return str(st.query_params.get("colours", ""))


def _to_colours() -> None:
    if st.session_state["colours_box"]:
        st.query_params["colours"] = EXACT
    else:
        st.query_params.pop("colours", None)


def _choice(label: str, names: dict[str, str], shown: str, parameter: str, why: str) -> None:
    options = list(names)
    st.selectbox(
        label, options, index=options.index(shown) if shown in options else 0, format_func=names.__getitem__,
        key=f"{parameter}_box", on_change=_to, args=(parameter,), width=320, help=why,
    )  # fmt: skip


def _to(parameter: str) -> None:
    st.query_params[parameter] = st.session_state[f"{parameter}_box"]
