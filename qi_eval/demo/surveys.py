"""Surveys: three waves of the pulse, short questions on learning and habits, and the published staff survey."""

from __future__ import annotations

from collections.abc import Iterable

from qi_eval.demo.chance import Chance, pick, stream, weighted
from qi_eval.demo.people import staff_mix
from qi_eval.demo.projects import SUPPORTED
from qi_eval.demo.trust import DIVISIONS, HEADCOUNT, ORGANISATION, PLACES, Place, staff_of
from qi_eval.demo.writing import Row

WAVES = ("2025-Q3", "2026-Q1", "2026-Q3")
REPLIES = {"2025-Q3": 962, "2026-Q1": 1004, "2026-Q3": 987}
SENT = 4200  # each wave goes to a sample of the staff
ENGAGEMENT = {  # item → mean answer of 5 in the first wave
    "q2a": 3.42,
    "q2b": 3.68,
    "q2c": 3.86,
    "q3c": 3.63,
    "q3d": 3.58,
    "q3f": 3.31,
    "q25a": 3.93,
    "q25c": 3.64,
    "q25d": 3.72,
}
COACHING = {"q9f": 3.62, "q9g": 3.58, "q9h": 3.47, "q9i": 3.55}  # the manager's part, asked in the last wave only
AWARENESS = {"aw_1": 3.35, "aw_2": 3.02, "aw_3": 2.88}
FEELINGS = {"feel_safe": 4.1, "feel_listened": 4.0, "feel_energised": 3.8, "feel_worth": 4.0, "feel_again": 4.2}
HABITS = {"hab_learning": 3.9, "hab_influencing": 3.3, "hab_resilience": 3.4, "hab_creativity": 3.5, "hab_systems": 3.2}
SHIFT = {"2025-Q3": 0.0, "2026-Q1": -0.03, "2026-Q3": 0.04}  # no wave stands out
SMALL_TEAM = "FETAL-MB"  # seven answers: below every threshold for showing a score
BLANK = 0.03  # share of questions passed over
PLACE_NOISE = 0.22


def survey_responses(seed: int) -> list[Row]:
    """One row an answer."""
    rng = stream(seed, "survey_responses")
    rows: list[Row] = []
    for wave in WAVES:
        last = wave == WAVES[-1]
        for number, place in enumerate(_places(rng, REPLIES[wave])):
            items = ENGAGEMENT | (COACHING if last else {}) | (AWARENESS if last and number % 3 == 0 else {})
            person = respondent("nqps", wave, number, place, weighted(rng, staff_mix(place)))
            rows += answers(rng, person, items, SHIFT[wave] + _local(place))
    rows += _learners(rng, "qi_habits", "2026-Q2", 74, HABITS)
    rows += _learners(rng, "qi_taking_part", "2026-Q2", 214, FEELINGS)
    return [*rows, *_partners(rng)]


def _places(rng: Chance, replies: int) -> list[Place]:
    """Where the answers come from: by size, offices a little keener; the small team always sends seven."""
    offices = {place.id: place.headcount * (1.4 if place.division == "COR" else 1.0) for place in PLACES}
    weights = {place: offices[place.id] for place in PLACES if place.id != SMALL_TEAM}
    small = next(place for place in PLACES if place.id == SMALL_TEAM)
    return [weighted(rng, weights) for _ in range(replies - 7)] + [small] * 7


def _local(place: Place) -> float:
    """How a place differs from the trust's mean, the same in every wave."""
    return PLACE_NOISE * (2 * float(stream(1, "place", place.id).random()) - 1)


def respondent(survey: str, wave: str, number: int, place: Place, group: str) -> dict[str, object]:
    """What all answers of one form share."""
    return {
        "response_id": f"{survey}{wave[2:4]}{wave[-1]}-{number + 1:04d}",
        "survey_id": survey,
        "wave": wave,
        "respondent_type": "staff",
        "unit_id": place.id,
        "staff_group": group,
    }


def answers(rng: Chance, person: Row, items: dict[str, float], shift: float) -> list[Row]:
    """Answers of 1 to 5 that hang together: one mood a person, and noise for each question."""
    mood = 0.62 * float(rng.standard_normal()) + shift
    noise = rng.standard_normal(len(items))
    passed = rng.random(len(items)) < BLANK
    return [
        {**person, "item_code": item, "response": min(5, max(1, round(mean + mood + 0.72 * float(n))))}
        for (item, mean), n, skip in zip(items.items(), noise, passed, strict=True)
        if not skip
    ]


