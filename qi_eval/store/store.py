"""The store: one object through which rows come in and selects go out, on DuckDB or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Engine, Select

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import Known
from qi_eval.store import audit, backup, brought, comparing, rebuilding, records, schema, tidy, touching
from qi_eval.store.books import Books
from qi_eval.store.connecting import Connections
from qi_eval.store.errors import LoadRefused
from qi_eval.store.history import TablesAsAt, TablesNow
from qi_eval.store.knowing import read_known
from qi_eval.store.loads import load_part
from qi_eval.store.obstacles import before_redo
from qi_eval.store.parts import Comparison, Loaded, LoadRecord, Part, Refusal, Undone
from qi_eval.store.reading import key_of, read_frame, tables_of
from qi_eval.store.room import refuse_without_room
from qi_eval.store.secret import read_secret
from qi_eval.store.several import redo_loads, undo_loads
from qi_eval.store.staging import staged
from qi_eval.store.system import IN_FORCE, UNDONE
from qi_eval.store.tables import Catalogue, Twin, catalogue_of
from qi_eval.store.turning import turned
from qi_eval.store.undo import redo_load, undo_load


def open_store(
    url: str, *, create: bool = True, datasets: tuple[Dataset, ...] = DATASETS, trusting: bool = False
) -> Store:
    """The store at `url` ("duckdb:///path" or "postgresql+psycopg://…"), its tables made where they are missing.

    Raises StoreMissing, StoreBusy or StoreDamaged; their text is for people. StoreBehind: it holds less than the ledger
    beside it, which is not looked at if `trusting`."""
    connections = Connections(url, create=create)
    catalogue = catalogue_of(datasets)
    try:
        kept = backup.before_migration(connections, catalogue)
        with connections.writing() as connection:
            schema.prepare(connection, catalogue, backup=kept.name if kept else "")
        store = Store(url, connections, catalogue)
        if trusting:
            return store
        store.books.open()
        rebuilding.finish(connections, catalogue)
    except BaseException:
        connections.close()
        raise
    return store


class Store:
    """One store. Reading is free for all threads; writing takes one lock. Errors of the database that a person can do
    something about are StoreErrors."""

    def __init__(self, url: str, connections: Connections, catalogue: Catalogue) -> None:
        self.url = url
        self.catalogue = catalogue
        self.connections = connections
        self.books = Books(connections)
        self._known: tuple[int, Known] | None = None
        self._loads: tuple[int, list[LoadRecord]] | None = None
        self._secret: bytes | None = None

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine."""
        return self.connections.engine

    def version(self) -> int:
        """The position of the newest event, 0 when nothing has happened yet."""
        return self.connections.steadily("version", records.version)

    def known(self) -> Known:
        """What the intake must know: referred ids, homes of measures, their kinds. Kept until the version moves."""
        return self.connections.steadily("known", self._read_known)

    def tables(self, as_at: int | None = None) -> TablesNow | TablesAsAt:
        """The tables to count in: as they stand, or as they stood right after event `as_at`."""
        return TablesNow(self.catalogue) if as_at is None else TablesAsAt(self.catalogue, as_at)

    def frame(self, query: Select) -> pd.DataFrame:
        """The rows of a select; types as reading.py says, the same on both engines."""
        return self.connections.read(lambda connection: read_frame(connection, query))

    def frames(self, queries: Mapping[str, Select]) -> dict[str, pd.DataFrame]:
        """Several selects, all from one moment; where none is asked, the database is not either."""
        if not queries:
            return {}
        return self.connections.read(
            lambda connection: {name: read_frame(connection, query) for name, query in queries.items()}
        )

    def files_of(self, query: Select) -> frozenset[str]:
        """The datasets that a select of `tables()` reads."""
        read = tables_of(query)
        return frozenset(name for name in self.catalogue.twins if name in read)

    def key_of(self, query: Select) -> Hashable:
        """The same for selects that ask the same."""
        return key_of(query)

    def compare(self, dataset: Dataset, table: pa.Table, *, whole_list: bool = False) -> Comparison:
        """What loading `table` would do; writes nothing that stays."""
        twin = self.catalogue.twins[dataset.name]
        with self.connections.staging() as connection, staged(connection, twin, table) as rows:
            found = comparing.compare_rows(connection, twin, rows, table.num_rows)
            lacked = comparing.lacking(twin, twin.now, rows)
            removed = sum(comparing.count_where(connection, twin, lacked).values()) if whole_list else 0
            leaving = comparing.first_keys(connection, twin, lacked) if removed else ()
            cells = comparing.examples(connection, twin, rows) if found.changed else comparing.no_examples()
            blank = tuple(name for name in twin.dataset.payload if table[name].null_count == table.num_rows)
            emptied = comparing.emptied(connection, twin, rows, blank) if found.changed else {}
        return Comparison(found.new, found.changed, found.unchanged, removed, cells, leaving, emptied)

    def would_bring(self, part: Part) -> pd.DataFrame:
        """All that loading a part would change or take away, row by row (columns as in brought.py); writes nothing."""
        twin = self.catalogue.twins[part.dataset.name]
        with self.connections.staging() as connection, staged(connection, twin, part.table) as rows:
            return brought.would_bring(connection, twin, rows, whole_list=part.whole_list)

    def load(self, parts: Sequence[Part], *, by: str, at: datetime) -> tuple[Loaded, ...]:
        """Stores all parts in one transaction, or none. Raises LoadRefused with a sentence."""
        refuse_without_room(self.connections.url, parts)

        def work(connection: Connection) -> tuple[Loaded, ...]:
            return tuple(load_part(connection, self.catalogue, part, by=by, at=at) for part in parts)

        def arrived(connection: Connection, done: tuple[Loaded, ...]) -> bool:
            return all(records.is_in(connection, one, part) for one, part in zip(done, parts, strict=True))

        try:
            return self.connections.write(work, arrived)
        except LoadRefused as refusal:
            files = [part.file for part in parts if part.dataset.name == refusal.dataset]
            facts = {"files": files, "rule": refusal.rule, "in the way": list(refusal.loads)}
            self.books.note("refused", by=by, at=at, about=refusal.dataset, facts=facts)
            raise

    def undo(self, load_id: int, *, by: str, at: datetime) -> Undone:
        """Takes a load back exactly, or says what stands in the way."""
        return self._turned(undo_load, load_id, [load_id], UNDONE, by=by, at=at)

    def redo(self, load_id: int, *, by: str, at: datetime) -> Undone:
        """Puts an undone load in force again exactly, or says what stands in the way."""
        return self._turned(redo_load, load_id, [load_id], IN_FORCE, by=by, at=at)

    def undo_all(self, load_ids: Sequence[int], *, by: str, at: datetime) -> Undone:
        """Takes several loads back in one transaction, or none of them and says what stands in the way."""
        return self._turned(undo_loads, load_ids, load_ids, UNDONE, by=by, at=at)

    def redo_all(self, load_ids: Sequence[int], *, by: str, at: datetime) -> Undone:
        """Puts several undone loads in force again in one transaction, or none of them and says why."""
        return self._turned(redo_loads, load_ids, load_ids, IN_FORCE, by=by, at=at)

    def before_redo(self, load_ids: Sequence[int]) -> str:
        """What must be done before undone loads can be put in force again together; "" where nothing stands in the
        way."""

        def look(connection: Connection) -> str:
            rows = (records.load_row(connection, load_id) for load_id in sorted(load_ids))
            found = (before_redo(connection, row, load_ids) for row in rows if row is not None)
            return next((one.message for one in found if one), "")

        return self.connections.read(look)

    def loads(self) -> list[LoadRecord]:
        """The upload history, newest first. Kept until the version moves."""
        return list(self.connections.steadily("loads", self._read_loads))

    def brought_by(self, load_id: int, most: int) -> pd.DataFrame:
        """What a load did, row by row (columns as in brought.py): at most so many rows of each kind, none where there
        is no such load."""

        def work(connection: Connection) -> pd.DataFrame:
            row = records.load_row(connection, load_id)
            if row is None:
                return pd.DataFrame(columns=brought.COLUMNS)
            return brought.brought_by(connection, self.catalogue.twins[row.dataset], load_id, row.applied_seq, most)

        return self.connections.read(work)

    def touched(self, dataset: str, column: str, *, since: int) -> frozenset[str]:
        """The values of a column in the rows of a dataset that came, changed or went after event `since`."""
        twin = self.catalogue.twins[dataset]
        return self.connections.read(lambda connection: touching.touched(connection, twin, column, since))

    def in_force(self) -> Mapping[str, tuple[int, ...]]:
        """Dataset → its loads in force, the newest first; a tenth of what the whole history costs."""
        return self.connections.steadily("in force", records.in_force)

    def find_load(self, dataset: str, sha256: str, mapping_sha256: str = "") -> int | None:
        """The load in force that the same file, read in the same way, would repeat."""
        return self.connections.read(lambda connection: records.find_load(connection, dataset, sha256, mapping_sha256))

    def refuse(
        self, dataset: str, file: str, sha256: str, *, rows: int, counts: Mapping[str, int], by: str, at: datetime
    ) -> None:
        """Records that a file was refused, with its problems by rule and no text of any cell."""
        named = {"dataset": dataset, "file": file, "sha256": sha256}
        with self.connections.writing() as connection:
            records.add_refusal(connection, named, rows=rows, counts=counts, by=by, at=at)

    def refusals(self) -> list[Refusal]:
        """The files that were refused, newest first."""
        return self.connections.read(records.refused)

    def save_mapping(
        self, name: str, toml: str, headers: Sequence[str], *, by: str = "", at: datetime | None = None
    ) -> None:
        """Keeps a mapping under its name, with the headers that it was made for."""
        with self.connections.writing() as connection:
            records.save_mapping(connection, name, toml, headers, by=by, at=at or datetime.now(UTC))

    def mappings(self) -> dict[str, str]:
        """Name → TOML of the saved mappings."""
        return self.connections.read(records.saved_mappings)

    def tidy(self, *, by: str = audit.TIDY, at: datetime | None = None) -> tuple[str, ...]:
        """Puts the rows of tables that are out of order into key order; the names of those tables. About 20 seconds
        for ten million rows on an idle machine; readers go on meanwhile. Where rows come in between, the table is left
        for the next time."""
        with self.connections.writing() as connection:
            found = tidy.untidy(connection, self.catalogue)
        tidied = tuple(twin.dataset.name for twin in found if self._tidied(twin, by, at or datetime.now(UTC)))
        if tidied:
            self.connections.settle()
        return tidied

    def _tidied(self, twin: Twin, by: str, at: datetime) -> bool:
        """Two transactions: the key of rows that are committed already is built far faster."""
        with self.connections.writing() as connection:
            version = tidy.copy(connection, twin)
        with self.connections.writing() as connection:
            return tidy.swap(connection, twin, version, by=by, at=at)

    def backup(self, *, at: datetime | None = None) -> Path:
        """A consistent copy in the folder backups/ beside the file, made while others read and write. The secret lies
        in a file of its own and is kept apart. Raises StoreError on PostgreSQL, which has its own tools."""
        return backup.back_up(self.connections, at or datetime.now(UTC))

    def secret(self) -> bytes:
        """The 32 bytes that person_key is made with; made at first use, kept in a file beside the store, for its owner
        alone. Raises StoreError where that file was lost or exchanged."""
        if self._secret is None:
            with self.connections.writing() as connection:
                self._secret = read_secret(connection, self.connections.url)
        return self._secret

    def close(self) -> None:
        """Lets go of the database."""
        self.connections.close()

    def reopen(self) -> None:
        """Closes every handle and opens the store again: the way back after a fatal error of the database."""
        self.connections.reopen()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_known(self, connection: Connection) -> Known:
        version = records.version(connection)
        if self._known is None or self._known[0] != version:
            self._known = (version, read_known(connection, self.catalogue))
        return self._known[1]

    def _read_loads(self, connection: Connection) -> list[LoadRecord]:
        version = records.version(connection)
        if self._loads is None or self._loads[0] != version:
            self._loads = (version, records.records(connection))
        return self._loads[1]

    def _turned(
        self, turn: Callable[..., Undone], those: object, load_ids: Sequence[int], state: str, *, by: str, at: datetime
    ) -> Undone:
        def work(connection: Connection) -> Undone:
            return turn(connection, self.catalogue, those, by=by, at=at)

        return turned(self.books, work, load_ids, state, by=by, at=at)
