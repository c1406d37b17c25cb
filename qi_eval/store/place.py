"""Which store is meant, as a URL."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
CHOSEN = "QI_EVAL_STORE"  # the environment variable that names any store by its URL


def current_url(*, for_writing: bool = False) -> str:
    """The store that a page or a command means: the one that QI_EVAL_STORE names, else the trust's own file if it is
    there or is about to be written, else the demo."""
    own = DATA / "qi_eval.duckdb"
    return chosen() or (own_url() if for_writing or own.exists() else demo_url())


def own_url() -> str:
    """The trust's own data on this machine."""
    return chosen() or f"duckdb:///{DATA / 'qi_eval.duckdb'}"


def demo_url() -> str:
    """The made-up trust."""
    return chosen() or f"duckdb:///{DATA / 'demo.duckdb'}"


def chosen() -> str | None:
    """What QI_EVAL_STORE says, None where it says nothing."""
    return os.environ.get(CHOSEN, "").strip() or None
