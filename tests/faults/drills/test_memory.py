"""A load for which the engine's memory does not suffice: told in words, nothing written, and the program goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_eval.store import Store, StoreError, engine, open_store
from qi_eval.store.verifying import verify
from tests.faults.drills.conftest import Drill
from tests.faults.drills.test_many_readers import numbers
from tests.faults.faulty import many, rows_in
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

MEMORY = (16, 18, 20, 22, 24, 32, 48)  # megabytes that the engine may use
ROWS, FEW = 600_000, 100
TOLD = "This needs more memory than the data engine may use, so nothing was changed. Try it in smaller parts."


@pytest.mark.drill(
    "a load for which the engine's memory is too small", "all or nothing; said in words; the next, smaller load goes in"
)
def test_too_little_memory(drill: Drill, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, wrong = 0, list[str]()
    for megabytes in MEMORY:
        monkeypatch.setattr(engine, "_memory", lambda most=megabytes: most * 1_000_000)
        with open_store(f"duckdb:///{folder / str(megabytes)}/store.duckdb", datasets=SMALL) as store:
            store.load([part(GROUPS, [("A", "one", None)])], **WHO)
            told = loaded(store)
            there, version = rows_in(store, COUNTS), store.version()
            refused += bool(told)
            if told not in ("", TOLD) or (there, version) != ((0, 1) if told else (ROWS, 2)):
                wrong.append(f"{megabytes} MB: told {told!r}, {there:,} rows, version {version}")
            if store.load([many(5_000_000, FEW)], **WHO)[0].new != FEW or not verify(store).well:
                wrong.append(f"{megabytes} MB: not whole afterwards")
    limits = f"{min(MEMORY)} to {max(MEMORY)} MB"
    seen = f"{ROWS:,} rows with {limits}: {refused} of {len(MEMORY)} refused, {len(wrong)} wrong"
    drill.saw("; ".join([seen, f"told: {TOLD}", *wrong]), held=not wrong and 0 < refused < len(MEMORY))


def loaded(store: Store) -> str:
    """What a person is told of a large load, "" where it is in."""
    try:
        store.load([numbers(0, ROWS)], **WHO)
    except StoreError as error:
        return str(error)
    except Exception as error:  # whatever a person would be shown
        return f"{type(error).__name__}: {error}"[:200]
    return ""
