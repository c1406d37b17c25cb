"""What people said of their own habits a year before the newest survey: others than those who answer now."""

from __future__ import annotations

from qi_eval.demo.chance import pick, stream, weighted
from qi_eval.demo.people import staff_mix
from qi_eval.demo.surveys import HABITS, answers, respondent
from qi_eval.demo.trust import PLACES
from qi_eval.demo.writing import Row

SURVEY, WAVE = "qi_habits", "2025-Q2"
REPLIES = 66
LOWER = -0.12  # points of 5 by which people stood lower


def reflections(seed: int) -> list[Row]:
    """One row an answer."""
    rng = stream(seed, "reflections")
    rows: list[Row] = []
    for number in range(REPLIES):
        place = pick(rng, PLACES[:-1])
        person = respondent(SURVEY, WAVE, number, place, weighted(rng, staff_mix(place)))
        rows += answers(rng, person, HABITS, LOWER)
    return rows
