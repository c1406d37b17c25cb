"""Names of units as pages show them: the organisation itself is "trust-wide"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

from qi_eval.metrics.metric import Tables
from qi_eval.store import Query, Store
from qi_eval.views.choices import told_apart
from qi_eval.vocabulary import UnitLevel

WHOLE = "Trust-wide"


def whole_name(units: pd.DataFrame) -> str:
    """What all these units are together: of several organisations no trust (column unit_level)."""
    several = (units["unit_level"] == UnitLevel.ORGANISATION.value).sum() > 1
    return "All units" if several else "The whole trust"


def unit_names(units: pd.DataFrame) -> dict[str, str]:
    """unit_id → name, in the order of the rows (columns unit_id, unit_name, unit_level, parent_unit_id).

    Only an organisation that stands alone, or has no parent and is the only one, is the whole trust; where the store
    holds several organisations, each keeps its name."""
    organisations = units[units["unit_level"] == UnitLevel.ORGANISATION.value]
    whole = set(organisations["unit_id"]) if len(organisations) == 1 else set()
    rows = zip(units["unit_id"], units["unit_name"], strict=True)
    return told_apart({str(unit): WHOLE if unit in whole else str(name) for unit, name in rows})


def select_parents(tables: Tables) -> Query:
    """Each unit and the one that it belongs to."""
    u = tables.units
    return u.select().with_only_columns(u.c.unit_id, u.c.parent_unit_id)


def parents_of(rows: pd.DataFrame) -> dict[str, str]:
    """unit_id → the unit that it belongs to, "" where that is none, from the rows of `select_parents`."""
    tree = rows.fillna("")
    return dict(zip(tree["unit_id"].astype(str), tree["parent_unit_id"].astype(str), strict=True))


def parents(store: Store) -> dict[str, str]:
    """The same, read from the store."""
    return parents_of(store.frame(select_parents(store.tables())))


def wholes(units: Collection[str], above: Mapping[str, str]) -> set[str]:
    """Those of the units that hold another of them: a whole is no neighbour of its parts."""
    found: set[str] = set()
    for unit in units:
        chain, upper = [], above.get(unit, "")
        while upper and upper != unit and upper not in chain:
            chain.append(upper)
            upper = above.get(upper, "")
        if upper != unit:  # units that hold each other in a circle are no wholes
            found.update(chain)
    return found & set(units)


def by_name(name: str) -> str:
    """What names are sorted by: Ward 2 stands before Ward 10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(9), name.lower())
