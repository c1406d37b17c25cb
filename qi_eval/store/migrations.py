"""What later releases added to the store's own tables, in order. The tables of datasets need no step: schema.py makes
them anew whenever a declaration has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from qi_eval.store.system import SYSTEM


@dataclass(frozen=True)
class Step:
    """How a store of the version before becomes one of `version`; `what` names it in the audit log. A release that
    changes system.py adds a step here; a step that was released stays as it is."""

    version: int
    what: str
    run: Callable[[Connection], None]


def _adds(*names: str) -> Callable[[Connection], None]:
    """A step that makes tables."""

    def run(connection: Connection) -> None:
        for name in names:
            SYSTEM.tables[name].create(connection)

    return run


FIRST = 1  # the version of the first release
STEPS = (
    Step(2, "the audit log and snapshots", _adds("audit", "snapshots")),
    Step(3, "stories whose text was erased", _adds("erasures")),
)
SCHEMA = STEPS[-1].version


def steps_after(version: int) -> tuple[Step, ...]:
    """The steps that a store of a version lacks, in order."""
    return tuple(step for step in STEPS if step.version > version)
