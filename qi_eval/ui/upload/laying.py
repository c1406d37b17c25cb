"""Fields side by side, row by row, so that on a phone they come in the order in which they are meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

Item = TypeVar("Item")


def in_rows(items: Iterable[Item], across: int) -> Iterator[tuple[DeltaGenerator, Item]]:
    """Each item with its place on the page, `across` of them in a row."""
    listed = list(items)
    for first in range(0, len(listed), across):
        yield from zip(st.columns(across), listed[first : first + across], strict=False)
