"""The upload history as a page shows it: one line a load, in words."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from qi_eval.datasets import BY_NAME
from qi_eval.narrative import date_words
from qi_eval.store import LoadRecord, Store
from qi_eval.views.tables import TableView

UK = ZoneInfo("Europe/London")
IN_FORCE = "in force"


@dataclass(frozen=True)
class LoadLine:
    """One load: its number, what it was, what it did, and what (if anything) stands in the way of undoing it."""

    load_id: int
    title: str
    file: str
    when: str
    by: str
    did: str
    in_force: bool
    blocked: str


def load_lines(store: Store) -> tuple[LoadLine, ...]:
    """All loads, newest first."""
    return tuple(_line(record) for record in store.loads())


def load_table(lines: tuple[LoadLine, ...]) -> TableView:
    """The same as a table to take away."""
    headers = ("Load", "What", "File", "When", "By", "What it did", "State")
    rows = tuple(
        (str(one.load_id), one.title, one.file, one.when, one.by, one.did, IN_FORCE if one.in_force else "undone")
        for one in lines
    )
    return TableView("All loads", headers, rows, (True, *(False,) * 6))


def _line(record: LoadRecord) -> LoadLine:
    at = record.at.astimezone(UK)
    in_force = record.state == IN_FORCE
    title = BY_NAME[record.dataset].title if record.dataset in BY_NAME else record.dataset
    when = f"{date_words(at.date())}, {at:%H:%M}"
    return LoadLine(
        record.load_id, title, record.file, when, record.by, _did(record), in_force, _blocked(record, in_force)
    )


def _did(record: LoadRecord) -> str:
    counts = {"new": record.new, "changed": record.changed, "unchanged": record.unchanged, "taken away": record.removed}
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing"


def _blocked(record: LoadRecord, in_force: bool) -> str:
    if not record.blocked_by or not in_force:
        return ""
    loads = ", ".join(str(load_id) for load_id in record.blocked_by)
    return f"Load {loads} rests on it: undo that first." if len(record.blocked_by) == 1 else (
        f"Loads {loads} rest on it: undo those first, newest first."
    )  # fmt: skip
