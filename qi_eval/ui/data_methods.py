"""Data and methods, for evaluators: one figure by unit and period, all of them as an archive, methods and gaps."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from qi_eval.ui import away, heading, html, linked, store
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import evaluators, framework
from qi_eval.views.evaluators import FigureView
from qi_eval.views.methods import MethodsView, figure_text, methods_view
from qi_eval.views.scope import scope_of

QUESTION = "May I have the figures, and how were they worked out?"
BELOW = (
    "Whole trust and divisions; what belongs to no division, such as a trust-wide project, counts in the whole only, "
    "so divisions may add up to less. The file of wards and teams is counted when you ask for it, which may take half "
    "a minute. Counts of people are told by period and by group for the whole trust only: from both together small "
    "groups could be worked out."
)
STOPS = (
    "The archive stops at divisions: every figure is counted anew in each unit, which takes minutes for all wards and "
    "teams. One figure in every ward and team is above; for all of them, ask whoever runs the dashboard for"
)
COMMAND = "python -m qi_eval figures FILE.zip --every-unit"


def show() -> None:
    """One figure first, then all, then how to cite them and what stays open."""
    methods = seen(methods_view)
    heading.show(None, QUESTION, methods.answer)
    _one()
    _all(methods)
    html.show(*_rest(methods))


def _one() -> None:
    html.show(tag("h2", "One figure, by unit and period", cls="qi-band"))
    picked = linked.choice("metric", evaluators.figures(), "Figure")
    view = seen(evaluators.figure_view, picked)
    noted = tag("p", view.noted, cls="qi-quiet") if view.noted else None
    html.show(html.table(view.table), noted, tag("p", f"{view.told} {BELOW}", cls="qi-small"))
    _take(view)


def _take(view: FigureView) -> None:
    with st.container(horizontal=True, gap="small"):
        _button("This figure (CSV)", lambda: view.file.csv, f"{view.id}.csv", "text/csv")
        _button("In every ward and team (CSV)", lambda: _units(view.id), f"{view.id}_by_unit.csv", "text/csv")
        _button("Its method (text)", lambda: figure_text(view.id), f"{view.id}.txt", "text/plain")


def _all(methods: MethodsView) -> None:
    told = (
        "One row a figure, unit, period and group, with what is known and what was expected; hidden as on the pages. "
        "The archive is made when you ask for it, which may take half a minute."
    )
    html.show(tag("h2", "All figures", cls="qi-band"), tag("p", told))
    with st.container(horizontal=True, gap="small"):
        _button("All figures (ZIP of CSV files)", _archive, "figures.zip", "application/zip")
        _button("The 23 questions (CSV)", _questions, "framework.csv", "text/csv")
        _button("Codebook (CSV)", lambda: evaluators.codebook().csv, "codebook.csv", "text/csv")
        _button("All methods (text)", lambda: methods.text, "methods.txt", "text/plain")
    html.show(tag("p", f"{STOPS} ", tag("code", COMMAND), ".", cls="qi-small"))


def _units(id_: str) -> bytes:
    """Counted when it is asked for: unit by unit, which may take half a minute."""
    current = store.current()
    return evaluators.units_file(current, scope_of(current, today=store.today()), id_).csv


def _archive() -> bytes:
    current = store.current()
    return evaluators.archive(current, scope_of(current, today=store.today()))


def _questions() -> bytes:
    current = store.current()
    return framework.overview(current, scope_of(current, today=store.today())).table.csv


def _rest(methods: MethodsView) -> list[Piece | None]:
    return [
        tag("h2", "How to cite", cls="qi-band"),
        tag("p", methods.cite),
        tag("h2", "Methods that several figures share", cls="qi-band"),
        html.pairs(methods.shared),
        tag("p", html.link("Formula and source of every figure", "templates", part="figures"), cls="qi-small"),
        tag("h2", "What the framework leaves unknown", cls="qi-band"),
        _unknown(methods),
    ]


def _unknown(methods: MethodsView) -> Piece:
    if not methods.unknown:
        return tag("p", "Every question of the framework has some answer.")
    lines = html.pairs(((one.question, one.needs) for one in methods.unknown), cls="qi-pairs qi-needs")
    return html.join(tag("p", "Each question, then the files that would answer it.", cls="qi-quiet"), lines)


def _button(label: str, made: Callable[[], bytes | str], name: str, kind: str) -> None:
    away.button(label, made, name, kind, key=f"take_{name}")
