"""Names of units as pages show them: the organisation itself is "trust-wide"."""

from __future__ import annotations

import re

import pandas as pd

from qi_eval.vocabulary import UnitLevel

WHOLE = "Trust-wide"


def unit_names(units: pd.DataFrame) -> dict[str, str]:
    """unit_id → name, in the order of the rows (columns unit_id, unit_name, unit_level, parent_unit_id).

    Only an organisation that stands alone, or has no parent and is the only one, is the whole trust; where the store
    holds several organisations, each keeps its name."""
    organisations = units[units["unit_level"] == UnitLevel.ORGANISATION.value]
    whole = set(organisations["unit_id"]) if len(organisations) == 1 else set()
    rows = zip(units["unit_id"], units["unit_name"], strict=True)
    return {str(unit): WHOLE if unit in whole else str(name) for unit, name in rows}


def by_name(name: str) -> str:
    """What names are sorted by: Ward 2 stands before Ward 10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(9), name.lower())
