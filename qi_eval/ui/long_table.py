"""A long table: its first rows on the page, all of them as a file."""

from __future__ import annotations

from dataclasses import replace

from qi_eval.ui import away, html
from qi_eval.views.tables import TableView
from qi_eval.views.words import number

FIRST = 10  # rows that a page shows of a long list


def show(table: TableView, file: str) -> None:
    """The table, shortened where it is long, and the file of that name."""
    more = len(table.rows) > FIRST
    said = f"{table.caption}: the first {FIRST} of {number(len(table.rows))}" if more else table.caption
    html.show(html.table(replace(table, caption=said, rows=table.rows[:FIRST])))
    away.button("All of these rows (CSV)" if more else "These rows (CSV)", lambda: table.csv, file)
