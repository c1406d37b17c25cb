"""Which store is meant, opened; and the step from the demo trust to a trust's own data."""

from __future__ import annotations

from qi_eval.store import Store, open_store, place


def current_url(*, for_writing: bool = False) -> str:
    """The address of the store in use: QI_EVAL_STORE, else the trust's own file, else the demo's.

    `for_writing` never means the demo: the trust's own file is named, whether it is there yet or not."""
    return place.current_url(for_writing=for_writing)


def demo_url() -> str:
    """The address of the store that the demo trust is built into: QI_EVAL_STORE, else data/demo.duckdb."""
    return place.demo_url()


def own_url() -> str:
    """The address of the trust's own store: QI_EVAL_STORE, else data/qi_eval.duckdb."""
    return place.own_url()


def open_at(url: str) -> Store:
    """The store at an address. Raises StoreError, whose text is for people, where it cannot be reached."""
    return open_store(url)


def open_current(*, for_writing: bool = False) -> Store:
    """The store in use, opened."""
    return open_store(current_url(for_writing=for_writing))


def open_demo() -> Store:
    """The demo's store, opened; made where there is none."""
    return open_store(demo_url())
