"""A backup each night: when one is due, and that it is made once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qi_eval.store import open_store
from qi_eval.submit import nightly, upkeep
from tests.store.small import GROUPS, SMALL, WHO, part

NIGHT, NOON = datetime(2026, 10, 1, 2, tzinfo=UTC), datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "due"), [(NIGHT, 11, False), (NIGHT, 12, True), (NOON, 23, False), (NOON, 24, True)]
)
def test_a_backup_is_due_at_night_or_after_a_day(now: datetime, hours: int, due: bool) -> None:
    assert nightly.is_due(now - timedelta(hours=hours), now) == due
    assert nightly.is_due(None, now)


def test_it_is_made_once_and_old_ones_go(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "KEPT", 2)
    with open_store(duckdb_url, datasets=SMALL) as store:
        assert not nightly.once(store, NIGHT)  # nothing was ever loaded
        for day in range(3):
            store.load([part(GROUPS, [(str(day), None, None)])], **WHO)
            assert nightly.once(store, NIGHT + timedelta(days=day))
            assert not nightly.once(store, NIGHT + timedelta(days=day))
            assert not nightly.once(store, NIGHT + timedelta(days=day + 1))
        kept = [path.name for path in upkeep.backups(duckdb_url)]
    assert kept == ["test-20261003T020000Z.duckdb", "test-20261002T020000Z.duckdb"]
