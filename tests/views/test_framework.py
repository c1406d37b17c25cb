"""The overview: 23 lines, each with what is known of it, and no signal where none is honest."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.framework import BULLETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import evidence_map
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views import board
from qi_eval.views.framework import LEADING, OverviewView, overview
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Series, State
from tests.metrics.ground import Ground, project

NOW = Scope(date(2026, 9, 30))


@pytest.fixture(scope="module")
def scope(demo_store: Store) -> Scope:
    return scope_of(demo_store, today=date(2026, 11, 21))


@pytest.fixture(scope="module")
def demo(demo_store: Store, scope: Scope) -> OverviewView:
    return overview(demo_store, scope)


def bullets(view: OverviewView) -> dict:  # type: ignore[type-arg]
    return {bullet.id: bullet for level in view.levels for box in level.boxes for bullet in box.bullets}


def test_every_bullet_has_its_line_in_order(demo: OverviewView) -> None:
    assert list(bullets(demo)) == list(BULLETS)
    assert set(LEADING) <= set(BULLETS)


def test_the_lines_say_what_the_evidence_map_says(demo: OverviewView, demo_store: Store, scope: Scope) -> None:
    states = {row.bullet: row.state for row in evidence_map(results(demo_store, METRICS, scope), METRICS)}
    assert {id_: bullet.state for id_, bullet in bullets(demo).items()} == states


def test_only_a_flow_carries_a_signal(demo: OverviewView) -> None:
    signalled = [bullet for bullet in bullets(demo).values() if bullet.movement.variation is not None]
    assert signalled
    assert all(BY_ID[bullet.metric].series is Series.FLOW for bullet in signalled)


def test_a_level_that_is_not_tested_says_so(demo: OverviewView) -> None:
    for bullet in bullets(demo).values():
        words = bullet.movement.words
        if (
            bullet.metric
            and BY_ID[bullet.metric].series in (Series.STOCK, Series.ROLLING)
            and words.startswith(("up", "down"))
        ):
            assert words.endswith("not tested")


def test_what_is_unknown_shows_no_value(demo: OverviewView) -> None:
    unknown = [bullet for bullet in bullets(demo).values() if bullet.state is State.NO_DATA]
    assert all(not bullet.value and not bullet.metric and not bullet.movement.words for bullet in unknown)


def test_people_and_projects_weigh_the_same(demo: OverviewView) -> None:
    assert [len(level.boxes) for level in demo.levels] == [2, 2, 2]
    assert all(len(level.figures) <= 2 for level in demo.levels)


def test_the_demo_is_not_young_and_names_its_trust(demo: OverviewView) -> None:
    assert not demo.young
    assert demo.programme.made_up
    assert demo.programme.context == (
        "Northbank University Hospitals NHS Trust (made up) · as at 30 September 2026 · year 3 of 10"
    )


def test_the_first_lines_rest_on_metrics_that_exist() -> None:
    assert {id_ for ids in board.SAID_BY.values() for id_ in ids} <= set(BY_ID)


def test_asks_hold_until_their_last_day(ground: Ground) -> None:
    for id_, first, last in (
        ("1", "2026-06-03", "2026-10-07"),
        ("2", "2025-10-08", "2026-06-03"),
        ("3", "2026-12-01", ""),
    ):
        ground.put(
            "plan",
            plan_id=id_,
            kind="ask",
            subject_type="programme",
            text=f"Ask {id_}.",
            valid_from=first,
            valid_to=last,
        )
    assert board.asks(ground.loaded(), NOW.report_date) == ("Ask 1. Asked on 3 June 2026.",)


def test_since_the_board_met_concerns_come_first(ground: Ground) -> None:
    project(ground, "P1", status="completed", close_date="2026-07-01")
    project(ground, "P2", status="closed_unsuccessful", close_date="2026-07-02")
    project(ground, "P3", start_date="2026-08-03")
    project(ground, "P4", status="completed", close_date="2026-05-01")
    told = board.since_board(ground.loaded(), date(2026, 6, 3), NOW.report_date)
    assert told == (
        "1 project that did not work was closed.",
        "1 project was finished or handed over.",
        "1 project began.",
    )


def test_an_empty_store_is_young_and_shows_the_way(ground: Ground) -> None:
    view = overview(ground.loaded(), NOW)
    assert view.young
    assert view.known == 0
    assert view.lines == ()
    assert view.next
    assert {bullet.state for bullet in bullets(view).values()} == {State.NO_DATA}


def test_a_store_without_a_board_compares_with_nothing(ground: Ground) -> None:
    project(ground, "P1")
    view = overview(ground.loaded(), NOW)
    assert (view.since, view.board_met) == ((), "")
