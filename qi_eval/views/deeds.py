"""The audit log and the backups as a page shows them: who did what, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qi_eval.narrative import count, date_words
from qi_eval.store import Entry, Store
from qi_eval.store.backup import made_at, size_of
from qi_eval.views.tables import TableView
from qi_eval.views.uploads import UK

DEEDS = {
    "made": "Made",
    "taken over": "Taken over from an older program",
    "migrated": "Table rebuilt for a newer program",
    "load": "Loaded",
    "undo": "Undone",
    "redo": "Put in force again",
    "refused": "Refused",
    "mapping": "Mapping saved",
    "tidy": "Put in key order",
    "export": "Taken away as a file",
    "backup": "Backed up",
    "restored": "Backup restored",
    "accepted": "Went on with less than the ledger held",
    "snapshot": "Snapshot kept",
    "erase": "Text erased at the teller's request",
    "sealed": "What the loads say sealed anew",
    "backups deleted": "Backups with erased texts deleted",
    "sign-in": "Signed in",
    "sign-out": "Signed out",
}
SAID = (
    *("dataset", "file", "files", "rule", "new", "changed", "unchanged", "removed", "restored", "left_out", "why"),
    "stories",
    *("page", "rows_taken", "how"),
)


@dataclass(frozen=True)
class Deeds:
    """The audit log: how many entries it has, and the sentence that sums it up. A log grows for years, so its entries
    are read a page at a time."""

    store: Store
    entries: int
    sentence: str

    def table(self, most: int | None = None, *, skip: int = 0) -> TableView:
        """So many entries in words (None: every one), the newest first, without the newest `skip`."""
        rows = tuple(_row(entry) for entry in self.store.books.latest(most or self.entries, skip=skip))
        headers = ("Entry", "When", "By", "What", "To what", "More", "Seal")
        return TableView("Who did what", headers, rows, (True, *(False,) * 6))


def deeds(store: Store) -> Deeds:
    """The audit log of a store."""
    entries, people = store.books.tally()
    by = f"by {count(people, 'person', 'people')}" if people else "by nobody but the program"
    return Deeds(store, entries, f"{count(entries, 'deed')} {'is' if entries == 1 else 'are'} written down, {by}.")


def backup_table(backups: Sequence[Path]) -> TableView:
    """The backups beside the store, newest first."""
    rows = tuple((_moment(made_at(path)), path.name, f"{size_of(path) / 1e6:,.1f}") for path in backups)
    return TableView("Backups beside the data", ("Made", "File", "Megabytes"), rows, (False, False, True))


def backup_words(backups: Sequence[Path], now: datetime) -> str:
    """How old the newest backup is, in a sentence."""
    if not backups:
        return "There is no backup yet."
    hours = (now - made_at(backups[0])).total_seconds() / 3600
    old = "less than an hour" if hours < 1 else count(int(hours), "hour") if hours < 48 else f"{int(hours / 24)} days"
    return f"The newest backup is {old} old."


def lost_words(lost: Sequence[Entry]) -> TableView:
    """What the ledger holds and the store lacks."""
    rows = tuple(_row(entry)[:6] for entry in lost)
    headers = ("Entry", "When", "By", "What", "To what", "More")
    return TableView("What is missing", headers, rows, (True, *(False,) * 5))


def _row(entry: Entry) -> tuple[str, ...]:
    more = "; ".join(f"{name.replace('_', ' ')}: {_told(entry.facts[name])}" for name in SAID if _says(entry, name))
    what, when = DEEDS.get(entry.action, entry.action), _moment(entry.at.replace(tzinfo=UTC))
    return str(entry.seq), when, entry.by or "not signed in", what, entry.about, more, entry.hash[:12]


def _says(entry: Entry, name: str) -> bool:
    return bool(entry.facts.get(name))


def _told(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def _moment(moment: datetime) -> str:
    at = moment.astimezone(UK)
    return f"{date_words(at.date())}, {at:%H:%M}"
