"""What the store already knows when a file is checked: the ids that a reference may name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

Ids = dict[str, str]  # the id in lower case → the id as the store writes it


@dataclass(frozen=True)
class Known:
    """The ids of each referenced column, by (dataset, column). Ids are compared without regard to case.

    `homes`: measure_id → the unit that a blank unit_id of a measurement means (the unit of the measure's project, or
    the organisation); '' stands for a measure that is not listed."""

    ids: dict[tuple[str, str], Ids] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def of(self, dataset: str, column: str) -> Ids:
        """The ids of one column, lower case → as stored; empty where nothing is stored yet."""
        return self.ids.get((dataset, column), {})

    def nearest(self, dataset: str, column: str, value: str) -> str | None:
        """The stored id that looks most like `value`, or None."""
        ids = self.of(dataset, column)
        found = get_close_matches(value.strip().lower(), ids, n=1, cutoff=0.6)
        return ids[found[0]] if found else None

    def plus(self, dataset: str, column: str, values: Iterable[str]) -> Known:
        """The same, with ids that another file of the same load brings."""
        merged = self.of(dataset, column) | {value.lower(): value for value in values}
        return Known(self.ids | {(dataset, column): merged}, self.homes)
