"""Which store is meant, opened; and the step from the demo trust to a trust's own data."""

from __future__ import annotations

from qi_eval.store import Store, open_store, place


def open_current(*, for_writing: bool = False) -> Store:
    """The store in use: QI_EVAL_STORE, else the trust's own file, else the demo's.

    `for_writing` never means the demo: the trust's own file is made where there is none. Raises StoreError, whose text
    is for people, where it cannot be reached."""
    return open_store(place.current_url(for_writing=for_writing))


def open_demo() -> Store:
    """The store that the demo trust is built into: QI_EVAL_STORE, else data/demo.duckdb."""
    return open_store(place.demo_url())
