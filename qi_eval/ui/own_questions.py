"""The questions on a team's own data: what nothing in them shows first, then the three that choose the chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from zlib import crc32

import streamlit as st

from qi_eval.datasets.own_series import OwnKind, OwnSeries, Question
from qi_eval.ui import html
from qi_eval.ui.html import tag
from qi_eval.ui.own_state import Own
from qi_eval.vocabulary import Direction, Frequency

CHOOSING = ("kind", "whole", "frequency")  # with the direction, the questions that choose the chart
OF_ANSWERS = ("value", "frequency")  # the same where rows say yes or no to several things
MOST = 8  # answers that are read at a glance; of more one is chosen from a list
TURNED = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}
TAKES: dict[str, Callable[[str], Any]] = {
    "kind": OwnKind,
    "is_fraction": lambda text: text == "yes",
    "multiplier": float,
    "frequency": Frequency,
}


def open_questions(own: Own, series: OwnSeries) -> None:
    """What has to be answered before the chart can be trusted."""
    asked = [one for one in series.questions if one.open]
    if not asked:
        return
    with st.container(border=True, key="own_asked"):
        html.show(tag("h2", "Please say" if len(asked) == 1 else f"Please say {len(asked)} things"))
        for one in asked:
            _open(own, one)


def _open(own: Own, one: Question) -> None:
    codes, labels, key = [code for code, _ in one.options], dict(one.options), own.key(f"open_{one.about}")
    if len(codes) <= MOST:
        st.radio(
            one.words, codes, index=None, key=key, format_func=labels.__getitem__, on_change=_answer,
            args=(own, one.about, key),
        )  # fmt: skip
    else:
        st.selectbox(
            one.words, codes, index=None, key=key, format_func=labels.__getitem__, on_change=_answer,
            args=(own, one.about, key), placeholder="Choose one",
        )  # fmt: skip


def chart_questions(own: Own, series: OwnSeries) -> None:
    """At most three questions, already answered where the data answer them."""
    asked = [one for one in series.questions if one.about in _choosing(series) and not one.open]
    for place, one in zip(st.columns(len(asked) + 1), [*asked, None], strict=True):
        with place:
            _choice(own, one) if one else _direction(own)


def taken(own: Own, series: OwnSeries, why: str) -> None:
    """What was taken for granted, each with a button that turns it round: the order of day and month, and whether
    events are counted or the days between them are shown."""
    if series.order:
        asked = series.asked("date_order")
        assert asked is not None, "what was taken can be put right"
        other = next((code, words) for code, words in asked.options if code != asked.chosen)
        _turnable(series.order, own, f"Read them {other[1][0].lower()}{other[1][1:]}", "date_order", other[0])
    if not series.kind.from_events:
        html.note(why)
        return
    if series.kind is OwnKind.EVENTS_BETWEEN:
        _turnable(why, own, "Show how many there were", "kind", OwnKind.EVENTS, series.kind)
    else:
        _turnable(why, own, "Show the days between them", "kind", OwnKind.EVENTS_BETWEEN, series.kind)


def _turnable(words: str, own: Own, label: str, about: str, answer: str, before: str = "") -> None:
    """A remark with the button that says otherwise."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        html.note(words)
        st.button(
            label, key=own.key(f"turn_{about}"), type="tertiary", icon=":material/swap_horiz:", on_click=_say,
            args=(own, about, answer, before),
        )  # fmt: skip


def _say(own: Own, about: str, answer: str, before: str) -> None:
    if about == "kind":
        _turn(own, OwnKind(before), OwnKind(answer))
    own.answers = replace(own.answers, **{about: TAKES.get(about, str)(answer)})


def other_questions(own: Own, series: OwnSeries) -> None:
    """What the table answers by itself, to be put right where it was misread."""
    for one in series.questions:
        if one.about not in _choosing(series) and not one.open:
            _choice(own, one)


def _choosing(series: OwnSeries) -> tuple[str, ...]:
    return OF_ANSWERS if series.of_answers and series.asked("value") else CHOOSING


def watched(own: Own, series: OwnSeries, today: date) -> None:
    """The first and the last day watched, for a list of events."""
    if not series.kind.from_events:
        return
    for place, (about, words) in zip(
        st.columns(2), (("first", "First day watched"), ("last", "Last day watched")), strict=True
    ):
        key = own.key(about)
        place.date_input(
            words, value=getattr(own.answers, about), min_value=date(1990, 1, 1), max_value=today, format="DD/MM/YYYY",
            key=key, on_change=_watched, args=(own, about, key),
        )  # fmt: skip


def _choice(own: Own, one: Question) -> None:
    codes = [code for code, _ in one.options]
    key = own.key(f"{one.about}_{crc32(repr(one.options).encode())}")  # other options, another field
    shown = one.chosen if one.chosen in codes else codes[0]
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown  # another answer, or a button, has changed what this one is: the field says so
    st.selectbox(
        one.words, codes, key=key, format_func=dict(one.options).__getitem__, on_change=_answer,
        args=(own, one.about, key, one.chosen),
    )  # fmt: skip


def _answer(own: Own, about: str, key: str, before: str = "") -> None:
    picked = st.session_state[key]
    if picked is None:
        return
    if about == "kind":
        _turn(own, OwnKind(before), OwnKind(picked))
    own.answers = replace(own.answers, **{about: TAKES.get(about, str)(picked)})


def _turn(own: Own, before: OwnKind, after: OwnKind) -> None:
    """Fewer events are more days between them: the better way turns round, and an aim for the one is none for the
    other."""
    if before.is_time == after.is_time or not (before.from_events and after.from_events):
        return
    key, way = own.key("direction"), own.settings.direction
    turned = TURNED.get(way, way) if way else None
    own.settings = replace(own.settings, direction=turned, target=None)
    if key in st.session_state:
        st.session_state[key] = turned.value if turned else None


def _watched(own: Own, about: str, key: str) -> None:
    own.answers = replace(own.answers, **{about: st.session_state[key]})


def _direction(own: Own) -> None:
    codes = [one.value for one in Direction]
    key = own.key("direction")
    chosen = own.settings.direction
    st.selectbox(
        "Which way is better?", codes, index=codes.index(chosen.value) if chosen else None, key=key,
        format_func=lambda code: Direction(code).label, placeholder="Not said yet", on_change=_set_direction,
        args=(own, key),
    )  # fmt: skip


def _set_direction(own: Own, key: str) -> None:
    picked = st.session_state[key]
    own.settings = replace(own.settings, direction=Direction(picked) if picked else None)
