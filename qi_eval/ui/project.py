"""A project's own page: what became of it first, then its aim, its measures, its tests and all that stands around it.

What is not on record folds into one line, so that a young project does not read like a list of failings."""

from __future__ import annotations

from functools import partial

import streamlit as st

from qi_eval.reports.journey import journey_page
from qi_eval.ui import away, drivers, heading, html
from qi_eval.ui.html import Piece, tag
from qi_eval.ui.movement import moving
from qi_eval.views.project import ProjectView
from qi_eval.views.project_log import LogLine
from qi_eval.views.project_measures import Face, MeasureLine, Slot
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import ProjectType

FIRST = 5  # entries of the log that stand open; the rest fold
STEP = {True: "✓", False: "–"}


def show(view: ProjectView) -> None:
    """The whole page."""
    heading.show(f"{view.context} · {view.id}", view.title, f"{view.outcome} {view.beside}".strip())
    html.show(html.link("All projects", "projects"), _late(view))
    html.show(tag("div", _aim(view), _stage(view) if _supported(view) else None, cls="qi-cards"))
    _measured(view)
    _drivers(view)
    _tests(view)
    _learned(view)
    _around(view)
    html.show(_not_recorded(view))
    _ways_on(view)


def _late(view: ProjectView) -> Piece | None:
    if not view.late:
        return None
    return tag("p", view.late, " ", html.link("Did not work: what we learned", "did_not_work"), cls="qi-label")


def _aim(view: ProjectView) -> Piece:
    """The aim, then who and when; a request for advice needs none."""
    goal = view.goal
    if not (_supported(view) or goal.words):
        return tag("section", *_who(view), cls="qi-card")
    return tag(
        "section",
        tag("h2", "Aim"),
        tag("p", goal.words or "No aim is written down yet."),
        html.pairs(goal.parts, cls="qi-pairs qi-facts"),
        tag("p", goal.apart, cls="qi-small") if goal.apart else None,
        tag("p", goal.missing, cls="qi-small") if goal.missing and _supported(view) else None,
        *_who(view),
        cls="qi-card",
    )


def _supported(view: ProjectView) -> bool:
    """Whether an outcome is expected of it; a request for advice is told by its facts alone."""
    return not view.context.startswith(ProjectType.CONSULTANCY.label)


def _who(view: ProjectView) -> tuple[Piece, ...]:
    return tag("h3", "Who and when"), html.pairs(view.facts, cls="qi-pairs qi-facts")


def _stage(view: ProjectView) -> Piece:
    """What the register says of its stage beside what is on record; a request for advice has no journey."""
    steps = tag("ol", *(_step(step.shown, step.stage.label, step.words) for step in view.stage.steps), cls="qi-steps")
    scores = html.pairs(view.stage.scores, cls="qi-pairs qi-facts")
    given = (tag("h3", "Progress score, given by hand (IHI)"), scores) if view.stage.scores else ()
    return tag("section", tag("h2", "How far it has come"), tag("p", view.stage.words), steps, *given, cls="qi-card")


def _step(shown: bool, stage: str, words: str) -> Piece:
    said = words if shown else f"not on record; {words} would show it"
    return tag("li", tag("span", STEP[shown], cls="qi-tick"), tag("b", stage), tag("span", said, cls="qi-small"))


def _measured(view: ProjectView) -> None:
    """The chart of the measure that decides, then the family: outcome, process, balancing."""
    if not (_supported(view) or view.measures):
        return
    html.show(tag("h2", "Measures", cls="qi-band"), _chart(view), _held(view))
    html.show(tag("div", *(_slot(slot) for slot in view.family.slots), cls="qi-cards qi-family"))


def _chart(view: ProjectView) -> Piece | None:
    chart = view.family.chart
    if chart is None:
        return None
    to_chart = html.link("Open this run chart", "run_charts", measure=view.family.charted_id)
    places = ("qi-desk", "qi-phone")
    faces = (_face(face, place) for face, place in zip(view.family.faces, places, strict=True))
    return tag("div", tag("h3", chart.title), *faces, tag("p", chart.reading, cls="qi-quiet"), tag("p", to_chart))


def _face(face: Face, place: str) -> Piece:
    """The chart, and below it what its numbers stand for."""
    numbers = tag("ol", *(tag("li", words, value=number) for number, words in face.numbers), cls="qi-changes")
    return tag("div", html.image(face.picture), numbers if face.numbers else None, cls=place)


