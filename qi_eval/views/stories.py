"""Stories that may be shown: consent valid today, not withdrawn, and checked that nobody can be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.own import own_tables
from qi_eval.narrative import count, month_words, of
from qi_eval.store import Store
from qi_eval.vocabulary import ConsentLevel, Level, Valence


@dataclass(frozen=True)
class StoryView:
    """One story. The unit is left out, and the day is a month: both could tell who speaks."""

    id: str
    level: Level
    title: str
    text: str
    teller: str
    themes: str
    ends: str
    measure_id: str
    measure: str


@dataclass(frozen=True)
class StoriesView:
    """`answer`: how many, and how they end: a page of good stories only is no evidence."""

    answer: str
    hidden: str
    stories: tuple[StoryView, ...]


def stories(store: Store, scope: Scope, today: str) -> StoriesView:
    """The stories told by the report date. Consent counts as of `today` (ISO), also when the past is looked at."""
    tables = own_tables(store.tables(), scope)
    s, m = tables.stories, tables.measures
    told = s.select().where(s.c.story_date <= scope.report_date).order_by(s.c.story_date.desc(), s.c.story_id)
    frame = store.frame(told)
    shown = frame[_may_be_shown(frame, max(date.fromisoformat(today), scope.report_date))]
    linked = [str(x) for x in shown["linked_measure_id"].dropna().unique()]
    named = store.frame(m.select().where(m.c.measure_id.in_(linked)))
    names = dict(zip(named["measure_id"], named["measure_name"], strict=True))
    views = tuple(_story(row, names) for _, row in shown.iterrows())
    return StoriesView(_answer(shown), _hidden(len(frame) - len(shown)), views)


def _may_be_shown(frame: pd.DataFrame, today: date) -> pd.Series:
    """Whether each story may be shown on a day."""
    now = pd.Timestamp(today)
    agreed = (frame["consent_level"] != ConsentLevel.NONE.value) & (frame["consent_date"] <= now)
    lasting = frame["consent_expiry"].isna() | (frame["consent_expiry"] >= now)
    return agreed & lasting & frame["withdrawn_on"].isna() & frame["identifiability_checked_on"].notna()


def _story(row: pd.Series, names: dict[str, str]) -> StoryView:
    measure = _text(row["linked_measure_id"])
    return StoryView(
        id=str(row["story_id"]),
        level=Level(row["level"]),
        title=str(row["title"]),
        text=str(row["text"]),
        teller=f"{_words(row['teller_role'])}, {month_words(row['story_date'].date())}",
        themes=", ".join(_words(theme).lower() for theme in str(row["theme_codes"]).split("|")),
        ends=Valence(row["outcome_valence"]).label if _text(row["outcome_valence"]) else "",
        measure_id=measure,
        measure=names.get(measure, ""),
    )


def _answer(shown: pd.DataFrame) -> str:
    if shown.empty:
        return "No story can be shown yet."
    mixed = int(shown["outcome_valence"].isin([Valence.MIXED.value, Valence.NEGATIVE.value]).sum())
    linked = int(shown["linked_measure_id"].notna().sum())
    told = f"{count(len(shown), 'story', 'stories')}, {mixed} of them mixed or bad"
    beside = f"{of(linked, len(shown))} stand beside a measure"
    return f"{told}; {beside}. Stories show what it means to people, not how often it happens."


def _hidden(number: int) -> str:
    if not number:
        return ""
    return (
        f"{count(number, 'story', 'stories')} not shown: consent has ended or was withdrawn, or nobody has checked yet "
        "that the teller cannot be recognised."
    )


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _words(code: object) -> str:
    words = str(code).replace("_", " ")
    return words[:1].upper() + words[1:]
