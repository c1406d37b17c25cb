"""The overview: 23 lines, each with what is known of it, and no signal where none is honest."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from qi_eval.framework import BULLETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import evidence_map
from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count
from qi_eval.store import Store
from qi_eval.views import board
from qi_eval.views.change import COUNTED, Kind
from qi_eval.views.changes import changes_view
from qi_eval.views.framework import LEADING, OverviewView, overview
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.views.since import News, since_board
from qi_eval.vocabulary import Level, Series, State
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


def test_the_lines_can_be_taken_away_as_they_stand(demo: OverviewView) -> None:
    lines = [(one.text, one.state.label, one.value) for one in bullets(demo).values()]
    assert [row[2:5] for row in demo.table.rows] == lines


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


def test_what_chance_alone_would_give_stands_wherever_improved_projects_are_counted(demo: OverviewView) -> None:
    people = next(level for level in demo.levels if level.level is Level.PEOPLE)
    [bullet] = [bullet for box in people.boxes for bullet in box.bullets if bullet.metric == "j4_outcomes_improved"]
    [(_, title)] = [figure for figure in people.figures if figure[0] == bullet.value]
    [line] = [line.text for line in demo.lines if "outcomes improved in" in line.text]
    [number] = re.findall(r"about (\d+) by chance$", bullet.base)
    assert title.endswith(f", about {number} by chance")
    assert f"(about {number} could be chance)" in line


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
    assert board.asks(ground.loaded(), NOW) == ("Ask 1. Asked on 3 June 2026.",)


def outcome(ground: Ground, id: str, after: list[float], kind: str = "strategic") -> None:
    """A project with twelve steady weeks before its first change, on 6 April 2026, and these weeks after it."""
    project(ground, id, project_type=kind)
    ground.put("project_log", project_id=id, log_date="2026-04-06", log_type="intervention_start", title="Began")
    ground.put("measures", measure_id=f"{id}-1", project_id=id, measure_name=f"Measure of {id}", direction="increase",
               measure_type="outcome", value_type="count", unit_label="patients", frequency="weekly")  # fmt: skip
    for week, value in enumerate([50.0, 54.0, 47.0, 53.0, 46.0, 52.0] * 2 + after):
        day = date(2026, 1, 12) + timedelta(weeks=week)
        ground.put("measurements", measure_id=f"{id}-1", unit_id="W1", period_start=day.isoformat(), value=value)


def told(line: News) -> list[str]:
    return [one.text for one in line.told]


def test_since_the_board_met_concerns_come_first_and_only_strategic_projects_are_named(ground: Ground) -> None:
    steady = [51.0, 48.0, 53.0, 47.0, 52.0, 49.0, 51.0, 48.0, 52.0, 50.0]
    outcome(ground, "P1", [*steady, *[30.0] * 10])
    outcome(ground, "P2", [*steady, *[75.0] * 10])
    outcome(ground, "P3", [*steady, *[30.0] * 10], "service_led")
    project(ground, "P4", status="closed_unsuccessful", close_date="2026-07-02")
    project(ground, "P5", status="completed", close_date="2026-07-01")
    project(ground, "P6", status="completed", close_date="2026-05-01")
    lines, _ = since_board(ground.loaded(), date(2026, 6, 3), NOW)
    assert [(line.name, told(line), line.rest) for line in lines] == [
        # 50 in the week of 8 June lies below the baseline mean of 50.33
        ("2 new signs of concern", ["Measure of P1, since 8 June 2026"], "1 more in a team's own project"),
        ("1 project that did not work", [], "a team's own project"),
        # no value has come since July; all three are called what the template's example is called
        (
            "3 projects or files that fell silent",
            ["Sepsis six in one hour"],
            "2 more, 1 of them in teams' own projects",
        ),
        ("1 project or place that ended", [], "a team's own project"),
        ("1 new sign of improvement", ["Measure of P2, since 15 June 2026"], ""),
    ]
    assert (lines[0].told[0].page, dict(lines[0].told[0].asked)) == ("run_charts", {"measure": "P1-1"})


def test_an_improvement_that_the_board_knows_is_no_news(ground: Ground) -> None:
    outcome(ground, "P2", [75.0] * 20)
    lines, _ = since_board(ground.loaded(), date(2026, 8, 3), NOW)
    assert [line.name for line in lines] == ["1 project or file that fell silent"]


def test_the_news_are_the_head_of_the_list_of_what_changed(demo: OverviewView, demo_store: Store, scope: Scope) -> None:
    """Counts and names are those of the page that lists all changes, in its order."""
    view = changes_view(demo_store, scope)
    groups = view.groups
    assert [line.name for line in demo.since] == [
        count(len(group.lines) + len(group.others), *COUNTED[Kind(group.title)]) for group in groups
    ]
    for line, group in zip(demo.since, groups, strict=True):
        names = [one.change.name for one in group.lines]
        assert [text.split(", since")[0] for text in told(line)] == names[: len(line.told)]
        assert line.told or not names
    assert all(line.name in view.answer for line in demo.since)


def test_every_figure_says_what_it_rests_on_and_both_open_questions_are_named(demo: OverviewView) -> None:
    bare = re.compile(r"(?:, |^)(?:of )?[\d,]+(?: of [\d,]+)?$")
    assert not [bullet.base for bullet in bullets(demo).values() if bare.search(bullet.base)]
    unknown = next(line.text for line in demo.lines if line.name == "What we do not know")
    assert "self-development" in unknown
    assert "use of learning from elsewhere" in unknown


def test_the_demo_says_the_bad_news_and_the_cost(demo: OverviewView) -> None:
    told = {line.name: line.text for line in demo.lines}
    assert "7 are worse or lost, 15 show no sign yet; 13 of 54 cannot be judged" in told["What changed"]
    assert told["What it cost"] == (
        "The programme costs £1.1m a year; validated benefits: £47,300 cashable, £0.11m cost avoided, £0.15m capacity "
        "released; estimated benefits: £0.10m to £0.63m cost avoided."
    )
    assert "No data yet on" in told["What we do not know"]
    assert "Not worked out yet" not in told["What we do not know"]


def test_a_cost_that_is_not_on_record_is_said_to_be_unknown(ground: Ground) -> None:
    project(ground, "P1")
    lines = {line.name: line.text for line in overview(ground.loaded(), NOW).lines}
    assert board.NO_COST in lines["What we do not know"]
    assert "What it cost" not in lines


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
