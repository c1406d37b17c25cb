"""All measures at a glance: a table of sparklines and icons, narrowed by unit or project, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from qi_eval.ui import away, html, linked
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Drawn, Piece, tag
from qi_eval.views import measure_grid as grids
from qi_eval.views.measure_grid import GridLine, MeasureGrid
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import MeasureType, Variation

LISTED = 40  # measures on one page of the grid
MOVED = "new limits first"  # in a row; above the list what it means
SIGNS = {
    "concern": "Sign of concern",
    "improvement": "Sign of improvement",
    "change": "Sign of change, no direction",
    "usual": "Usual ups and downs",
    "none": "Not judged yet",
}
RANK = {sign: place for place, sign in enumerate(SIGNS)}
ORDERS: dict[str, Callable[[GridLine], Any]] = {
    "Concerns first": lambda line: (RANK[_sign(line)], line.project.lower(), line.name.lower()),
    "Newest sign first": lambda line: -(line.since or date.min).toordinal(),
    "Project": lambda line: (line.project.lower(), line.name.lower()),
    "Measure": lambda line: line.name.lower(),
    "Unit": lambda line: (line.unit.lower(), line.name.lower()),
}


def show() -> None:
    """The grid that the address asks for."""
    unit, project = st.query_params.get("in_unit", ""), st.query_params.get("in_project", "")
    whole = seen(grids.measure_grid)
    linked.unheard("in_unit", dict(whole.units), f"{whole.whole[:1].lower()}{whole.whole[1:]}")
    linked.unheard("in_project", dict(whole.projects), "all projects")
    known = unit in dict(whole.units) or project in dict(whole.projects)
    view = seen(grids.measure_grid, unit, project) if known else whole
    _narrow(whole, unit, project)
    html.note(view.told)
    lines = _filtered(view)
    _listed(lines)


def _narrow(view: MeasureGrid, unit: str, project: str) -> None:
    """One unit with all below it, or one project; either goes into the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="names_grid"):
        _where("Unit", "in_unit", dict(view.units), unit, view.whole)
        _where("Project", "in_project", dict(view.projects), project, "All projects")


def _where(label: str, parameter: str, names: dict[str, str], asked: str, whole: str) -> None:
    options = ["", *names]
    st.selectbox(
        label, options, index=options.index(asked) if asked in names else 0, key=f"grid_{parameter}",
        format_func=lambda id_: names.get(id_, whole), on_change=_moved, args=(parameter,),
    )  # fmt: skip


def _moved(parameter: str) -> None:
    """Choosing a unit lets go of the project, and the other way round."""
    chosen = st.session_state[f"grid_{parameter}"]
    for other in ("in_unit", "in_project"):
        st.query_params.pop(other, None)
    if chosen:
        st.query_params[parameter] = chosen
    st.session_state["grid_in_project" if parameter == "in_unit" else "grid_in_unit"] = ""


def _filtered(view: MeasureGrid) -> list[GridLine]:
    kinds_known, orders = [kind.label for kind in MeasureType], list(ORDERS)
    for parameter, known, shown in (
        ("signs", SIGNS.values(), "all"),
        ("kinds", kinds_known, "all"),
        ("order", orders, orders[0].lower()),
    ):
        linked.unheard(parameter, known, shown)
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_filters"):
        signs = st.multiselect(
            "What the rule says", list(SIGNS.values()), key="signs", bind="query-params", placeholder="All"
        )
        kinds = st.multiselect("Kind", kinds_known, key="kinds", bind="query-params", placeholder="All")
        words = st.text_input("Name or project holds", key="grid_words", bind="query-params")
        order = st.selectbox("Order", orders, key="order", bind="query-params")
    found = [
        line
        for line in view.lines
        if (not signs or SIGNS[_sign(line)] in signs)
        and (not kinds or line.type.label in kinds)
        and words.strip().lower() in f"{line.name} {line.project} {line.id}".lower()
    ]
    return sorted(found, key=ORDERS[order])


def _sign(line: GridLine) -> str:
    if line.variation is None:
        return "none"
    named = {Variation.COMMON_CAUSE: "usual", Variation.IMPROVEMENT: "improvement", Variation.CONCERN: "concern"}
    return named.get(line.variation, "change")


def _listed(lines: Sequence[GridLine]) -> None:
    pages = -(-len(lines) // LISTED)
    page = st.pagination(pages, key="grid_page") if pages > 1 else 1
    rows = lines[(page - 1) * LISTED : page * LISTED]
    html.note(f"{len(lines):,} listed.{_moved_words(lines)}")
    if rows:
        html.show(tag("div", _table(rows), cls="qi-scroll", tabindex="0", role="region", aria_label="Measures"))
        away.button("This list (CSV)", lambda: _file(lines).csv, "measures.csv", key="grid_csv")


def _moved_words(lines: Sequence[GridLine]) -> str:
    """What the rows mean whose level moved, said once; "" where none did."""
    moved = sum(line.has_moved for line in lines)
    if not moved:
        return ""
    once = "whether the aim will be met is judged once new limits are set"
    return f" In {moved:,} of them the level moved, lately or earlier: {once}."


def _table(lines: Sequence[GridLine]) -> Piece:
    sparks = grids.sparks_of(lines)
    heads = ("Measure", "Over time", "Latest", "Aim", "What the rule says", "Will the aim be met?")
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    return tag(
        "table",
        tag("thead", head),
        tag("tbody", *(_row(line, sparks.get(line.id)) for line in lines)),
        cls="qi-table qi-wide qi-grid",
    )


def _row(line: GridLine, drawn: Drawn | None) -> Piece:
    name = html.link(line.name, "run_charts", measure=line.id, unit=line.unit_id)
    project, kind = (f"{line.project} · " if line.project else ""), line.type.label.lower()
    where = html.join(project, _unit(line), f" · {kind}" if line.unit else kind)
    spark = html.image(drawn, alt="") if drawn else None
    variation, assurance = (html.image(icon, cls="qi-icon", alt="") for icon in line.icons)
    newest = tag("div", line.newest, cls="qi-small") if line.newest else None
    met = MOVED if line.has_moved else line.met
    return tag(
        "tr",
        tag("th", name, tag("div", where, cls="qi-small"), scope="row"),
        tag("td", spark),
        tag("td", tag("b", line.latest), newest),
        tag("td", line.aim),
        tag("td", tag("div", variation, tag("span", line.words), cls="qi-said")),
        tag("td", tag("div", assurance, tag("span", met, cls="qi-small"), cls="qi-said")),
    )


def _unit(line: GridLine) -> Piece:
    """The unit whose chart stands here; where there are others, how many, and the way to all of them."""
    if not line.several:
        return html.join(line.unit)
    return html.join(html.link(line.several, "collaborative", of=f"measure:{line.id}"), f"; shown: {line.unit}")


def _file(lines: Sequence[GridLine]) -> TableView:
    headers = ("Code", "Measure", "Kind", "Project", "Unit", "Latest", "Of", "Aim", "What the rule says", "Aim met?")
    rows = tuple(
        (
            line.id,
            line.name,
            line.type.label,
            line.project,
            line.unit,
            line.latest,
            line.newest,
            line.aim,
            line.words,
            line.met,
        )
        for line in lines
    )
    return TableView("Measures", headers, rows, (False,) * len(headers))
