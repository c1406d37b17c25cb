"""Another organisation for tests: a copy of the demo trust's own files under other codes, in every dataset.

Whose a row is, its unit or its project says; so rows of the demo that belong to the programme as a whole get a unit or
a project here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa

from qi_eval.datasets import BY_NAME
from qi_eval.store import Part, Store
from tests.build import Row, table
from tests.demo_trust import demo_cells

MARK = "X-"
HOME = f"{MARK}RNB"
MARKED = {  # columns whose ids become the other organisation's own
    *("unit_id", "parent_unit_id", "org_code", "project_id", "measure_id", "aim_measure_id", "applies_to_measure_id"),
    *("linked_measure_id", "person_key", "assessor_key", "coach_key", "response_id", "activity_id", "spread_id"),
    *("benefit_id", "overlap_with", "story_id", "driver_id", "parent_id", "plan_id", "subject_id", "bundle_id"),
}
MOST = 4000  # rows of a file that are taken
UNKNOWN_PEOPLE = "person"  # scored, but in no list that says where they work
NOT_THEIRS = ("settings",)  # of the programme as a whole: whose programme it is, they say


def other_files() -> Iterator[tuple[str, list[Row]]]:
    """Dataset → the rows of the other organisation."""
    for name, rows in demo_cells().items():
        if name not in NOT_THEIRS:
            yield name, [_theirs(name, row) for row in rows[:MOST] if row.get("subject_type") != UNKNOWN_PEOPLE]


def move_in(store: Store) -> None:
    """Loads the rows of the other organisation beside what the store holds."""
    store.load([_part(name, rows) for name, rows in other_files()], by="test", at=datetime(2026, 9, 30))


def _theirs(name: str, row: Row) -> Row:
    cells = {column: f"{MARK}{cell}" if cell and column in MARKED else cell for column, cell in row.items()}
    if name == "plan":
        cells |= {"subject_type": "organisation", "subject_id": HOME}
    elif "unit_id" in cells:
        cells["unit_id"] = cells["unit_id"] or HOME
    elif "project_id" in cells:
        cells["project_id"] = cells["project_id"] or f"{MARK}P001"
    return cells


def _part(name: str, rows: list[Row]) -> Part:
    numbered = table(name, rows).append_column("row_no", pa.array(range(2, len(rows) + 2), pa.int64()))
    return Part(BY_NAME[name], numbered, f"{name}.csv", f"other {name}", rows=len(rows))
