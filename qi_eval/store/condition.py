"""How a store is doing, for whoever keeps it running: looked at from outside, without changing anything.

A DuckDB store that the dashboard has open cannot be opened a second time; then what lies beside it is looked at: the
ledger, the backups, the disk. `verify` reads every row; this is the short look that a monitor takes each minute."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL, Connection, make_url, select

from qi_eval.store import audit, place
from qi_eval.store.audit import Entry
from qi_eval.store.backup import backups, made_at
from qi_eval.store.engine import open_engine
from qi_eval.store.errors import StoreBusy, StoreError
from qi_eval.store.ledger import Ledger, ledger_file
from qi_eval.store.migrations import SCHEMA
from qi_eval.store.room import LEAST_FREE
from qi_eval.store.saying import file_of, in_words
from qi_eval.store.store import Store
from qi_eval.store.system import meta

LATE = timedelta(hours=36)  # of the newest backup, where something was done since: one is made each night
TRY_AGAIN = " Close it, then try again."  # what a monitor need not be told
LOADS = ("load", "undo", "redo")  # the deeds that change figures


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `ok` is None where it cannot be seen now, or there is nothing to see yet."""

    name: str
    ok: bool | None
    says: str


@dataclass(frozen=True)
class Condition:
    """All checks. It is well where none of them failed; what cannot be seen says so."""

    at: datetime
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.ok is not False for check in self.checks)

    def as_dict(self) -> dict[str, object]:
        """The condition as `health --json` prints it."""
        return {"ok": self.ok, "at": self.at.isoformat(timespec="seconds"), "checks": [asdict(c) for c in self.checks]}


def condition(url: str, now: datetime) -> Condition:
    """How the store at an address is doing; it is opened for a moment where nobody else has it."""
    address = make_url(url)
    try:
        engine = open_engine(url, create=False)
    except StoreBusy as busy:
        return Condition(now, (Check("store", True, str(busy).removesuffix(TRY_AGAIN)), *_from_outside(address, now)))
    except StoreError as error:
        return Condition(now, (Check("store", False, str(error)), *_disk(address)))
    try:
        with in_words(address), engine.connect() as connection:
            return Condition(now, (Check("store", True, "It opens."), *_from_inside(connection, address, now)))
    except StoreError as error:
        return Condition(now, (Check("store", False, str(error)),))
    finally:
        engine.dispose()


def condition_of(store: Store, now: datetime) -> Condition:
    """How a store is doing that this process has open."""
    with store.connections.reading() as connection:
        address = store.connections.url
        return Condition(now, (Check("store", True, "It is open."), *_from_inside(connection, address, now)))


def _from_inside(connection: Connection, address: URL, now: datetime) -> list[Check]:
    noted = {row.name: row.value for row in connection.execute(select(meta.c.name, meta.c.value))}
    newest = audit.newest(connection)
    stored = int(noted.get("schema", 0))
    schema = Check("schema", stored == SCHEMA, f"Version {stored} of the store, {SCHEMA} of the program.")
    tail = Ledger(ledger_file(address, noted.get("store_mark", ""))).tail()
    seq, seal = (newest.seq, newest.hash) if newest else (0, "")
    step = f"The store stands at entry {seq}, the ledger at {tail.seq}."
    in_step = Check("ledger", (tail.seq, tail.hash) == (seq, seal), step)
    entries = audit.landmarks(connection, LOADS)
    return [schema, in_step, _load(entries, now), *_backup(address, entries, now), *_disk(address)]


def _from_outside(address: URL, now: datetime) -> list[Check]:
    """What can be seen of a DuckDB store that somebody has open."""
    written = Ledger(ledger_file(address, "")).read()
    said = " ".join(written.faults[:3]) or f"{len(written.entries):,} entries, each sealed."
    seen = [Check("schema", None, "It can be seen when nobody has the store open."),
            Check("ledger", not written.faults, said)]  # fmt: skip
    return [*seen, _load(written.entries, now), *_backup(address, written.entries, now), *_disk(address)]


def _load(entries: list[Entry], now: datetime) -> Check:
    loads = [entry for entry in entries if entry.action in LOADS]
    if not loads:
        return Check("newest load", None, "Nothing has been loaded yet.")
    since = _age(loads[-1].at.replace(tzinfo=UTC), now)
    return Check("newest load", True, f"A file was loaded, undone or put back {since} ago.")


def _backup(address: URL, entries: list[Entry], now: datetime) -> list[Check]:
    """Late only where something was done since; a store of a few hours has none yet, and made-up data need none."""
    kept = backups(address.render_as_string(hide_password=False))
    if kept:
        made = made_at(kept[0])
        is_idle = bool(entries) and entries[-1].action == "backup"
        return [Check("newest backup", is_idle or now - made < LATE, f"{_age(made, now)} old.")]
    if file_of(address) is None:
        return [Check("newest backup", None, "There is none on this machine; whoever runs the server may have others.")]
    if address == make_url(place.demo_url()) != make_url(place.own_url()):
        return [Check("newest backup", None, "Made-up data are not backed up.")]
    is_old = bool(entries) and now - entries[0].at.replace(tzinfo=UTC) > LATE
    return [Check("newest backup", False if is_old else None, "There is none yet.")]


def _disk(address: URL) -> list[Check]:
    file = file_of(address)
    if file is None or not file.parent.exists():
        return []
    free = shutil.disk_usage(file.parent).free
    needed = LEAST_FREE + (file.stat().st_size if file.exists() else 0)
    return [Check("disk", free >= needed, f"{free / 1e6:,.0f} MB free; a backup needs {needed / 1e6:,.0f} MB.")]


def _age(then: datetime, now: datetime) -> str:
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 120:
        return "1 minute" if minutes == 1 else f"{max(0, minutes)} minutes"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"
