"""How long a sign-in lasts: it ends when nobody asks for a page for a while, after a working day, and with a sign-out.

Streamlit's cookie lasts 30 days and cannot be shortened, so each run of a page asks here. What was seen is kept in the
process; after a restart the moment of the sign-in itself counts, so that nothing is prolonged by it."""

from __future__ import annotations

from datetime import datetime, timedelta

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
TOKEN = timedelta(seconds=1)  # a sign-in tells its moment in whole seconds


class Sittings:
    """Who was last seen when, and who has signed out when; by the subject of the sign-in."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}
        self._left: dict[str, datetime] = {}
        self._told: set[tuple[str, datetime, str]] = set()

    def goes_on(self, subject: str, since: datetime, now: datetime) -> bool:
        """Whether a sign-in of that moment still counts; if so, it is seen now."""
        left = self._left.get(subject)
        if left and since <= left - TOKEN:
            return False
        if now - since > LONGEST or now - max(since, self._seen.get(subject, since)) > IDLE:
            return False
        self._seen[subject] = now
        return True

    def end(self, subject: str, now: datetime) -> None:
        """Ends every sign-in of a person from before, in whatever window."""
        self._left[subject] = now

    def once(self, subject: str, since: datetime, what: str) -> bool:
        """Whether this is told of a sign-in for the first time: a sign-in is one, in however many windows."""
        is_new = (subject, since, what) not in self._told
        self._told.add((subject, since, what))
        return is_new
