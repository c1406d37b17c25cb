"""Checks a store against its own books: every block read, every count compared, both logs walked from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, select, union_all

from qi_eval.store import audit, contents, rebuilding, records
from qi_eval.store.audit import Entry
from qi_eval.store.fingerprint import fingerprints
from qi_eval.store.ledger import Written
from qi_eval.store.snapshots import changed_snapshots
from qi_eval.store.store import Store
from qi_eval.store.system import IN_FORCE, events, loads
from qi_eval.store.tables import Twin

UNFINISHED = (
    "Texts were erased that are still in the bytes of the file. Start the program: it then makes the file anew."
)


@dataclass(frozen=True)
class Verdict:
    """What was looked at and what is wrong, by the book that it was found in: store, audit or ledger."""

    rows: int
    loads: int
    entries: int
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_dict(self) -> dict[str, object]:
        """The verdict as `verify --json` prints it."""
        found = [{"where": where, "message": message} for where, message in self.findings]
        return {"ok": self.well, **asdict(self), "findings": found}


def verify(store: Store) -> Verdict:
    """The verdict over a store that was opened without a look at its ledger (`trusting`)."""
    with store.connections.reading() as connection:
        prints = fingerprints(connection, store.catalogue)
        entries = audit.since(connection, 0)
        found = [("store", words) for words in _store_faults(connection, store)]
        found += [("store", words) for words in changed_snapshots(connection)]
        found += [("store", words) for words in contents.faults(connection, store.catalogue, entries)]
        found += [("store", UNFINISHED)] * rebuilding.is_due(connection)
        found += [("store", words) for words in _against_events(connection, entries)]
    found += [("audit", words) for words in audit.faults(entries)]
    found += [("ledger", words) for words in ledger_faults(entries, store.books.ledger.read())]
    datasets = sum(prints[name][0] for name in store.catalogue.twins)
    return Verdict(datasets, prints["loads"][0], len(entries), tuple(found))


def ledger_faults(entries: list[Entry], written: Written) -> Iterator[str]:
    """What the ledger says that the audit log does not, and the other way about."""
    yield from written.faults
    stored, kept = ({one.seq: one.hash for one in those} for those in (entries, written.entries))
    for seq in sorted(stored.keys() | kept.keys()):
        if seq not in stored:
            yield f"Entry {seq} stands in the ledger and is missing in the store."
        elif seq not in kept:
            yield f"Entry {seq} stands in the store and is missing in the ledger."
        elif stored[seq] != kept[seq]:
            yield f"Entry {seq} is not the same in the store and in the ledger."


def _store_faults(connection: Connection, store: Store) -> Iterator[str]:
    """Where the rows are not those that the loads brought, or a load is not in the state that its events left."""
    for twin in store.catalogue.twins.values():
        yield from _row_faults(connection, twin)
    newest = select(events.c.load_id, func.max(events.c.seq).label("seq")).group_by(events.c.load_id).subquery()
    last = select(loads.c.load_id, loads.c.state, events.c.kind).join(newest, newest.c.load_id == loads.c.load_id)
    for load, state, kind in connection.execute(last.join(events, events.c.seq == newest.c.seq)):
        if (state == IN_FORCE) == (kind == "undo"):
            yield f"Load {load} is {state}, but the last that happened to it is: {kind}."


def _row_faults(connection: Connection, twin: Twin) -> Iterator[str]:
    """Every load must have as many different rows, standing or in history, as it brought."""
    both = union_all(
        *(select(*(t.c[name] for name in twin.dataset.key), t.c.load_id) for t in (twin.now, twin.history))
    ).subquery("both")
    distinct = select(*both.c).distinct().subquery("distinct")
    counted = select(distinct.c.load_id, func.count()).group_by(distinct.c.load_id)
    found: dict[int, int] = dict(connection.execute(counted).all())
    mine = loads.c.dataset == twin.dataset.name
    brought = select(loads.c.load_id, loads.c.rows_new + loads.c.rows_changed).where(mine)
    due: dict[int, int] = dict(connection.execute(brought).all())
    for load in sorted(found.keys() | due.keys()):
        if found.get(load, 0) != due.get(load, 0):
            there = f"{found.get(load, 0):,} are there"
            yield f"{twin.dataset.name}: load {load} brought {due.get(load, 0):,} rows, and {there}."
    net = select(func.coalesce(func.sum(loads.c.rows_new - loads.c.rows_removed), 0))
    expected = int(connection.execute(net.where(mine, loads.c.state == IN_FORCE)).scalar_one())
    stands = connection.execute(select(func.count()).select_from(twin.now)).scalar_one()
    if stands != expected:
        yield f"{twin.dataset.name}: the loads in force leave {expected:,} rows, and {stands:,} stand."


def _against_events(connection: Connection, entries: list[Entry]) -> Iterator[str]:
    """Every event has its entry in the audit log, from the entry on with which the log began."""
    first = next((entry.facts.get("event", 0) for entry in entries), 0)
    told = {entry.facts["event"] for entry in entries if "event" in entry.facts}
    version = records.version(connection)
    if version > first and version not in told:
        yield f"Event {version} of the store is not in the audit log."
    missing = sorted(seq for seq in told if seq > version)
    if missing:
        yield f"The audit log tells of event {missing[-1]}, and the store ends at {version}."
