"""A project's aim taken apart: what, how much, by when, how far it has come; and what of it is not written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.metrics.aims import LATEST, MET, NOT_MET, TOO_EARLY, Aim
from qi_eval.metrics.periods import Row
from qi_eval.narrative import count, date_words, listed, percent
from qi_eval.views.project_words import text
from qi_eval.views.series import Measure

SAYS = {  # the groups of J5 as a team's own page says them
    MET: "By these the aim is met",
    NOT_MET: "Its day is past, and by these it is not met",
    TOO_EARLY: "Too few values since its day to tell",
}


@dataclass(frozen=True)
class AimView:
    """`words`: the aim as the team wrote it; `parts`: what, from where to where, by when, how far; `missing`: what is
    not written down, in a sentence, "" where nothing is; `apart`: why the words start from another value than was
    measured, "" where they do not."""

    words: str
    parts: tuple[tuple[str, str], ...]
    missing: str
    apart: str = ""


def aim_view(project: Row, measures: Sequence[Measure], aim: Aim | None, today: date) -> AimView:
    """The aim of a project. `aim`: J5's judgement of it; None where no outcome is expected."""
    named = str(project["aim_measure_id"] or "").lower()
    measure = next((one for one in measures if one.id.lower() == named), None)
    parts = {
        "What": measure.name if measure else "",
        "How much": _amount(project["aim_target"], measure, aim),
        "By when": _due(project["aim_due"], today),
        "So far": _so_far(measure, aim),
    }
    lacking = [
        *([] if text(project["aim_statement"]) else ["the aim in words (aim_statement)"]),
        *([] if measure else ["which measure tells (aim_measure_id)"]),
        *([] if project["aim_target"] is not None else ["how much (aim_target)"]),
        *([] if project["aim_due"] is not None else ["by when (aim_due)"]),
    ]
    missing = f"Not written down yet: {listed(lacking)}." if lacking else ""
    words = text(project["aim_statement"])
    return AimView(words, tuple((k, v) for k, v in parts.items() if v), missing, _apart(words, measure, aim))


def _apart(words: str, measure: Measure | None, aim: Aim | None) -> str:
    """Why the aim in words starts from another value than was measured."""
    stated = re.search(r"\bfrom\s+[^\w\s]?(\d[\d.,]*)", words)
    if stated is None or measure is None or aim is None or aim.baseline is None:
        return ""
    measured = measure.number(aim.baseline)
    if stated[1].rstrip(".,") == measured.rstrip("%"):
        return ""
    return f"The aim starts from {stated[1].rstrip('.,')}, as the team stated it; {measured} was measured."


def _amount(target: float | None, measure: Measure | None, aim: Aim | None) -> str:
    if target is None:
        return ""
    if measure is None:
        return f"{target:g}"
    if aim is None or aim.baseline is None:
        return f"to {measure.aim(target)}"
    return f"from {measure.number(aim.baseline)} before the first change to {measure.aim(target)}"


def _due(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f"{date_words(due)}, {count((today - due).days, 'day')} ago"
    return date_words(due) + (", today" if due == today else f", in {count((due - today).days, 'day')}")


def _so_far(measure: Measure | None, aim: Aim | None) -> str:
    """The level of the last values, and how much of the way that is; never more than J5 says."""
    if measure is None or aim is None or aim.level is None:
        return ""
    level = f"{measure.shown(aim.level)}, the middle of the last {LATEST} values"
    way = f", {percent(aim.progress)} of the way" if aim.progress is not None and 0 <= aim.progress <= 100 else ""
    said = SAYS.get(aim.group, "")
    return f"{level}{way}." + (f" {said}{', provisional' if aim.provisional else ''}." if said else "")
