"""The ground that tests of views stand on, once on DuckDB and once on PostgreSQL."""

from __future__ import annotations

import pytest

from qi_eval.store import Store
from tests.metrics.ground import Ground


@pytest.fixture
def ground(trust_store: Store) -> Ground:
    """A store that holds the units of a small trust."""
    return Ground(trust_store)


@pytest.fixture
def empty(store: Store) -> Ground:
    """A store that holds nothing."""
    return Ground(store)
