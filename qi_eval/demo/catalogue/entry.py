"""What the catalogue says of a made-up project: its aim, its measures, what it changed and how that will turn out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qi_eval.vocabulary import Direction, MeasureType, ValueType


class Fate(Enum):
    """How a project's first outcome measure moves; the first five can be judged, the others cannot."""

    HELD = "improves and stays better"
    LATELY = "improves in the last months"
    NO_SIGN = "does not move"
    LOST = "improves, then falls back"
    WORSE = "gets worse"
    SHORT = "has too few points before the change"
    PROCESS_ONLY = "has no outcome measure"
    NOT_STARTED = "still collects its baseline"
    NO_DATA = "has sent no measurements"
    UNSTABLE = "was already moving before the change"


@dataclass(frozen=True)
class How:
    """How a measure is counted: `size` is the usual denominator (or the number of cases behind a mean), `of` says of
    what, `spread` the standard deviation of one case where the value is a mean or a median."""

    value: ValueType
    unit: str
    size: int = 0
    of: str = ""
    multiplier: int = 1
    spread: float = 0.0


@dataclass(frozen=True)
class Line:
    """One measure: its level before the change and where the team wants it."""

    kind: MeasureType
    name: str
    how: How
    before: float
    goal: float
    direction: Direction
    element_of: str = ""  # the bundle that it is an element of
    all_of: str = ""  # the bundle that it is the all-or-none measure of
    harm: bool = False  # a balancing measure that gets worse after the change


@dataclass(frozen=True)
class Entry:
    """One of the 54 projects. `change` is the date of the first change, `baseline` the points before it; `until` ends
    the data of a project that has stopped measuring; `draw` picks another stream of chance for its measures."""

    id: str
    title: str
    unit: str
    fate: Fate
    frequency: str
    start: str
    change: str
    lines: tuple[Line, ...]
    changes: tuple[str, ...]
    domains: str
    priority: str = ""
    baseline: int = 12
    status: str = "active"
    stage: str = "testing"
    close: str = ""
    until: str = ""
    due: str = "2026-12-31"
    closure: str = ""
    named: bool = False
    draw: int = 0


def pct(size: int, of: str) -> How:
    """A proportion in percent of about `size` cases a period."""
    return How(ValueType.PROPORTION, "%", size, of)


def per(multiplier: int, size: int, of: str) -> How:
    """A rate per `multiplier`, about `size` a period."""
    return How(ValueType.RATE, f"per {multiplier:,} {of}", size, of, multiplier)


def mean(unit: str, size: int, spread: float, of: str) -> How:
    """A mean of about `size` cases a period."""
    return How(ValueType.MEAN, unit, size, of, spread=spread)


def median(unit: str, size: int, spread: float, of: str) -> How:
    """A median of about `size` cases a period."""
    return How(ValueType.MEDIAN, unit, size, of, spread=spread)


def number(of: str) -> How:
    """A plain count a period."""
    return How(ValueType.COUNT, of, 0, of)


def gap(of: str) -> How:
    """Days from one rare event to the next."""
    return How(ValueType.TIME_BETWEEN, "days", 0, of)


def score(size: int, spread: float, of: str) -> How:
    """An ordinal score from 1 to 5, asked of about `size` people a period."""
    return How(ValueType.ORDINAL, "score (1 to 5)", size, of, spread=spread)


def _line(kind: MeasureType, name: str, how: How, before: float, goal: float, **options: object) -> Line:
    direction = Direction.INCREASE if goal > before else Direction.DECREASE
    return Line(kind, name, how, before, goal, direction, **options)  # type: ignore[arg-type]


def out(name: str, how: How, before: float, goal: float, **options: object) -> Line:
    """An outcome measure that should go from `before` to `goal`."""
    return _line(MeasureType.OUTCOME, name, how, before, goal, **options)


def pro(name: str, how: How, before: float, goal: float, **options: object) -> Line:
    """A process measure that should go from `before` to `goal`."""
    return _line(MeasureType.PROCESS, name, how, before, goal, **options)


def bal(name: str, how: How, level: float, *, more_is_better: bool = False, harm: bool = False) -> Line:
    """A balancing measure that should stay at `level`."""
    direction = Direction.INCREASE if more_is_better else Direction.DECREASE
    return Line(MeasureType.BALANCING, name, how, level, level, direction, harm=harm)
