"""From preview to load: the questions that only a person can answer, the two buttons, and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.submit import CONFIRMABLE, PreviewMovedError, Report, Request, Store, Submission
from qi_eval.ui import html
from qi_eval.ui.person import who
from qi_eval.ui.upload.handing import to_mend
from qi_eval.ui.upload.leaving import DATE_ORDERS
from qi_eval.ui.upload.preview import effects_in_words, show_preview
from qi_eval.ui.upload.starting import order_field
from qi_eval.views.words import count

DONE = "upload_done"  # session: the report of what was just loaded
LEFT_OUT = "upload_left_out"  # session: the file of which rows with a mistake were left out just now
ORDER = "date_order_asked"  # session: the answer to the question about dates
NAME_FIRST = "Write your name above; then a button to load appears here."
PREVIEW = "preview"  # session: what it was made from, and the preview


def previewed(store: Store, request: Request) -> tuple[Submission, str]:
    """The preview of a request, made once for each file, mapping and answer; and what moved, in words, where somebody
    else's load has changed what the file would do since the page last showed it."""
    mapping = request.mapping.sha256 if request.mapping else ""
    token = (request.sha256, request.dataset, mapping, request.good_rows, request.whole_list, request.confirmed,
             request.sheet)  # fmt: skip
    kept = st.session_state.get(PREVIEW)
    if kept is not None and kept[0] == token and kept[1].store_version == _stands_at(store, kept[1]):
        return kept[1], ""
    with st.status("Checking the file", expanded=False) as status:
        submission = submit.preview(
            store, request, today=date.today(), progress=lambda step: status.update(label=f"{step} …")
        )
        status.update(label="Checked", state="complete")
    moved = moved_in_words(kept[1], submission) if kept is not None and kept[0] == token else ""
    st.session_state[PREVIEW] = (token, submission)
    return submission, moved


def preview_and_load(store: Store, request: Request) -> None:
    """Shows the preview, asks what has to be asked, and loads on the button."""
    request = _answered(request)
    submission, moved = previewed(store, request)
    if _rule_counts(submission, "date_order_assumed") or ORDER in st.session_state:
        _ask_date_order(request)
    for rule in CONFIRMABLE:
        if _rule_counts(submission, rule):
            st.checkbox(CONFIRMABLE[rule], key=f"confirm_{rule}")
    if moved:
        st.warning(moved, icon=":material/sync_problem:")
    show_preview(submission)
    _rest(submission)
    by = who()
    if submission.report.accepted and not by:
        html.note(NAME_FIRST)
    if submission.report.accepted and by:
        report = submission.report
        pressed = st.button(
            _label(report), type="primary", icon=":material/upload:", disabled=_nothing(report), key="load_file"
        )
        if pressed and not moved:
            _load(store, submission, by)


def done() -> Report | None:
    """What was just loaded, until the next file."""
    return st.session_state.get(DONE)


def moved_in_words(before: Submission, after: Submission) -> str:
    """What a file would do now and would have done before, '' where that is the same."""
    if before.report.effects == after.report.effects:
        return ""
    return (
        f"Somebody else has loaded data since this preview. It said: {effects_in_words(before.report)} "
        f"Now: {effects_in_words(after.report)} Look at the new preview, then load."
    )


def _stands_at(store: Store, submission: Submission) -> int:
    """The version that a preview must have been made at to be shown again; a refused file was compared with none."""
    return store.version() if submission.report.accepted else submission.store_version


def _answered(request: Request) -> Request:
    """The request with what the person has answered so far."""
    ticked = frozenset(rule for rule in CONFIRMABLE if st.session_state.get(f"confirm_{rule}"))
    return replace(request, confirmed=ticked, good_rows=bool(st.session_state.get("good_rows")))


def _ask_date_order(request: Request) -> None:
    """Which way round dates are; the answer goes to the other choices, and is kept with them."""
    order = request.mapping.date_order if request.mapping else None
    options = [one for one in DATE_ORDERS if one]
    st.radio(
        "No date in this file shows which way round it is. Which is right?", options,
        format_func=DATE_ORDERS.__getitem__, index=options.index(order) if order in options else None, key=ORDER,
        on_change=_order_answered,
    )  # fmt: skip


def _order_answered() -> None:
    st.session_state[order_field()] = st.session_state[ORDER]


def _rest(submission: Submission) -> None:
    """The offer to leave out the bad rows, and the file handed back with a column that says what is wrong."""
    if not submission.can_leave_out and not submission.report.left_out:
        return
    number = len(submission.bad_rows)
    good = submission.table is not None and submission.table.num_rows > 0
    if good:
        st.checkbox(f"Load the good rows and leave out the {number:,} with a mistake", key="good_rows")
    to_mend(submission)


def _load(store: Store, submission: Submission, by: str) -> None:
    with st.status("Storing", expanded=False) as status:
        try:
            report = submit.load(
                store, submission, by=by, today=date.today(), now=datetime.now(UTC),
                progress=lambda step: status.update(label=f"{step} …"),
            )  # fmt: skip
        except PreviewMovedError:
            st.rerun()  # the next run makes the preview anew and says what has changed
        except submit.StoreError as error:
            status.update(label="Not stored", state="error")
            st.error(str(error))
            return
    st.session_state[DONE] = report
    if report.left_out:
        st.session_state[LEFT_OUT] = submission
    st.session_state["done_mapping"] = submission.request.mapping if report.accepted else None
    st.session_state.pop(PREVIEW, None)
    st.rerun()


def _label(report: Report) -> str:
    rows = count(report.new + report.changed, "row")
    return f"Load {rows} and take {report.removed:,} away" if report.removed else f"Load {rows}"


def _nothing(report: Report) -> bool:
    return not (report.new or report.changed or report.removed)


def _rule_counts(submission: Submission, rule: str) -> int:
    return submission.counts.get(rule, 0)
