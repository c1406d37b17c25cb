"""One thing that changed between two days, and the window between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Kind(Enum):
    """What happened, concerns first; the value heads the list, and is counted in the answer by its two words."""

    CONCERN = "New signs of concern"
    LOST = "Signs of improvement that are no longer seen"
    FAILED = "Closed, did not work"
    STALE = "No newer data"
    STOPPED = "Newly ended: completed, handed over or stopped"
    IMPROVEMENT = "New signs of improvement"
    OTHER = "New signs of change where neither way is better"
    RESOLVED = "Signs of concern that are no longer seen"
    SPREAD = "Newly in use"


COUNTED = {  # kind → one, many, as the answer counts them
    Kind.CONCERN: ("new sign of concern", "new signs of concern"),
    Kind.LOST: ("sign of improvement no longer seen", "signs of improvement no longer seen"),
    Kind.FAILED: ("project that did not work", "projects that did not work"),
    Kind.STALE: ("project or file that fell silent", "projects or files that fell silent"),
    Kind.STOPPED: ("project or place that ended", "projects or places that ended"),
    Kind.IMPROVEMENT: ("new sign of improvement", "new signs of improvement"),
    Kind.OTHER: ("other new sign", "other new signs"),
    Kind.RESOLVED: ("sign of concern no longer seen", "signs of concern no longer seen"),
    Kind.SPREAD: ("change newly in use", "changes newly in use"),
}


@dataclass(frozen=True)
class Change:
    """One line. `name`: the measure, figure, project or file; `about`: its project; `then` and `now`: what stood on
    the two days; `since`: the first day of what is new, `when` the same in words; `points`: how many points that rests
    on; `named`: whether a paper for the board may name it (ruling 8); `page`, `anchor` and `asked` lead to its
    chart."""

    kind: Kind
    name: str
    then: str
    now: str
    about: str = ""
    since: date | None = None
    points: int | None = None
    named: bool = True
    when: str = ""
    page: str = ""
    anchor: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Window:
    """The days between: what happened after `first`, up to and with `last`."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first < day <= self.last


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Concerns first; in a kind what the board may name first, then the sign that rests on most points, the newest, by
    name."""
    kinds = list(Kind)
    latest = date.max.toordinal()
    return sorted(
        changes,
        key=lambda c: (
            kinds.index(c.kind),
            not c.named,
            -(c.points or 0),
            latest - (c.since or date.min).toordinal(),
            c.about.lower(),
            c.name.lower(),
        ),
    )
