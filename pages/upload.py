"""Upload: bring a file in, see what it would change, load it."""

import streamlit as st

from qi_eval.ui import heading, store
from qi_eval.ui.upload import ways

WAYS = {"file": "One file", "files": "Several files", "row": "Type one row"}

heading.show("Upload", "What would you like to bring in?")
way = st.segmented_control(
    "How", list(WAYS), format_func=WAYS.__getitem__, default="file", required=True, key="way", bind="query-params",
    label_visibility="collapsed",
)  # fmt: skip
{"file": ways.one_file, "files": ways.several_files, "row": ways.typed_row}[way or "file"](store.current())
