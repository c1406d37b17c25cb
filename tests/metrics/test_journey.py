"""The stage that the records show, beside the one that the register states."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.journey import SHOWN, Evidence, compared, furthest, steps_of
from qi_eval.vocabulary import Outcome, Stage

TESTING = Evidence(aim=True, values_before=12, ideas=3, cycles=2)


def test_every_stage_that_files_can_show_has_its_step() -> None:
    assert tuple(step.stage for step in steps_of(Evidence())) == SHOWN
    assert not any(step.shown for step in steps_of(Evidence()))
    assert furthest(steps_of(Evidence())) is None


def test_a_step_names_what_shows_it_or_what_would() -> None:
    steps = {step.stage: step for step in steps_of(TESTING)}
    assert (steps[Stage.TESTING].shown, steps[Stage.TESTING].words) == (True, "2 PDSA cycles")
    assert (steps[Stage.DIAGNOSIS].shown, steps[Stage.DIAGNOSIS].words) == (True, "12 values before the first change")
    assert not steps[Stage.IMPLEMENTING].shown
    assert "intervention_start" in steps[Stage.IMPLEMENTING].words


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_only_an_outcome_that_is_held_shows_sustaining(outcome: Outcome | None) -> None:
    steps = {step.stage: step for step in steps_of(Evidence(outcome=outcome, held_since=date(2025, 3, 1)))}
    assert steps[Stage.SUSTAINING].shown is (outcome is Outcome.IMPROVED_AND_HELD)


def test_the_last_stage_shown_counts_whatever_is_missing_before_it() -> None:
    assert furthest(steps_of(Evidence(aim=True, settings=1))) is Stage.SPREADING


@pytest.mark.parametrize(
    ("declared", "seen", "said"),
    [
        (Stage.TESTING, TESTING, "The register says testing, and so do the records."),
        (Stage.DESIGN, TESTING, "The register says design; the records show more: testing."),
        (
            Stage.SUSTAINING,
            TESTING,
            "The register says sustaining; the records show testing so far. What would show it: an outcome that is "
            "judged improved and held.",
        ),
        (Stage.IDEA, Evidence(), "The register says idea."),
        (Stage.IDEA, Evidence(aim=True), "The register says idea; the records show more: framing."),
        (Stage.TESTING, Evidence(), "The register says testing. Nothing on record shows a stage yet."),
        (Stage.CLOSED, TESTING, "The register says closed. The records reach testing."),
    ],
)
def test_register_and_records_are_set_side_by_side(declared: Stage, seen: Evidence, said: str) -> None:
    assert compared(declared, steps_of(seen)) == said
