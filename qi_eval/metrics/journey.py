"""How far a project has come by what is on record, beside what the register says of its stage.

In: what the files hold of one project. Out: one step a stage, with what shows it or what would. Nothing is scored: a
stage that no record shows is not known to be reached, it is not said to be missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval.narrative import count, date_words
from qi_eval.vocabulary import Outcome, SpreadStatus, Stage

# The journey that records can show; an idea needs none, and the end is what the register says. House rule.
SHOWN = tuple(stage for stage in Stage if stage not in (Stage.IDEA, Stage.CLOSED))
TAKEN_UP = (SpreadStatus.STARTED, SpreadStatus.ADOPTED, SpreadStatus.SUSTAINED)


@dataclass(frozen=True)
class Evidence:
    """What is on record: whether an aim is written; the values before the first change; the change ideas in the driver
    diagram; the PDSA cycles; the day a change was first in use; J4's verdict (None: not judged, for a project of which
    no outcome is expected); the settings that took the change up."""

    aim: bool = False
    values_before: int = 0
    ideas: int = 0
    cycles: int = 0
    in_use_since: date | None = None
    outcome: Outcome | None = None
    held_since: date | None = None
    settings: int = 0


@dataclass(frozen=True)
class Step:
    """One stage: whether the records show it, and what shows it, else what would."""

    stage: Stage
    shown: bool
    words: str


def steps_of(seen: Evidence) -> tuple[Step, ...]:
    """One step a stage, in the order of the journey."""
    held = seen.outcome is Outcome.IMPROVED_AND_HELD
    held_words = f"improved and held, a sign by {date_words(seen.held_since)}" if seen.held_since else ""
    in_use = f"a change in use since {date_words(seen.in_use_since)}" if seen.in_use_since else ""
    found: dict[Stage, tuple[bool, str, str]] = {
        Stage.FRAMING: (seen.aim, "an aim in words", "an aim in words (projects)"),
        Stage.DIAGNOSIS: (
            bool(seen.values_before),
            f"{count(seen.values_before, 'value')} before the first change",
            "values before the first change (measurements)",
        ),
        Stage.DESIGN: (
            bool(seen.ideas),
            f"{count(seen.ideas, 'change idea')} in the driver diagram",
            "change ideas in a driver diagram (drivers)",
        ),
        Stage.TESTING: (bool(seen.cycles), count(seen.cycles, "PDSA cycle"), "a PDSA cycle (project_log)"),
        Stage.IMPLEMENTING: (
            seen.in_use_since is not None,
            in_use,
            "the day from which a change is in use (project_log, intervention_start)",
        ),
        Stage.SUSTAINING: (held, held_words, "an outcome that is judged improved and held"),
        Stage.SPREADING: (
            bool(seen.settings),
            f"{count(seen.settings, 'setting has', 'settings have')} begun or taken it up",
            "a setting that has begun to take it up (spread)",
        ),
    }
    return tuple(Step(stage, shown, by if shown else would) for stage in SHOWN for shown, by, would in [found[stage]])


def furthest(steps: tuple[Step, ...]) -> Stage | None:
    """The last stage that the records show; None where they show none."""
    return next((step.stage for step in reversed(steps) if step.shown), None)


def compared(declared: Stage, steps: tuple[Step, ...]) -> str:
    """What the register says beside what the records show, as one would say it to the team."""
    last = furthest(steps)
    if declared is Stage.CLOSED:
        return "The register says closed." + (f" The records reach {_name(last)}." if last else "")
    if last is None:
        said = f"The register says {_name(declared)}."
        return said if declared is Stage.IDEA else f"{said} Nothing on record shows a stage yet."
    own = next((step for step in steps if step.stage is declared), None)
    if last is declared:
        return f"The register says {_name(declared)}, and so do the records."
    if own is None or own.shown:
        return f"The register says {_name(declared)}; the records show more: {_name(last)}."
    return (
        f"The register says {_name(declared)}; the records show {_name(last)} so far. What would show it: {own.words}."
    )


def _name(stage: Stage) -> str:
    return stage.label.lower()
