"""What a form or a list offers to choose from: stored ids, with a name beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from qi_eval.datasets import Dataset
from qi_eval.store import Store

NAMED_BY = {"units": "unit_name", "projects": "title", "measures": "measure_name", "stories": "title"}


def choices(store: Store, dataset: Dataset) -> dict[str, dict[str, str]]:
    """For each column of a dataset that refers to another: stored id → "Albert Ward (W07)", by name."""
    tables = store.tables()
    found: dict[str, dict[str, str]] = {}
    for column in dataset.references:
        assert column.refers is not None
        of, key = column.refers
        table = getattr(tables, of)
        named = table.c[NAMED_BY.get(of, key)]
        frame = store.frame(table.select().with_only_columns(table.c[key].label("id"), named.label("name")))
        listed = sorted(zip(frame["name"], frame["id"], strict=True), key=lambda pair: str(pair[0]).lower())
        found[column.name] = {str(ident): _label(str(name), str(ident)) for name, ident in listed}
    return found


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """id → name, with the id in brackets where several bear the same name."""
    bearers = Counter(name.strip().lower() for name in names.values())
    return {ident: _label(name, ident) if bearers[name.strip().lower()] > 1 else name for ident, name in names.items()}


def _label(name: str, ident: str) -> str:
    return name if name == ident else f"{name} ({ident})"
