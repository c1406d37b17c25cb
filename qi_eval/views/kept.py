"""What was counted before, reused while the files that it was counted in stand still.

A load of one file leaves most figures as they were, so the first page after it asks anew only the selects that read
that file. Which files a select reads is seen from the select itself, not taken from a declaration that could be
incomplete; the loads in force tell whether one of them has changed. Nothing is cleared by hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from qi_eval.metrics.metric import Frames, Scope, Selects, Shared, Tables
from qi_eval.metrics.own import own_tables
from qi_eval.store import Query, Store

MOST = 400  # answers of one store; when there are more, all are dropped
MOST_PARTS = 20_000  # of one store: what was worked out part by part, such as chart by chart
Stamp = Hashable  # differs whenever one of the files does
Question = Hashable  # what is asked about, and the scope that it is asked in
Counting = Callable[[Tables, Scope], Selects]
Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Asked:
    """One select of a question, the files that it reads, and its rows as they stood at `stamp`; None: not read yet.
    `key`: the same for every select that asks the same."""

    query: Query
    files: frozenset[str]
    key: Hashable
    stamp: Stamp = None
    frame: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """The rows of a question's selects, and what was worked out from them so far, by name. `first`: an earlier answer
    with the very same rows."""

    asked: Mapping[str, Asked]
    derived: dict[Hashable, Any] = field(default_factory=dict)
    first: Answer | None = None

    @property
    def same(self) -> Answer:
        """The same object as long as the rows are the same."""
        return self.first or self

    @cached_property
    def frames(self) -> Frames:
        """The rows by the name of their select."""
        if self.first is not None:
            return self.first.frames
        return Shared({name: one.frame for name, one in self.asked.items() if one.frame is not None})

    def derive(self, name: Hashable, make: Callable[[], Found]) -> Found:
        """What `make` gives, worked out once for these rows; it may depend on nothing else."""
        if name not in self.derived:
            self.derived[name] = make()
        found: Found = self.derived[name]
        return found

    def again(self, fresh: Mapping[Hashable, Asked]) -> Answer:
        """With some selects read anew, by their key: what was worked out is kept where they gave the same rows."""
        asked = {name: fresh.get(one.key, one) for name, one in self.asked.items()}
        if not all(one is asked[name] or _is_same(one.frame, asked[name].frame) for name, one in self.asked.items()):
            return Answer(asked)
        stamped = {name: replace(one, stamp=asked[name].stamp) for name, one in self.asked.items()}
        return Answer(stamped, self.derived, self.same)


def _is_same(old: pd.DataFrame | None, new: pd.DataFrame | None) -> bool:
    """Whether a select gave the same rows; in which order does not count where it asks for none."""
    if old is None or new is None or old.shape != new.shape:
        return False
    return old.equals(new) or _ordered(old).equals(_ordered(new))


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame.columns), ignore_index=True)


@dataclass(frozen=True)
class Kept:
    """The answers that one store gave, and the loads of its files that are in force now. `selects`: each of those
    answers' selects by its key, as it was last read; questions that share one read it once."""

    store: Store
    answers: dict[Question, Answer]
    loads: Mapping[str, tuple[int, ...]]
    as_at: int | None = None
    selects: dict[Hashable, Asked] = field(default_factory=dict)

    def answered(self, asked: Iterable[Counting], scope: Scope) -> dict[Counting, Answer]:
        """Each select function with its answer; what has changed since is read in one go."""
        questions = {select: question(select, scope) for select in asked}
        known = {
            one: self.answers.get(one) or self._new(select(own_tables(self.store.tables(self.as_at), scope), scope))
            for select, one in questions.items()
        }
        now = self._read(known)
        return {select: now[one] for select, one in questions.items()}

    def answer(self, asked: Question, make: Callable[[], Selects]) -> Answer:
        """The same of one question that holds all that its selects rest on; `make` gives them."""
        return self._read({asked: self.answers.get(asked) or self._new(make())})[asked]

    def _new(self, queries: Selects) -> Answer:
        """The answer to a new question: its selects, not yet read, or as they were read for another one."""
        return Answer({name: self._asked(query) for name, query in queries.items()})

    def _asked(self, query: Query) -> Asked:
        key = self.store.key_of(query)
        return self.selects.get(key) or Asked(query, self.store.files_of(query), key)

    def _read(self, known: Mapping[Question, Answer]) -> Mapping[Question, Answer]:
        every = (one for answer in known.values() for one in answer.asked.values())
        late = {one.key: self.selects.get(one.key, one) for one in every if self._changed(one)}
        queries = {str(place): one.query for place, one in enumerate(late.values()) if self._changed(one)}
        frames = self.store.frames(queries)
        fresh = {
            key: replace(one, stamp=self._stamp(one.files), frame=frames[str(place)]) if str(place) in frames else one
            for place, (key, one) in enumerate(late.items())
        }
        self.selects.update(fresh)
        return {asked: self._refreshed(asked, answer, fresh) for asked, answer in known.items()}

    def _changed(self, one: Asked) -> bool:
        return one.frame is None or one.stamp != self._stamp(one.files)

    def _stamp(self, files: frozenset[str]) -> Stamp:
        """Which loads of these files are in force."""
        return tuple((name, self.loads.get(name)) for name in sorted(files))

    def _refreshed(self, asked: Question, answer: Answer, fresh: Mapping[Hashable, Asked]) -> Answer:
        if asked in self.answers and not any(one.key in fresh for one in answer.asked.values()):
            return answer
        made = answer.again(fresh)
        if len(self.answers) >= MOST:
            self.answers.clear()
            self.selects.clear()
        self.answers[asked] = made
        return made


