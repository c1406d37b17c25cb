"""A level's page: one topic a question of the framework, the rest beneath it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from qi_eval.framework import boxes
from qi_eval.metrics import BY_ID
from qi_eval.store import Store, open_store
from qi_eval.views.framework import overview
from qi_eval.views.level import LevelPage, level_page, reason
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


def test_what_stands_beside_a_question_is_explained_under_the_heading_of_its_box(page: LevelPage) -> None:
    noted = {section.title for section in page.sections if any(topic.note for topic in section.topics)}
    assert noted == {section.title for section in page.sections if "Kirkpatrick" in dict(section.words)}
    assert bool(noted) == (page.level is Level.PEOPLE)
    assert [name for section in page.sections for name, _ in section.words] == ["Kirkpatrick"] * len(noted)


def test_what_is_not_known_is_told_without_the_names_of_columns(page: LevelPage) -> None:
    for one in page.missing:
        words = f"{one.needs} {one.why}"
        assert "_" not in words, words
        assert not one.why or one.why.endswith(".")


@pytest.mark.parametrize("level", Level)
def test_the_same_files_make_one_line_in_whichever_order_metrics_name_them(level: Level, duckdb_url: str) -> None:
    with open_store(duckdb_url) as empty:
        missing = level_page(empty, scope_of(empty, today=DAY), level.value).missing
    sets = [frozenset(re.split(", | and ", one.needs)) for one in missing if not one.why]
    assert len(sets) == len(set(sets)) > 1


def test_a_note_becomes_the_file_and_a_plain_reason() -> None:
    survey = {"survey_responses": ("survey_id", "item_code")}
    asked = "No answers on this yet: load survey_responses (item dev_objective, yes or no)."
    assert reason(asked, survey) == ("Survey answers", "No answers on this yet.")
    files = {"projects": ("project_id", "evidence_source"), "spread": ("direction",)}
    assert reason("Not recorded: fill evidence_source, or load spread.", files) == ("Spread", "Not recorded.")
    assert reason("Not recorded: fill evidence_source.", files) == ("Projects", "Not recorded.")
    assert reason("Nothing is finished yet.", files) == ("Projects", "Nothing is finished yet.")


def test_the_academy_and_averted_events_stand_open_with_their_tables(page: LevelPage) -> None:
    open_ = {Level.ORGANISATION: {"o6_groups"}, Level.COMMUNITY: {"c8_averted"}}.get(page.level, set())
    assert set(page.opened) == open_
    assert all(view.tables for view in page.opened.values())


def test_a_folded_line_says_its_whole_once(page: LevelPage) -> None:
    lines = [line for section in page.sections for topic in section.topics for line in topic.more]
    told = [line for line in lines if " of " in line.value]
    assert not any(line.base.startswith("of ") for line in told)
