"""A store and a naive model beside it, moved step by step, and what must be the same after each step."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import delete, select

from qi_eval.store import TYPED, LoadRefused, Store, records
from qi_eval.store.system import SYSTEM
from tests.store.model import Load, Model, Row
from tests.store.small import SMALL, WHO, everything, part

Picture = dict[str, list[Row]]


class Game:
    """The store, the model, and a picture of what stood after each event."""

    def __init__(self, store: Store, *, thorough: bool = False) -> None:
        self.store, self.model, self.thorough = store, Model(), thorough
        self.pictures: dict[int, Picture] = {0: {dataset.name: [] for dataset in SMALL}}
        self.steps = 0
        _empty(store)

    def step(self, kind: str, *what: Any) -> None:
        """One step, and the comparison."""
        getattr(self, f"_{kind}")(*what)
        self.steps += 1
        self.look()
        seqs = sorted(self.pictures)
        for seq in seqs if self.thorough else [seqs[self.steps * 7 % len(seqs)]]:
            assert everything(self.store, as_at=seq) == self.pictures[seq]

    def end(self) -> None:
        """Every position can still be read, and history holds what stood from when until when, and nothing else."""
        assert {seq: everything(self.store, as_at=seq) for seq in self.pictures} == self.pictures
        for dataset in SMALL:
            gone, standing = _intervals(self.pictures, dataset.name)
            assert self._lines(dataset.name, "history") == sorted(gone, key=repr)
            assert self._lines(dataset.name, "now") == sorted(standing, key=repr)

    def look(self) -> None:
        """What stands is what the loads in force make."""
        expected = {name: sorted(rows.values(), key=repr) for name, rows in self.model.state().items()}
        assert everything(self.store) == expected
        self.pictures[self.store.version()] = expected

    def _file(self, name: str, rows: list[Row], whole_list: bool = False, removals: Any = ()) -> None:
        """A file, perhaps the whole list, perhaps with rows to take away."""
        dataset = self.store.catalogue.twins[name].dataset
        stated = {row[: len(dataset.key)] for row in rows}
        leaving = tuple(key for key in removals if key not in stated)
        self._handed(Load(0, dataset, rows, whole_list, leaving, sha=f"file {self.steps}"), f"{name}.csv")

    def _typed(self, name: str, row: Row) -> None:
        """One row typed on a page; what is typed once more is the same file."""
        dataset = self.store.catalogue.twins[name].dataset
        self._handed(Load(0, dataset, [row], sha=hashlib.sha256(repr(row).encode()).hexdigest()), TYPED)

    def _again(self, choice: int) -> None:
        """A file that was handed in before."""
        earlier = [load for load in self.model.all.values() if not load.removals]
        if earlier:
            old = earlier[choice % len(earlier)]
            self._handed(Load(0, old.dataset, old.rows, old.whole_list, sha=old.sha), "again.csv")

    def _handed(self, load: Load, file: str) -> None:
        load.load_id = len(self.model.all) + 1
        options = {"whole_list": load.whole_list, "removals": list(load.removals) or None}
        handed = part(load.dataset, load.rows, sha256=load.sha, file=file, **options)
        same, version = self.model.same_file(load.dataset, load.sha), self.store.version()
        corrected = bool(same and self.model.is_corrected(same.load_id))
        if same and not (corrected and file == TYPED):
            expected = not corrected
        else:
            expected, same = self.model.load(load), None
        try:
            (done,) = self.store.load([handed], **WHO)
        except LoadRefused:
            assert not expected
            return
        assert expected
        if same:
            assert (done.already, done.load_id, self.store.version()) == (True, same.load_id, version)
            return
        assert (done.load_id, done.removed) == (load.load_id, len(load.removed))
        assert done.new + done.changed == len(load.stood) - done.removed

    def _undo(self, choice: int) -> None:
        load_id = self._chosen(choice, in_force=True)
        if load_id is None:
            return
        before = everything(self.store)
        allowed = self.model.may_undo(load_id)
        with self.store.connections.reading() as connection:
            assert (load_id not in records.blockers(connection)) == allowed
        assert self.store.undo(load_id, **WHO).refused != allowed
        if allowed:
            self.model.undo(load_id)
            self.look()
        if allowed and choice % 2:  # straight back
            assert not self.store.redo(load_id, **WHO).refused
            self.model.redo(load_id)
            assert everything(self.store) == before

    def _redo(self, choice: int) -> None:
        load_id = self._chosen(choice, in_force=False)
        if load_id is None:
            return
        allowed = self.model.may_redo(load_id)
        done = self.store.redo(load_id, **WHO)
        assert done.refused != allowed, done.message
        if allowed:
            self.model.redo(load_id)

    def _chosen(self, choice: int, *, in_force: bool) -> int | None:
        those = [load.load_id for load in self.model.all.values() if load.in_force == in_force]
        return those[choice % len(those)] if those else None

    def _lines(self, name: str, which: str) -> list[Row]:
        """The rows of a table with the events between which they stood."""
        twin = self.store.catalogue.twins[name]
        table = getattr(twin, which)
        moments = ("since", "until") if which == "history" else ("since",)
        with self.store.connections.reading() as connection:
            rows = connection.execute(select(*(table.c[c] for c in (*twin.names, "load_id", "row_no", *moments))))
            return sorted((tuple(row) for row in rows), key=repr)


def _intervals(pictures: dict[int, Picture], name: str) -> tuple[list[Row], list[Row]]:
    """What stood, with the events from which and until which; and what stands, with the event from which."""
    standing: dict[Row, int] = {}
    gone: list[Row] = []
    for seq in sorted(pictures):
        rows = set(pictures[seq][name])
        gone += [(*row, since, seq) for row, since in standing.items() if row not in rows]
        standing = {row: standing.get(row, seq) for row in rows}
    return gone, [(*row, since) for row, since in standing.items()]


def _empty(store: Store) -> None:
    tables = [table for twin in store.catalogue.twins.values() for table in (twin.now, twin.history)]
    with store.connections.writing() as connection:
        for table in [*tables, *(one for one in SYSTEM.sorted_tables if one.name not in {"meta", "audit"})]:
            connection.execute(delete(table))
