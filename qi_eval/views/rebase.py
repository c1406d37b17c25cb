"""New limits, suggested: where a logged change was followed by points that stay on one side. People decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval.narrative import date_words
from qi_eval.views.reasons import end_run, line_name
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import Variation

SUSTAINED = 8  # points on one side at the end; Making Data Count asks for seven or eight before limits move


@dataclass(frozen=True)
class Suggestion:
    """New limits from `when` on, and why."""

    when: date
    words: str


def suggestion(verdict: Verdict) -> Suggestion | None:
    """New limits for a sign that is no concern, has lasted, and follows a change that the log names; else None. Limits
    never move to hide a concern, and never by themselves."""
    seen, subject = verdict.last, verdict.subject
    if seen.variation in (None, Variation.COMMON_CAUSE, Variation.CONCERN) or seen.since is None:
        return None
    causes = [change for change in subject.changes if change.own and change.when <= seen.since]
    points = end_run(verdict)
    if not causes or points < SUSTAINED or verdict.phases[-1].since:
        return None
    cause = causes[-1]
    words = (
        f"New limits may be due from {date_words(seen.since)}: the last {points} points lie on one side of the old "
        f"{line_name(verdict.chart)}, and the log names a change before them ({cause.name}, {date_words(cause.when)}). "
        "Set them only if that change is there to stay; the old limits stay visible."
    )
    return Suggestion(seen.since, words)