_ANSWERS: WeakKeyDictionary[Store, tuple[dict[Question, Answer], dict[Hashable, Asked]]] = WeakKeyDictionary()


def kept(store: Store, as_at: int | None = None) -> Kept:
    """What is kept of a store as it stands now; of a position of its ledger nothing is."""
    if as_at is not None:
        return Kept(store, {}, {}, as_at)
    answers, selects = _ANSWERS.setdefault(store, ({}, {}))
    return Kept(store, answers, store.in_force(), selects=selects)


_LATEST: WeakKeyDictionary[Store, dict[str, tuple[Hashable, Any]]] = WeakKeyDictionary()


def latest(store: Store, name: str, rests_on: Hashable, make: Callable[[], Found]) -> Found:
    """What `make` gives, made anew only where what it rests on differs from the last time; one of a name is kept."""
    known = _LATEST.setdefault(store, {})
    if name not in known or known[name][0] != rests_on:
        known[name] = (rests_on, make())
    found: Found = known[name][1]
    return found


_PARTS: WeakKeyDictionary[Store, dict[Hashable, Any]] = WeakKeyDictionary()


def each_once(
    store: Store, keys: Sequence[Hashable], make: Callable[[Sequence[int]], Iterable[Found]]
) -> tuple[Found, ...]:
    """One for each key; `make` gives those of the keys at some places, in one pass, and is asked once a key.

    A key holds all that its part rests on, so a part is made anew only where its own data have changed."""
    known = _PARTS.setdefault(store, {})
    late = [place for place, key in enumerate(keys) if key not in known]
    made = dict(zip((keys[place] for place in late), make(late), strict=True)) if late else {}
    found = tuple(made[key] if key in made else known[key] for key in keys)
    if len(known) + len(made) > MOST_PARTS:
        known.clear()
    known.update(made)
    return found


def question(about: Hashable, scope: Scope) -> Question:
    """What is asked about, such as a select function, in a scope: as a key."""
    settings = tuple(sorted(scope.settings.items()))
    return (about, scope.report_date, scope.unit_ids, scope.method, settings, scope.own)
