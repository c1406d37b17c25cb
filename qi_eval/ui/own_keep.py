"""Keep it in the programme: only here is a team's own data stored, as loads like any other, with their undo."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import BY_NAME
from qi_eval.datasets.own_series import OwnMarkKind, OwnSeries
from qi_eval.datasets.problem import Severity
from qi_eval.submit.own_keeping import OwnHome
from qi_eval.submit.own_keeping import keep as keep_chart
from qi_eval.ui import html, store
from qi_eval.ui.cache import seen
from qi_eval.ui.own_state import FILE, Own
from qi_eval.ui.person import who
from qi_eval.ui.upload.problems import problem_list
from qi_eval.views.choices import choices
from qi_eval.views.programme import programme
from qi_eval.views.words import listed
from qi_eval.vocabulary import MeasureType

NONE = "Not part of a project"


def keep(own: Own, series: OwnSeries) -> None:
    """The few fields that the programme needs, and the button."""
    with st.expander("Keep it in the programme", icon=":material/inventory_2:"):
        if own.kept:
            _is_kept(own)
            return
        if seen(programme).made_up:
            html.note("The programme that you look at is made up. To keep a chart for good, start with your own data.")
        html.note("Until you press the button, nothing of this is stored. It can be undone in the upload history.")
        home = _home(own, series)
        by = who()
        if st.button("Keep this chart", key=own.key("keep"), type="primary", disabled=not by, icon=":material/save:"):
            _store(own, series, home, by or "")


def _home(own: Own, series: OwnSeries) -> OwnHome:
    current = store.current()
    projects = choices(current, BY_NAME["measures"]).get("project_id", {})
    units = choices(current, BY_NAME["measurements"]).get("unit_id", {})
    left, right = st.columns(2)
    with left:
        project = st.selectbox(
            "Project", ["", *projects], format_func=lambda one: projects.get(one, NONE), key=own.key("project"),
        )  # fmt: skip
        kind = st.selectbox(
            "What does it tell?", list(MeasureType), format_func=lambda one: f"{one.label}: {one.meaning}",
            key=own.key("type"),
        )  # fmt: skip
    with right:
        unit = _unit(own, units, bool(project))
        role = st.text_input("Your role (no name)", key=own.key("role")) if own.settings.marks else ""
    definition = st.text_input(
        "How is it counted, so that two people would count the same?", key=own.key("definition"),
    )  # fmt: skip
    assert kind is not None, "one is always chosen"
    return OwnHome(
        kind, (definition or "").strip(), project, unit, _role(role), own.file if own.way == FILE else "own chart"
    )


def _unit(own: Own, units: dict[str, str], has_project: bool) -> str:
    """The ward or team: one of those known, or a new one by its name; None among the keys of the session while nobody
    has said which. A chart of no project is the whole trust's only where somebody says so."""
    blank = "The project's own" if has_project else "The whole trust"
    if not units:
        return (st.text_input("Ward or team", key=own.key("unit")) or "").strip()
    picked = st.selectbox(
        "Ward or team", ["", *units], index=0 if has_project else None, key=own.key("unit"), accept_new_options=True,
        format_func=lambda one: units.get(one, one) or blank, placeholder="Choose one, or write a new name",
    )  # fmt: skip
    return (picked or "").strip()


def _role(role: str | None) -> str:
    return (role or "").strip().lower().replace(" ", "_") or "team"


def _missing(own: Own, home: OwnHome) -> str:
    """What has to be said before the chart can be kept; '' where nothing."""
    nobody_said = not home.project_id and st.session_state.get(own.key("unit")) is None
    lacking = ["which way is better (above the chart)"] if own.settings.direction is None else []
    lacking += ["how it is counted"] if not home.definition else []
    lacking += ["which ward or team it is, or that it is the whole trust"] if nobody_said else []
    return f"Say {listed(lacking)}." if lacking else ""


def _store(own: Own, series: OwnSeries, home: OwnHome, by: str) -> None:
    missing = _missing(own, home)
    if missing:
        st.warning(f"{missing} What you have typed stays.", icon=":material/info:")
        return
    now = datetime.now(UTC)
    try:
        measure_id, reports = keep_chart(
            store.current(), series, own.settings, home, by=by, today=store.today(), now=now
        )
    except submit.StoreError as error:
        st.error(str(error))
        return
    if not all(report.accepted for report in reports):
        for place, report in enumerate(reports):
            found = [one for one in report.problems if one.severity is Severity.ERROR]
            if found:
                problem_list(found, f"keep_{place}")
        return
    own.kept = measure_id
    st.rerun()


def _is_kept(own: Own) -> None:
    changed = any(mark.kind is OwnMarkKind.CHANGE for mark in own.settings.marks)
    st.success("Stored, with its history. Next month's point is one row of it.", icon=":material/check:")
    if changed:
        html.note("Your changes stand in the project's log, or as notes on the chart where there is no project.")
    st.button(  # a link to the page that is open leads nowhere
        "Open it among the run charts", key=own.key("open"), type="tertiary", icon=":material/show_chart:",
        on_click=st.query_params.from_dict, args=({"measure": own.kept},),
    )  # fmt: skip
    st.page_link("pages/upload_history.py", label="See it in the upload history, or undo it", icon=":material/history:")
