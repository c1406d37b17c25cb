"""What a board sees names strategic projects only, and others whose team agreed (ruling 8): no string of an overview or
a level's page, of a table, a CSV, a picture's text or the metrics command holds another project's name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.store import Store
from qi_eval.views.framework import overview
from qi_eval.views.level import level_page, metric_page
from qi_eval.views.listing import listing
from qi_eval.views.portfolio import portfolio
from qi_eval.views.scope import scope_of
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import Level, ProjectType

TODAY = date(2026, 9, 30)


def strings(shown: object) -> Iterator[str]:
    """Every text in a view, however deep, a table's CSV among them."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, bytes):
        yield shown.decode("utf-8-sig")
    elif isinstance(shown, Mapping):
        yield from (text for pair in shown.items() for part in pair for text in strings(part))
    elif isinstance(shown, tuple | list | set | frozenset):
        yield from (text for part in shown for text in strings(part))
    elif is_dataclass(shown) and not isinstance(shown, type):
        yield from (text for field in fields(shown) for text in strings(getattr(shown, field.name)))
    if isinstance(shown, TableView):
        yield from strings(shown.csv)


@pytest.fixture(scope="module")
def scope(demo_store: Store) -> Scope:
    return scope_of(demo_store, today=TODAY)


@pytest.fixture(scope="module")
def kept_back(demo_store: Store) -> frozenset[str]:
    """The titles, and the names of measures, of projects that may only be counted; not those that others share."""
    t = demo_store.tables()
    projects, measures = demo_store.frame(t.projects.select()), demo_store.frame(t.measures.select())
    named = (projects["project_type"] == ProjectType.STRATEGIC.value) | projects["named_to_board"].fillna(False)
    ids, open_ids = set(projects.loc[~named, "project_id"]), set(projects.loc[named, "project_id"])
    own = measures.loc[measures["project_id"].isin(ids), "measure_name"]
    shared = measures.loc[measures["project_id"].isin(open_ids), "measure_name"]
    return frozenset(projects.loc[~named, "title"]) | (frozenset(own) - frozenset(shared)) | frozenset(ids)


def given_away(shown: object, names: frozenset[str]) -> set[str]:
    every = "\n".join(strings(shown)).lower()
    return {name for name in names if name.lower() in every}


def test_there_are_names_to_keep_back(kept_back: frozenset[str]) -> None:
    assert len(kept_back) > 200


def test_the_sweep_finds_names_where_they_stand(demo_store: Store, scope: Scope, kept_back: frozenset[str]) -> None:
    """The hub's page names every project: there the sweep finds them all."""
    titles = {line.title for line in portfolio(demo_store, scope).projects}
    assert given_away(portfolio(demo_store, scope), kept_back) >= titles & kept_back
    assert len(titles & kept_back) > 100


def test_the_overview_names_none(demo_store: Store, scope: Scope, kept_back: frozenset[str]) -> None:
    assert given_away(overview(demo_store, scope), kept_back) == set()


@pytest.mark.parametrize("level", Level)
def test_a_levels_page_names_none(level: Level, demo_store: Store, scope: Scope, kept_back: frozenset[str]) -> None:
    page = level_page(demo_store, scope, level.value)
    opened = [metric_page(demo_store, scope, id_) for section in page.sections for id_ in section.metrics]
    assert given_away([page, opened], kept_back) == set()


def test_the_metrics_command_names_none(demo_store: Store, kept_back: frozenset[str]) -> None:
    printed = json.dumps(listing(demo_store, today=TODAY), default=str, ensure_ascii=False)
    assert given_away(printed, kept_back) == set()
