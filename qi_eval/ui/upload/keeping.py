"""The offer to keep the choices made for a file, under a name, for the next file of its shape."""

from __future__ import annotations

import streamlit as st

from qi_eval import submit
from qi_eval.submit import Mapping, Store


def keep_mapping(store: Store, mapping: Mapping) -> None:
    """A field for the name, and the button; nothing is offered where the choices are kept already as they are."""
    saved = store.mappings()
    text = submit.to_toml(mapping)
    if text in saved.values():
        return
    with st.form("keep_mapping", border=True):
        st.markdown("**Keep these choices for next month's file**")
        name = st.text_input("Name", value=mapping.name, placeholder="Monthly export", key="mapping_name").strip()
        if st.form_submit_button("Keep", icon=":material/bookmark:") and name:
            store.save_mapping(name, text, mapping.headers)
            replaced = " It replaces the choices that were kept under that name." if name in saved else ""
            st.success(f"Kept.{replaced} The choices are made by themselves when a file with the same headers arrives.")
