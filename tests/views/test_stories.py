"""A story is shown only while its consent lasts and after somebody checked it."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.views.stories import stories
from tests.metrics.ground import Ground

NOW = Scope(date(2026, 9, 30))
TODAY = "2026-11-21"


def story(ground: Ground, id: str = "ST1", **cells: object) -> None:
    usual = {
        "story_date": "2026-06-20",
        "level": "people",
        "consent_level": "internal_anonymous",
        "consent_date": "2026-06-18",
        "consent_expiry": "2028-06-18",
        "identifiability_checked_on": "2026-06-23",
        "outcome_valence": "mixed",
    }
    ground.put("stories", story_id=id, **(usual | cells))


def shown(ground: Ground, today: str = TODAY) -> list[str]:
    return [view.id for view in stories(ground.loaded(), NOW, today).stories]


def test_a_story_with_consent_and_check_is_shown(ground: Ground) -> None:
    story(ground)
    assert shown(ground) == ["ST1"]


@pytest.mark.parametrize(
    "cells",
    [
        {"consent_level": "none"},
        {"consent_expiry": "2026-11-20"},
        {"withdrawn_on": "2026-07-01"},
        {"identifiability_checked_on": None},
        {"story_date": "2026-10-01"},
    ],
    ids=["no consent", "consent ended yesterday", "withdrawn", "not checked", "told after the report date"],
)
def test_a_story_is_not_shown(ground: Ground, cells: dict[str, object]) -> None:
    story(ground, **cells)
    assert shown(ground) == []


def test_consent_of_today_counts_when_the_past_is_looked_at(ground: Ground) -> None:
    story(ground, consent_expiry="2026-10-15")
    assert shown(ground, "2026-10-15") == ["ST1"]
    assert shown(ground, "2026-10-16") == []


def test_the_unit_and_the_day_are_left_out(ground: Ground) -> None:
    story(ground, unit_id="W1", teller_role="patient", theme_codes="feelings|behaviour")
    view = stories(ground.loaded(), NOW, TODAY).stories[0]
    assert view.teller == "Patient, June 2026"
    assert view.themes == "feelings, behaviour"
    assert "W1" not in repr(view)


def test_how_stories_end_is_said_before_they_are_read(ground: Ground) -> None:
    story(ground)
    story(ground, "ST2", outcome_valence="positive")
    story(ground, "ST3", withdrawn_on="2026-07-01")
    view = stories(ground.loaded(), NOW, TODAY)
    assert view.answer.startswith("2 stories, 1 of them mixed or bad; 0 of 2 stand beside a measure.")
    assert view.hidden.startswith("1 story not shown")
