"""Views, kept as long as the store stands still.

The store, its version and the day are part of every key, so a load, an undo or a new day makes a view anew and nothing
is ever cleared by hand. A view may depend on nothing else: no session, no clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from qi_eval.submit import Store
from qi_eval.ui import store
from qi_eval.views.scope import scope_of

View = TypeVar("View")
KEPT = 400  # views; one of a page with its pictures takes some 50 KB


def seen(view: Callable[..., View], *asked: str | None) -> View:
    """`view(store, scope, *asked)`, computed once for each version of the store."""
    current = store.current()
    kept: View = _keep(view, store.shown(), current, store.today(), asked)
    return kept


def make_ready(view: Callable[..., Any], *, today: date) -> None:
    """Computes `view` of the store in use before anybody has asked for it; nothing where there are no data yet."""
    url, opened = store.in_use()
    if opened.version():
        _keep(view, url, opened, today, ())


def _keep(view: Callable[..., Any], url: str, opened: Store, today: date, asked: tuple[str | None, ...]) -> Any:
    name = f"{view.__module__}.{view.__qualname__}"
    # by name: of arguments by place Streamlit looks the names up each time (1.67), which costs more than the rest
    return _kept(name=name, url=url, version=opened.version(), today=today, asked=asked, _view=view, _store=opened)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _kept(
    name: str,
    url: str,
    version: int,
    today: date,
    asked: tuple[str | None, ...],
    _view: Callable[..., Any],
    _store: Store,
) -> Any:
    made = _view(_store, scope_of(_store, today=today), *asked)
    store.freeze(name)  # the selects that were made for it, some thousand objects, stay as long as the store is open
    return made
