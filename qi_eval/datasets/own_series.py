"""A team's own data, which no store holds: what was read of them, in numbers and in words, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from qi_eval.datasets.problem import Problem
from qi_eval.vocabulary import ChartType, Direction, Frequency, Method, ValueType

RARE = 2  # events in the middle period; below it the days between tell more (domain, threshold of the house)


class OwnKind(StrEnum):
    """What each number of a table is, or what is made of a list of events."""

    COUNT = "count"
    PART = "part"
    RATE = "rate"
    MEASUREMENT = "measurement"
    BETWEEN = "between"
    EVENTS = "events"
    EVENTS_BETWEEN = "events_between"

    @property
    def from_events(self) -> bool:
        """Whether each row is one event, so that its numbers do not matter."""
        return self in (OwnKind.EVENTS, OwnKind.EVENTS_BETWEEN)

    @property
    def is_time(self) -> bool:
        """Whether its values are times between events."""
        return self in (OwnKind.BETWEEN, OwnKind.EVENTS_BETWEEN)

    @property
    def value_type(self) -> ValueType:
        """How a measure with such values says that they come about."""
        if self.is_time:
            return ValueType.TIME_BETWEEN
        named = {OwnKind.PART: ValueType.PROPORTION, OwnKind.RATE: ValueType.RATE, OwnKind.MEASUREMENT: ValueType.MEAN}
        return named.get(self, ValueType.COUNT)


@dataclass(frozen=True)
class OwnAnswers:
    """What a person said of the data; None leaves it to the table. Columns (`day`, `value`, `whole`) are named by their
    headers; `whole` = "" says that there is none; `group` = "" means all groups together; `first` and `last` are the
    days between which somebody watched for events; `events`: each row is one, whatever else stands in it; `multiplier`:
    a rate is for so many."""

    date_order: str | None = None
    events: bool = False
    day: str | None = None
    kind: OwnKind | None = None
    value: str | None = None
    whole: str | None = None
    group: str | None = None
    is_fraction: bool | None = None
    multiplier: float | None = None
    frequency: Frequency | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Question:
    """Something to ask. `about`: the field of OwnAnswers; `options`: (what the field takes, what a page shows);
    `chosen`: what holds while nobody answers; `open`: nothing in the data shows which is right."""

    about: str
    words: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    open: bool = False


@dataclass(frozen=True)
class Often:
    """How often listed events happen: the `middle` number in a period of this length."""

    middle: float
    frequency: Frequency

    @property
    def is_rare(self) -> bool:
        """Whether the days between two events tell more than how many there were."""
        return self.middle < RARE


@dataclass(frozen=True)
class OwnSeries:
    """One series in order of time, one point a period (or an event). `values` are what a chart draws, NaN where not
    known; `numerators`, `denominators` NaN where there are none; `whole`: what the denominators count; `last_watched`:
    the day until which a list of events goes, `often` how often they happen; `order`: that day or month was taken to
    come first, and why, where the dates alone leave it open; `repeated`: that rows alike in every column were counted
    once, "" where there were none; `caution`: how the values came about, where that is said wherever they go, "" for
    nothing; `of_answers`: whether they are the yes and no of single rows, counted. `understood`: how the data were
    read, in words; `problems`: what was left out or doubtful."""

    name: str
    kind: OwnKind
    frequency: Frequency
    dates: tuple[date, ...]
    values: tuple[float, ...]
    numerators: tuple[float, ...]
    denominators: tuple[float, ...]
    notes: tuple[str, ...]
    multiplier: float = 1.0
    whole: str = ""
    target: float | None = None
    last_watched: date | None = None
    often: Often | None = None
    order: str = ""
    repeated: str = ""
    caution: str = ""
    of_answers: bool = False
    understood: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = field(default=())

    @property
    def points(self) -> int:
        """How many points have a value."""
        return sum(value == value for value in self.values)

    @property
    def counted(self) -> bool:
        """Whether the values rest on numerator and denominator."""
        return any(value == value for value in self.denominators)

    @property
    def unit_label(self) -> str:
        """What stands behind a value: %, days, per 1,000 bed days; nothing for a plain number."""
        if self.kind is OwnKind.RATE:
            return f"per {self.multiplier:,.0f} {self.whole.lower() or 'cases'}"
        return "%" if self.kind is OwnKind.PART else "days" if self.kind.is_time else ""

    def asked(self, about: str) -> Question | None:
        """The question about one field of the answers, if it is asked."""
        return next((one for one in self.questions if one.about == about), None)


class OwnMarkKind(StrEnum):
    """What a team can put on its chart before anything is stored."""

    CHANGE = "change"
    NOTE = "note"
    EXCLUDED = "excluded"
    PHASE = "phase"
    TARGET = "target"


@dataclass(frozen=True)
class OwnMark:
    """One mark: from which day, what it does, and in a few words what happened or why; `value`: a new target."""

    when: date
    kind: OwnMarkKind
    words: str
    value: float | None = None


@dataclass(frozen=True)
class OwnSettings:
    """What a team set on its chart. `direction` None: not said yet, so nothing is judged good or bad; `drawn` None: a
    run chart; `rule` None: the programme's."""

    name: str = ""
    direction: Direction | None = None
    target: float | None = None
    baseline_end: date | None = None
    drawn: ChartType | None = None
    rule: Method | None = None
    marks: tuple[OwnMark, ...] = ()

    def with_mark(self, mark: OwnMark) -> OwnSettings:
        """The settings with one more mark; one of the same kind on the same day is replaced."""
        return self.without_mark(mark)._with((*self.without_mark(mark).marks, mark))

    def without_mark(self, mark: OwnMark) -> OwnSettings:
        """The settings without the mark of this kind on this day."""
        return self._with(tuple(one for one in self.marks if (one.when, one.kind) != (mark.when, mark.kind)))

    def _with(self, marks: Sequence[OwnMark]) -> OwnSettings:
        return replace(self, marks=tuple(sorted(marks, key=lambda one: (one.when, one.kind))))


def listed(names: Sequence[str]) -> str:
    """Ward, Bed days and Note."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