def _learners(rng: Chance, survey: str, wave: str, count: int, items: dict[str, float]) -> list[Row]:
    """People from courses and projects who answered a short survey."""
    rows: list[Row] = []
    for number in range(count):
        place = pick(rng, PLACES[:-1])
        rows += answers(rng, respondent(survey, wave, number, place, weighted(rng, staff_mix(place))), items, 0.0)
    return rows


def _partners(rng: Chance) -> list[Row]:
    """Patients and carers on projects: they feel a little less listened to than staff."""
    rows: list[Row] = []
    for number in range(38):
        project = pick(rng, SUPPORTED)
        person = {
            "response_id": f"qipart-{number + 1:03d}",
            "survey_id": "qi_taking_part",
            "wave": "2026-Q2",
            "respondent_type": "patient_public",
            "project_id": project,
        }
        rows += answers(rng, person, FEELINGS, -0.25)
    return rows


NSS = {  # published scores by wave: (score, benchmark mean, lowest, highest)
    "staff_engagement": ((6.78, 6.91, 6.31, 7.32), (6.81, 6.85, 6.22, 7.34), (6.83, 6.84, 6.19, 7.38)),
    "morale": ((5.72, 5.91, 5.47, 6.37), (5.79, 5.93, 5.50, 6.40), (5.81, 5.92, 5.46, 6.41)),
    "compassionate_inclusive": ((7.11, 7.24, 6.85, 7.68), (7.15, 7.21, 6.79, 7.70), (7.13, 7.22, 6.81, 7.71)),
    "recognised_rewarded": ((5.78, 5.94, 5.52, 6.37), (5.86, 5.92, 5.44, 6.41), (5.90, 5.93, 5.47, 6.44)),
    "voice_that_counts": ((6.58, 6.70, 6.21, 7.16), (6.61, 6.67, 6.15, 7.19), (6.60, 6.66, 6.12, 7.17)),
    "safe_healthy": ((5.96, 6.06, 5.75, 6.55), (6.01, 6.09, 5.74, 6.59), (6.03, 6.11, 5.77, 6.61)),
    "flexible": ((6.04, 6.20, 5.61, 6.87), (6.11, 6.24, 5.66, 6.88), (6.16, 6.27, 5.70, 6.92)),
    "team": ((6.63, 6.75, 6.39, 7.16), (6.66, 6.74, 6.34, 7.20), (6.70, 6.76, 6.38, 7.21)),
}
NSS_WAVES = ("2023", "2024", "2025")
NSS_REPLIES = {"2023": (4212, 9874), "2024": (4388, 10034), "2025": (4461, 10196)}


def survey_scores(seed: int) -> list[Row]:
    """Published scores of the trust, engagement and morale by division, and the pulse's own replies."""
    rng = stream(seed, "survey_scores")
    rows = [row for n, wave in enumerate(NSS_WAVES) for row in _published(wave, n)]
    rows += [row for n, wave in enumerate(NSS_WAVES) for row in _by_division(rng, wave, n)]
    return [*rows, *_pulse()]


def _published(wave: str, number: int) -> Iterable[Row]:
    replies, asked = NSS_REPLIES[wave]
    for code, values in NSS.items():
        score, middle, low, high = values[number]
        yield _score("nss", wave, ORGANISATION, code, score, replies, asked) | {
            "benchmark_group": "acute and acute & community",
            "benchmark_mean": middle,
            "benchmark_low": low,
            "benchmark_high": high,
        }


def _by_division(rng: Chance, wave: str, number: int) -> Iterable[Row]:
    replies, asked = NSS_REPLIES[wave]
    for division in DIVISIONS:
        share = staff_of(division) / HEADCOUNT
        for code in ("staff_engagement", "morale"):
            score = round(NSS[code][number][0] + 0.25 * (2 * float(rng.random()) - 1), 2)
            yield _score("nss", wave, division, code, score, round(replies * share), round(asked * share))


def _pulse() -> Iterable[Row]:
    """How many of those asked replied to each pulse; its score is worked out from the answers, not published."""
    for wave in WAVES:
        yield _score("nqps", wave, ORGANISATION, "staff_engagement", None, REPLIES[wave], SENT) | {"is_weighted": False}


def _score(
    source: str, wave: str, unit: str, code: str, score: float | None, replies: int, asked: int
) -> dict[str, object]:
    return {
        "source": source,
        "wave": wave,
        "unit_id": unit,
        "score_code": code,
        "score": score,
        "score_min": 0,
        "score_max": 10,
        "n_responses": replies,
        "n_eligible": asked,
        "is_weighted": True,
    }
