"""A second, naive store: dicts, and the state made anew from the loads in force. It is slow and plain on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qi_eval.datasets.dataset import Dataset
from tests.store.small import SMALL

Key = tuple[Any, ...]
Row = tuple[Any, ...]  # cells…, load_id, row_no
Rows = dict[Key, Row]
State = dict[str, Rows]


@dataclass
class Load:
    """One load as it was handed in, and what it met.

    `stood`: key → the row that it displaced, None for a new one. `below`: the loads whose rows it changed, stated again
    or brought back; `corrects`: those of them whose rows it changed or brought back. `sha` tells its file. `rests_on`:
    the loads that brought what its rows refer to, and those whose undoing would bring back rows that refer to what it
    removed. `met`: load of the same dataset → whether it was in force when this one came."""

    load_id: int
    dataset: Dataset
    rows: list[Row]
    whole_list: bool = False
    removals: tuple[Key, ...] = ()
    sha: str = ""
    in_force: bool = True
    stood: dict[Key, Row | None] = field(default_factory=dict)
    removed: set[Key] = field(default_factory=set)
    below: set[int] = field(default_factory=set)
    corrects: set[int] = field(default_factory=set)
    rests_on: set[int] = field(default_factory=set)
    met: dict[int, bool] = field(default_factory=dict)


class Model:
    """Loads, undoes and redoes in dicts."""

    def __init__(self) -> None:
        self.all: dict[int, Load] = {}

    def in_force(self, dataset: Dataset | None = None) -> list[Load]:
        """The loads in force, of one dataset if it is named."""
        return [one for one in self.all.values() if one.in_force and dataset in (None, one.dataset)]

    def state(self) -> State:
        """What stands: every load in force applied in its order to nothing."""
        rows: State = {dataset.name: {} for dataset in SMALL}
        for load in self.in_force():
            _apply(rows[load.dataset.name], load)
        return rows

    def load(self, load: Load) -> bool:
        """Takes a load in; False if it would leave a reference without its row."""
        standing = self.state()[load.dataset.name]
        load.met = {one.load_id: one.in_force for one in self.all.values() if one.dataset is load.dataset}
        load.below, load.corrects = self._below(load, standing)
        load.stood, load.removed = _apply(dict(standing), load)
        self.all[load.load_id] = load
        if dangling(self.state()):
            del self.all[load.load_id]
            return False
        load.rests_on = self._rests_on(load)
        return True

    def same_file(self, dataset: Dataset, sha: str) -> Load | None:
        """The newest load in force of the same file."""
        same = [one for one in self.in_force(dataset) if one.sha == sha]
        return same[-1] if same else None

    def is_corrected(self, load_id: int) -> bool:
        """Whether a load in force has changed rows of it since."""
        return any(load_id in one.corrects for one in self.in_force())

    def may_undo(self, load_id: int) -> bool:
        """Whether no other load in force stands on it."""
        return not any(load_id in one.below | one.rests_on for one in self.in_force() if one.load_id != load_id)

    def may_redo(self, load_id: int) -> bool:
        """Whether it would meet what it met before, and leave no reference without its row."""
        load = self.all[load_id]
        strangers = [one for one in self.in_force(load.dataset) if not _met(one, load)]
        missing = [below for below in load.below if not self.all[below].in_force]
        load.in_force = True
        broken = dangling(self.state())
        load.in_force = False
        return not strangers and not missing and not broken

    def undo(self, load_id: int) -> None:
        """Takes a load out of force."""
        self.all[load_id].in_force = False

    def redo(self, load_id: int) -> None:
        """Puts it in force again."""
        self.all[load_id].in_force = True
        self.all[load_id].rests_on = self._rests_on(self.all[load_id])

    def _below(self, load: Load, standing: Rows) -> tuple[set[int], set[int]]:
        stated = {_key(load.dataset, row): row for row in load.rows}
        leaving = _leaving(load, standing)
        met = [key for key in {*stated, *leaving} if key in standing]
        gone = {(key, one.load_id) for one in self.in_force(load.dataset) for key in one.removed if key not in standing}
        spoken_of = {*stated, *load.removals} | _lacking(load, {key for key, _ in gone})
        changed = {standing[key][-2] for key in met if key in leaving or standing[key][:-2] != stated[key]}
        back = {remover for key, remover in gone if key in stated}
        said = {standing[key][-2] for key in met} | {remover for key, remover in gone if key in spoken_of}
        return said, changed | back

    def _rests_on(self, load: Load) -> set[int]:
        state = self.state()
        mine = [row for row in state[load.dataset.name].values() if row[-2] == load.load_id]
        brought = {self._origin(named, state) for row in mine for named in references(load.dataset, row)}
        gone = {(load.dataset.name, key) for key in load.removed if key not in state[load.dataset.name]}
        waiting = {one.load_id for one in self.in_force() for named in _displaced(one) if named in gone}
        return brought | waiting

    def _origin(self, named: tuple[str, Key], state: State) -> int:
        """The load without which the named row would not stand: the first in the line of those that changed it."""
        dataset, key = named
        load_id = state[dataset][key][-2]
        while older := self.all[load_id].stood.get(key):
            load_id = older[-2]
        return load_id


def references(dataset: Dataset, row: Row) -> Iterator[tuple[str, Key]]:
    """The rows that a row refers to: dataset and key."""
    for column, cell in zip(dataset.columns, row, strict=False):
        if column.refers and cell:
            yield column.refers[0], (cell,)


def dangling(state: State) -> bool:
    """Whether some row refers to nothing."""
    every = ((dataset, row) for dataset in SMALL for row in state[dataset.name].values())
    return any(key not in state[name] for dataset, row in every for name, key in references(dataset, row))


def _apply(standing: Rows, load: Load) -> tuple[dict[Key, Row | None], set[Key]]:
    """Applies a load; the rows that it displaced (None for a new key), and the keys that it removed."""
    stood: dict[Key, Row | None] = {}
    leaving = _leaving(load, standing)
    for row_no, row in enumerate(load.rows, start=2):
        key = _key(load.dataset, row)
        if key not in standing or standing[key][:-2] != row:
            stood[key] = standing.get(key)
            standing[key] = (*row, load.load_id, row_no)
    for key in leaving:
        stood[key] = standing.pop(key)
    return stood, leaving


def _leaving(load: Load, standing: Rows) -> set[Key]:
    return _lacking(load, set(standing)) | {key for key in load.removals if key in standing}


def _lacking(load: Load, keys: set[Key]) -> set[Key]:
    """The keys that a whole list leaves out."""
    stated = {_key(load.dataset, row) for row in load.rows}
    within = {_scope(load.dataset, key) for key in (stated if load.dataset.scope else keys)}
    return {key for key in keys - stated if load.whole_list and _scope(load.dataset, key) in within}


def _displaced(load: Load) -> Iterator[tuple[str, Key]]:
    for row in load.stood.values():
        if row is not None:
            yield from references(load.dataset, row)


def _met(one: Load, other: Load) -> bool:
    older, younger = sorted((one, other), key=lambda load: load.load_id)
    return younger.met.get(older.load_id, True)


def _key(dataset: Dataset, row: Row) -> Key:
    return tuple(cell for column, cell in zip(dataset.columns, row, strict=False) if column.name in dataset.key)


def _scope(dataset: Dataset, key: Key) -> Key:
    return tuple(cell for name, cell in zip(dataset.key, key, strict=True) if name in dataset.scope)
