"""The one door out of a page: a button that hands over a file, and writes into the audit log that it did.

The file is made, and the entry written, when somebody asks for it: a page that is only looked at writes nothing. The
entry stands first: what cannot be written down is not handed over."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qi_eval.submit import Store, upkeep
from qi_eval.ui import past, store
from qi_eval.ui.own_state import brought
from qi_eval.ui.person import known

CSV = "text/csv"
ASKING = "asking"  # session: who asks, from the page that is shown
OVERVIEW = "overview"
BROUGHT = "own_data"  # what the log calls a chart of a visitor's own data
ICON = ":material/download:"

Made = bytes | str | Callable[[], bytes] | Callable[[], str] | Callable[[], bytes | str]


@dataclass(frozen=True)
class _Asking:
    """Who looks at which page of which data."""

    store: Store
    by: str
    page: str
    as_at: int | None


@dataclass(frozen=True)
class _Taken:
    """A file that may be asked for: who asks, and what it is made of."""

    asking: _Asking
    made: Made
    file: str  # what the log calls it

    def __call__(self) -> bytes:
        """The file, once the log says that it was taken."""
        made = self.made() if callable(self.made) else self.made
        data = made.encode() if isinstance(made, str) else made
        asking = self.asking
        facts: dict[str, Any] = {"page": asking.page, "bytes": len(data)}
        if self.file.endswith(".csv"):
            facts["rows_taken"] = _rows(data)
        if asking.as_at is not None:
            facts["as_at"] = asking.as_at
        upkeep.taken(asking.store, self.file, by=asking.by, now=datetime.now(UTC), where=upkeep.PAGE, facts=facts)
        return data


def from_page(url_path: str) -> None:
    """Notes who asks for the files of this page, once a run."""
    now = store.present()
    st.session_state[ASKING] = _Asking(now, known() or "", url_path or OVERVIEW, past.chosen(now))


def button(
    label: str,
    made: Made,
    file: str,
    kind: str | None = CSV,
    *,
    key: str | None = None,
    quiet: bool = True,
    icon: str = ICON,
    help: str | None = None,
    wide: bool = False,
    place: DeltaGenerator | None = None,
) -> None:
    """A button that hands over a file. `made`: what it holds, or what makes it when somebody asks; `quiet`: it looks
    like a link; `place`: a column to stand in."""
    (place or st).download_button(
        label, _Taken(st.session_state[ASKING], made, _noted(file)), file, kind, key=key, icon=icon, help=help,
        type="tertiary" if quiet else "secondary", width="stretch" if wide else "content", on_click="ignore",
    )  # fmt: skip


def _noted(file: str) -> str:
    """The name of a file in the log. Of what a visitor brought nothing is stored unless asked, its name neither."""
    return f"{BROUGHT}{PurePath(file).suffix}" if brought() else file


def _rows(data: bytes) -> int:
    """The rows below the header of a CSV file; a line break inside a cell counts for nothing."""
    return max(0, sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1)
