"""Ids compared with what is known: written as the store writes them, unknown ones named with the nearest known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import NEARLY_THE_SAME, Ids, Known, spoken
from qi_eval.intake.columns import ReadColumn, SayWrong
from qi_eval.intake.findings import quoted
from qi_eval.intake.privacy import personal

UNIT = ("units", "unit_id")
NAMED = 3  # ids that share a name, as a message lists them


def settle_ids(read: ReadColumn, dataset: Dataset, known: Known) -> None:
    """Gives the ids of a column their one spelling, and marks those that name nothing known."""
    column = read.column
    ids = known.of(*(column.refers or (dataset.name, column.name)))
    values, found = _spelt(read.parsed.values, ids)
    read.parsed.values = values
    if column.refers is None or column.refers[0] in known.unread:
        return
    unknown = np.flatnonzero(~found & values.is_valid().to_numpy(zero_copy_only=False))
    wrong = read.parsed.notes if column.soft else read.parsed.faults
    for place in unknown:
        wrong.setdefault(int(place), "unknown_reference")
    read.say["unknown_reference"] = _unknown(read, known, dataset)


def with_own_ids(known: Known, dataset: Dataset, read: dict[str, ReadColumn]) -> Known:
    """What is known, and the file's own ids where its rows refer to each other."""
    for column in dataset.references:
        if column.refers and column.refers[0] == dataset.name and column.refers[1] in read:
            texts = read[column.refers[1]].parsed.values.drop_null().to_pylist()
            fresh = {text.lower(): text for text in reversed(texts)} | known.of(*column.refers)
            known = known.plus(*column.refers, fresh.values())
    return known


def lost_parents(
    dataset: Dataset, table: pa.Table, bad: np.ndarray, known: Known
) -> Iterable[tuple[str, np.ndarray, dict[str, int]]]:
    """Of rows that name a row of the same file which has an error itself: the column, their places, and for each such
    id (in lower case) the place where it stands. `bad`: true for rows with an error; grows with each answer."""
    for column in dataset.references:
        if column.refers is None or column.refers[0] != dataset.name or column.soft:
            continue
        own, parents = (_lower(table[name]) for name in (column.refers[1], column.name))
        while True:
            left = set(own[~bad]) | set(known.of(*column.refers))
            orphans = np.flatnonzero(~bad & pd.notna(parents) & ~pd.Series(parents).isin(left).to_numpy())
            if not len(orphans):
                break
            where = {name: place for place, name in enumerate(own) if bad[place] and name}
            bad[orphans] = True
            yield column.name, orphans, where


def circles(dataset: Dataset, table: pa.Table) -> Iterable[tuple[str, np.ndarray]]:
    """The column and places of rows that stand above each other in a circle of two rows or more."""
    for column in dataset.references:
        if column.refers is None or column.refers[0] != dataset.name or column.soft:
            continue
        own, parents = (_lower(table[name]) for name in (column.refers[1], column.name))
        above = {name: parent for name, parent in zip(own, parents, strict=True) if name and parent}
        turning = {name for name in above if _returns(name, above)}
        places = np.flatnonzero(pd.Series(own).isin(turning).to_numpy())
        if len(places):
            yield column.name, places


def namesakes(table: pa.Table, known: Known) -> dict[int, str]:
    """Of a file of units: the place of each row whose name a stored unit of the same organisation bears under another
    id, and that id. Units that are in the file themselves are left to the eye."""
    bearers = known.bearers(*UNIT)
    ids, names, codes = (table[name].to_pylist() for name in ("unit_id", "unit_name", "org_code"))
    own = {ident.lower() for ident in ids if ident}
    found: dict[int, str] = {}
    for place, (name, code) in enumerate(zip(names, codes, strict=True)):
        others = [one for one in bearers.get(spoken(name or ""), ()) if one.lower() not in own]
        home = {"", (code or "").lower()}
        same = [one for one in others if one.lower() in known.tree and known.tree[one.lower()].org_code.lower() in home]
        if same and ids[place]:
            found[place] = same[0]
    return found


def _returns(start: str, above: dict[str, str]) -> bool:
    """Whether going up from an id leads back to it, over at least one other."""
    name, steps = above[start], 1
    while name in above and name != start and steps <= len(above):
        name, steps = above[name], steps + 1
    return name == start and steps > 1


def _spelt(values: pa.Array, ids: Ids) -> tuple[pa.Array, np.ndarray]:
    """The values as the store writes them, else as the file writes them first; and which of them are known."""
    low = pc.utf8_lower(values)
    at = pc.index_in(low, value_set=pa.array(list(ids), pa.string()), skip_nulls=True)
    stored = pa.array(list(ids.values()), pa.string()).take(at)
    codes, different = pd.factorize(low.to_numpy(zero_copy_only=False))
    first = values
    if len(different) < len(values) - values.null_count:
        starts = pd.Series(np.arange(len(codes))).groupby(codes).first()
        first = values.take(pa.array(starts.reindex(codes).to_numpy(dtype=np.int64, na_value=0)))
        first = pc.if_else(values.is_valid(), first, pa.scalar(None, pa.string()))
    return pc.coalesce(stored, first), at.is_valid().to_numpy(zero_copy_only=False)


def _unknown(read: ReadColumn, known: Known, own: Dataset) -> SayWrong:
    assert read.column.refers is not None
    dataset, key = read.column.refers
    noun = dataset.removesuffix("s")
    where = "it to this file." if dataset == own.name else f"it to {dataset}.csv and load that first."

    @cache
    def bearers() -> dict[str, list[str]]:
        return known.bearers(dataset, key)

    def say(rule: str, text: str) -> str:
        written = read.as_written(text)
        what = f"this {noun}" if personal(written) else f"{noun} {quoted(written)}"
        if not known.of(dataset, key):
            return f"{what} is not known: no {dataset} are stored yet. Load {dataset}.csv first."
        if called := bearers().get(spoken(written)):
            no_id, there = (f"no {key} but ", "") if written == text else ("", f" in a column {key}")
            is_name = f"{quoted(written)} is {no_id}the name of {' and '.join(called[:NAMED])}"
            return f"{is_name}: write {called[0] if len(called) == 1 else 'the one that is meant'}{there}."
        near = known.nearest(dataset, key, text)
        hint = f"Did you mean {quoted(near)}?" if near else _by_name(written, bearers())
        return f"{what} is not known. {f'{hint} If it is new, add' if hint else 'Add'} {where}"

    return say


def _by_name(text: str, bearers: dict[str, list[str]]) -> str:
    """The question whether the id of a name that is nearly the same is meant; '' without one."""
    near = get_close_matches(spoken(text), bearers, n=1, cutoff=NEARLY_THE_SAME)
    if not near or len(bearers[near[0]]) > 1 or not near[0]:
        return ""
    return f"Did you mean {quoted(bearers[near[0]][0])}, which has nearly this name?"


def _lower(column: pa.ChunkedArray) -> np.ndarray:
    return pc.utf8_lower(column).to_numpy()
