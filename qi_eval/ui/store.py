"""The store that pages read: opened once for the process, chosen for each session."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import NamedTuple

import streamlit as st

from qi_eval import demo, submit
from qi_eval.submit import Store, nightly, upkeep
from qi_eval.ui import entry, past

LOOKING = "store"  # in the session and in an address: "demo" while a visitor looks at the made-up trust
DEMO = "demo"
_BUILDING = Lock()  # one session builds the made-up trust, others wait for it


class LookedAt(NamedTuple):
    """What a session looks at. `key`: the address of the store, and the position where it is a past one."""

    store: Store
    key: str
    today: date


@st.cache_resource(show_spinner=False, on_release=Store.close)
def _opened(url: str) -> Store:
    """The store at an address, open for the life of the process."""
    store = submit.open_at(url)
    if url != submit.demo_url() or not can_switch():
        nightly.start(store)
    freeze("the house")
    return store


@st.cache_resource(show_spinner=False)
def freeze(loaded: str) -> None:
    """Takes all that is loaded by now out of the garbage collector's sight; once for each name of what was `loaded`.

    Streamlit collects after each run of a page: 75 ms with pandas loaded, 10 ms after this (measured)."""
    gc.collect()
    gc.freeze()


def looked_at() -> LookedAt:
    """What this session looks at. Raises StoreError, whose text is for people, where the store cannot be reached."""
    entry.through_app()  # a page that was started alone could not say what the error means
    url = current_url()
    now = _opened(url=url)
    position, day = past.asked_for(now)
    if position is None:
        return LookedAt(now, url, day or date.today())
    then = _past(url=url, position=position, version=now.version(), _present=now)
    return LookedAt(then, f"{url} at {position} of {now.version()}", day or date.today())


def current() -> Store:
    """The store of this session. Raises StoreError, whose text is for people, where it cannot be reached."""
    return looked_at().store


def present() -> Store:
    """The same as it stands now, whatever day the session looks at."""
    return _opened(url=current_url())


def in_use() -> tuple[str, Store]:
    """The address of the store in use, and that store, for work outside a session."""
    url = submit.current_url()
    return url, _opened(url=url)


@st.cache_resource(show_spinner=False, max_entries=8)
def _past(url: str, position: int, version: int, _present: Store) -> Store:
    """The store as it stood; made anew with each event, as consent is that of today."""
    return upkeep.as_it_was(_present, position)


def current_url() -> str:
    """The address of that store."""
    return submit.demo_url() if looking_at_demo() else submit.current_url()


def for_writing() -> Store:
    """The trust's own store, made where there is none; from now on it is the one in use, for every visitor."""
    own = _opened(url=submit.current_url(for_writing=True))
    leave_demo()
    return own


def today() -> date:
    """The day on which a page is read; the day that is looked at, where that is a past one."""
    return looked_at().today


def can_switch() -> bool:
    """Whether the made-up trust and the trust's own data are two stores (QI_EVAL_STORE names a single one)."""
    return submit.demo_url() != submit.own_url()


def has_own() -> bool:
    """Whether the trust has a store of its own."""
    return can_switch() and submit.current_url() != submit.demo_url()


def looking_at_demo() -> bool:
    """Whether this session looks at the made-up trust although there are own data."""
    if st.query_params.get(LOOKING) == DEMO:
        st.session_state[LOOKING] = DEMO
    return st.session_state.get(LOOKING) == DEMO and can_switch()


def look_at_demo() -> None:
    """Shows the made-up trust to this session; nothing is deleted."""
    st.session_state[LOOKING] = DEMO


def leave_demo() -> None:
    """Goes back to the trust's own data."""
    st.session_state.pop(LOOKING, None)
    st.query_params.pop(LOOKING, None)


def demo_is_due() -> bool:
    """Whether this is a first start: the made-up trust is the store in use, and nothing was ever loaded."""
    return can_switch() and current_url() == submit.demo_url() and not current().version()


def build_demo(tell: Callable[[str], None]) -> None:
    """Builds the made-up trust, unless another session did meanwhile; `tell` hears of each step."""
    with _BUILDING:
        store = current()
        if not store.version():
            demo.build(store, tell)
