"""What leaves the one module that writes HTML: escaped text, links to our own pages only, tables that read aloud."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_eval.charts.marks import state_mark
from qi_eval.ui import html
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import State

NASTY = '<script>alert("x")</script> & \' " <img src=x onerror=alert(1)>'


class Reader(HTMLParser):
    """Collects the elements and the text of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text())
def test_any_text_comes_out_as_that_text(words: str) -> None:
    read = Reader(html.tag("p", f"a{words}b").markup)
    assert [tag for tag, _ in read.tags] == ["p"]
    assert read.words == f"a{words}b"


@given(st.text())
def test_no_text_leaves_its_attribute(words: str) -> None:
    read = Reader(html.tag("p", "x", title=words).markup)
    assert read.tags == [("p", {"title": words})]


def test_a_table_escapes_its_cells_and_heads_its_rows() -> None:
    view = TableView("Counts", ("Unit", "n"), ((NASTY, "4"),), (False, True))
    read = Reader(html.table(view).markup)
    kinds = [tag for tag, _ in read.tags]
    assert "script" not in kinds
    assert "img" not in kinds
    assert NASTY in read.words
    assert [attributes.get("scope") for tag, attributes in read.tags if tag == "th"] == ["col", "col", "row"]


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    view = TableView("Counts", ("Unit", "n"), (("A", "4"),), (False, True))
    frame = Reader(html.table(view).markup).tags[0][1]
    assert frame["tabindex"] == "0"
    assert frame["role"] == "region"
    assert frame["aria-label"] == "Counts"


def test_a_link_leads_to_a_page_of_ours() -> None:
    link = html.link("x", "run_charts", measure="M031", unit="W 07&x")
    assert Reader(link.markup).tags[0][1]["href"] == "./run_charts?measure=M031&unit=W+07%26x"


@pytest.mark.parametrize("measure", ["javascript:alert(1)", "//evil.example", '"><script>'])
def test_no_parameter_can_turn_a_link_elsewhere(measure: str) -> None:
    assert html.address("run_charts", measure=measure).startswith("./run_charts?measure=")


def test_an_anchor_and_empty_parameters() -> None:
    assert html.address("people", "p2_knowledge", unit="") == "./people#p2_knowledge"


def test_a_picture_has_its_words_unless_they_stand_beside_it() -> None:
    mark = state_mark(State.PARTIAL)
    assert Reader(html.image(mark).markup).tags[0][1]["alt"] == "Partly known"
    assert Reader(html.image(mark, alt="").markup).tags[0][1]["alt"] == ""


def test_empty_pieces_are_left_out() -> None:
    assert html.join(None, "", html.tag("b", "x")).markup == "<b>x</b>"
    assert html.pairs({"a": "1", "b": ""}).markup.count("<dt>") == 1


def test_a_fold_can_be_opened_by_keyboard() -> None:
    assert [tag for tag, _ in Reader(html.fold("More", "x").markup).tags] == ["details", "summary", "div"]
