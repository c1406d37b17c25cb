"""The same measurements by group of people and by ward, for a few measures that report them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from qi_eval.demo.calendar import PROGRAMME_START
from qi_eval.demo.chance import arrivals, stream
from qi_eval.demo.writing import Point, Row

SINCE = date(2024, 9, 1)
QUINTILES = {
    "1 (most deprived)": (0.29, 0.86),
    "2": (0.24, 0.95),
    "3": (0.19, 1.0),
    "4": (0.16, 1.06),
    "5 (least deprived)": (0.12, 1.13),
}
ETHNICITY = {
    "White": (0.58, 1.04),
    "Asian or Asian British": (0.2, 0.96),
    "Black, Black British, Caribbean or African": (0.13, 0.9),
    "Mixed or multiple": (0.05, 0.98),
    "Other": (0.04, 0.97),
}
SEX = {"female": (0.51, 0.98), "male": (0.49, 1.02)}
AGE = {"under 65": (0.12, 1.05), "65 to 79": (0.36, 1.02), "80 and over": (0.52, 0.97)}
GROUPS: dict[str, tuple[str, dict[str, tuple[float, float]]]] = {  # measure → axis, group → (share, tilt of its rate)
    "P008-1": ("ethnicity", ETHNICITY),
    "P011-1": ("sex", SEX),
    "P012-1": ("imd_quintile", QUINTILES),
    "P029-1": ("age_band", AGE),
    "P041-1": ("ethnicity", {group: (share, 2 - tilt) for group, (share, tilt) in ETHNICITY.items()}),
    "P051-1": ("imd_quintile", QUINTILES),
    "P053-1": ("imd_quintile", {group: (share, 2 - tilt) for group, (share, tilt) in QUINTILES.items()}),
}
WARD_MEASURE = "P002-1"
WARDS = {  # ward → (share of the trust's bed days, tilt of its falls)
    "ALDER-NG": (0.042, 1.5),
    "BIRCH-NG": (0.041, 1.4),
    "CEDAR-RV": (0.04, 1.6),
    "WILLOW-RV": (0.044, 1.0),
    "AMU-NG": (0.05, 1.1),
    "AMU-RV": (0.041, 1.0),
    "STROKE-NG": (0.036, 1.2),
    "RESP-NG": (0.043, 0.9),
    "TRAUMA-NG": (0.045, 1.0),
    "COLO-NG": (0.043, 0.5),
    "ELM-EG": (0.034, 1.4),
    "HAZEL-EG": (0.033, 1.2),
}


def by_group(rows: Sequence[Point]) -> Iterator[Row]:
    """Each period's cases shared out among groups, so that the groups add up to everyone."""
    axis, groups = GROUPS.get(rows[0]["measure_id"], ("", {}))
    for row in rows if axis else ():
        if row["period_start"] >= SINCE and "numerator" in row:
            sizes = shared(row["denominator"], {group: share for group, (share, _) in groups.items()})
            tilted = {group: sizes[group] * tilt for group, (_, tilt) in groups.items()}
            good = shared(row["numerator"], tilted, sizes)
            for group, size in sizes.items():
                if size:
                    yield {
                        "measure_id": row["measure_id"],
                        "period_start": row["period_start"],
                        "subgroup_axis": axis,
                        "subgroup": group,
                        "numerator": good[group],
                        "denominator": size,
                    }


def shared(total: int, weights: Mapping[str, float], most: Mapping[str, int] | None = None) -> dict[str, int]:
    """`total` in whole parts, as near to the weights as whole numbers go, none above its `most`."""
    scale = sum(weights.values())
    exact = {group: total * weight / scale if scale else 0.0 for group, weight in weights.items()}
    parts = {group: min(int(value), most[group]) if most else int(value) for group, value in exact.items()}
    while (left := total - sum(parts.values())) > 0:
        open_groups = [group for group in parts if not most or parts[group] < most[group]]
        for group in sorted(open_groups, key=lambda g: parts[g] - exact[g])[:left]:
            parts[group] += 1
    return parts


def by_ward(seed: int, rows: Sequence[Point]) -> Iterator[Row]:
    """Falls with harm by ward: small numbers, where chance weighs more than the ward."""
    if rows[0]["measure_id"] != WARD_MEASURE:
        return
    for ward, (share, tilt) in WARDS.items():
        rng = stream(seed, "ward", ward)
        for row in rows:
            if row["period_start"] >= PROGRAMME_START:
                days = round(row["denominator"] * share)
                yield {
                    "measure_id": row["measure_id"],
                    "unit_id": ward,
                    "period_start": row["period_start"],
                    "numerator": arrivals(rng, days * tilt * row["numerator"] / row["denominator"]),
                    "denominator": days,
                }
