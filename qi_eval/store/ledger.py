"""The ledger: a copy of the audit log outside the database, one line of JSON an entry, written after each commit.

A database whose write-ahead log was lost or cut opens without a word, only with less in it; so does an older file in
the place of a newer one. The ledger knows what must be there. Each line is sealed with the seal of the line before it,
and is on the disk (fsync) before anyone is told that the work is done. A line `back_to` says that the store was put
back, knowingly, to an earlier entry."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedRandom
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from qi_eval.store.audit import Entry
from qi_eval.store.place import DATA
from qi_eval.store.saying import file_of

try:
    import fcntl
except ImportError:  # Windows, where one process has the store anyway
    fcntl = None  # type: ignore[assignment]

FOLDER = "QI_EVAL_LEDGERS"  # the environment variable that names the folder for the ledgers of servers
TAIL = 1 << 18  # bytes at the end of the file among which its last line is looked for


@dataclass(frozen=True)
class Tail:
    """The ledger's last entry: its number and its seal, 0 and "" in an empty ledger. `line` seals the line."""

    seq: int = 0
    hash: str = ""
    line: str = ""


@dataclass(frozen=True)
class Written:
    """A ledger read whole: the entries that must be in the store, and what is wrong with the file, in words."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Ledger:
    """The ledger of one store, in one file that only grows."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def tail(self) -> Tail:
        """Where the ledger ends; a last line that a crash cut off does not count. Raises ValueError for no ledger."""
        if not self.path.exists():
            return Tail()
        with self.path.open("rb") as file:
            return _tail(file)[0]

    def first(self) -> str:
        """The seal of the first entry, "" in an empty ledger: it tells whose ledger this is."""
        if not self.path.exists():
            return ""
        with self.path.open("rb") as file:
            line = file.readline()
        return str(json.loads(line).get("hash", "")) if line.endswith(b"\n") else ""

    def append(self, entries: Iterable[Entry], *, late: bool = False) -> bool:
        """Adds entries; false, and nothing added, where they do not follow on the last one. `late`: they were found in
        the store, and not written when they happened."""
        told = [entry.as_dict() | ({"late": True} if late else {}) for entry in entries]
        with self._locked() as (file, tail):
            if told and (told[0]["seq"], told[0]["previous"]) != (tail.seq + 1, tail.hash):
                return False
            _write(file, told, tail)
        return True

    def back_to(self, entry: Entry, *, by: str, at: datetime, why: str) -> None:
        """Says that the store stands, knowingly, at an earlier entry."""
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        line = {"back_to": entry.seq, "hash": entry.hash, "by": by, "at": moment, "why": why}
        with self._locked() as (file, tail):
            _write(file, [line], tail)

    def read(self) -> Written:
        """The whole ledger."""
        found: list[Entry] = []
        faults, sealed = [], ""
        for number, raw in enumerate(self._lines(), start=1):
            try:
                told = json.loads(raw)
                line = told.pop("line")
                if line != _seal(sealed, told):
                    faults.append(f"Line {number} of the ledger was changed after it was written, or one before it.")
                sealed = line
                if "back_to" in told:
                    found = found[: told["back_to"]]
                else:
                    found.append(Entry.from_dict(told))
            except (ValueError, KeyError, TypeError, AttributeError):
                faults.append(f"Line {number} of the ledger cannot be read.")
        return Written(found, faults)

    def set_aside(self) -> Path:
        """Moves the file away, because it tells of another store."""
        aside = self.path.with_name(f"{self.path.stem}.{self.first()[:8] or 'unreadable'}{self.path.suffix}")
        self.path.replace(aside)
        return aside

    def _lines(self) -> list[bytes]:
        whole = self.path.read_bytes() if self.path.exists() else b""
        return whole.split(b"\n")[:-1]

    @contextmanager
    def _locked(self) -> Iterator[tuple[BufferedRandom, Tail]]:
        """The file, at its end, with what a crash cut off taken away; one process at a time."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            tail, end = _tail(file)
            file.truncate(end)
            file.seek(end)
            yield file, tail
            file.flush()
            os.fsync(file.fileno())


def ledger_file(url: URL, mark: str) -> Path:
    """Where the ledger lies: beside a DuckDB file, else in data/ (or QI_EVAL_LEDGERS). `mark` tells stores apart that
    had the same name on a server, one after the other."""
    file = file_of(url)
    if file:
        return file.with_name(f"ledger.{file.stem}.jsonl")
    return Path(os.environ.get(FOLDER) or DATA) / f"ledger.{url.database or url.username}-{mark}.jsonl"


def _write(file: BufferedRandom, lines: Iterable[Mapping[str, Any]], tail: Tail) -> None:
    seal = tail.line
    for told in lines:
        seal = _seal(seal, told)
        file.write(json.dumps({**told, "line": seal}, sort_keys=True).encode() + b"\n")


def _seal(before: str, told: Mapping[str, Any]) -> str:
    return hashlib.sha256(before.encode() + json.dumps(told, sort_keys=True).encode()).hexdigest()


def _tail(file: Any) -> tuple[Tail, int]:
    """Where the last whole line leaves the store, and the position after it."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - TAIL)
    file.seek(start)
    block = file.read()
    end = block.rfind(b"\n") + 1
    if not end:
        return Tail(), 0
    told = json.loads(block[:end].rstrip(b"\n").rsplit(b"\n", 1)[-1])
    return Tail(told["back_to"] if "back_to" in told else told["seq"], told["hash"], told["line"]), start + end
