"""The upload history as a page shows it: one line a load, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from qi_eval.datasets import BY_NAME
from qi_eval.narrative import date_words
from qi_eval.store import IN_FORCE, LoadRecord, Store
from qi_eval.views.tables import TableView

UK = ZoneInfo("Europe/London")


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

    @property
    def load_ids(self) -> tuple[int, ...]:
        """Its number, as a drop of loads tells those of its own."""
        return (self.load_id,)


@dataclass(frozen=True)
class Drop:
    """Loads that came together, newest first: the files of one drop, or a file and what it made on the way. `blocked`
    says which other loads rest on one of them, `did` what those in force did in all."""

    lines: tuple[LoadLine, ...]
    blocked: str
    did: str

    @property
    def load_ids(self) -> tuple[int, ...]:
        """Their numbers."""
        return tuple(line.load_id for line in self.lines)

    @property
    def standing(self) -> tuple[LoadLine, ...]:
        """Those in force."""
        return tuple(line for line in self.lines if line.in_force)

    @property
    def in_force(self) -> bool:
        """Whether one of them is."""
        return bool(self.standing)


def drops(store: Store) -> tuple[Drop, ...]:
    """All loads, newest first, those that came together in one."""
    together = groupby(store.loads(), key=lambda one: (one.by, one.at))
    return tuple(_drop(tuple(records)) for _, records in together)


def in_the_way(store: Store, one: LoadLine | Drop) -> str:
    """What keeps a load, or loads that came together, from being undone or, where undone, redone; "" where nothing
    does."""
    return one.blocked if one.in_force else store.before_redo(one.load_ids)


def load_table(lines: tuple[LoadLine, ...], *, people: bool = True) -> TableView:
    """The same as a table to take away; `people`: it tells who loaded them."""
    headers = ("Load", "What", "File", "When", *(("By",) if people else ()), "What it did", "State")
    rows = tuple(_told(one, people) for one in lines)
    return TableView("All loads", headers, rows, (True, *(False,) * (len(headers) - 1)))


def _told(one: LoadLine, people: bool) -> tuple[str, ...]:
    by = (one.by,) if people else ()
    return str(one.load_id), one.title, one.file, one.when, *by, one.did, IN_FORCE if one.in_force else "undone"


def _drop(records: tuple[LoadRecord, ...]) -> Drop:
    """Loads of one person and one moment: a load writes the moment to the microsecond, once for all its parts."""
    own = {record.load_id for record in records}
    others = {above for one in records if one.state == IN_FORCE for above in one.blocked_by} - own
    standing = [one for one in records if one.state == IN_FORCE]
    return Drop(tuple(_line(record) for record in records), _resting(sorted(others)), rows_in_words(standing))


def _resting(others: list[int]) -> str:
    if not others:
        return ""
    if len(others) == 1:
        return f"Load {others[0]}, which came later, rests on them: undo that first."
    named = ", ".join(map(str, others))
    return f"Loads {named}, which came later, rest on them: undo those first, newest first."


def _line(record: LoadRecord) -> LoadLine:
    at = record.at.astimezone(UK)
    in_force = record.state == IN_FORCE
    title = BY_NAME[record.dataset].title if record.dataset in BY_NAME else record.dataset
    when = f"{date_words(at.date())}, {at:%H:%M}"
    return LoadLine(
        record.load_id,
        title,
        record.file,
        when,
        record.by,
        rows_in_words([record]),
        in_force,
        _blocked(record, in_force),
    )


def rows_in_words(records: Sequence[LoadRecord]) -> str:
    """What loads did in all: 3 new, 1 changed."""
    counts = {
        "new": sum(one.new for one in records),
        "changed": sum(one.changed for one in records),
        "unchanged": sum(one.unchanged for one in records),
        "taken away": sum(one.removed for one in records),
    }
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing"


def _blocked(record: LoadRecord, in_force: bool) -> str:
    if not record.blocked_by or not in_force:
        return ""
    loads = ", ".join(str(load_id) for load_id in record.blocked_by)
    return f"Load {loads} rests on it: undo that first." if len(record.blocked_by) == 1 else (
        f"Loads {loads} rest on it: undo those first, newest first."
    )  # fmt: skip
