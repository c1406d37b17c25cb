"""Who came to the dashboard and left it, as the audit log has it."""

from __future__ import annotations

from datetime import datetime

from qi_eval.store import Store

IN, OUT = "sign-in", "sign-out"


def note(store: Store, action: str, *, by: str, now: datetime, how: str) -> None:
    """Writes down that somebody said who they are, or left; and how that is known."""
    store.books.note(action, by=by, at=now, facts={"how": how})
