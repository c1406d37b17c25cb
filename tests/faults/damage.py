"""What becomes of a store with a damaged file: where it is noticed, or that nothing in it has changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.fingerprint import fingerprints
from qi_eval.store.system import meta
from qi_eval.store.verifying import verify
from tests.store.small import SMALL

AT_OPENING, AT_READING, BY_VERIFY = "refused at the start", "an error at reading", "found by verify"
IDENTICAL, UNNOTICED = "in unused bytes, all data identical", "NOT NOTICED"

Sums = tuple[dict[str, tuple[int, int]], list[tuple[object, ...]]]


def outcome(url: str, before: Sums) -> str:
    """Where damage to the store at an address is noticed, given what its tables were."""
    try:
        store = open_store(url, create=False, datasets=SMALL)
    except (StoreError, DBAPIError):
        return AT_OPENING
    with store:
        try:
            well, sums = verify(store).well, sums_in(store)
        except (StoreError, DBAPIError):
            return AT_READING
    if sums == before:
        return IDENTICAL
    return UNNOTICED if well else BY_VERIFY


def sum_of(url: str) -> Sums:
    """The rows of every table of a store, as fingerprints, and what it notes of itself."""
    with open_store(url, create=False, datasets=SMALL) as store:
        return sums_in(store)


def sums_in(store: Store) -> Sums:
    """The same of a store that is open."""
    with store.connections.reading() as connection:
        noted = [tuple(row) for row in connection.execute(select(meta).order_by(meta.c.name))]
        return fingerprints(connection, store.catalogue), noted
