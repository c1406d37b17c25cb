"""The store: one object through which rows come in and selects go out, on DuckDB or PostgreSQL."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Engine, Select, func, make_url, select
from sqlalchemy.exc import DBAPIError

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import Known
from qi_eval.store import comparing, records, undo
from qi_eval.store.engine import in_words, is_fatal, open_engine
from qi_eval.store.errors import LoadRefused, StoreError
from qi_eval.store.history import TablesAsAt, TablesNow
from qi_eval.store.knowing import read_known
from qi_eval.store.loads import load_part
from qi_eval.store.parts import Comparison, Loaded, LoadRecord, Part, Undone
from qi_eval.store.reading import read_frame
from qi_eval.store.schema import prepare
from qi_eval.store.secret import secret_of
from qi_eval.store.staging import staged
from qi_eval.store.tables import Catalogue

WRITERS = 7126094  # the advisory lock that writers of a PostgreSQL store take in turn: any fixed number
_LOCKS: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)  # one writer a store in this process


def open_store(url: str, *, create: bool = True, datasets: tuple[Dataset, ...] = DATASETS) -> Store:
    """The store at `url` ("duckdb:///path" or "postgresql+psycopg://…"), its tables made where they are missing.

    Raises StoreMissing, StoreBusy or StoreDamaged; their text is for people."""
    store = Store(url, open_engine(url, create=create), Catalogue(datasets))
    try:
        with store.writing() as connection:
            prepare(connection, store.catalogue)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """One store. Reading is free for all threads; writing takes one lock. Errors of the database that a person can do
    something about are StoreErrors."""

    def __init__(self, url: str, engine: Engine, catalogue: Catalogue) -> None:
        self.url = url
        self.engine = engine
        self.catalogue = catalogue
        self._known: tuple[int, Known] | None = None

    def version(self) -> int:
        """The position of the newest event, 0 when nothing has happened yet."""
        with self.reading() as connection:
            return records.version(connection)

    def known(self) -> Known:
        """What the intake must know: referred ids, homes of measures, their kinds. Kept until the version moves."""
        with self.reading() as connection:
            version = records.version(connection)
            if self._known is None or self._known[0] != version:
                self._known = (version, read_known(connection, self.catalogue))
            return self._known[1]

    def tables(self, as_at: int | None = None) -> TablesNow | TablesAsAt:
        """The tables to count in: as they stand, or as they stood right after event `as_at`."""
        return TablesNow(self.catalogue) if as_at is None else TablesAsAt(self.catalogue, as_at)

    def frame(self, query: Select) -> pd.DataFrame:
        """The rows of a select; types as reading.py says, the same on both engines."""
        with self.reading() as connection:
            return read_frame(connection, query)

    def frames(self, queries: Mapping[str, Select]) -> dict[str, pd.DataFrame]:
        """Several selects, all from one moment."""
        with self.reading() as connection:
            return {name: read_frame(connection, query) for name, query in queries.items()}

    def compare(self, dataset: Dataset, table: pa.Table, *, whole_list: bool = False) -> Comparison:
        """What loading `table` would do; writes nothing that stays."""
        twin = self.catalogue.twins[dataset.name]
        with self.passing() as connection, staged(connection, dataset, table) as rows:
            found = comparing.compare_rows(connection, twin, rows, table.num_rows)
            leaving = comparing.count_where(connection, twin, comparing.lacking(twin, rows)) if whole_list else {}
            cells = comparing.examples(connection, twin, rows) if found.changed else comparing.no_examples()
        return Comparison(found.new, found.changed, found.unchanged, sum(leaving.values()), cells)

    def load(self, parts: Sequence[Part], *, by: str, at: datetime) -> tuple[Loaded, ...]:
        """Stores all parts in one transaction, or none. Raises LoadRefused with a sentence."""
        done: list[Loaded] = []
        try:
            with self.writing() as connection:
                done.extend(load_part(connection, self.catalogue, part, by=by, at=at) for part in parts)
        except DBAPIError as error:
            if len(done) < len(parts) or not self._is_in(done, parts, error):
                raise StoreError(
                    f"The store could not write this load, and nothing was changed: {error.orig}"
                ) from error
        return tuple(done)

    def undo(self, load_id: int, *, by: str, at: datetime) -> Undone:
        """Takes a load back exactly, or says what stands in the way."""
        with self.writing() as connection:
            return undo.undo_load(connection, self.catalogue, load_id, by=by, at=at)

    def redo(self, load_id: int, *, by: str, at: datetime) -> Undone:
        """Puts an undone load in force again exactly, or says what stands in the way."""
        try:
            with self.writing() as connection:
                return undo.redo_load(connection, self.catalogue, load_id, by=by, at=at)
        except LoadRefused as refusal:
            return Undone(load_id, "refused", message=str(refusal))

    def loads(self) -> list[LoadRecord]:
        """The upload history, newest first."""
        with self.reading() as connection:
            return records.records(connection)

    def find_load(self, dataset: str, sha256: str, mapping_sha256: str = "") -> int | None:
        """The load in force that the same file, read in the same way, would repeat."""
        with self.reading() as connection:
            return records.find_load(connection, dataset, sha256, mapping_sha256)

    def refuse(
        self, dataset: str, file: str, sha256: str, *, rows: int, counts: Mapping[str, int], by: str, at: datetime
    ) -> None:
        """Records that a file was refused, with its problems by rule and no text of any cell."""
        named = {"dataset": dataset, "file": file, "sha256": sha256}
        with self.writing() as connection:
            records.add_refusal(connection, named, rows=rows, counts=counts, by=by, at=at)

    def save_mapping(self, name: str, toml: str, headers: Sequence[str]) -> None:
        """Keeps a mapping under its name, with the headers that it was made for."""
        with self.writing() as connection:
            records.save_mapping(connection, name, toml, headers)

    def mappings(self) -> dict[str, str]:
        """Name → TOML of the saved mappings."""
        with self.reading() as connection:
            return records.saved_mappings(connection)

    def secret(self) -> bytes:
        """The 32 bytes that person_key is made with; made at first use, kept beside the store, for its owner alone."""
        return secret_of(make_url(self.url))

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reopen(self) -> None:
        """Closes every handle and opens the store again: the way back after a FatalException."""
        self.engine.dispose()
        self.engine = open_engine(self.url, create=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store."""
        consistent = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with in_words(make_url(self.url)), self.engine.connect() as connection:
            yield connection.execution_options(**consistent)

    @contextmanager
    def passing(self) -> Iterator[Connection]:
        """A connection for staging rows beside the store; nothing of it stays."""
        with in_words(make_url(self.url)), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writing transaction: committed at the end, thrown away after an error."""
        with _LOCKS[self.url], in_words(make_url(self.url)), self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(WRITERS)))
            yield connection

    def _is_in(self, done: Sequence[Loaded], parts: Sequence[Part], error: DBAPIError) -> bool:
        """After an error at COMMIT, which does not mean "not saved": whether the loads are in the store."""
        if is_fatal(error) or error.connection_invalidated:
            self.reopen()
        with self.reading() as connection:
            return all(records.is_in(connection, loaded, part) for loaded, part in zip(done, parts, strict=True))
