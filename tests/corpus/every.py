"""All cases, in one list."""

from __future__ import annotations

from tests.corpus import attacks, books, cells, people, shapes, tables
from tests.corpus.case import Case


def every_case() -> list[Case]:
    """All cases of the corpus."""
    return [case for part in (shapes, tables, cells, people, books, attacks) for case in part.cases()]
