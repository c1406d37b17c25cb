"""Assessments: how far projects have come, how good their plans are, and how the ground is for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from qi_eval.demo.calendar import add_months, month_end
from qi_eval.demo.catalogue import ENTRIES, Entry, Fate
from qi_eval.demo.chance import Chance, between, key_of, pick, sample, stream, weighted
from qi_eval.demo.community import OUTSIDE
from qi_eval.demo.journal import last_day
from qi_eval.demo.projects import unsure
from qi_eval.demo.trust import DIVISIONS, ORGANISATION
from qi_eval.demo.writing import Row

THEORY = ("aim", "drivers", "measures", "baseline_plan", "evaluation")
TESTS = ("linked_cycles", "prediction", "small_first", "data_over_time", "documented")
COPYING = ("what", "who", "dose", "materials", "core_elements", "context")
MEASURING = ("definition", "sampling", "collection", "display", "review")
SUSTAIN = {  # factor of the NHS sustainability model → highest score; together 100
    "benefits": 8.5,
    "credibility": 9.1,
    "adaptability": 7.0,
    "monitoring": 6.5,
    "staff_involvement": 11.4,
    "staff_behaviours": 11.0,
    "senior_leaders": 15.0,
    "clinical_leaders": 15.0,
    "fit": 7.0,
    "infrastructure": 9.5,
}
MUSIQ = {
    "environment": 3,
    "organisation": 6,
    "qi_support": 4,
    "microsystem": 5,
    "team": 7,
}  # level of context → how many of the 25 factors
IMPACT = ("shared_purpose", "people_culture", "leadership_behaviours", "capability", "management_systems")
CULTURE = (
    "vision_values",
    "goals_performance",
    "learning_innovation",
    "support_compassion",
    "equity_inclusion",
    "teamwork",
)
READY = ("awareness", "desire", "knowledge", "skills_resources", "sustaining_process")
SAFETY = tuple(f"ps_{n}" for n in range(1, 8))
NOT_ASSESSED = ("P013", "P025", "P044", "P046", "P047", "P052")  # no plan has been looked at
CEILING = {  # the progress score that a project can reach, by what becomes of it
    Fate.HELD: 4.5,
    Fate.LATELY: 3.5,
    Fate.NO_SIGN: 3.0,
    Fate.LOST: 3.0,
    Fate.WORSE: 2.5,
    Fate.SHORT: 3.0,
    Fate.PROCESS_ONLY: 3.0,
    Fate.NOT_STARTED: 1.5,
    Fate.NO_DATA: 2.0,
    Fate.UNSTABLE: 3.0,
}


def assessments(seed: int) -> list[Row]:
    """One row a score."""
    rows: list[Row] = []
    for entry in ENTRIES:
        rng = stream(seed, "assessments", entry.id)
        rows += [*_progress(rng, entry), *_plan(rng, entry), *_context(rng, entry)]
    return [*rows, *_organisation(stream(seed, "assessments", "trust")), *_raters(seed)]


def _score(
    subject: str, instrument: str, item: str, score: float, day: date, role: str, key: str, kind: str = "project"
) -> Row:
    return {
        "subject_type": kind,
        "subject_id": subject,
        "instrument": instrument,
        "item_code": item,
        "score": score,
        "assessed_on": day,
        "assessor_role": role,
        "assessor_key": key,
    }


def _quarters(entry: Entry) -> Iterator[date]:
    """Quarter ends of a project's life; a project that began this quarter is scored once, at its end or lately."""
    day = month_end(add_months(date.fromisoformat(entry.start), 2))
    while day <= last_day(entry):
        yield day
        day = month_end(add_months(day, 3))


def _progress(rng: Chance, entry: Entry) -> Iterator[Row]:
    """The hub's score every quarter; the team's own, half a step kinder, twice a year."""
    reached = 1.0
    for number, day in enumerate(_quarters(entry)):
        if number and reached < CEILING[entry.fate] and rng.random() < 0.72:
            reached = min(CEILING[entry.fate], reached + (0.5 if rng.random() < 0.75 else 1.0))
        yield _score(entry.id, "ihi_progress", "overall", reached, day, "hub", f"hub{1 + number % 4}")
        if number % 2 and rng.random() < 0.7:
            own = min(5.0, reached + (0.5 if rng.random() < 0.6 else 0.0))
            yield _score(entry.id, "ihi_progress", "overall", own, day, "self", f"team-{entry.id.lower()}")


