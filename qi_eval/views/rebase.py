"""New limits, suggested: where a logged change was followed by points that stay on one side. People decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval import spc
from qi_eval.narrative import date_words
from qi_eval.views.reasons import line_name
from qi_eval.views.verdict import Verdict
from qi_eval.vocabulary import Variation

HIDDEN = (None, Variation.COMMON_CAUSE, Variation.CONCERN)  # findings for which limits do not move


@dataclass(frozen=True)
class Suggestion:
    """New limits from `when` on, and why."""

    when: date
    words: str


def suggestion(verdict: Verdict) -> Suggestion | None:
    """New limits for a sign that has lasted and follows a change that the log names; else None. Limits never move to
    hide a concern, and never by themselves."""
    own = [change for change in verdict.subject.changes if change.own]
    if verdict.last.variation in HIDDEN or not own or verdict.points.empty:
        return None
    found = spc.suggest_rebase(spc.Analysis(verdict.points, verdict.points), [c.when for c in own])
    if found.empty:
        return None
    row = found.iloc[0]
    start, day = row["start"].date(), row["cause"].date() if hasattr(row["cause"], "date") else row["cause"]
    cause = next(change for change in own if change.when == day)
    side, logged = "above" if row["side"] > 0 else "below", f"{cause.name}, {date_words(day)}"
    words = (
        f"New limits may be due from {date_words(start)}: since then {row['points']} points lie {side} the old "
        f"{line_name(verdict.chart)}, and the log names a change that may explain it ({logged}). "
        "Set them only if that change is there to stay; the old limits stay visible."
    )
    return Suggestion(start, words)
