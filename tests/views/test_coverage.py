"""The 23 lines of the framework: all are measured where every file is there; each is "not known yet" without its files,
and then nothing on a page looks good for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from sqlalchemy import FromClause, false, select

from qi_eval.datasets import DATASETS
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS
from qi_eval.metrics.evidence import Evidence, evidence_map
from qi_eval.metrics.metric import Scope
from qi_eval.store import LoadRecord, Store
from qi_eval.store.history import TablesNow
from qi_eval.store.tables import Twin
from qi_eval.views.framework import overview
from qi_eval.views.kept import kept
from qi_eval.views.level import level_page
from qi_eval.views.movement import Movement
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Level, State
from tests.disclosure.surveys import ground_of
from tests.twin import made_up_whole
from tests.twin.made_up import NOW

SEED = 1
# What a line still tells without one of its files: how many projects have three kinds of measure, though none has
# values; which projects rest on what others found, though nothing was taken from elsewhere.
STILL_TOLD = {("projects_3", "measurements"), ("collaboration_3", "spread")}


class Without(Store):
    """A store as if some datasets had never been loaded; what was counted without them is not counted again."""

    def __init__(self, whole: Store, names: frozenset[str]) -> None:
        super().__init__(whole.url, whole.connections, whole.catalogue)
        self.names = names
        answers = kept(whole).answers
        mine = {q: a for q, a in answers.items() if not names & {f for one in a.asked.values() for f in one.files}}
        kept(self).answers.update(mine)

    def tables(self, as_at: int | None = None) -> TablesNow:
        return _Emptied(self)

    def loads(self) -> list[LoadRecord]:
        return [one for one in super().loads() if one.dataset not in self.names]


class _Emptied(TablesNow):
    def __init__(self, store: Without) -> None:
        super().__init__(store.catalogue)
        self._names = store.names

    def _made(self, twin: Twin) -> FromClause:
        name = twin.dataset.name
        return select(twin.now).where(false()).subquery(name) if name in self._names else twin.now


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A made-up trust with rows in every dataset."""
    with ground_of(tmp_path_factory.mktemp("whole"), made_up_whole.files(SEED)).store as store:
        overview(store, now(store))
        yield store


def now(store: Store) -> Scope:
    return scope_of(store, today=NOW)


@cache
def evidence(store: Store) -> Mapping[str, Evidence]:
    return {one.bullet: one for one in evidence_map(results(store, METRICS, now(store)), METRICS)}


def rests_on(bullet: str) -> tuple[frozenset[str], ...]:
    """The files that each figure of a line needs."""
    return tuple(frozenset(metric.inputs) for metric in METRICS if bullet in metric.bullets and metric.evidence)


def alone(dataset: str) -> set[str]:
    """The lines all of whose figures need a dataset. Units are none: they grow from the names that other files hold."""
    return (
        set()
        if dataset == "units"
        else {bullet for bullet in BULLETS if all(dataset in files for files in rests_on(bullet))}
    )


def test_all_lines_are_measured_where_every_file_is_there(whole: Store) -> None:
    assert len(BULLETS) == 23
    assert {one.bullet for one in evidence(whole).values() if one.state is State.NO_DATA} == set()


@pytest.mark.parametrize("dataset", [one.name for one in DATASETS if alone(one.name)])
def test_without_its_file_a_line_is_not_known_and_nothing_looks_good(dataset: str, whole: Store) -> None:
    store, gone = Without(whole, frozenset({dataset})), alone(dataset)
    shown = {
        line.id: line for level in overview(store, now(store)).levels for box in level.boxes for line in box.bullets
    }
    for bullet in gone:
        line = shown[bullet]
        if (bullet, dataset) in STILL_TOLD:
            assert (line.state, line.movement.variation) == (State.PARTIAL, None)
            continue
        assert (line.state, line.metric, line.movement) == (State.NO_DATA, "", Movement())
        assert not any(figure.isdigit() for figure in line.value + line.base)
    for level in {evidence(whole)[bullet].level for bullet in gone}:
        page = level_page(store, now(store), Level(level).value)
        known = {topic.text for section in page.sections for topic in section.topics}
        assert not known & {BULLETS[bullet].text for bullet in gone if (bullet, dataset) not in STILL_TOLD}


@pytest.mark.parametrize("bullet", BULLETS)
def test_each_line_can_be_made_unknown_by_removing_its_files(bullet: str, whole: Store) -> None:
    needs = frozenset(name for files in rests_on(bullet) for name in files)
    asked = [metric for metric in METRICS if bullet in metric.bullets and metric.evidence]
    store = Without(whole, needs)
    assert all(one.state is State.NO_DATA for one in results(store, asked, now(store)).values())
