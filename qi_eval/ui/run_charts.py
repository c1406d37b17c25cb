"""The run charts page: one measure in one unit, its chart, and the same in words."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import chart_panel, heading, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import tag
from qi_eval.views import measure as measures
from qi_eval.views.measure import MeasureView
from qi_eval.views.measures import Choice, measure_choices
from qi_eval.vocabulary import Method

RULES = (Method.MDC, Method.ANHOEJ, Method.IHI)


def show() -> None:
    """The measure that the address names, else the choice of one."""
    choices = seen(measure_choices)
    asked = _known(choices, st.query_params.get("measure", ""))
    if asked is None:
        _nothing_chosen(choices)
        return
    view = seen(measures.measure_view, asked.id, st.query_params.get("unit", ""), _rule())
    assert view is not None, "a listed measure is there"
    _choosers(choices, asked, view)
    _chart(view)


def _known(choices: tuple[Choice, ...], asked: str) -> Choice | None:
    """The measure of the address; one that is not listed may still be there."""
    listed = {choice.id.lower(): choice for choice in choices}
    if asked.lower() in listed or not asked:
        return listed.get(asked.lower())
    return Choice(asked, asked) if seen(measures.measure_view, asked) else None


def _nothing_chosen(choices: tuple[Choice, ...]) -> None:
    heading.show(
        None, "Is the change real?", "Choose a measure to see it over time, with the tests of change of its project."
    )
    if st.query_params.get("measure"):
        html.note(f"There is no measure {st.query_params['measure']} in these data.")
    if choices:
        _measure_box(choices, None)
        return
    html.show(
        tag("p", "No measure is on record yet. A file of dates and values is enough: its measures are made on the way.")
    )
    st.page_link("pages/upload.py", label="Upload a measure file", icon=":material/upload_file:", help="")


def _choosers(choices: tuple[Choice, ...], asked: Choice, view: MeasureView) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="choose"):
        _measure_box(choices, asked)
        if len(view.units) > 1:
            _unit_box(view)


def _measure_box(choices: tuple[Choice, ...], asked: Choice | None) -> None:
    listed = {choice.id: choice.label for choice in choices} | ({asked.id: asked.label} if asked else {})
    ids = list(listed)
    st.selectbox(
        "Measure", ids, index=ids.index(asked.id) if asked else None, format_func=listed.__getitem__,
        key="measure_box", placeholder="Find a measure by its project or name", on_change=_to_measure,
    )  # fmt: skip


def _unit_box(view: MeasureView) -> None:
    names = dict(view.units)
    ids = list(names)
    st.selectbox(
        "Unit", ids, index=ids.index(view.unit_id), format_func=names.__getitem__, key="unit_box", on_change=_to_unit
    )


def _to_measure() -> None:
    st.query_params.from_dict({"measure": st.session_state["measure_box"]})


def _to_unit() -> None:
    st.query_params["unit"] = st.session_state["unit_box"]


def _rule() -> str:
    """The rule to read by: empty for the programme's own."""
    asked = st.query_params.get("rule", "")
    return asked if asked in RULES else ""


def _chart(view: MeasureView) -> None:
    """One picture, one paragraph, one line of method; the rest on demand."""
    chart_panel.show(view.chart, view.context)
    html.show(html.fold("What is measured, and how", html.pairs(view.facts, cls="qi-pairs qi-facts")))
    _ways(view)
    _method(view)


def _ways(view: MeasureView) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            "Values (CSV)", lambda: view.chart.table.csv, f"{view.id}.csv", "text/csv", icon=":material/download:",
            type="tertiary", on_click="ignore",
        )  # fmt: skip
        st.page_link(
            "pages/upload.py", label="Add a value", icon=":material/add:", help="",
            query_params={"way": "row", "dataset": "measurements"},
        )  # fmt: skip
        if view.project_id:
            st.page_link(
                "pages/projects.py", label="The project", icon=":material/route:", help="",
                query_params={"project": view.project_id},
            )  # fmt: skip


def _method(view: MeasureView) -> None:
    names = {rule.value: rule.label for rule in RULES}
    with st.expander("Method"):
        st.selectbox(
            "Read by", list(names), index=list(names).index(view.chart.rule.value) if view.chart.rule in RULES else 0,
            format_func=names.__getitem__, key="rule_box", on_change=_to_rule, width=320,
            help="The programme's rule decides every count; any other rule is a preview that counts nowhere.",
        )  # fmt: skip
        html.show(tag("p", html.link("What the marks and words mean", "how_to_read"), cls="qi-small"))


def _to_rule() -> None:
    st.query_params["rule"] = st.session_state["rule_box"]
