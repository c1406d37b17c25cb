"""Several files, or a workbook with many sheets: what each is, what all of them would do, and one button for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import BY_NAME
from qi_eval.submit import Found, PreviewMovedError, Report, Store, Submission
from qi_eval.ui import html
from qi_eval.ui.person import who
from qi_eval.ui.upload import memory
from qi_eval.ui.upload.handing import marked
from qi_eval.ui.upload.preview import show_preview, stored_in_words
from qi_eval.ui.upload.problems import problem_list
from qi_eval.ui.upload.reading import FILE_TYPES, MAX_MEGABYTES
from qi_eval.ui.upload.storing import NAME_FIRST, moved_in_words
from qi_eval.views.tables import TableView
from qi_eval.views.words import count

FOUND, PREVIEWS, DONE = "files_found", "files_previewed", "files_done"  # session
LEAVE_OUT = ""  # the choice that a file is not loaded


def several_files(store: Store) -> None:
    """Files → what each is → preview → load: all are stored, or none."""
    reports = st.session_state.get(DONE)
    if reports:
        _loaded(reports)
        return
    st.markdown("Drop all your files, or the workbook of templates. All of them are stored, or none.")
    files = st.file_uploader(
        "Your files", FILE_TYPES, accept_multiple_files=True, max_upload_size=MAX_MEGABYTES, key="files"
    )
    if not files:
        for key in (FOUND, PREVIEWS):
            st.session_state.pop(key, None)
        return
    saved = store.mappings()
    looked = _looked([(file.file_id, file.name, file.getvalue()) for file in files], saved)
    if not looked:
        st.info("There is nothing to load: the workbook holds its examples only. Write your rows over them.")
        return
    chosen = [one for number, found in enumerate(looked) if (one := _chosen(found, number, saved)) is not None]
    ready = [one for one in chosen if one.dataset is not None and not one.problems]
    waiting = len(chosen) - len(ready)
    if waiting:
        st.info(f"{count(waiting, 'file')} to choose or to mend first. Leave out what you do not want to load now.")
    elif ready:
        _previewed(store, ready)


def _looked(files: Sequence[tuple[str, str, bytes]], saved: dict[str, str]) -> list[Found]:
    """What was found in the files, read once while they are on the page."""
    kept: dict[str, tuple[Found, ...]] = st.session_state.get(FOUND, {})
    if any(token not in kept for token, _, _ in files):
        with st.spinner("Reading the files"):
            kept = {token: kept.get(token) or submit.look(name, data, saved) for token, name, data in files}
        st.session_state[FOUND] = kept
    return [found for token, _, _ in files for found in kept.get(token, ())]


def _chosen(found: Found, number: int, saved: dict[str, str]) -> Found | None:
    """One file with the dataset that a person has the last word on; None where it is left out."""
    name = _name(found)
    with st.container(border=True):
        words, what = st.columns([3, 2], vertical_alignment="center")
        with words:
            html.show(html.tag("h3", name), html.paragraphs([_how(found)], cls="qi-small"))
        options = [*BY_NAME, LEAVE_OUT]
        picked = what.selectbox(
            f"What does {name} hold?", options, index=options.index(found.dataset) if found.dataset else None,
            format_func=lambda one: BY_NAME[one].title if one else "Leave this one out", placeholder="Choose",
            key=f"files_is_{number}_{memory.short([name])}",
        )  # fmt: skip
        if picked == LEAVE_OUT:
            return None
        if found.problems:
            problem_list(found.problems, f"found_{number}")
        elif picked and picked != found.dataset:
            return submit.look_again(found, picked, saved)
    return found


def _how(found: Found) -> str:
    """How the file is read, in one line."""
    if found.problems:
        return "It cannot be read."
    if found.dataset is None:
        return "Its headers do not say what it holds: choose."
    mapping = found.mapping
    if mapping is None:
        return "Its headers are ours."
    if mapping.name:
        return f"Read with the kept choices “{mapping.name}”."
    renamed = "; ".join(f"{theirs} → {ours}" for ours, theirs in mapping.rename.items() if theirs != ours)
    guess = "" if found.is_sure else "A guess from its headers. "
    return f"{guess}Read as: {renamed}." if renamed else f"{guess}Its headers are ours."


def _previewed(store: Store, found: Sequence[Found]) -> None:
    """What all would do, file by file, and the button."""
    submissions, moved = _previews(store, found)
    st.subheader("What we understood", anchor=False)
    if moved:
        st.warning(moved, icon=":material/sync_problem:")
    html.show(html.table(_table(submissions)))
    for number, one in enumerate(submissions):
        wrong = not one.report.accepted
        with st.expander(f"{BY_NAME[one.request.dataset].title}: {_file(one)}", expanded=wrong):
            show_preview(one, f"file_{number}", heading=False)
            if one.can_leave_out:
                marked(one, "Download the file, marked", key=f"marked_{number}")
    bad = sum(not one.report.accepted for one in submissions)
    if bad:
        st.info(
            f"Nothing can be loaded yet: {count(bad, 'file')} to mend. Mend them or leave them out. Words and names of "
            "wards that we do not know are matched under “One file”: keep the choices there, and they are used here."
        )
    by = None if bad else who()
    if not bad and not by:
        html.note(NAME_FIRST)
    if by:
        pressed = st.button(_label(submissions), type="primary", icon=":material/upload:", key="load_files")
        if pressed and not moved:
            _load(store, submissions, by)


def _previews(store: Store, found: Sequence[Found]) -> tuple[tuple[Submission, ...], str]:
    """The previews, made once for these files and mappings, and what moved since in words."""
    token = tuple((one.file, one.sheet, one.dataset, one.request.sha256, one.mapping) for one in found)
    kept = st.session_state.get(PREVIEWS)
    version = store.version()
    if kept is not None and kept[:2] == (token, version):
        return kept[2], ""
    with st.status("Checking the files", expanded=False) as status:
        submissions = submit.preview_all(
            store, [one.request for one in found], today=date.today(),
            progress=lambda step: status.update(label=f"{step} …"),
        )  # fmt: skip
        status.update(label="Checked", state="complete")
    pairs = zip(kept[2], submissions, strict=True) if kept is not None and kept[0] == token else ()
    moved = [f"{_file(after)}: {words}" for before, after in pairs if (words := moved_in_words(before, after))]
    st.session_state[PREVIEWS] = (token, version, submissions)
    return submissions, " ".join(moved)


def _table(submissions: Sequence[Submission]) -> TableView:
    headers = ("File", "What it is", "Rows", "New", "Changed", "As stored", "To mend", "To know")
    rows = tuple(
        (_file(one), BY_NAME[one.request.dataset].title, *(f"{rows:,}" for rows in _counts(one.report)))
        for one in submissions
    )
    return TableView("What loading would do", headers, rows, (False, False, *(True,) * 6))


def _counts(report: Report) -> tuple[int, ...]:
    return (report.rows, report.new, report.changed, report.unchanged, report.error_count, report.warning_count)


def _load(store: Store, submissions: Sequence[Submission], by: str) -> None:
    with st.status("Storing", expanded=False) as status:
        try:
            reports = submit.load_previewed(
                store, submissions, by=by, today=date.today(), now=datetime.now(UTC),
                progress=lambda step: status.update(label=f"{step} …"),
            )  # fmt: skip
        except PreviewMovedError:
            st.rerun()  # the next run makes the previews anew and says what has changed
        except submit.StoreError as error:
            status.update(label="Not stored", state="error")
            st.error(str(error))
            return
    st.session_state[DONE] = reports
    st.rerun()


def _loaded(reports: Sequence[Report]) -> None:
    """What became of all files."""
    if all(report.accepted for report in reports):
        st.success(f"{count(len(reports), 'file')} stored: {stored_in_words(*reports)}.")
        lines = [f"{BY_NAME[one.dataset].title}: {one.file}, load {one.load_id}, {one.new:,} new" for one in reports]
        html.show(html.bullets(lines))
    else:
        st.markdown("Nothing was stored.")
        for number, one in enumerate(reports):
            if one.error_count:
                problem_list(one.problems, f"told_{number}", errors=one.error_count, warnings=one.warning_count)
    st.page_link("pages/upload_history.py", label="See them in the upload history, or undo them all",
                 icon=":material/history:")  # fmt: skip
    if st.button("Upload more files", icon=":material/upload_file:"):
        for key in (DONE, FOUND, PREVIEWS, "files"):
            st.session_state.pop(key, None)
        st.rerun()


def _label(submissions: Sequence[Submission]) -> str:
    rows = sum(one.report.new + one.report.changed for one in submissions)
    return f"Load {count(len(submissions), 'file')}: {count(rows, 'row')}"


def _name(found: Found) -> str:
    return f"{found.file}, sheet {found.sheet}" if found.sheet else found.file


def _file(submission: Submission) -> str:
    sheet = submission.request.sheet
    return f"{submission.request.bare_file}, sheet {sheet}" if sheet else submission.request.bare_file
