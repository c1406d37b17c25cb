"""The day that a session looks at: today, or an earlier one, at which every page shows what stood then.

An address says it (`?as_at=2026-06-03` or `?as_at=17`, the number of an event), and the session keeps it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from qi_eval.submit import Store, upkeep
from qi_eval.ui import html
from qi_eval.views.uploads import UK
from qi_eval.views.words import date_words

AS_AT = "as_at"
CHOSEN = "as_at_day"  # the key of the field


def chosen(store: Store) -> int | None:
    """The position that the session looks at, None for today."""
    return asked_for(store)[0]


def day(store: Store) -> date | None:
    """The day that is looked at, None for today."""
    return asked_for(store)[1]


def asked_for(store: Store) -> tuple[int | None, date | None]:
    """The position and the day that are looked at, (None, None) for today."""
    asked = st.query_params.get(AS_AT)
    if asked is not None:
        st.session_state[AS_AT] = asked
    said = str(st.session_state.get(AS_AT, ""))
    position, on = upkeep.asked_for(store, said) if said else (None, None)
    return (None, None) if position is None or position >= store.version() else (position, on)


def look(asked: str) -> None:
    """From now on every page shows what stood on a day, or right after an event."""
    st.session_state[AS_AT] = asked


def back() -> None:
    """Goes back to today."""
    st.session_state.pop(AS_AT, None)
    st.query_params.pop(AS_AT, None)


def banner(store: Store) -> None:
    """Says that a page shows the past, with the way back; or why it shows today though another day was asked for."""
    looked_at = day(store)
    if looked_at is None:
        if words := _why_today(store):
            html.note(words)
            st.session_state.pop(AS_AT, None)  # said once, not above every page from now on
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="past_banner"):
        st.markdown(
            f":material/history: **As it was on {date_words(looked_at)}{_event()}**: what had been loaded by then, "
            "figures worked out as of that day, people and answers to the nearest 5. Consent and hidden small numbers "
            "are those of today."
        )
        if st.button("Back to today", key="past_back"):
            back()
            st.rerun()


def choice(store: Store) -> None:
    """The field to choose a day, with the days that there are."""
    first, last = (upkeep.moment_of(store, position) for position in (1, store.version()))
    if first is None or last is None or store.version() < 2:
        return
    with st.expander("Look at every page as it was on an earlier day"):
        earliest, latest = (moment.astimezone(UK).date() for moment in (first, last))  # later days are as today
        st.date_input(
            "The day", value=latest, min_value=min(earliest, latest), max_value=latest, format="DD/MM/YYYY", key=CHOSEN
        )
        if st.button("Show that day", key="past_show", icon=":material/history:"):
            look(st.session_state[CHOSEN].isoformat())
            st.switch_page("pages/overview.py")


def _event() -> str:
    """The event of that day after which one looks, where one was asked for: more may have been loaded on that day."""
    said = str(st.session_state.get(AS_AT, ""))
    return f", right after event {said} of the upload history" if said.isdecimal() else ""


def _why_today(store: Store) -> str:
    """Why the day that was asked for is today; "" where none was."""
    said = str(st.session_state.get(AS_AT, ""))
    if not said:
        return ""
    position, on = upkeep.asked_for(store, said)
    last = upkeep.moment_of(store, store.version())
    if position is None:
        return f"“{said}” is no day such as 2026-06-03 and no event of the upload history, so this is today."
    if on is None or last is None:
        return ""
    if on > date.today():
        return f"{date_words(on)} has not come yet, so this is today."
    since = date_words(last.astimezone(UK).date())
    return f"Nothing was loaded or changed since {since}: today's figures are what stood on {date_words(on)}."
