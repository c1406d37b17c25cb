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
AT_PAGE = "at_page"  # session: the address of the page that is shown
OVERVIEW = "overview"
BROUGHT = "own_data"  # what the log calls a chart of a visitor's own data
ICON = ":material/download:"

Made = bytes | str | Callable[[], bytes] | Callable[[], str] | Callable[[], bytes | str]


@dataclass(frozen=True)
class _Taken:
    """A file that may be asked for: who asks, from which page, and what it is made of."""

    store: Store
    made: Made
    file: str  # what the log calls it
    by: str
    page: str
    as_at: int | None

    def __call__(self) -> bytes:
        """The file, once the log says that it was taken."""
        made = self.made() if callable(self.made) else self.made
        data = made.encode() if isinstance(made, str) else made
        facts: dict[str, Any] = {"page": self.page, "bytes": len(data)}
        if self.file.endswith(".csv"):
            facts["rows_taken"] = _rows(data)
        if self.as_at is not None:
            facts["as_at"] = self.as_at
        upkeep.taken(self.store, self.file, by=self.by, now=datetime.now(UTC), where=upkeep.PAGE, facts=facts)
        return data


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
    now = store.present()
    page = str(st.session_state.get(AT_PAGE) or OVERVIEW)
    (place or st).download_button(
        label, _Taken(now, made, _noted(file), known() or "", page, past.chosen(now)), file, kind, key=key, icon=icon,
        help=help, type="tertiary" if quiet else "secondary", width="stretch" if wide else "content",
        on_click="ignore",
    )  # fmt: skip


def _noted(file: str) -> str:
    """The name of a file in the log. Of what a visitor brought nothing is stored unless asked, its name neither."""
    return f"{BROUGHT}{PurePath(file).suffix}" if brought() else file


def _rows(data: bytes) -> int:
    """The rows below the header of a CSV file; a line break inside a cell counts for nothing."""
    return max(0, sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1)
