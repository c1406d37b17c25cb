"""The evaluation framework as data: 3 levels → 6 boxes → 23 bullets.

Source: Fig 2 of the case study of the quality improvement programme at Imperial College Healthcare NHS Trust.
"""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.vocabulary import Level


@dataclass(frozen=True)
class Bullet:
    """One line of the framework; a metric names the bullets that it answers."""

    id: str
    text: str


@dataclass(frozen=True)
class Box:
    """One of the six boxes of the framework, with its bullets in order."""

    id: str
    level: Level
    title: str
    bullets: tuple[Bullet, ...]


def _bullets(box: str, *texts: str) -> tuple[Bullet, ...]:
    return tuple(Bullet(f"{box}_{n}", text) for n, text in enumerate(texts, start=1))


FRAMEWORK = (
    Box(
        "people",
        Level.PEOPLE,
        "For staff and patients",
        _bullets(
            "people",
            "Feelings and reflections on taking part",
            "Knowledge and skills gained",
            "Behaviours: doing things differently",
            "Habits: resilience, curiosity",
            "Self-development, career planning, new aspirations",
        ),
    ),
    Box(
        "projects",
        Level.PEOPLE,
        "Individual project outcomes",
        _bullets(
            "projects",
            "Logic models or driver diagrams, and a strong approach to evaluation",
            "Defined and reproducible activities and interventions",
            "Meaningful measures",
            "Demonstrable outcomes",
        ),
    ),
    Box(
        "culture",
        Level.ORGANISATION,
        "A change in culture",
        _bullets(
            "culture",
            "Staff engagement",
            "Retention and recruitment",
            "QI capacity and capability",
            "Culture and collective leadership",
            "A coaching ethos",
        ),
    ),
    Box(
        "quality",
        Level.ORGANISATION,
        "Wider improvements in quality",
        _bullets(
            "quality",
            "Safe, effective, responsive, caring, well led",
            "Efficiency and productivity",
            "Spread between teams, divisions and corporate areas",
        ),
    ),
    Box(
        "engagement",
        Level.COMMUNITY,
        "Patients, carers and citizens",
        _bullets(
            "engagement",
            "Patient, carer, family and citizen engagement",
            "Involvement in designing and initiating projects",
            "Volunteering within the trust",
        ),
    ),
    Box(
        "collaboration",
        Level.COMMUNITY,
        "Across organisations",
        _bullets(
            "collaboration",
            "Projects shared between organisations",
            "Spread across organisations and communities",
            "Use of learning from elsewhere",
        ),
    ),
)

BULLETS = {bullet.id: bullet for box in FRAMEWORK for bullet in box.bullets}
BOX_OF = {bullet.id: box for box in FRAMEWORK for bullet in box.bullets}


def boxes(level: Level) -> tuple[Box, ...]:
    """The boxes of one level, in the framework's order."""
    return tuple(box for box in FRAMEWORK if box.level is level)
