"""The projects page: the portfolio, or one project where the address names it."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, calls, heading, html, linked, project
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import portfolio as portfolios
from qi_eval.views import project as one
from qi_eval.views.portfolio import Portfolio, ProjectLine
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import ProjectStatus, ProjectType, Stage, Word

LISTED = 25  # projects on one page of the list
FILTERS: dict[str, type[Word]] = {"type": ProjectType, "status": ProjectStatus, "stage": Stage}


def show() -> None:
    """The page that the address asks for."""
    asked = st.query_params.get("project")
    view = seen(one.project_view, asked) if asked else None
    if asked and view is None:
        html.note(f"There is no project {asked} in these data.")
    if view is None:
        _portfolio(seen(portfolios.portfolio))
    else:
        project.show(view)


def _portfolio(view: Portfolio) -> None:
    heading.show(None, "What have we taken on, and who may want a call?", view.answer)
    if not view.projects:
        st.page_link("pages/upload.py", label="Upload the project register", icon=":material/upload_file:")
        return
    calls.show()
    html.show(tag("h2", "What we have taken on", cls="qi-band"))
    html.show(tag("div", *(html.table(table) for table in view.tables), cls="qi-cards"))
    html.show(tag("p", html.link("Did not work: what we learned", "did_not_work", names="all")))
    html.show(tag("h2", "Every project", cls="qi-band"))
    found = _filtered(view.projects)
    _listed(found)


def _filtered(projects: tuple[ProjectLine, ...]) -> list[ProjectLine]:
    for key, kind in FILTERS.items():
        linked.unheard(key, [word.label for word in kind], "all")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        types = _choice("Type", "type")
        statuses = _choice("Status", "status")
        stages = _choice("Stage", "stage")
        words = st.text_input("Title or unit holds", key="words", bind="query-params")
    return [
        project
        for project in projects
        if (not types or project.type in types)
        and (not statuses or project.status in statuses)
        and (not stages or project.stage in stages)
        and words.strip().lower() in f"{project.title} {project.unit} {project.id}".lower()
    ]


def _choice(label: str, key: str) -> list[Word]:
    options = {word.label: word for word in FILTERS[key]}
    picked = st.multiselect(label, list(options), key=key, bind="query-params", placeholder="All")
    return [options[name] for name in picked]


def _listed(projects: list[ProjectLine]) -> None:
    html.note(f"{len(projects):,} listed. Pages for the board name strategic projects only.")
    pages = -(-len(projects) // LISTED)
    page = st.pagination(pages, key="projects_page") if pages > 1 else 1
    rows = projects[(page - 1) * LISTED : page * LISTED]
    if rows:
        html.show(tag("div", _rows(rows), cls="qi-scroll", tabindex="0", role="region", aria_label="Projects"))
        table = _table(projects)
        away.button("This list (CSV)", lambda: table.csv, "projects.csv")


def _rows(projects: list[ProjectLine]) -> Piece:
    """The list as a table whose titles lead to the projects."""
    head = tag(
        "tr", *(tag("th", name, scope="col") for name in ("Project", "Type", "Status", "Stage", "Unit", "Since"))
    )
    body = (
        tag(
            "tr",
            tag("th", html.link(p.title, "projects", project=p.id), scope="row"),
            *(tag("td", x) for x in _cells(p)),
        )
        for p in projects
    )
    return tag("table", tag("thead", head), tag("tbody", *body), cls="qi-table qi-wide")


def _cells(project: ProjectLine) -> tuple[str, ...]:
    return (project.type.label, project.status.label, project.stage.label, project.unit, project.started)


def _table(projects: list[ProjectLine]) -> TableView:
    headers = ("Code", "Project", "Type", "Status", "Stage", "Unit", "Since")
    return TableView("Projects", headers, tuple((p.id, p.title, *_cells(p)) for p in projects), (False,) * 7)
