"""How many were asked in a survey and how many replied: the one base of every figure that rests on a survey's answers.

In: survey_scores (source, wave, n_responses, n_eligible of our organisation). Out: the replies of a wave, its name in
words, and a Result with its base, its state and the note that goes with them.

One rule decides what is known: as everywhere, at least 80 % of those who were asked must have replied. Where nobody
knows how many were asked, the figure is partly known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import blank, top_units
from qi_eval.metrics.judging import COMPLETE, settled, share
from qi_eval.metrics.metric import Result, Scope, Tables
from qi_eval.metrics.periods import Row, wave_words
from qi_eval.narrative import of, percent

ASKED = "asked"  # the frame of `select_asked` among those of a metric
FEW_REPLIES = 30.0  # %; below it the survey may not represent the staff (domain O2, house rule)
NAMES = {"nss": "NHS Staff Survey", "nqps": "National Quarterly Pulse Survey"}
NOT_RECORDED = "How many were asked is not on record."


@dataclass(frozen=True)
class Replies:
    """The replies to one wave of a survey."""

    replied: int
    asked: int

    @property
    def rate(self) -> float:
        """Replies in % of those asked."""
        return share(self.replied, self.asked) or 0.0

    @property
    def words(self) -> str:
        """987 of 4,200 replied (24%)."""
        return f"{of(self.replied, self.asked)} replied ({percent(self.rate)})"


def told(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """The rows that say how many of the whole organisation (or unit asked for) were asked."""
    s = t.survey_scores.c
    return and_(blank(s.staff_group), s.n_eligible > 0, s.unit_id.in_(top_units(t, scope)))


def select_asked(t: Tables, scope: Scope) -> Select:
    """One row a survey and wave: source (lower case), wave, replied, asked."""
    s = t.survey_scores.c
    rows = select(func.lower(s.source).label("source"), s.wave, s.n_responses, s.n_eligible)
    a = rows.where(told(t, scope)).subquery().c
    counts = (func.max(a.n_responses).label("replied"), func.max(a.n_eligible).label("asked"))
    return select(a.source, a.wave, *counts).group_by(a.source, a.wave)


def replies_to(asked: Sequence[Row], survey: str, wave: str) -> Replies | None:
    """The replies to one wave; None where they are not on record. `asked`: rows of `select_asked`."""
    for row in asked:
        if (row["source"], str(row["wave"]).lower()) == (survey.lower(), wave.lower()):
            return Replies(int(row["replied"]), int(row["asked"]))
    return None


def survey_name(survey: str) -> str:
    """The name of a survey as a page says it; an unknown code as it is written, in quotation marks."""
    return NAMES.get(survey.lower(), f"survey “{survey.replace('_', ' ')}”")


def survey_words(survey: str, wave: str) -> str:
    """National Quarterly Pulse Survey, July to September 2026."""
    name = survey_name(survey)
    return f"{name[0].upper()}{name[1:]}, {wave_words(wave)}"


def by_replies(result: Result, scope: Scope, dataset: str, replies: Replies | None) -> Result:
    """The result with its state and the note on replies. The figure may rest on fewer than replied (not everybody
    answers every question): the state goes by the replies, the base by those asked."""
    expected = replies.asked if replies else result.n_expected
    noted = replace(result, n_expected=expected, notes=(*result.notes, *_notes(replies)))
    return settled(noted, scope.report_date, dataset, thin=replies is None or replies.rate < COMPLETE)


def _notes(replies: Replies | None) -> tuple[str, ...]:
    if replies is None:
        return (NOT_RECORDED,)
    if replies.rate < FEW_REPLIES:
        return (f"Only {replies.words}: those who replied may not represent the staff.",)
    if replies.rate < COMPLETE:
        return (f"{replies.words[0].upper()}{replies.words[1:]}: the others may see it differently.",)
    return ()
