"""What tests of pages share: each lets go of the stores that its page opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st


@pytest.fixture(autouse=True, scope="module")
def let_go() -> Iterator[None]:
    """Closes the stores that pages opened; a process would else hold one for each test."""
    yield
    st.cache_resource.clear()
