"""Which chart, and by which rule: the programme's decides; any other is looked at and counts nowhere."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from qi_eval.ui import html
from qi_eval.ui.own_state import Own
from qi_eval.views.own_chart import RULES, OwnChart, charts_for
from qi_eval.vocabulary import ChartType, Method


def method(own: Own, chart: OwnChart, programme: Method) -> None:
    """The fields for chart and rule."""
    with st.expander("Method", icon=":material/tune:"):
        html.note(f"The programme judges by the {programme.label}. Any other rule or chart is a preview, not counted.")
        left, right = st.columns(2)
        rule = own.settings.rule or programme
        with left:
            _chart_field(own, chart, rule)
        with right:
            _rule_field(own, rule)


def _chart_field(own: Own, chart: OwnChart, rule: Method) -> None:
    charts = [one.value for one in charts_for(chart.choice, rule)]
    picked = own.settings.drawn if own.settings.drawn in charts else ChartType.RUN
    key = own.key(f"drawn_{'_'.join(charts)}")  # other charts, another field
    st.selectbox(
        "Chart", charts, index=charts.index(picked.value), key=key, on_change=_set_chart, args=(own, key),
        format_func=lambda code: ChartType(code).label,
    )  # fmt: skip


def _set_chart(own: Own, key: str) -> None:
    picked = ChartType(st.session_state[key])
    own.settings = replace(own.settings, drawn=None if picked is ChartType.RUN else picked)


def _rule_field(own: Own, rule: Method) -> None:
    key = own.key("rule")
    codes = [one.value for one in RULES]
    st.selectbox(
        "Read by", codes, index=codes.index(rule.value) if rule in RULES else 0, key=key, on_change=_set_rule,
        format_func=lambda code: Method(code).label, args=(own, key),
    )  # fmt: skip


def _set_rule(own: Own, key: str) -> None:
    own.settings = replace(own.settings, rule=Method(st.session_state[key]))
