"""One metric as a panel: its figure, picture and sentence; notes, definition and table on demand; its data as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import streamlit as st

from qi_eval.ui import away, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, join, tag
from qi_eval.ui.movement import said
from qi_eval.views import level as levels
from qi_eval.views.level import Line
from qi_eval.views.metric import MetricView
from qi_eval.views.pictures import Headed
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import State

TABLE = "Table (CSV)"  # the button that hands it over
ASKED = "metric"  # in an address: the metric that opens with the page


class Opened(NamedTuple):
    """A metric that stands open on a page. `told`: its table too."""

    view: MetricView
    told: bool = False


def panel(view: MetricView, *, told: bool = False) -> None:
    """The metric in a frame of its own; the overview leads to its title. `told`: its table stands open."""
    with st.container(
        border=True, horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small",
        key=f"panel_{view.id}",
    ):  # fmt: skip
        _inside(view, told=told)


def show(parts: Iterable[Piece | Opened]) -> None:
    """Markup and panels in their order; markup that stands together goes out as one element, for each costs a page."""
    for opened, group in groupby(parts, lambda part: isinstance(part, Opened)):
        if not opened:
            html.show(*(part for part in group if isinstance(part, Piece)))
            continue
        for part in group:
            if isinstance(part, Opened):
                panel(part.view, told=part.told)


def further(lines: Sequence[Line], page: str, kept: Mapping[str, str] | None = None) -> Iterator[Piece | Opened]:
    """Metrics in one line each; the one that the address asks for is open below, and what is in it is counted then.
    Each line is a link, not a control: a page has some forty, and as controls they took a fifth of its first sight.
    `kept`: what else the page's address says."""
    asked = st.query_params.get(ASKED, "")
    known = "Also known. " if any(line.is_known for line in lines) else ""
    told = f"{known}Choose {'one' if len(lines) > 1 else 'it'} to look closer:"
    listed = html.bullets((_in_a_line(line, page, line.id == asked, kept or {}) for line in lines), cls="qi-further")
    yield tag("p", told, cls="qi-small")
    yield listed
    if any(line.id == asked for line in lines):
        yield Opened(seen(levels.metric_page, asked))


def _in_a_line(line: Line, page: str, opened: bool, kept: Mapping[str, str]) -> Piece:
    said_once = line.state_words if line.is_known else ""
    way = html.link(line.title, page, anchor=line.id, **{**kept, ASKED: line.id})
    name = tag("b", line.title) if opened else way
    base = " · ".join(filter(None, [line.base, said_once]))
    return join(name, tag("span", line.value), tag("span", base, cls="qi-small") if base else None)


def _inside(view: MetricView, *, told: bool = False) -> None:
    html.show(
        tag("h3", view.title, id=view.id, cls="qi-title"),
        tag("div", _words(view), _pictures(view), tag("div", *_folds(view, told), cls="qi-folds"), cls="qi-metric"),
    )
    for table, label in zip(view.tables, (TABLE, "Over time (CSV)"), strict=False):
        _download(view.id, table, label)


def _words(view: MetricView) -> Piece:
    hidden = view.state is State.SUPPRESSED
    return tag(
        "div",
        tag("p", view.question, cls="qi-quiet"),
        tag("p", view.value, cls="qi-value qi-hidden" if hidden else "qi-value"),
        tag("p", _rests_on(view), cls="qi-small") if _rests_on(view) else None,
        tag("p", view.sentence),
        tag("p", said(view.movement), cls="qi-move"),
        tag("p", view.fixed_label, cls="qi-label") if view.fixed_label not in view.sentence else None,
        tag("p", _noted(view), cls="qi-small") if _noted(view) else None,
    )


def _noted(view: MetricView) -> str:
    return " ".join(note for note in view.notes if note not in view.sentence)


def _rests_on(view: MetricView) -> str:
    dated = f"newest {view.newest}" if view.newest else ""
    return " · ".join(filter(None, [view.state_words, view.base, view.interval, dated]))


def _pictures(view: MetricView) -> Piece:
    """Each picture under what it counts, with what must be known of its scale."""
    return tag("div", *(_figure(drawn) for drawn in view.pictures), cls="qi-pictures")


def _figure(drawn: Headed) -> Piece:
    note = tag("div", drawn.note, cls="qi-small") if drawn.note else None
    return tag("figure", tag("figcaption", drawn.heading), html.image(drawn.picture), note)


def _folds(view: MetricView, told: bool) -> list[Piece]:
    facts = html.pairs({"Formula": view.formula, "Source": view.source, "Code": view.code}, cls="qi-pairs qi-facts")
    tables = [
        html.fold("Over time" if i else "Table", html.table(t), opened=told and not i)
        for i, t in enumerate(view.tables)
    ]
    words = html.fold("What the words mean", html.pairs(view.words, cls="qi-pairs qi-facts")) if view.words else None
    behind = tag("p", html.link("The files and loads behind it", "trace", metric=view.id))
    return [*tables, html.fold("How it is worked out", facts, behind), *([words] if words else [])]


def _download(metric: str, table: TableView, label: str) -> None:
    """The table as a file, made when it is asked for."""
    name = f"{metric}{'_over_time' if 'time' in label else ''}.csv"
    away.button(label, partial(_file, table), name, key=name)


def _file(table: TableView) -> bytes:
    return table.csv
