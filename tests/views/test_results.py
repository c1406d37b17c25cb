"""Counting once, and again only what a new file feeds; nothing comes back unprotected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from sqlalchemy import event

from qi_eval.datasets import DATASETS
from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Metric, Scope, set_beside
from qi_eval.store import Query, Store
from qi_eval.views.kept import kept
from qi_eval.views.results import counted, results
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project, session

NOW = Scope(date(2026, 9, 30))
TRAINED, PORTFOLIO = BY_ID["o6_trained"], BY_ID["f2_portfolio"]


FILES = re.compile(r"\b(" + "|".join(dataset.name for dataset in DATASETS) + r")\b")


@contextmanager
def counting_in(store: Store) -> Iterator[set[str]]:
    """The datasets that the database is asked about meanwhile."""
    named: set[str] = set()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        named.update(FILES.findall(statement))

    event.listen(store.engine, "before_cursor_execute", note)
    yield named
    event.remove(store.engine, "before_cursor_execute", note)


def test_every_result_is_the_protected_judgement_of_its_own_frames(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=date(2026, 9, 30))
    found = results(demo_store, METRICS, scope)
    for metric in METRICS:
        beside = set_beside({id_: found[id_] for id_ in metric.beside}) if metric.beside else {}
        frames = {**demo_store.frames(metric.select(demo_store.tables(), scope)), **beside}
        alone = protect(metric.judge(frames, scope), scope)
        assert found[metric.id].state is alone.state, metric.id
        close = None if alone.value is None else pytest.approx(alone.value, rel=1e-12)  # sums in another order
        assert found[metric.id].value == close, metric.id
        assert found[metric.id].notes == alone.notes


def test_metrics_of_one_subject_share_their_frames(ground: Ground) -> None:
    both = [metric for metric in METRICS if metric.select is PORTFOLIO.select]
    assert len(both) > 1
    frames = counted(ground.loaded(), both, NOW).frames
    assert len({id(frames[metric.id]) for metric in both}) == 1


def test_nothing_is_counted_twice_while_the_files_stand_still(ground: Ground) -> None:
    store = ground.loaded()
    with counting_in(store) as first:
        found = results(store, METRICS, NOW)
    with counting_in(store) as again:
        assert results(store, METRICS, NOW) == found
    assert first
    assert again == set()


def test_a_load_counts_anew_what_it_feeds_and_nothing_else(ground: Ground) -> None:
    project(ground, "P1")
    store = ground.loaded()
    assert results(store, [TRAINED, PORTFOLIO], NOW)[PORTFOLIO.id].value == 1
    project(ground, "P2")
    ground.loaded()
    with counting_in(store) as named:
        assert results(store, [TRAINED, PORTFOLIO], NOW)[PORTFOLIO.id].value == 2
    assert named == {"projects"}


def test_what_was_worked_out_is_kept_where_a_load_gives_the_same_rows(ground: Ground) -> None:
    project(ground, "P1")
    store, made = ground.loaded(), []

    def work_out() -> int:
        p = store.tables().projects
        asked = {"active": p.select().where(p.c.status == "active").order_by(p.c.project_id)}
        answer = kept(store).answer("the active ones", lambda: asked)
        return answer.derive("how many", lambda: made.append(1) or len(answer.frames["active"]))

    assert [work_out(), work_out()] == [1, 1]
    project(ground, "P2", status="completed", close_date="2026-05-01")
    ground.loaded()
    assert (work_out(), len(made)) == (1, 1)
    project(ground, "P3")
    ground.loaded()
    assert (work_out(), len(made)) == (2, 2)


def test_a_select_that_two_questions_share_is_read_once(ground: Ground) -> None:
    project(ground, "P1")
    store, read = ground.loaded(), []
    event.listen(store.engine, "before_cursor_execute", lambda *told: read.append(told[2]))

    def answers() -> list[int]:
        def asked(status: str) -> dict[str, Query]:
            p = store.tables().projects
            return {"those": p.select().where(p.c.status == status).order_by(p.c.project_id)}

        ways = {"one": "active", "another": "active", "a third": "completed"}
        found = [kept(store).answer(way, lambda status=status: asked(status)) for way, status in ways.items()]
        return [len(answer.frames["those"]) for answer in found]

    def times() -> int:
        told = sum("FROM projects" in statement for statement in read)
        read.clear()
        return told

    assert (answers(), times()) == ([1, 1, 0], 2)
    assert (answers(), times()) == ([1, 1, 0], 0)
    project(ground, "P2")
    ground.loaded()
    read.clear()
    assert (answers(), times()) == ([2, 2, 0], 2)


def test_an_undo_and_a_redo_are_seen(ground: Ground) -> None:
    store = ground.loaded()
    for number in range(5):
        session(ground, f"p{number}")
    ground.loaded()
    before = results(store, [TRAINED], NOW)["o6_trained"].value
    assert before == 5
    load = store.loads()[0].load_id
    at = datetime(2026, 9, 30)
    store.undo(load, by="test", at=at)
    assert results(store, [TRAINED], NOW)["o6_trained"].state is State.NO_DATA
    store.redo(load, by="test", at=at)
    assert results(store, [TRAINED], NOW)["o6_trained"].value == before


def test_another_day_or_threshold_is_another_question(ground: Ground) -> None:
    for number in range(6):
        session(ground, f"p{number}")
    store = ground.loaded()
    assert results(store, [TRAINED], NOW)["o6_trained"].value == 6
    assert results(store, [TRAINED], replace(NOW, report_date=date(2026, 1, 1)))["o6_trained"].value is None
    strict = replace(NOW, settings={"people_threshold": "10"})
    assert results(store, [TRAINED], strict)["o6_trained"].state is State.SUPPRESSED


def test_the_past_is_counted_as_it_stood(ground: Ground) -> None:
    project(ground, "P1")
    store = ground.loaded()
    then = store.version()
    project(ground, "P2")
    ground.loaded()
    assert results(store, [PORTFOLIO], NOW)["f2_portfolio"].value == 2
    assert results(store, [PORTFOLIO], NOW, as_at=then)["f2_portfolio"].value == 1


def test_frames_come_along_with_the_results(ground: Ground) -> None:
    seen = counted(ground.loaded(), [TRAINED, PORTFOLIO], NOW)
    assert set(seen.frames) == set(seen.found) == {"o6_trained", "f2_portfolio"}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_judging_leaves_its_frames_as_they_were(metric: Metric, demo_store: Store) -> None:
    scope = scope_of(demo_store, today=date(2026, 9, 30))
    frames = demo_store.frames(metric.select(demo_store.tables(), scope))
    copies = {name: frame.copy(deep=True) for name, frame in frames.items()}
    metric.judge(frames, scope)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, copies[name])
