"""A process that is killed in the middle of its loads: what it was told is stored is there, and nothing by half."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from qi_eval.store import open_store
from qi_eval.store.verifying import verify
from tests.source import ROOT
from tests.store.small import COUNTS, SMALL, standing

ROUNDS, ROWS = 2, 40
LOADER = """
import sys
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part
from qi_eval.store import open_store
with open_store(sys.argv[1], datasets=SMALL) as store:
    store.load([part(GROUPS, [("A", None, None)])], **WHO)
    while True:
        day = len(store.loads()) * 40
        store.load([part(COUNTS, [("A", day + i, i, None) for i in range(40)])], **WHO)
        print(store.loads()[0].load_id, flush=True)
"""


def test_what_was_acknowledged_is_there_and_nothing_by_half(duckdb_url: str) -> None:
    for seed in range(ROUNDS):
        acknowledged = killed(duckdb_url, random.Random(seed).uniform(0.05, 0.4))
        with open_store(duckdb_url, datasets=SMALL) as store:
            stored = [one.load_id for one in store.loads() if one.dataset == "counts"]
            assert max(stored) - acknowledged in (0, 1)
            assert len(standing(store, COUNTS)) == ROWS * len(stored)
            assert store.books.entries() == store.books.ledger.read().entries
            assert verify(store).findings == ()


def killed(url: str, after: float) -> int:
    """Starts a process that loads on and on, kills it some seconds after its first load, and gives the number of the
    last load that it was told is stored."""
    command = [sys.executable, "-c", LOADER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        told = process.stdout.readline()
        time.sleep(after)
        process.kill()
        return int((told + process.stdout.read()).split()[-1])
