"""A file handed back to be mended: in the form that it came in, with a column that says what is wrong with each row."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qi_eval import submit
from qi_eval.submit import Store, Submission
from qi_eval.submit.refusing import refused
from qi_eval.ui import away, store
from qi_eval.ui.person import known

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HELP = (
    "Your own rows with one more column, “problem”. Mend them, then send that file: your choices are kept, and that "
    "column is not read."
)


def to_mend(submission: Submission) -> None:
    """The rows to mend, and the whole file, side by side."""
    count = len(submission.bad_rows)
    rows = "row" if count == 1 else "rows"
    left, right = st.columns(2)
    _back(submission, f"Download the {count:,} {rows} to mend", "to_mend", key="rest_rows", place=left)
    marked(submission, "Download the whole file, marked", key="rest_whole", place=right)


def marked(submission: Submission, label: str, *, key: str, place: DeltaGenerator | None = None) -> None:
    """The whole file, its good rows unmarked."""
    _back(submission, label, "marked", whole=True, key=key, place=place)


def _back(
    submission: Submission, label: str, prefix: str, *, key: str, place: DeltaGenerator | None, whole: bool = False
) -> None:
    as_workbook = submission.request.is_workbook
    ending, kind = ("xlsx", XLSX) if as_workbook else ("csv", away.CSV)
    stem = submission.request.bare_file.rsplit(".", 1)[0]
    made = partial(_handed, store.present(), submission, known() or "", whole=whole, as_workbook=as_workbook)
    away.button(
        label, made, f"{prefix}_{stem}.{ending}", kind, key=key, quiet=False, help=HELP, wide=place is not None,
        place=place,
    )  # fmt: skip


def _handed(here: Store, submission: Submission, by: str, *, whole: bool, as_workbook: bool) -> bytes:
    """The file, made when somebody takes it; from then on the books have its refusal."""
    refused(here, submission, by=by, now=datetime.now(UTC))
    return submit.rest(submission, whole=whole, as_workbook=as_workbook)
