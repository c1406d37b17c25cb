"""Our way, without the start of the process: read, check, compare, store. Prints the seconds it took.

Usage: python -m benchmarks.checked_load FILE (the store by QI_EVAL_STORE)"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from qi_eval import submit


def load(file: str) -> float:
    """The seconds from reading the file to the commit; raises where the file is not accepted."""
    now = datetime.now(UTC)
    store = submit.open_current(for_writing=True)
    started = time.perf_counter()
    request = submit.Request("measurements", Path(file).read_bytes(), Path(file).name)
    submission = submit.preview(store, request, today=now.date())
    report = submit.load(store, submission, by="benchmark", today=now.date(), now=now)
    seconds = time.perf_counter() - started
    store.close()
    if not report.accepted:
        raise RuntimeError(str(report.problems[:5]))
    return seconds


if __name__ == "__main__":
    print(load(sys.argv[1]))
