"""The only place that writes HTML: pieces in, escaped, one `st.html` out.

A text child is always escaped; markup comes only from `tag`, `image` and `link`. A link leads to a page of this app
and nowhere else. Streamlit takes scripts and event handlers out of what it is given; the one script of the house is a
file that is sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

import streamlit as st

from qi_eval.views.tables import TableView

LONG = 24  # letters of a cell that is words, not a name
TABLES = 200  # tables kept as markup; one of a page has some 5 KB
KEPT = ("store", "as_at")  # of the session's state: which data are looked at

_LOOKED_AT: ContextVar[dict[str, str] | None] = ContextVar("looked_at", default=None)  # set anew in each run


class Piece(NamedTuple):
    """Markup that is safe to send: made by this module only."""

    markup: str

    def _repr_html_(self) -> str:
        """As Streamlit asks for it; a bare text it would look up as a file and search for indents, a tenth of a page's
        time (measured)."""
        return self.markup


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


STYLE = Piece(f"<style>{_file('style.css')}</style>")  # read once: given the file, Streamlit reads it in each run
ARRIVE = Piece(_file("arrive.html"))
Child = Piece | str | None


class Drawn(Protocol):
    """A picture as the views hand it over."""

    @property
    def uri(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def show(*pieces: Child) -> None:
    """Puts the pieces on the page, in the house's dress."""
    st.html(tag("div", *pieces, cls="qi"))


def note(words: str) -> None:
    """A small, quiet line; Streamlit's own caption is too pale to read (axe: colour contrast)."""
    show(tag("p", words, cls="qi-quiet"))


def dress() -> None:
    """The style sheet, once a run; it takes no room on the page."""
    st.html(STYLE)


def arrive(measure: str) -> None:
    """At the foot of a page: shows the part that the address names, once a visit, and the top of another `measure` than
    the page showed before. Without it nothing else is lost."""
    with st.container(key=f"arrived_{measure}"):  # under the same name the browser would not run the script again
        st.html(ARRIVE, unsafe_allow_javascript=True)


def tag(name: str, *children: Child, cls: str = "", **attributes: str) -> Piece:
    """An element; children that are text are escaped, empty ones left out. `cls` is its class."""
    written = f' class="{escape(cls)}"' if cls else ""
    for key, value in attributes.items():
        written += f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
    return Piece(f"<{name}{written}>{join(*children).markup}</{name}>")


def join(*children: Child) -> Piece:
    """The pieces one after the other."""
    return Piece("".join([c.markup if isinstance(c, Piece) else escape(c) for c in children if c]))


def each(children: Iterable[Child]) -> Piece:
    """The same, of a list."""
    return join(*children)


def image(picture: Drawn, cls: str = "qi-picture", *, alt: str | None = None) -> Piece:
    """A picture with its text alternative; `alt=""` where the words beside it say the same. A browser takes a
    millisecond or two for each, so for those further down only when they come into sight (measured)."""
    size = f'width="{picture.width}" height="{picture.height}"'
    words = picture.alt if alt is None else alt
    return Piece(f'<img class="{escape(cls)}" src="{picture.uri}" alt="{escape(words)}" {size} loading="lazy">')


def address(page: str, /, anchor: str = "", **parameters: str) -> str:
    """The address of a page of this app, relative so that it holds behind any proxy path; "" is the overview.

    Following it starts a new session, so what the session looks at goes with it."""
    settled = _LOOKED_AT.get()
    kept = _looked_at() if settled is None else settled
    asked = urlencode({key: value for key, value in (parameters | kept).items() if value})
    return f"./{page}" + (f"?{asked}" if asked else "") + (f"#{anchor}" if anchor else "")


def settle() -> None:
    """Reads once for a whole run what the session looks at: a page has some seventy links, and asking the session's
    state for each took a tenth of its run."""
    _LOOKED_AT.set(_looked_at())


def _looked_at() -> dict[str, str]:
    return {key: str(st.session_state[key]) for key in KEPT if key in st.session_state}


def link(words: Child, page: str, /, cls: str = "", *, anchor: str = "", **parameters: str) -> Piece:
    """A link to a page of this app."""
    return tag("a", words, cls=cls, href=address(page, anchor, **parameters))


def paragraphs(texts: Iterable[str], cls: str = "") -> Piece:
    """One paragraph each; empty ones are left out."""
    return each(tag("p", words, cls=cls) for words in texts if words)


def bullets(items: Iterable[Child], cls: str = "qi-bullets") -> Piece:
    """A list with a dot before each item."""
    return tag("ul", *(tag("li", item) for item in items), cls=cls)


def pairs(entries: Mapping[str, str] | Iterable[tuple[str, Child]], cls: str = "qi-pairs") -> Piece:
    """Names and what they are, as a description list; entries without content are left out."""
    listed = entries.items() if isinstance(entries, Mapping) else entries
    return tag("dl", *(join(tag("dt", name), tag("dd", words)) for name, words in listed if words), cls=cls)


def fold(summary: str, *inside: Child, opened: bool = False) -> Piece:
    """A part that opens on demand."""
    head = tag("summary", summary)
    return tag("details", head, tag("div", *inside, cls="qi-inside"), cls="qi-fold", **({"open": ""} if opened else {}))


@lru_cache(maxsize=TABLES)
def table(view: TableView) -> Piece:
    """A table whose first column heads its rows; numbers stand at the right. Kept, for the same tables are shown in run
    after run, and their cells are most of a page's markup."""
    kinds = ["qi-number" if numeric else "" for numeric in view.numeric]
    head = tag("tr", *(tag("th", name, cls=kind, scope="col") for name, kind in zip(view.headers, kinds, strict=True)))
    body = [tag("tr", *_cells(row, kinds)) for row in view.rows]
    caption = tag("caption", view.caption) if view.caption else None
    framed = tag("table", caption, tag("thead", head), tag("tbody", *body), cls="qi-table")
    return tag("div", framed, cls="qi-scroll", tabindex="0", role="region", aria_label=view.caption or "Table")


def _cells(row: tuple[str, ...], kinds: list[str]) -> Iterable[Piece]:
    for i, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
        cls = kind or ("qi-long" if len(cell) > LONG else "")
        yield tag("th", cell, cls=kind, scope="row") if i == 0 else tag("td", cell, cls=cls)
