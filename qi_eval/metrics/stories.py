"""C7 stories: how many may be shown today, and whether the mixed and the bad ones are among them.

In: stories; never their text. Out: counts, by level and by how they end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import blank, flag, lineage, within
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, rows_of, summed
from qi_eval.narrative import count, number
from qi_eval.vocabulary import ConsentLevel, Direction, Level, Series, State, Valence

CONSENT_DAY = "consent_day"  # the setting of a scope that looks back: the day that consent must hold on
NOT_GLAD = (Valence.MIXED, Valence.NEGATIVE)


def _told(t: Tables, scope: Scope) -> ColumnElement[bool]:
    s = t.stories.c
    return and_(s.story_date <= scope.report_date, within(s.unit_id, scope))


def may_be_shown(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Consent was given and lasts, was not withdrawn, and a second person checked that nobody can be recognised.

    It is the consent of today that counts, whichever day is looked at: who took it back is counted nowhere."""
    s, now = t.stories.c, max(scope.report_date, date.fromisoformat(scope.settings.get(CONSENT_DAY, "0001-01-01")))
    return and_(
        s.consent_level != ConsentLevel.NONE.value,
        s.consent_date <= now,
        or_(s.consent_expiry.is_(None), s.consent_expiry >= now),
        s.withdrawn_on.is_(None),
        s.identifiability_checked_on <= now,
    )


def _select(t: Tables, scope: Scope) -> Selects:
    s = t.stories.c
    rows = (
        select(
            s.level,
            s.outcome_valence,
            flag(may_be_shown(t, scope)).label("shown"),
            flag(~blank(s.linked_measure_id)).label("linked"),
            s.story_date,
        )
        .where(_told(t, scope))
        .subquery()
    )
    r = rows.c
    by = (r.level, r.outcome_valence, r.shown, r.linked)
    return {"stories": select(*by, func.count().label("stories"), func.max(r.story_date).label("newest")).group_by(*by)}


def _judge(frames: Frames, scope: Scope) -> Result:
    told = rows_of(frames["stories"])
    if not told:
        return unknown("No story is told yet: load stories, or type one in.")
    shown = [row for row in told if row["shown"]]
    result = Result(
        State.MEASURED,
        summed(shown, "stories"),
        n=summed(shown, "stories"),
        newest=newest(told),
        notes=("Shown only while consent lasts and after somebody checked that nobody can be recognised.",),
        breakdown=_by_level(shown),
        facts={
            "held_back": summed([row for row in told if not row["shown"]], "stories"),
            "not_glad": summed([row for row in shown if row["outcome_valence"] in NOT_GLAD], "stories"),
            "linked": summed([row for row in shown if row["linked"]], "stories"),
        },
    )
    return settled(result, scope.report_date, "stories")


def _by_level(shown: list[dict[str, object]]) -> Breakdown:
    table = []
    for level in Level:
        rows = [row for row in shown if row["level"] == level]
        ends = [summed([row for row in rows if row["outcome_valence"] == end], "stories") for end in Valence]
        table.append((level.label, summed(rows, "stories"), *ends))
    labels = {"label": "Level", "value": "Stories"} | {end.value: end.label for end in Valence}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"stories": lineage(t.stories, _told(t, scope), may_be_shown(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{count(result.value, 'story', 'stories')} can be shown, {number(facts['not_glad'])} of them mixed or bad; "
        f"{number(facts['linked'])} stand beside a measure; {number(facts['held_back'])} are held back."
    )


C7_STORIES = Metric(
    id="c7_stories",
    code="C7",
    level=Level.COMMUNITY,
    bullets=(),
    title="Stories",
    question="What do people tell, and do we also hear what went badly?",
    formula="Stories told by the report date whose consent holds today and was not withdrawn since, and that a second "
    "person checked. Mixed or bad: those whose end is mixed or negative.",
    unit="stories",
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="Consent and confidentiality as in the NHS Education for Scotland story guidance",
    minimum_n=1,
    inputs={"stories": ("level", "outcome_valence", "consent_level", "consent_date", "identifiability_checked_on")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
    evidence=False,
)