def _plan(rng: Chance, entry: Entry) -> Iterable[Row]:
    """Theory, tests, definitions: strategic projects and those that improve stand a little better."""
    if entry.id in NOT_ASSESSED:
        return
    day = month_end(add_months(date.fromisoformat(entry.start), 4))
    if day > last_day(entry):
        return
    strength = 0.83 - (0.2 if unsure(entry) else 0.0) - (0.06 if entry.fate is Fate.NO_SIGN else 0.0)
    for item in THEORY:
        hard = {"evaluation": 0.17, "drivers": 0.06}.get(item, 0.0)
        yield _score(entry.id, "project_theory", item, _rubric(rng, strength - hard), day, "hub", "hub1")
    if entry.change:
        later = min(month_end(add_months(date.fromisoformat(entry.change), 5)), last_day(entry))
        for item in TESTS:
            yield _score(entry.id, "pdsa_quality", item, float(rng.random() < strength - 0.16), later, "hub", "hub2")
        for item in COPYING:
            yield _score(entry.id, "replicability", item, float(rng.random() < strength - 0.1), later, "hub", "hub3")
    for item in MEASURING:
        yield _score(entry.id, "measurement_quality", item, _rubric(rng, strength), day, "hub", "hub1")


def _rubric(rng: Chance, strength: float) -> float:
    """0 absent, 1 partial, 2 good."""
    return 2.0 if rng.random() < strength - 0.12 else 1.0 if rng.random() < 0.72 else 0.0


def _context(rng: Chance, entry: Entry) -> Iterator[Row]:
    """Sustainability where a change is being kept, context where it is being tested; three to six people answer."""
    day = workable(entry)
    if day is None:
        return
    answering = [f"{entry.id.lower()}-{n + 1}" for n in range(between(rng, 3, 6))]
    if entry.fate in (Fate.HELD, Fate.LOST):
        for who in answering:
            yield from _sustainability(rng, entry, day, who)
    elif entry.fate in (Fate.NO_SIGN, Fate.WORSE) and rng.random() < 0.5:
        for who in answering[:4]:
            yield from _musiq(rng, entry, day, who)
    if entry.stage in ("spreading", "sustaining"):
        for item in READY:
            least = 1 if entry.id in OUTSIDE else 0
            yield _score(entry.id, "spread_readiness", item, float(between(rng, least, 2)), day, "hub", "hub3")


def workable(entry: Entry) -> date | None:
    """A day late in the project's life, for questions that need some experience of it."""
    if not entry.change:
        return None
    day = min(month_end(add_months(date.fromisoformat(entry.change), 9)), last_day(entry))
    return day - timedelta(days=day.weekday() % 5)


def _sustainability(rng: Chance, entry: Entry, day: date, who: str) -> Iterator[Row]:
    level = 0.6 if entry.fate is Fate.HELD else 0.22
    for item, most in SUSTAIN.items():
        low = {"senior_leaders": 0.16, "infrastructure": 0.12}.get(item, 0.0)
        share = weighted(rng, {1.0: level - low, 0.6: 0.3, 0.3: 0.2 + low, 0.0: 0.08})
        yield _score(entry.id, "nhs_sustainability", item, round(most * share, 1), day, "team", who)


def _musiq(rng: Chance, entry: Entry, day: date, who: str) -> Iterator[Row]:
    for level, count in MUSIQ.items():
        for n in range(1, count + 1):
            if rng.random() > 0.06:  # a don't know is no row
                yield _score(entry.id, "musiq", f"{level}_{n}", float(between(rng, 2, 7)), day, "team", who)


def _organisation(rng: Chance) -> Iterator[Row]:
    """The reflection of twelve leaders twice; of the culture tools the leaders' one, the staff one still to come."""
    for day, level in ((date(2024, 9, 16), 2.3), (date(2026, 3, 16), 2.8)):
        for assessor in range(1, 13):
            for component in IMPACT:
                for question in range(1, 4):
                    score = min(5, max(1, round(level + 0.8 * float(rng.standard_normal()))))
                    key = f"exec{assessor}"
                    yield _score(
                        ORGANISATION,
                        "nhs_impact",
                        f"{component}_{question}",
                        score,
                        day,
                        "executive",
                        key,
                        "organisation",
                    )
    for division in DIVISIONS:
        for n in range(1, between(rng, 12, 17)):
            for element in CULTURE:
                score = min(5, max(1, round(3.4 + 0.9 * float(rng.standard_normal()))))
                who = f"{division.lower()}-l{n}"
                yield _score(division, "clp_culture", element, score, date(2026, 2, 10), "leader", who, "unit")


def _raters(seed: int) -> Iterator[Row]:
    """Knowledge as raters score it, before and after the project course, and how safe teams feel to speak."""
    rng = stream(seed, "assessments", "raters")
    for n in range(48):
        person = key_of("rated", seed, n)
        before = between(rng, 6, 15)
        yield _score(
            person, "qikat_r", "overall", before, date(2025, 2, 3), "trainer", pick(rng, ("t1", "t2")), "person"
        )
        yield _score(
            person,
            "qikat_r",
            "overall",
            min(27, before + between(rng, 0, 9)),
            date(2025, 7, 7),
            "trainer",
            "t1",
            "person",
        )
    for entry in sample(rng, [e for e in ENTRIES if e.change], 12):
        for n in range(1, between(rng, 4, 8)):
            for item in SAFETY:
                score = min(5, max(1, round(3.7 + 0.8 * float(rng.standard_normal()))))
                yield _score(
                    entry.id, "psych_safety", item, score, date(2026, 5, 18), "team", f"{entry.id.lower()}-{n}"
                )
