"""Several loads taken back, or put in force again, together: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from qi_eval.store import records
from qi_eval.store.obstacles import listed
from qi_eval.store.parts import Undone
from qi_eval.store.system import IN_FORCE, UNDONE
from qi_eval.store.tables import Catalogue
from qi_eval.store.undo import redo_load, undo_load


class InTheWayError(Exception):
    """Something stands in the way of one of the loads, so that none is turned; `refusal` says what."""

    def __init__(self, refusal: Undone) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def undo_loads(
    connection: Connection, catalogue: Catalogue, load_ids: Sequence[int], *, by: str, at: datetime
) -> Undone:
    """Takes the loads that are in force out of force, newest first. Raises InTheWayError where another load stands on
    one of them."""
    group = _in_state(connection, load_ids, IN_FORCE)
    if not group:
        raise InTheWayError(_refusal(load_ids, f"{_named(load_ids)} {_are(load_ids)} undone already."))
    resting = {load: set(above) - set(group) for load, above in records.blockers(connection).items() if load in group}
    in_the_way = tuple(sorted(set().union(*resting.values())))
    if in_the_way:
        raise InTheWayError(_refusal(group, _words(connection, resting, in_the_way), in_the_way))
    return _each(connection, catalogue, undo_load, sorted(group, reverse=True), "undone", by=by, at=at)


def redo_loads(
    connection: Connection, catalogue: Catalogue, load_ids: Sequence[int], *, by: str, at: datetime
) -> Undone:
    """Puts the loads that are undone in force again, oldest first. Raises InTheWayError or LoadRefused where something
    stands in the way of one of them."""
    group = _in_state(connection, load_ids, UNDONE)
    if not group:
        raise InTheWayError(_refusal(load_ids, f"{_named(load_ids)} {_are(load_ids)} in force."))
    return _each(connection, catalogue, redo_load, sorted(group), "redone", by=by, at=at)


def _each(
    connection: Connection,
    catalogue: Catalogue,
    turn: Callable[..., Undone],
    ordered: Sequence[int],
    outcome: str,
    *,
    by: str,
    at: datetime,
) -> Undone:
    removed = restored = 0
    for load_id in ordered:
        done = turn(connection, catalogue, load_id, by=by, at=at)
        if done.refused:
            raise InTheWayError(_refusal(ordered, f"{done.message} Nothing was changed.", done.blocked_by))
        removed, restored = removed + done.removed, restored + done.restored
    state = "undone" if outcome == "undone" else "in force again"
    return Undone(max(ordered), outcome, removed, restored, message=f"{_named(ordered)} {_are(ordered)} {state}.")


def _in_state(connection: Connection, load_ids: Sequence[int], state: str) -> list[int]:
    rows = [records.load_row(connection, load_id) for load_id in load_ids]
    return [row.load_id for row in rows if row is not None and row.state == state]


def _words(connection: Connection, resting: dict[int, set[int]], in_the_way: Sequence[int]) -> str:
    """Which loads outside the group stand on which of it, and where to begin."""
    above = [records.load_row(connection, load_id) for load_id in in_the_way]
    named = ", ".join(f"load {row.load_id} ({row.dataset}, {row.file})" for row in above if row is not None)
    below = sorted(load for load, others in resting.items() if others)
    stand = "stands" if len(in_the_way) == 1 else "stand"
    first = f"Undo load {in_the_way[-1]} first" + (", then the others, newest first." if len(in_the_way) > 1 else ".")
    return f"{named[0].upper()}{named[1:]} {stand} on {_named(below).lower()}. {first} Nothing was changed."


def _refusal(load_ids: Sequence[int], message: str, blocked_by: tuple[int, ...] = ()) -> Undone:
    return Undone(max(load_ids, default=0), "refused", blocked_by=blocked_by, message=message)


def _named(load_ids: Sequence[int]) -> str:
    """Load 3, or Loads 3 to 8, or Loads 3, 5 and 8."""
    ordered = sorted(load_ids)
    if len(ordered) == 1:
        return f"Load {ordered[0]}"
    if ordered[-1] - ordered[0] == len(ordered) - 1 and len(ordered) > 2:
        return f"Loads {ordered[0]} to {ordered[-1]}"
    return f"Loads {listed(ordered)}"


def _are(load_ids: Sequence[int]) -> str:
    return "is" if len(load_ids) == 1 else "are"
