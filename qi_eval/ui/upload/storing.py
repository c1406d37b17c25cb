"""From preview to load: the questions that only a person can answer, the two buttons, and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.submit import CONFIRMABLE, PreviewMovedError, Report, Request, Store, Submission
from qi_eval.ui.person import who
from qi_eval.ui.upload.preview import show_preview

DONE = "upload_done"  # session: the report of what was just loaded


def previewed(store: Store, request: Request) -> Submission:
    """The preview of a request, made once for each file, mapping, answer and version of the store."""
    mapping = request.mapping.sha256 if request.mapping else ""
    token = (request.sha256, request.dataset, mapping, request.good_rows, request.whole_list, request.date_order,
             request.confirmed, request.sheet, store.version())  # fmt: skip
    kept = st.session_state.get("preview")
    if kept is None or kept[0] != token:
        with st.status("Checking the file", expanded=False) as status:
            submission = submit.preview(
                store, request, today=date.today(), progress=lambda step: status.update(label=step)
            )
            status.update(label="Checked", state="complete")
        st.session_state["preview"] = kept = (token, submission)
    return kept[1]


def preview_and_load(store: Store, request: Request) -> None:
    """Shows the preview, asks what has to be asked, and loads on the button."""
    request = _answered(request)
    submission = previewed(store, request)
    if _rule_counts(submission, "date_order_assumed"):
        _ask_date_order()
    for rule in CONFIRMABLE:
        if _rule_counts(submission, rule):
            st.checkbox(CONFIRMABLE[rule], key=f"confirm_{rule}")
    show_preview(submission)
    _rest(submission)
    by = who()
    if submission.report.accepted and by:
        label = _label(submission.report)
        if st.button(label, type="primary", icon=":material/upload:", disabled=_nothing(submission.report)):
            _load(store, submission, by)


def done() -> Report | None:
    """What was just loaded, until the next file."""
    return st.session_state.get(DONE)


def _answered(request: Request) -> Request:
    """The request with what the person has answered so far."""
    ticked = frozenset(rule for rule in CONFIRMABLE if st.session_state.get(f"confirm_{rule}"))
    order = st.session_state.get("date_order")
    good = bool(st.session_state.get("good_rows"))
    return replace(request, confirmed=ticked, date_order=order, good_rows=good)


def _ask_date_order() -> None:
    words = {
        "day_first": "Day first: 03/04/2024 is 3 April 2024",
        "month_first": "Month first: 03/04/2024 is 4 March 2024",
    }
    asked = "No date in this file shows which way round it is. Which is right?"
    st.radio(asked, list(words), format_func=words.__getitem__, index=None, key="date_order")


def _rest(submission: Submission) -> None:
    """The offer to leave out the bad rows, and those rows as a file."""
    if not submission.can_leave_out and not submission.report.left_out:
        return
    count = len(submission.bad_rows)
    st.checkbox(f"Load the good rows and leave out the {count:,} with a mistake", key="good_rows")
    name = f"to_mend_{submission.request.bare_file.rsplit('.', 1)[0]}.csv"
    st.download_button(
        f"Download the {count:,} rows to mend", lambda: submit.rest(submission), name, "text/csv",
        icon=":material/download:", on_click="ignore",
        help="Your own rows with one more column that says what is wrong. Mend them and upload that file.",
    )  # fmt: skip


def _load(store: Store, submission: Submission, by: str) -> None:
    with st.status("Storing", expanded=False) as status:
        try:
            report = submit.load(
                store, submission, by=by, today=date.today(), now=datetime.now(UTC),
                progress=lambda step: status.update(label=step),
            )  # fmt: skip
        except PreviewMovedError as moved:
            status.update(label="Not stored yet", state="error")
            st.session_state.pop("preview", None)
            st.warning(str(moved))
            return
        except submit.StoreError as error:
            status.update(label="Not stored", state="error")
            st.error(str(error))
            return
    st.session_state[DONE] = report
    st.session_state["done_mapping"] = submission.request.mapping if report.accepted else None
    st.session_state.pop("preview", None)
    st.rerun()


def _label(report: Report) -> str:
    rows = report.new + report.changed
    return f"Load {rows:,} rows" if rows != 1 else "Load 1 row"


def _nothing(report: Report) -> bool:
    return not (report.new or report.changed or report.removed)


def _rule_counts(submission: Submission, rule: str) -> int:
    return submission.counts.get(rule, 0)
