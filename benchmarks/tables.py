"""Tables of figures: how they look in a terminal and in benchmarks/RESULTS.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Figures of one kind. `note` says how they were taken."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def markdown(self) -> str:
        """The table as Markdown, columns lined up so that it reads well in a terminal too."""
        widths = [max(len(cell) for cell in column) for column in zip(self.headers, *self.rows, strict=True)]
        rule = tuple("-" * width for width in widths)
        lines = [_line(cells, widths) for cells in (self.headers, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", *lines, "", self.note, ""])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"
