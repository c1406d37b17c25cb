"""Teams who may want a call: the first thing on the page Projects. A few stand open, the rest fold."""

from __future__ import annotations

from qi_eval.ui import away, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import calls
from qi_eval.views.calls import CallLine, StageLine
from qi_eval.views.words import count

FIRST = 5  # teams that stand open: as many as one can ring in a morning
TITLE = "Teams who may want a call"


def show() -> None:
    """The list; nothing where no project runs."""
    view = seen(calls.calls_view)
    if view is None:
        return
    first, rest = view.lines[:FIRST], view.lines[FIRST:]
    html.show(
        tag("h2", TITLE, cls="qi-band"),
        tag("p", view.answer),
        tag("p", view.cannot_tell, cls="qi-quiet") if view.cannot_tell else None,
        _listed(first) if first else None,
        html.fold(f"The other {len(rest)}", _listed(rest)) if rest else None,
        _stages(view.stages) if view.stages else None,
        html.fold("How teams come to stand here", tag("p", view.how, cls="qi-quiet")),
    )
    if view.lines:
        away.button("These teams (CSV)", lambda: view.table.csv, "teams_to_call.csv")


def _stages(lines: tuple[StageLine, ...]) -> Piece:
    """Projects whose stage is ahead of what is written down: worth a talk, no fault."""
    head = f"Further on the register than on record: {count(len(lines), 'project')}"
    why = tag("p", "Worth a talk: often the work is done and only the log is behind.", cls="qi-quiet")
    return html.fold(head, why, tag("ul", *map(_stage, lines), cls="qi-calls"))


def _stage(line: StageLine) -> Piece:
    return tag("li", html.link(line.title, "projects", project=line.project_id), tag("div", line.words))


def _listed(lines: tuple[CallLine, ...]) -> Piece:
    return tag("ul", *map(_line, lines), cls="qi-calls")


def _line(line: CallLine) -> Piece:
    who = tag("div", html.link(line.title, "projects", project=line.project_id), tag("div", line.unit, cls="qi-small"))
    reasons = tag("div", "; ".join(line.reasons), ".", tag("div", f"Ring: {line.ring}.", cls="qi-small"))
    return tag("li", who, reasons)
