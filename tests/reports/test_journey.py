"""A project on one sheet: its words can be read, and long work stays on one page."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.reports.journey import content, journey_page, short
from qi_eval.store import Store
from qi_eval.views.project import ProjectView, project_view
from qi_eval.views.scope import scope_of
from tests.reports.opened import pdf_pages, pdf_words


def seen(store: Store, project_id: str) -> ProjectView:
    view = project_view(store, scope_of(store, today=date(2026, 9, 30)), project_id)
    assert view is not None
    return view


@pytest.mark.parametrize("project_id", ["P001", "P002", "P008", "P024", "P025", "P054", "P060"])
def test_it_is_one_page(project_id: str, demo_store: Store) -> None:
    assert pdf_pages(journey_page(seen(demo_store, project_id))) == 1


def test_its_words_are_those_of_the_page(demo_store: Store) -> None:
    view = seen(demo_store, "P002")
    words = pdf_words(journey_page(view))
    for said in ("Fewer falls with harm", "Tests of change", "What was learned", "As at 30 September 2026"):
        assert said in words
    assert content(view)["outcome"] == view.outcome


def test_long_words_are_cut_at_a_word() -> None:
    assert short("one two three", 20) == "one two three"
    assert short("one two three", 9) == "one two…"
