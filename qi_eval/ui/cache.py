"""Views, kept as long as the store stands still.

The store, its version and the day are part of every key, so a load, an undo or a new day makes a view anew and nothing
is ever cleared by hand. A view may depend on nothing else: no session, no clock. All visitors are shown the very same
one, so that a page never changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from qi_eval.submit import Store
from qi_eval.ui import store
from qi_eval.views.scope import scope_of

View = TypeVar("View")
KEPT = 400  # views; most of a page take 70 to 250 KB, the grid of all measures 430 (measured)


def seen(view: Callable[..., View], *asked: str | None) -> View:
    """`view(store, scope, *asked)`, computed once for each version of the store."""
    opened, key, today = store.looked_at()
    kept: View = _keep(view, key, opened, today, asked)
    return kept


def make_ready(view: Callable[..., Any], *, today: date) -> None:
    """Computes `view` of the store in use before anybody has asked for it; nothing where there are no data yet."""
    url, opened = store.in_use()
    if opened.version():
        _keep(view, url, opened, today, ())


def _keep(view: Callable[..., Any], key: str, opened: Store, today: date, asked: tuple[str | None, ...]) -> Any:
    name = f"{view.__module__}.{view.__qualname__}"
    whole = repr((name, key, opened.version(), today, asked))
    # by name: of arguments by place Streamlit looks the names up each time (1.67), which costs more than the rest; and
    # as one text, for it hashes each argument apart
    return _kept(key=whole, _name=name, _asked=asked, _view=view, _store=opened, _today=today)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _kept(
    key: str, _name: str, _asked: tuple[str | None, ...], _view: Callable[..., Any], _store: Store, _today: date
) -> Any:
    made = _view(_store, scope_of(_store, today=_today), *_asked)
    store.freeze(_name)  # the selects that were made for it, some thousand objects, stay as long as the store is open
    return made
