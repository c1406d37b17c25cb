"""The table of the drills: what each fault was, what is promised, what was seen. Kept in docs/drills.md."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from benchmarks.machine import described
from tests.source import ROOT
from tests.turns import in_turn

TABLE = ROOT / "docs" / "drills.md"
HEADERS = ("Fault", "Promised", "Seen", "Held", "Seconds", "Day")
HEAD = """# Faults that were made on purpose, and what was seen

Made by `make drills`; do not edit. A drill that is run alone renews its own row. `Held` says "not tried" where this
machine did not allow the fault; then nothing is claimed. The short ones run with every `make test`: `tests/faults/`.
"""


@dataclass
class Drill:
    """One fault: what is promised of it, and what was seen."""

    fault: str
    promised: str
    seen: str = "the drill broke off; its run says where"
    held: str = "no"
    started: float = field(default_factory=time.perf_counter)

    def saw(self, seen: str, *, held: bool) -> None:
        """Notes what was seen, and fails where that is not what was promised."""
        self.seen, self.held = seen, "yes" if held else "no"
        print(f"\n{self.fault}: {seen}")
        assert held, seen

    def cannot(self, why: str) -> None:
        """Notes that the fault could not be tried on this machine."""
        self.seen, self.held = why, "not tried"
        pytest.skip(why)

    @property
    def row(self) -> tuple[str, ...]:
        """The drill as a row of the table."""
        seconds = f"{time.perf_counter() - self.started:.0f}"
        return (self.fault, self.promised, self.seen, self.held, seconds, f"{date.today():%-d %B %Y}")


@pytest.fixture
def drill(request: pytest.FixtureRequest) -> Iterator[Drill]:
    """The drill that a test carries out; its row is written however it ends."""
    mark = request.node.get_closest_marker("drill")
    assert mark
    one = Drill(*mark.args)
    yield one
    _keep(one.row)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the stores of a drill."""
    return tmp_path_factory.mktemp("drill")


_MACHINE = functools.cache(described)


def _keep(row: tuple[str, ...]) -> None:
    """Puts a row into the table, in the place of the one for the same fault."""
    with in_turn(TABLE.with_suffix(".turn")):
        _renew(row)


def _renew(row: tuple[str, ...]) -> None:
    rows = {one[0]: one for one in _kept()} | {row[0]: row}
    lines = [HEADERS, tuple("---" for _ in HEADERS), *rows.values()]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    TABLE.write_text(f"{HEAD}\n{_MACHINE()}.\n\n{table}\n", "utf-8")


def _kept() -> list[tuple[str, ...]]:
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    return [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("|")][2:]
