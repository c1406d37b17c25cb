"""How well a file's data are looked after, by what the data themselves tell: signed, timely, accurate, robust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from qi_eval.narrative import count, of
from qi_eval.store import IN_FORCE, Store

TYPED = "typed"  # the file name of what was typed on a page
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Received:
    """What came for a dataset in the loads in force. `good`: rows loaded; `left_out`: rows handed back with what was
    wrong; `typed`: those of the good that were typed by hand; `refused`: files that were refused as a whole."""

    good: int = 0
    left_out: int = 0
    typed: int = 0
    refused: int = 0

    @property
    def handed_in(self) -> int:
        """All rows."""
        return self.good + self.left_out

    @property
    def valid_words(self) -> str:
        """all, or 214 of 220; with the files that were refused."""
        if not self.handed_in:
            return f"{count(self.refused, 'file')} refused, none loaded" if self.refused else ""
        rows = of(self.good, self.handed_in) if self.left_out else "all"
        return rows + (f"; {count(self.refused, 'file')} refused" if self.refused else "")


def received(store: Store) -> Mapping[str, Received]:
    """Dataset → what came for it."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("good", "left_out", "typed", "refused"), 0))
    for load in store.loads():
        if load.state == IN_FORCE:
            rows = load.new + load.changed + load.unchanged
            sums[load.dataset]["good"] += rows
            sums[load.dataset]["left_out"] += load.left_out
            sums[load.dataset]["typed"] += rows if load.file == TYPED else 0
    for refusal in store.refusals():
        sums[refusal.dataset]["refused"] += 1
    return {dataset: Received(**parts) for dataset, parts in sums.items()}


@dataclass(frozen=True)
class Marks:
    """The four marks in words; "" where the file is not loaded."""

    signed: str = ""
    timely: str = ""
    accurate: str = ""
    robust: str = ""


def marks_of(name: str, rows: int, late: bool, due: bool, signed: pd.DataFrame, came: Received | None) -> Marks:
    """The marks of a file; what its data cannot tell is said to be not recorded."""
    if not rows:
        return Marks()
    own = signed[signed["dataset"] == name]
    given = came or Received()
    return Marks(
        signed=_part(int(own["filled"].iloc[0]), int(own["rows"].iloc[0])) if len(own) else NOT_RECORDED,
        timely=("no" if late else "yes") if due else "no set time",
        accurate=_checked(given) if given.handed_in else NOT_RECORDED,
        robust=_part(given.good - given.typed, given.good) if given.good else NOT_RECORDED,
    )


def _checked(given: Received) -> str:
    """What the check on arrival can tell; whether the values are true only an audit could say."""
    if given.good == given.handed_in:
        return "passed every check, not audited"
    return f"{of(given.good, given.handed_in)} rows passed, not audited"


def _part(some: int, all_: int) -> str:
    """yes, no, or how many of how many."""
    return "yes" if some == all_ else "no" if not some else f"in part: {of(some, all_)}"
