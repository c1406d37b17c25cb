"""Stories that may be shown: consent valid today, not withdrawn, and checked that nobody can be recognised.

A card never holds role, unit and date together where the team is small: it names no unit, and where the measure beside
it would tell the unit of a team below the survey threshold, role and month are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import pandas as pd

from qi_eval.metrics.counting import may_be_named
from qi_eval.metrics.metric import Scope, Tables
from qi_eval.metrics.own import own_tables
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import count, month_words, of, raised
from qi_eval.store import Store
from qi_eval.vocabulary import ConsentLevel, Level, Valence

FEW = "Somebody of a small team"
NOT_NAMED = "a measure of a service-led project, not named here"  # ruling 8
PUBLIC = (ConsentLevel.PUBLIC_ANONYMOUS.value, ConsentLevel.PUBLIC_NAMED.value)
ENDS = (Valence.POSITIVE, Valence.MIXED, Valence.NEGATIVE)


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
    """`answer`: how many, and how they end: a page of good stories only is no evidence. `stories`: the newest first,
    good, mixed and bad ends in turn; `themes`: what they are about, by name."""

    answer: str
    hidden: str
    stories: tuple[StoryView, ...]
    themes: tuple[str, ...] = ()


def stories(store: Store, scope: Scope, today: str) -> StoriesView:
    """The stories told by the report date. Consent counts as of `today` (ISO), also when the past is looked at."""
    tables = own_tables(store.tables(), scope)
    frame, shown, names = _read(store, tables, scope, date.fromisoformat(today))
    small = tier_of(scope).survey
    views = tuple(_story(row, names, small) for row in _in_turn(shown))
    themes = tuple(sorted({theme for view in views for theme in view.themes.split(", ") if theme}))
    return StoriesView(_answer(shown), _hidden(len(frame) - len(shown)), views, themes)


def in_turn(told: Iterable[StoryView]) -> tuple[StoryView, ...]:
    """Some of the stories with a good, a mixed and a bad end in turn again; those without an end last."""
    given = tuple(told)
    kinds = [[one for one in given if one.ends == end.label] for end in ENDS]
    turned = (one for turn in zip_longest(*kinds) for one in turn if one is not None)
    return (*turned, *(one for one in given if not one.ends))


def one_story(store: Store, scope: Scope, today: str) -> StoryView | None:
    """The story that stands on the overview: the newest beside a measure, one that may be named if there is any, whose
    end is another one each month, so that the good ones do not crowd out the others; None where none may be shown."""
    shown = [story for story in stories(store, scope, today).stories if story.measure]
    first = scope.report_date.month % len(ENDS)
    for end in (*ENDS[first:], *ENDS[:first]):
        found = [story for story in shown if story.ends == end.label]
        if found:
            return next((story for story in found if story.measure_id), found[0])
    return shown[0] if shown else None


def _read(
    store: Store, tables: Tables, scope: Scope, today: date
) -> tuple[pd.DataFrame, pd.DataFrame, Mapping[str, str]]:
    """All stories told by the report date, those that may be shown (with the smallest team that their card could tell,
    `heads`), and the names of the measures beside them."""
    s, m = tables.stories, tables.measures
    told = s.select().where(s.c.story_date <= scope.report_date).order_by(s.c.story_date.desc(), s.c.story_id)
    frame = store.frame(told)
    shown = frame[_may_be_shown(frame, max(today, scope.report_date), public=tier_of(scope).published)]
    linked = [str(x) for x in shown["linked_measure_id"].dropna().unique()]
    p, u = tables.projects, tables.units
    read = store.frames(
        {
            "measures": m.select().where(m.c.measure_id.in_(linked)),
            "named": p.select().with_only_columns(p.c.project_id).where(may_be_named(tables)),
            "projects": p.select().with_only_columns(p.c.project_id, p.c.unit_id),
            "units": u.select().with_only_columns(u.c.unit_id, u.c.headcount),
        }
    )
    heads = dict(zip(read["units"]["unit_id"], read["units"]["headcount"], strict=True))
    home = dict(zip(read["projects"]["project_id"], read["projects"]["unit_id"], strict=True))
    owner = dict(zip(read["measures"]["measure_id"], read["measures"]["project_id"], strict=True))
    measures = read["measures"]
    told_by_name = measures["project_id"].isna() | measures["project_id"].isin(read["named"]["project_id"])
    names = dict(zip(measures["measure_id"], measures["measure_name"].where(told_by_name, NOT_NAMED), strict=True))
    own = shown["linked_measure_id"].map(owner).map(home)
    sizes = [_smallest(units, heads) for units in zip(shown["unit_id"], own, strict=True)]
    return frame, shown.assign(heads=sizes), names


def _smallest(units: Iterable[object], heads: Mapping[str, float]) -> float:
    """The headcount of the smallest of these units; 0 where one of them is unknown, for then nobody can tell."""
    known = [heads.get(unit) for unit in map(_text, units) if unit]
    return min((0.0 if size is None or size != size else float(size) for size in known), default=0.0)


def _in_turn(shown: pd.DataFrame) -> list[pd.Series]:
    """The stories with a good, a mixed and a bad end in turn, each kind the newest first; those without an end last."""
    rows = [row for _, row in shown.iterrows()]
    kinds = [[row for row in rows if _text(row["outcome_valence"]) == end.value] for end in ENDS]
    rest = [row for row in rows if not _text(row["outcome_valence"])]
    return [*(row for turn in zip_longest(*kinds) for row in turn if row is not None), *rest]


def _may_be_shown(frame: pd.DataFrame, today: date, *, public: bool = False) -> pd.Series:
    """Whether each story may be shown on a day; `public`: outside the trust."""
    now = pd.Timestamp(today)
    given = frame["consent_level"].isin(PUBLIC) if public else frame["consent_level"] != ConsentLevel.NONE.value
    agreed = given & (frame["consent_date"] <= now)
    lasting = frame["consent_expiry"].isna() | (frame["consent_expiry"] >= now)
    return agreed & lasting & frame["withdrawn_on"].isna() & (frame["identifiability_checked_on"] <= now)


def _story(row: pd.Series, names: Mapping[str, str], small: int) -> StoryView:
    measure = _text(row["linked_measure_id"])
    few = measure in names and row["heads"] < small
    return StoryView(
        id=str(row["story_id"]),
        level=Level(row["level"]),
        title=str(row["title"]),
        text=str(row["text"]),
        teller=FEW if few else f"{_words(row['teller_role'])}, {month_words(row['story_date'].date())}",
        themes=", ".join(_words(theme).lower() for theme in str(row["theme_codes"]).split("|")),
        ends=Valence(row["outcome_valence"]).label if _text(row["outcome_valence"]) else "",
        measure_id=measure if names.get(measure) != NOT_NAMED else "",
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
        f"{count(number, 'story', 'stories')} not shown: consent has ended, was withdrawn or does not reach so far, "
        "or nobody has checked yet that the teller cannot be recognised."
    )


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _words(code: object) -> str:
    words = str(code).replace("_", " ")
    return raised(words)
