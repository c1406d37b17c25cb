"""Words that the parts of a project's page share: texts as they were typed, codes of a team's own as words."""

from __future__ import annotations

import re

from qi_eval.narrative import raised

QI = re.compile(r"\bqi\b", re.IGNORECASE)


def text(value: object) -> str:
    """What somebody typed, without its full stop; "" where there is nothing."""
    return "" if value is None or value != value else str(value).strip().rstrip(".")


def coded(value: object) -> str:
    """A code of the team's own as words: head_of_nursing → Head of nursing, qi_forum → QI forum."""
    words = text(value).replace("_", " ")
    return QI.sub("QI", raised(words))
