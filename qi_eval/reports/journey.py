"""A project on one sheet (PDF, A4): aim, stage, measures with the chart that decides, drivers, tests and lessons.

What its own page shows, in the same words; long lists are cut with a note of how much more there is."""

from __future__ import annotations

from typing import Any

from qi_eval.charts.drivers import driver_drawing
from qi_eval.charts.picture import Picture
from qi_eval.narrative import date_words
from qi_eval.reports.pictures import embedded
from qi_eval.reports.typesetting import typeset
from qi_eval.views.project import ProjectView
from qi_eval.views.project_log import LogLine
from qi_eval.views.project_measures import MeasureLine, face

CHART = (860.0, 215.0)  # px; across the whole sheet, words of about 8 pt
DRIVERS = 960.0  # px, the width of a driver diagram
TALL = 300.0  # px; a taller diagram is told in words, for it would push the rest to a second page
MEASURES, TESTS, LESSONS, MISSING = 6, 3, 3, 5  # entries that one sheet has room for
LETTERS = 110  # of one entry
NUMBERS = 900  # letters of the list of what the numbers on the chart stand for


def journey_page(view: ProjectView) -> bytes:
    """The sheet as a PDF whose words can be selected and read aloud (PDF/UA-1)."""
    return typeset("journey.typ", content(view), "pdf", dated=view.as_at)


def content(view: ProjectView) -> dict[str, Any]:
    """The words and pictures of the sheet."""
    tests, learned = view.story.tests, view.story.learned
    diagram = _diagram(view)
    chart = face(view.family.chart, *CHART) if view.family.chart else None
    return {
        "title": short(view.title, LETTERS),
        "context": f"{view.context} · {view.id}",
        "outcome": view.outcome,
        "beside": view.beside,
        "held": "; ".join(f"{check.months} months after the sign: {check.words}" for check in view.checks),
        "aim": short(view.goal.words, 2 * LETTERS) or "No aim is written down yet.",
        "parts": [{"name": name, "words": short(words, 2 * LETTERS)} for name, words in view.goal.parts],
        "unsaid": view.goal.missing,
        "stage": view.stage.words,
        "steps": [{"shown": step.shown, "name": step.stage.label} for step in view.stage.steps],
        "facts": [{"name": name, "words": short(words, LETTERS)} for name, words in view.facts if words][1:5],
        "chart": _placed(chart.picture if chart else None),
        "numbers": short("; ".join(f"{mark} {words}" for mark, words in chart.numbers), NUMBERS) if chart else "",
        "charted": view.family.chart.title if view.family.chart else "",
        "measures": [_measure(line) for line in view.measures[:MEASURES]],
        "more_measures": max(len(view.measures) - MEASURES, 0),
        "asks": [slot.asks for slot in view.family.slots if slot.asks],
        "drivers": _placed(diagram),
        "driver_words": view.drivers.answer if view.drivers and diagram is None else "",
        "about_tests": view.story.about_tests,
        "tests": [_entry(line) for line in tests[:TESTS]],
        "more_tests": max(len(tests) - TESTS, 0),
        "lessons": [_entry(line) for line in learned[:LESSONS]],
        "more_lessons": max(len(learned) - LESSONS, 0),
        "closure": view.closure,
        "spread": view.spread_words,
        "missing": ", ".join(what for what, _ in view.not_recorded[:MISSING]),
        "foot": f"As at {date_words(view.as_at)}",
    }


def _diagram(view: ProjectView) -> Picture | None:
    """The driver diagram at the width of the sheet; None where there is none, or no room for it."""
    if view.drivers is None:
        return None
    drawn = driver_drawing(view.drivers.roots, alt=view.drivers.picture.alt, width=DRIVERS)
    return drawn if drawn.height <= TALL else None


def _placed(drawn: Picture | None) -> dict[str, str | int] | None:
    return None if drawn is None else embedded(drawn)


def _measure(line: MeasureLine) -> dict[str, Any]:
    return {
        "name": short(line.name, LETTERS // 2),
        "type": line.type.label.lower(),
        "latest": line.latest,
        "words": line.movement.words,
        "spark": _placed(line.movement.spark),
    }


def _entry(line: LogLine) -> dict[str, str]:
    told = " ".join(filter(None, [f"{line.plan}." if line.plan else "", line.told]))
    return {"title": short(line.title, LETTERS), "when": f"{line.day}, {line.kind}", "told": short(told, LETTERS)}


def short(words: str, letters: int) -> str:
    """The words, cut at a word's end with … where they are longer."""
    if len(words) <= letters:
        return words
    return words[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
