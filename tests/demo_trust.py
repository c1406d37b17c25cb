"""The files of the demo trust, made up once for all tests of a process; read them, never change them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from qi_eval.demo import demo_files


@cache
def demo_texts() -> Mapping[str, str]:
    """Dataset → the text of its CSV file."""
    return MappingProxyType(demo_files())


@cache
def demo_cells() -> Mapping[str, list[dict[str, str]]]:
    """Dataset → its rows, every cell a text."""
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in demo_texts().items()}
