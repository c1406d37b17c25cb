"""What can go wrong with a store, in words that a page or the command line shows as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qi_eval.store.audit import Entry


class StoreError(Exception):
    """Something that a person must know about the store; its text is the whole message."""


class StoreBusy(StoreError):
    """Another program holds the store."""


class StoreDamaged(StoreError):
    """The file is not a store, or cannot be read."""


class StoreMissing(StoreError):
    """There is no store where it should be, or its server does not answer."""


class StoreUnsure(StoreMissing):
    """The store broke off at the end of a load, and does not say whether the load is in."""


class LoadRefused(StoreError):
    """A load that would break what is stored; nothing was written.

    `rule`: already_corrected | reference_missing | still_referred. `dataset` is the part that it concerns, `loads`
    the loads that stand in the way."""

    def __init__(self, message: str, *, rule: str, dataset: str, loads: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.rule = rule
        self.dataset = dataset
        self.loads = loads


class StoreBehind(StoreDamaged):
    """The store holds less than the ledger beside it says. `lost`: the entries that are missing, oldest first."""

    def __init__(self, message: str, lost: tuple[Entry, ...] = ()) -> None:
        super().__init__(message)
        self.lost = lost
