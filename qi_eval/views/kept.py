"""What was counted before, reused while the files that it was counted in stand still.

A load of one file leaves most figures as they were, so the first page after it counts anew only what that file feeds.
Which files a select reads is seen while it is made, not taken from a declaration that could be incomplete; the loads in
force tell whether one of them has changed. Nothing is cleared by hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from qi_eval.metrics.metric import Frames, Result, Scope, Selects, Tables
from qi_eval.store import Store
from qi_eval.views.start import IN_FORCE

MOST = 400  # answers of one store; when there are more, all are dropped
Stamp = Hashable  # differs whenever one of the files does
Question = Hashable  # a select function and the scope that it is asked in
Counting = Callable[[Tables, Scope], Selects]


@dataclass
class Answer:
    """The frames of one select, with the Results that were judged from them (metric id → Result)."""

    files: frozenset[str]
    stamp: Stamp
    frames: Frames
    results: dict[str, Result] = field(default_factory=dict)


@dataclass
class Kept:
    """The answers that one store gave, and the stamps of its files as they stand now."""

    answers: dict[Question, Answer]
    loads: Mapping[str, tuple[int, ...]]

    def still_true(self, question: Question) -> Answer | None:
        """The answer, where none of the files that it rests on has changed since."""
        answer = self.answers.get(question)
        return answer if answer and answer.stamp == self.stamp(answer.files) else None

    def keep(self, question: Question, files: frozenset[str], frames: Frames) -> Answer:
        """Notes an answer to a question."""
        if len(self.answers) >= MOST:
            self.answers.clear()
        answer = self.answers[question] = Answer(files, self.stamp(files), frames)
        return answer

    def stamp(self, files: frozenset[str]) -> Stamp:
        """Which loads of these files are in force."""
        return tuple((name, self.loads.get(name)) for name in sorted(files))


_ANSWERS: WeakKeyDictionary[Store, dict[Question, Answer]] = WeakKeyDictionary()


def kept(store: Store) -> Kept:
    """What is kept of a store, with the loads that are in force now."""
    in_force: dict[str, tuple[int, ...]] = {}
    for load in store.loads():
        if load.state == IN_FORCE:
            in_force[load.dataset] = (*in_force.get(load.dataset, ()), load.load_id)
    return Kept(_ANSWERS.setdefault(store, {}), in_force)


def question(select: Counting, scope: Scope) -> Question:
    """A select in a scope, as a key."""
    settings = tuple(sorted(scope.settings.items()))
    return (select, scope.report_date, scope.unit_ids, scope.method, settings)


class Noting:
    """The tables of a store, noting which ones are asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.files: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        """The table of a dataset."""
        self.files.add(name)
        return getattr(self._tables, name)
