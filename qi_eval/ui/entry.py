"""The one way into every page: app.py, which dresses it and lays out the navigation.

Streamlit runs a file of pages/ on its own, without app.py, when its address is the very first that a new process is
asked for: until app.py has called st.navigation once, the folder counts as an old-style app (1.67, pages_manager.py).
A link sent to a board member must not look different on the morning after a restart."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def through_app() -> None:
    """Starts the run again, through app.py, where a page was started without it; else does nothing."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
