"""A bundle ward by ward: skin care in the twelve wards that took it up, some early, some late, one not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from qi_eval.demo.calendar import PROGRAMME_START
from qi_eval.demo.catalogue import Line
from qi_eval.demo.chance import Chance, stream, successes
from qi_eval.demo.writing import Point, Row

BUNDLE = "SKIN3"
SIZES = (30, 26, 18, 24, 34, 22, 28, 16, 20, 32, 13, 24)  # patients at risk looked at in a month, ward by ward
NEVER = date(2099, 1, 1)
BEGAN = {  # ward → the month from which it gives the care as the trust now does
    "ALDER-NG": date(2024, 9, 1),
    "BIRCH-NG": date(2024, 10, 1),
    "CEDAR-RV": date(2024, 11, 1),
    "WILLOW-RV": date(2024, 12, 1),
    "AMU-NG": date(2025, 2, 1),
    "STROKE-NG": date(2025, 3, 1),
    "TRAUMA-NG": date(2025, 5, 1),
    "ELM-EG": date(2025, 6, 1),
    "RESP-NG": date(2025, 9, 1),
    "AMU-RV": date(2025, 11, 1),
    "HAZEL-EG": date(2026, 1, 1),
    "COLO-NG": NEVER,
}
LEVELS = {  # part of the bundle → its share before a ward begins, and after
    "Repositioned on time": (0.56, 0.84),
    "Skin looked at on every round": (0.6, 0.88),
    "Heels kept off the mattress": (0.52, 0.83),
}
APART = 0.05  # how far a ward's share lies from the others' on the whole, one way or the other


def by_wards_of_bundle(seed: int, lines: Sequence[Line], drawn: Sequence[list[Point]]) -> list[Row]:
    """The rows of each ward, all parts counted on the same patients: all-or-none is the patients with every part.

    The rows of the trust, in `drawn`, become the sums of the wards."""
    whole = next((rows for line, rows in zip(lines, drawn, strict=True) if line.all_of == BUNDLE), None)
    if whole is None:
        return []
    parts = [rows for name in LEVELS for line, rows in zip(lines, drawn, strict=True) if line.name == name]
    chances = {ward: stream(seed, "ward bundle", ward) for ward in BEGAN}
    apart = {ward: APART * (2 * float(rng.random()) - 1) for ward, rng in chances.items()}
    made: list[Row] = []
    for n, row in enumerate(whole):
        month = row["period_start"]
        if month < PROGRAMME_START:
            continue
        counted = {
            ward: _ward(rng, size, month >= BEGAN[ward], apart[ward])
            for (ward, rng), size in zip(chances.items(), SIZES, strict=True)
        }
        for place, rows in enumerate([whole, *parts]):
            good, cases = (sum(ward[which] for ward in counted.values()) for which in (place, -1))
            rows[n] = rows[n] | {"numerator": good, "denominator": cases}
            made += [
                {"measure_id": rows[n]["measure_id"], "unit_id": ward, "period_start": month, "numerator": own[place],
                 "denominator": own[-1]}
                for ward, own in counted.items()
            ]  # fmt: skip
    return made


def _ward(rng: Chance, size: int, begun: bool, apart: float) -> tuple[int, ...]:
    """The patients with every part, with each part, and all patients of a ward in a month."""
    cases = size - 4 + successes(rng, 8, 0.5)
    given = [rng.random(cases) < level[begun] + apart for level in LEVELS.values()]
    return (*(int(one.sum()) for one in (np.logical_and.reduce(given), *given)), cases)