def _held(view: ProjectView) -> Piece | None:
    if not view.checks:
        return None
    told = "; ".join(f"{check.months} months after the sign: {check.words}" for check in view.checks)
    return tag("p", tag("b", "Has it held? "), f"{told[0].upper()}{told[1:]}.")


def _slot(slot: Slot) -> Piece:
    lines = tag("ul", *(_measure(line) for line in slot.lines), cls="qi-lines")
    inside = lines if slot.lines else tag("p", slot.asks, cls="qi-quiet")
    return tag("section", tag("h2", slot.type.label), inside, cls="qi-card")


def _measure(line: MeasureLine) -> Piece:
    name = html.link(line.name, "run_charts", measure=line.id, unit=line.unit_id)
    words = tag("div", name, tag("div", line.base, cls="qi-small") if line.base else None)
    return tag("li", words, tag("b", line.latest), moving(line.movement), cls="qi-line qi-bare")


def _drivers(view: ProjectView) -> None:
    if view.drivers is not None:
        html.show(tag("h2", "Driver diagram", cls="qi-band"), drivers.show(view.drivers))


def _tests(view: ProjectView) -> None:
    if view.story.tests:
        about = tag("p", view.story.about_tests, cls="qi-quiet") if view.story.about_tests else None
        html.show(tag("h2", "Tests of change", cls="qi-band"), about, *_timeline(view.story.tests, "Earlier entries"))


def _timeline(lines: tuple[LogLine, ...], rest: str) -> list[Piece]:
    """The newest entries, the others on demand."""
    first, later = lines[:FIRST], lines[FIRST:]
    shown = [tag("ol", *map(_entry, first), cls="qi-log")]
    return shown + (
        [html.fold(f"{rest} ({len(later)})", tag("ol", *map(_entry, later), cls="qi-log"))] if later else []
    )


def _entry(line: LogLine) -> Piece:
    head = tag("div", tag("b", line.title), tag("span", f"{line.day}, {line.kind}", cls="qi-small"))
    words = " ".join(filter(None, [f"{line.plan}." if line.plan else "", line.told]))
    return tag("li", head, tag("div", words, cls="qi-quiet") if words else None)


def _learned(view: ProjectView) -> None:
    """What it taught, where that was passed on, and the rest of the log."""
    learned, rest = view.story.learned, view.story.rest
    if not (learned or rest or view.closure):
        return
    html.show(
        tag("h2", "What was learned", cls="qi-band"),
        tag("p", view.closure, cls="qi-quiet") if view.closure else None,
        *(_timeline(learned, "Earlier lessons") if learned else []),
        html.fold(f"What helped, stood in the way or happened ({len(rest)})", *_timeline(rest, "Earlier"))
        if rest
        else None,
    )


def _around(view: ProjectView) -> None:
    parts = [
        ("Patients and carers as partners", "", "", view.involvement),
        ("Spread", view.spread_words, "Each setting", view.spread),
        ("Benefits", "", "", view.benefits),
        ("Coaching", _said_of_coach(view), "Each contact", view.coaching),
    ]
    found = [(title, words, fold, table) for title, words, fold, table in parts if table is not None]
    if found:
        html.show(tag("h2", "Around the project", cls="qi-band"), *(_part(*part) for part in found))


def _said_of_coach(view: ProjectView) -> str:
    return dict(view.facts).get("Coach", "")


def _part(title: str, words: str, fold: str, table: TableView) -> Piece:
    """A table in full, or behind a sentence that sums it up."""
    said = tag("p", words, cls="qi-quiet") if words else None
    shown = html.fold(fold, html.table(table)) if fold else html.table(table)
    return tag("section", tag("h3", title), said, shown, cls="qi-part")


def _not_recorded(view: ProjectView) -> Piece | None:
    """One line, and in it the file that would bring each."""
    if not view.not_recorded:
        return None
    files = html.pairs(
        [(what[0].upper() + what[1:], file) for what, file in view.not_recorded], cls="qi-pairs qi-facts"
    )
    names = ", ".join(what for what, _ in view.not_recorded)
    return html.fold(f"Not recorded yet: {names}", tag("p", "Each would come with this file.", cls="qi-small"), files)


def _ways_on(view: ProjectView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        away.button(
            "Print this page (PDF, A4)", partial(journey_page, view), f"{view.id}.pdf", "application/pdf",
            icon=":material/print:",
        )  # fmt: skip
        for label, dataset in (("Log a test of change or a lesson", "project_log"), ("Add a value", "measurements")):
            st.page_link(
                "pages/upload.py", label=label, icon=":material/add:", help="",
                query_params={"way": "row", "dataset": dataset},
            )  # fmt: skip
