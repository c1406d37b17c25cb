"""The made-up trust into a store: its files go through the same intake as any upload."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from qi_eval import submit
from qi_eval.demo.calendar import REPORT_DATE
from qi_eval.demo.files import SEED, demo_files
from qi_eval.submit import Report, Request, Store

LOADED_AT = datetime.combine(REPORT_DATE, time(9, 0))  # the demo's clock stands still


def quiet(message: str) -> None:
    """Says nothing; for a build that nobody watches."""


def build(store: Store, progress: Callable[[str], None] = quiet, *, seed: int = SEED) -> tuple[Report, ...]:
    """One report a dataset, all stored in one transaction or none. `progress` is told what happens, in words."""
    progress("Making up the trust")
    requests = [Request(name, text.encode(), f"{name}.csv") for name, text in demo_files(seed).items()]
    return submit.load_all(store, requests, by=submit.DEMO, today=REPORT_DATE, now=LOADED_AT, progress=progress)
