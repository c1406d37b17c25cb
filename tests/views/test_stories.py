"""A story is shown only while its consent lasts and after somebody checked it."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.ui.stories import card
from qi_eval.views.scope import scope_of
from qi_eval.views.stories import FEW, in_turn, one_story, stories
from qi_eval.vocabulary import Level
from tests.metrics.ground import Ground, project

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
        {"consent_date": "2026-11-22"},
        {"identifiability_checked_on": "2026-11-22"},
        {"withdrawn_on": "2026-12-24"},
    ],
    ids=[
        "no consent",
        "consent ended yesterday",
        "withdrawn",
        "not checked",
        "told after the report date",
        "consent begins tomorrow",
        "checked tomorrow",
        "to be withdrawn at Christmas",
    ],
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


def beside_a_measure(ground: Ground, heads: int | None, **cells: object) -> str:
    """Who tells, of a story beside a measure of a project in a team of so many."""
    ground.put("units", unit_id="T1", unit_name="Team", parent_unit_id="D1", unit_level="team", headcount=heads)
    ground.put("projects", project_id="P1", title="One", project_type="service_led", unit_id="T1", status="active",
               start_date="2026-01-05")  # fmt: skip
    ground.put("measures", measure_id="M1", project_id="P1", measure_name="Waits", direction="decrease")
    story(ground, teller_role="midwife", linked_measure_id="M1", **cells)
    return stories(ground.loaded(), NOW, TODAY).stories[0].teller


@pytest.mark.parametrize(
    ("heads", "told"), [(11, "Midwife, June 2026"), (10, FEW), (None, FEW)], ids=["eleven", "ten", "nobody knows"]
)
def test_role_unit_and_date_never_stand_together_where_a_team_is_small(
    ground: Ground, heads: int | None, told: str
) -> None:
    assert beside_a_measure(ground, heads) == told


def test_the_smaller_of_the_storys_unit_and_the_measures_unit_decides(ground: Ground) -> None:
    ground.put("units", unit_id="T9", unit_name="Few", parent_unit_id="D1", unit_level="team", headcount=9)
    assert beside_a_measure(ground, 400, unit_id="T9") == FEW


def test_outside_the_trust_only_public_consent_counts(ground: Ground) -> None:
    story(ground)
    story(ground, "ST2", consent_level="public_anonymous")
    published = Scope(NOW.report_date, settings={"tier": "published"})
    assert [view.id for view in stories(ground.loaded(), published, TODAY).stories] == ["ST2"]


def test_good_mixed_and_bad_ends_come_in_turn(ground: Ground) -> None:
    for id_, end in (("1", "positive"), ("2", "positive"), ("3", "positive"), ("4", "negative"), ("5", "mixed")):
        story(ground, id_, outcome_valence=end)
    assert shown(ground) == ["1", "5", "4", "2", "3"]


def test_the_overviews_story_ends_in_another_way_each_month_and_never_without_consent(ground: Ground) -> None:
    ground.put("measures", measure_id="M1", measure_name="Waits", direction="decrease")
    for id_, end in (("1", "positive"), ("2", "mixed"), ("3", "negative")):
        story(ground, id_, outcome_valence=end, linked_measure_id="M1", story_date="2026-06-01")
    store = ground.loaded()
    told = [one_story(store, Scope(date(2026, month, 28)), TODAY) for month in (7, 8, 9)]
    assert [one.id for one in told if one] == ["2", "3", "1"]
    for id_, end in (("1", "positive"), ("2", "mixed"), ("3", "negative")):
        story(ground, id_, outcome_valence=end, linked_measure_id="M1", withdrawn_on="2026-07-01")
    assert one_story(ground.loaded(), NOW, TODAY) is None


def test_markup_in_a_story_is_shown_as_it_was_written(ground: Ground) -> None:
    story(ground, title="<b>Bold</b>", text="<script>alert(1)</script>", teller_role="<i>nurse</i>", theme_codes="<u>")
    drawn = card(stories(ground.loaded(), NOW, TODAY).stories[0]).markup
    for written in ("<script", "<b>", "<i>", "<u>"):
        assert written not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn


def test_the_ends_come_in_turn_in_each_part_of_the_page_too(demo_store: Store) -> None:
    """In the demo the first three stories of the people's level end well, mixed and badly."""
    told = stories(demo_store, scope_of(demo_store, today=date(2026, 9, 30)), TODAY).stories
    people = in_turn(one for one in told if one.level is Level.PEOPLE)
    assert [one.ends for one in people[:3]] == ["Positive", "Mixed", "Negative"]
    assert len(people) == sum(one.level is Level.PEOPLE for one in told)


def test_a_measure_of_a_project_that_did_not_agree_is_not_named_beside_a_story(ground: Ground) -> None:
    for id_, agreed in (("P1", False), ("P2", True)):
        project(ground, id_, named_to_board=agreed)
        ground.put("measures", measure_id=f"M-{id_}", project_id=id_, measure_name=f"Measure of {id_}")
        story(ground, f"ST-{id_}", linked_measure_id=f"M-{id_}")
    ground.put("measures", measure_id="M-TRUST", project_id=None, measure_name="Measure of the trust")
    story(ground, "ST-TRUST", linked_measure_id="M-TRUST")
    seen = {view.id: view for view in stories(ground.loaded(), NOW, TODAY).stories}
    assert {id_: (view.measure, view.measure_id) for id_, view in seen.items()} == {
        "ST-P1": ("a measure of a service-led project, not named here", ""),
        "ST-P2": ("Measure of P2", "M-P2"),
        "ST-TRUST": ("Measure of the trust", "M-TRUST"),
    }
    assert "href" not in str(card(seen["ST-P1"]))
    assert "not named here" in str(card(seen["ST-P1"]))
