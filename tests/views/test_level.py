"""A level's page: one topic a question of the framework, the rest beneath it."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.framework import boxes
from qi_eval.metrics import BY_ID
from qi_eval.store import Store
from qi_eval.views.framework import overview
from qi_eval.views.level import LevelPage, level_page
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Level

DAY = date(2026, 9, 30)


@pytest.fixture(scope="module", params=Level, ids=lambda level: level.value)
def page(request: pytest.FixtureRequest, demo_store: Store) -> LevelPage:
    return level_page(demo_store, scope_of(demo_store, today=DAY), request.param.value)


def test_its_boxes_and_questions_stand_in_the_order_of_the_framework(page: LevelPage) -> None:
    listed = [bullet.text for box in boxes(page.level) for bullet in box.bullets]
    shown = [topic.text for section in page.sections for topic in section.topics]
    assert shown == [text for text in listed if text in shown]


def test_the_figure_of_the_overview_leads_its_topic(page: LevelPage, demo_store: Store) -> None:
    seen = overview(demo_store, scope_of(demo_store, today=DAY))
    first = {b.text: b.metric for level in seen.levels for box in level.boxes for b in box.bullets if b.metric}
    leads = {topic.text: topic.lead.id for section in page.sections for topic in section.topics}
    assert leads
    assert leads == {text: first[text] for text in leads}


def test_what_stands_beneath_a_question_answers_it(page: LevelPage) -> None:
    texts = {bullet.id: bullet.text for box in boxes(page.level) for bullet in box.bullets}
    for section in page.sections:
        for topic in section.topics:
            for view in (topic.lead, *topic.more):
                assert topic.text in [texts.get(bullet) for bullet in BY_ID[view.id].bullets]
