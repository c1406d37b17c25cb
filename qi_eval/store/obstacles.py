"""What stands in the way of an undo or a redo, in words that name the loads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from qi_eval.store.system import IN_FORCE, UNDONE, events, load_overlap, loads


@dataclass(frozen=True)
class Obstacle:
    """The loads in the way, none where the way is free, and what to do about them."""

    loads: tuple[int, ...] = ()
    message: str = ""

    def __bool__(self) -> bool:
        return bool(self.loads)


def words_for(load_id: int, blocked_by: Sequence[int]) -> str:
    """Why a load cannot be undone yet."""
    first = max(blocked_by)
    stand = f"Load {first} stands on it" if len(blocked_by) == 1 else f"Loads {listed(blocked_by)} stand on it"
    return f"{stand}: undo load {first} first."


def before_redo(connection: Connection, row: Row[Any], together: Collection[int] = ()) -> Obstacle:
    """What keeps an undone load from being put in force again, with the loads that are to be `together` with it."""
    return never_met(connection, row) or missing_for_redo(connection, row, together)


def never_met(connection: Connection, row: Row[Any]) -> Obstacle:
    """Loads in force of the same dataset that were never compared with an undone load, because the older of the two was
    not in force when the younger came."""
    others = select(loads.c.load_id).where(loads.c.dataset == row.dataset, loads.c.state == IN_FORCE)
    history = _events(connection, row.dataset)
    strangers = [other for other in connection.execute(others).scalars() if not _met(history, row.load_id, other)]
    if not strangers:
        return Obstacle()
    later = tuple(sorted(strangers))
    one = f"Load {later[0]} was" if len(later) == 1 else f"Loads {listed(later)} were"
    return Obstacle(
        later,
        f"{one} loaded or redone while load {row.load_id} was undone, so the two were never compared: undo "
        f"load {later[-1]} first, or load the file again.",
    )


def missing_for_redo(connection: Connection, row: Row[Any], together: Collection[int]) -> Obstacle:
    """Loads that an undone load changed rows of or repeated, and that are neither in force now nor `together`."""
    below = and_(load_overlap.c.load_id == row.load_id, load_overlap.c.kind.in_(("changed", "unchanged")))
    pairs = select(load_overlap.c.earlier_load_id).join(loads, loads.c.load_id == load_overlap.c.earlier_load_id)
    undone = connection.execute(pairs.where(below, loads.c.state == UNDONE)).scalars()
    absent = tuple(sorted({*undone} - {*together}))
    if not absent:
        return Obstacle()
    return Obstacle(absent, f"Load {row.load_id} stands on load {absent[0]}: redo load {absent[0]} first.")


def _events(connection: Connection, dataset: str) -> dict[int, list[tuple[int, str]]]:
    """Load → its events in order, for every load of a dataset."""
    of_dataset = select(events.c.load_id, events.c.seq, events.c.kind).join(loads, loads.c.load_id == events.c.load_id)
    found: dict[int, list[tuple[int, str]]] = {}
    for load, seq, kind in connection.execute(of_dataset.where(loads.c.dataset == dataset).order_by(events.c.seq)):
        found.setdefault(load, []).append((seq, kind))
    return found


def _met(history: dict[int, list[tuple[int, str]]], one: int, other: int) -> bool:
    """Whether the older of two loads was in force when the younger was loaded."""
    older, younger = sorted((one, other))
    came = history[younger][0][0]
    before = [kind for seq, kind in history[older] if seq < came]
    return before[-1] != "undo"


def listed(numbers: Sequence[int]) -> str:
    """3, 5 and 8."""
    ordered = [str(number) for number in sorted(numbers)]
    return f"{', '.join(ordered[:-1])} and {ordered[-1]}"
