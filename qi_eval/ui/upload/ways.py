"""Two of the ways in: one file, and one row typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from qi_eval import dictionary, submit
from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.submit import Mapping, Report, Request, Store
from qi_eval.ui import away, html, linked
from qi_eval.ui.forms import new_form, row_form
from qi_eval.ui.person import who
from qi_eval.ui.upload import memory
from qi_eval.ui.upload.handing import to_mend
from qi_eval.ui.upload.keeping import keep_mapping
from qi_eval.ui.upload.making import unanswered
from qi_eval.ui.upload.matching import Offered, matched
from qi_eval.ui.upload.preview import stored_in_words
from qi_eval.ui.upload.problems import problem_list
from qi_eval.ui.upload.reading import dropped_file
from qi_eval.ui.upload.storing import DONE, LEFT_OUT, ORDER, PREVIEW, done, preview_and_load
from qi_eval.views.choices import choices
from qi_eval.views.scope import scope_of
from qi_eval.views.words import count, date_words

FORMS = tuple(dataset for dataset in DATASETS if dataset.form)
CHARTS = ("pages/run_charts.py", "See its run charts", ":material/show_chart:")
PROJECTS = ("pages/projects.py", "See the projects", ":material/route:")
OVERVIEW = ("pages/overview.py", "See what it answers on the overview", ":material/dashboard:")
SHOWN_ON = {  # dataset → the page that shows most of it, what the link says, its icon; of all others the overview
    **dict.fromkeys(("measures", "measurements", "chart_marks"), CHARTS),
    **dict.fromkeys(("projects", "project_log", "project_team"), PROJECTS),
}


def one_file(store: Store) -> None:
    """File → columns → preview → load."""
    report = done()
    if report is not None:
        _loaded(store, report)
        return
    saved = store.mappings()
    dropped = dropped_file(saved)
    if dropped is None:
        if not st.session_state.get("file"):
            _templates()
        return
    if submit.only_example(dropped.cells, dropped.dataset):
        st.info(
            "This is the template as it came: it holds its example and no row of yours, so there is nothing to load. "
            "Write your rows below the header, then drop the file again.",
            icon=":material/edit_note:",
        )
        return
    offered = Offered(choices(store, dropped.dataset), submit.unit_names(store), saved)
    mapping, missing = matched(dropped, offered)
    if missing:
        said = "Still to match under “How your columns match ours” (your column, or one value for all rows):"
        html.show(html.tag("p", said), html.bullets(missing))
        return
    if asked := unanswered(mapping):
        html.show(html.tag("p", "Still to answer above:"), html.bullets(asked))
        return
    mapping = _whole_list(mapping, dropped.token)
    memory.remember(dropped.cells.header, mapping)
    request = Request(
        dropped.dataset.name, dropped.data, dropped.file, mapping=mapping, sheet=dropped.sheet, cells=dropped.cells
    )
    preview_and_load(store, request)


def _whole_list(mapping: Mapping, token: str) -> Mapping:
    """Whether rows that the file lacks are to go; the answer is kept with the other choices. `token`: of the file, for
    what was ticked for one need not hold for the next, which may be rows of it that were mended."""
    whole = st.checkbox(
        "This is the whole list: rows that it lacks are to go", value=mapping.whole_list, key=f"whole_list_{token}",
        help="Undo brings them back.",
    )  # fmt: skip
    return replace(mapping, whole_list=whole)


def typed_row(store: Store) -> None:
    """A form for one row of a short event file."""
    labels = {dataset.name: dataset.title for dataset in FORMS}
    picked = linked.choice("dataset", labels, "What do you want to note?")
    dataset = BY_NAME[picked]
    html.note(dataset.purpose)
    by = who()
    values = row_form(dataset, choices(store, dataset))
    if values is None:
        return
    if by is None:
        st.warning("Fill in your name first; it stands beside what is stored.")
        return
    report = submit.typed_row(store, dataset.name, values, by=by, today=date.today(), now=datetime.now(UTC))
    if report.accepted:
        new_form(dataset)
    _told(report)


def _told(report: Report, place: str = "") -> None:
    """One line on a file that was stored, or all that stands against it."""
    html.show(html.tag("h3", f"{BY_NAME[report.dataset].title}: {report.file}"))
    if report.accepted:
        left = f" {count(report.left_out, 'row')} with a mistake left out." if report.left_out else ""
        st.success(f"Stored as load {report.load_id}: {stored_in_words(report)}.{left}")
    else:
        st.markdown("Nothing was stored.")
        problem_list(report.problems, f"told_{place}", errors=report.error_count, warnings=report.warning_count)


def _loaded(store: Store, report: Report) -> None:
    _told(report)
    if LEFT_OUT in st.session_state:
        to_mend(st.session_state[LEFT_OUT])
    _as_at(store)
    for made in report.created:
        st.markdown(f"{made.new:,} new in {made.dataset}, made on the way (load {made.load_id}).")
    kept = st.session_state.get("done_mapping")
    if kept is not None:
        keep_mapping(store, kept)
    page, words, icon = SHOWN_ON.get(report.dataset, OVERVIEW)
    st.page_link(page, label=words, icon=icon)
    st.page_link("pages/upload_history.py", label="See it in the upload history, or undo it", icon=":material/history:")
    if st.button("Upload another file", icon=":material/upload_file:"):
        for key in (DONE, "done_mapping", LEFT_OUT, PREVIEW, "file", "good_rows", ORDER):
            st.session_state.pop(key, None)
        st.rerun()


def _as_at(store: Store) -> None:
    """Said where the settings hold all pages at a day: rows of later days are stored, and not to be seen yet."""
    shown = scope_of(store, today=date.today()).report_date
    if shown < date.today():
        html.note(
            f"By your settings every page shows what stood on {date_words(shown)}; rows of later days count once the "
            "report date moves on."
        )


def _templates() -> None:
    """What a file should look like, before there is one."""
    labels = {name: _described(name) for name in BY_NAME}
    picked = linked.choice("template", labels, "No file yet? Take a template", usual="measurements")
    dataset = BY_NAME[picked]
    left, right = st.columns(2)
    template = dictionary.template_csv(dataset)
    away.button("Template (CSV)", template, f"{dataset.name}.csv", quiet=False, wide=True, place=left)
    away.button(
        "All templates (Excel)", dictionary.workbook, "templates.xlsx", None, quiet=False, wide=True, place=right
    )


def _described(name: str) -> str:
    dataset: Dataset = BY_NAME[name]
    return f"{dataset.title}: {len(dataset.columns)} columns, {len(dataset.required)} required"
