"""All-or-none of a bundle beside its elements, unit by unit: the latest year, with what the elements allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from qi_eval.disclosure import protect_table
from qi_eval.metrics.bundles import bounds
from qi_eval.metrics.judging import share, wilson
from qi_eval.metrics.metric import Breakdown, Protects, Scope
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import count, listed
from qi_eval.views.by_unit import latest_year
from qi_eval.views.drawing import table_of
from qi_eval.views.subjects import Subject
from qi_eval.views.tables import TableView
from qi_eval.views.units import by_name

LABELS = {
    "label": "Unit",
    "n": "Cases",
    "value": "Every element (%)",
    "low": "95% from (%)",
    "high": "95% to (%)",
    "least": "Allowed at least (%)",
    "most": "Allowed at most (%)",
    "weakest": "Element given least",
}
FIGURES = ("value", "low", "high", "least", "most")
CLOSE = 1e-6  # %: shares of the same counts may differ by a rounding of the machine


@dataclass(frozen=True, eq=False)
class BundleTable:
    """The table, already protected, and what to know of it."""

    view: TableView
    told: str


def bundle_table(
    whole: str,
    charts: Sequence[Subject],
    elements: Mapping[str, Sequence[Subject]],
    names: Mapping[str, str],
    scope: Scope,
) -> BundleTable | None:
    """One row a unit with cases in the year up to the newest value; None where no all-or-none measure has counts.

    All-or-none lies between the sum of the elements' shares less 100 for each but one, and the lowest of them; that
    holds only where all were counted on the same cases (Nolan and Berwick)."""
    known = [one for one in charts if np.isfinite(one.below[one.known]).any()]
    if not known:
        return None
    last = max(one.days[one.known][-1] for one in known).astype(date)
    rows = [_row(one, elements, names, last) for one in known]
    rows = sorted((row for row in rows if row["n"]), key=lambda row: by_name(str(row["label"])))
    if not rows:
        return None
    table = pd.DataFrame(rows)[[*LABELS, "same"]]
    source = Breakdown(table, LABELS, Protects.PEOPLE, count="n", hides=FIGURES, groups_add_up=True)
    safe = protect_table(source, tier_of(scope))
    hidden = safe.table["hidden"] if "hidden" in safe.table else pd.Series(False, index=table.index)
    safe.table.loc[hidden, "weakest"] = ""
    caption = f"{whole}, the year up to {known[0].measure.until(last)}"
    return BundleTable(table_of(safe, caption), _told(safe.table[~hidden], len(elements)))


def _row(
    one: Subject, elements: Mapping[str, Sequence[Subject]], names: Mapping[str, str], last: date
) -> dict[str, object]:
    part, cases = latest_year(one, last)
    given = {name: latest_year(unit, last) for name, units in elements.items() for unit in units if _same(unit, one)}
    shares = {name: share(*counts) or 0.0 for name, counts in given.items() if counts[1]}
    most, least = bounds(list(shares.values()))
    low, high = wilson(part, int(cases))
    figures = {"value": share(part, cases), "low": low, "high": high, "least": least, "most": most}
    same = bool(shares) and all(counts[1] == cases for counts in given.values())
    weakest = min(shares, key=lambda name: shares[name], default="")
    return {"label": names.get(one.unit_id, one.unit_id), "n": cases, "weakest": weakest, "same": same} | figures


def _same(one: Subject, other: Subject) -> bool:
    return one.unit_id == other.unit_id


def _told(rows: pd.DataFrame, elements: int) -> str:
    """How long the bundle is, and which units' counts do not fit together."""
    if not elements:
        return "No element is measured, so nothing bounds it."
    known = rows[rows["same"] & rows["value"].notna()]
    wrong = known[(known["value"] > known["most"] + CLOSE) | (known["value"] < known["least"] - CLOSE)]
    apart = int((~rows["same"] & rows["most"].notna()).sum())
    said = [
        f"{count(elements, 'element')}: all-or-none lies between what the elements allow, and can never be worked out "
        "from them. It is low in long bundles: of 11 elements at 95% each, given independently, 57% get all."
    ]
    if len(wrong):
        said.append(f"Outside those bounds, so check the counts: {listed(wrong['label'])}.")
    if apart:
        said.append(
            f"In {count(apart, 'unit')} the elements were counted on other cases: the bounds are no check there."
        )
    return " ".join(said)
