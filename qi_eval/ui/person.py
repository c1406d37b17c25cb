"""Who is at the screen: asked once a session, until people sign in."""

from __future__ import annotations

import streamlit as st

NAME = "person_name"


def known() -> str | None:
    """The name that this session has given; None where it has given none."""
    return str(st.session_state.get(NAME, "")) or None


def who() -> str | None:
    """The name that a load records, or None (with a field to fill in) until it is given."""
    named = known()
    if named:
        return named
    typed = st.text_input("Your name", key="person_typed", help="It stands beside what you load. Asked once a session.")
    if typed.strip():
        st.session_state[NAME] = typed.strip()
        st.rerun()
    return None
