"""What people type beside a chart: the next value, a mark with its reason, the measure's target and direction.

Each is a load like any file: the same checks, the same history, the same way to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.datasets.problem import Problem
from qi_eval.ui import html, person, store
from qi_eval.ui.cache import seen
from qi_eval.ui.html import tag
from qi_eval.ui.upload.problems import what
from qi_eval.views.measure import MeasureView
from qi_eval.views.stored_row import stored_measure, stored_value
from qi_eval.views.words import date_words, lowered
from qi_eval.vocabulary import Direction, MarkKind, Method

TOLD = "chart_told"  # in the session: what became of the last thing typed
ASKED_BACK = "chart_asked_back"  # in the session: the value that was typed for a day that has one
OPEN = "open_"  # in the session, before the name of a form: whether it is unfolded
CHOSEN = "As the programme does"
EARLIEST = date(1990, 1, 1)  # of a baseline
FIELDS = {  # dataset → the fields of its form, by the column that each fills
    "measurements": {"period_start": "First day of the period", "numerator": "Numerator",
                     "denominator": "Denominator", "value": "Value", "note": "Note"},
    "chart_marks": {"on_date": "At the point of", "value": "The new target", "author_role": "Your role",
                    "reason": "Why"},
    "measures": {"target": "Target", "baseline_start": "First day of the baseline",
                 "baseline_end": "Last day of the baseline"},
}  # fmt: skip
ONCE = ("value_day", "value_numerator", "value_denominator", "value_value", "value_note", "mark_value", "mark_reason")


def show(view: MeasureView) -> None:
    """The forms, each made when somebody unfolds it: their fields are most of what a browser fetches for the page."""
    if person.only_looks():
        person.say_only_looks()
        return
    with st.container(key="chart_told"):  # its place is always taken, so that the form in use stays open
        _told()
    for name, (label, icon, form) in _FORMS.items():
        with st.expander(label, icon=icon, key=f"{OPEN}{name}", on_change="rerun") as box:
            if box.open:
                form(view)


def _value(view: MeasureView) -> None:
    with st.form(f"value_{view.id}", border=False):
        columns = st.columns(3, vertical_alignment="bottom")
        day = columns[0].date_input("First day of the period", value=None, format="DD/MM/YYYY", key="value_day")
        if view.counts:
            cells = {
                "numerator": columns[1].text_input("Numerator", key="value_numerator"),
                "denominator": columns[2].text_input("Denominator", key="value_denominator"),
            }
        else:
            cells = {"value": columns[1].text_input("Value", key="value_value")}
            cells["note"] = columns[2].text_input("Note (optional)", key="value_note")
        by = _who("value")
        pressed = st.form_submit_button("Save the value", type="primary")
    if pressed:
        _save_value(view, cells | {"period_start": _iso(day)}, by)


def _save_value(view: MeasureView, typed: dict[str, str], by: str) -> None:
    """Stores a value; where its day has one already, only once somebody has seen that and saved again."""
    day = typed["period_start"]
    stands = seen(stored_value, view.id, view.unit_id, day) if day and by else {}
    cells = {name: text for name, text in typed.items() if text.strip()}
    if stands:
        cells = stands | {"missing_reason": "", "value": ""} | cells
    if stands and st.session_state.get(ASKED_BACK) != cells:
        st.session_state[ASKED_BACK] = cells
        st.warning(
            f"{date_words(date.fromisoformat(day))} has a value already: {_value_words(stands)}. To put "
            f"{_value_words(cells)} in its place, press “Save the value” once more."
        )
        return
    st.session_state.pop(ASKED_BACK, None)
    _store(view, "measurements", cells, by)


def _value_words(cells: Mapping[str, str]) -> str:
    """17 of 24, or 4.5, or why there is none."""
    if cells["numerator"] or cells["denominator"]:
        return f"{cells['numerator'] or 'blank'} of {cells['denominator'] or 'blank'}"
    return cells["value"] or cells["missing_reason"] or "no value"


def _mark(view: MeasureView) -> None:
    """New limits, a point left out, a new target, a note: never without a reason and a role."""
    if view.chart.suggested is not None:
        html.note(view.chart.suggested.words)
    labels = {kind.value: kind.label for kind in MarkKind}
    kind = st.selectbox("What", list(labels), format_func=labels.__getitem__, key="mark_kind")
    with st.form(f"mark_{view.id}", border=False):
        left, right = st.columns(2, vertical_alignment="bottom")
        day = left.selectbox("At the point of", _days(view), format_func=date_words, key="mark_day")
        aimed = kind == MarkKind.TARGET_FROM.value
        value = left.text_input("The new target", key="mark_value") if aimed else ""
        role = right.text_input("Your role (no name)", key="mark_role", placeholder="ward manager")
        reason = st.text_input("Why", key="mark_reason")
        by = _who("mark")
        pressed = st.form_submit_button("Put it on the chart", type="primary")
    if pressed:
        cells = {"on_date": _iso(day), "kind": kind or "", "value": value, "reason": reason, "author_role": role}
        _store(view, "chart_marks", cells, by)
    html.note("Limits never move by themselves, and the old ones stay visible. Undo stands in the upload history.")


def _measure(view: MeasureView) -> None:
    """What holds for every chart of this measure."""
    stored = seen(stored_measure, view.id)
    if dated := _dated_aim(view):
        html.note(dated)
    with st.form(f"measure_{view.id}", border=False):
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        target = left.text_input(_target_label(view), value=stored["target"], key=f"set_target_{view.id}")
        ways = {way.value: way.label for way in Direction}
        direction = _chosen(middle, "Which way is better?", ways, stored["direction"], f"set_way_{view.id}")
        charts = {"": CHOSEN} | {code: name for code, name in view.charts if code != "run"}
        chart = _chosen(right, "Chart that decides", charts, stored["chart"], f"set_chart_{view.id}")
        first = _day(left, "First day of the baseline", stored["baseline_start"], f"set_first_{view.id}")
        last = _day(middle, "Last day of the baseline", stored["baseline_end"], f"set_last_{view.id}")
        rules = {"": CHOSEN} | {rule.value: rule.label for rule in Method}
        rule = _chosen(right, "Rule that decides", rules, stored["method"], f"set_rule_{view.id}")
        by = _who("measure")
        pressed = st.form_submit_button("Save for everybody", type="primary")
    html.note(
        "Points before the baseline are shown, not counted. Where the log names a change, the baseline ends before "
        "the first one, whatever last day is given here."
    )
    if pressed:
        set_here = {"target": target, "direction": direction, "chart": chart, "method": rule}
        _store(view, "measures", stored | set_here | {"baseline_start": first, "baseline_end": last}, by)


_FORMS = {  # name of the form → what unfolds it
    "value": ("Add the next value", ":material/add:", _value),
    "mark": ("Mark something on the chart", ":material/edit_note:", _mark),
    "measure": ("Target, direction, baseline and rule of this measure", ":material/tune:", _measure),
}


def _target_label(view: MeasureView) -> str:
    """The name of the field: a mark on the chart leaves it only the time before."""
    since = view.measure.target_since
    return f"Target before {date_words(since)}" if since else "Target"


def _dated_aim(view: MeasureView) -> str:
    """What a target set on the chart leaves to the field, and how to set another; "" where there is none."""
    measure = view.measure
    if measure.target_since is None or measure.target is None:
        return ""
    since, kind = date_words(measure.target_since), MarkKind.TARGET_FROM.label
    others = ", and that of units without such a mark" if len(view.units) > 1 else ""
    return (
        f"From {since} the aim is {measure.aim(measure.target)}, set on the chart. The target here is the aim "
        f"before that day{others}. To set another aim from a day on, choose “{kind}” in “Mark something on the chart”."
    )


def _chosen(place, label: str, names: Mapping[str, str], stored: str, key: str) -> str:  # type: ignore[no-untyped-def]
    options = list(names)
    index = options.index(stored) if stored in options else 0
    return str(place.selectbox(label, options, index=index, format_func=names.__getitem__, key=key))


def _day(place, label: str, stored: str, key: str) -> str:  # type: ignore[no-untyped-def]
    value = date.fromisoformat(stored) if stored else None
    return _iso(place.date_input(label, value=value, min_value=EARLIEST, format="DD/MM/YYYY", key=key))


def _days(view: MeasureView) -> list[date]:
    """The days of the points, that of suggested new limits first."""
    first = [view.chart.suggested.when] if view.chart.suggested else []
    return list(dict.fromkeys([*first, *view.days]))


def _who(form: str) -> str:
    """The name that stands beside what is stored; asked once a session, inside the form."""
    field = "Your name"
    return person.known() or st.text_input(field, key=f"{form}_by", help="It stands beside what you store.").strip()


def _store(view: MeasureView, dataset: str, cells: Mapping[str, str], by: str) -> None:
    """Loads what was typed, and shows the page anew with what became of it."""
    if not by:
        st.warning("Fill in your name; it stands beside what is stored.")
        return
    person.give(by)
    placed = {"measure_id": view.id} | ({"unit_id": view.unit_id} if dataset != "measures" else {})
    now = datetime.now(UTC)
    report = submit.typed_row(store.current(), dataset, {**cells, **placed}, by=by, today=store.today(), now=now)
    st.session_state[TOLD] = (report, FIELDS[dataset])
    for key in ONCE if report.accepted else ():
        st.session_state.pop(key, None)  # what is stored need not be typed again; what is refused stays
    st.rerun()


def _told() -> None:
    """What became of the last thing typed, shown once."""
    report, fields = st.session_state.pop(TOLD, (None, {}))
    if report is None:
        return
    if not report.accepted:
        html.show(tag("h2", "Nothing was stored"), html.bullets(_named(one, fields) for one in report.problems))
        html.note("What you have typed stays in its fields.")
        return
    st.success(f"Stored as load {report.load_id}. It can be undone in the upload history.")


def _named(problem: Problem, fields: Mapping[str, str]) -> str:
    """A problem under the name of the field that it is about."""
    named = fields.get(problem.column or "", problem.column)
    return f"{named}: {lowered(what(problem))}" if named else what(problem)


def _iso(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else ""
