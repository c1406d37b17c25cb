"""The ground that tests of metrics stand on: an empty store in memory."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from tests.metrics.ground import Ground


@pytest.fixture
def ground() -> Ground:
    """An empty store."""
    return Ground(create_engine("duckdb:///:memory:", poolclass=StaticPool))
