"""What a metric is, what it counts in, and what it says: Metric, Tables, Scope, Result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol, TypeVar

import pandas as pd
from sqlalchemy import FromClause, Select

from qi_eval.vocabulary import Direction, Level, Method, Series, State


class Tables(Protocol):
    """The tables that a metric may count in, as they stand today or stood at a position of the ledger.

    `t.projects` is a SQLAlchemy selectable with the columns of the dataset (dates are Date, yes/no Boolean)."""

    def __getattr__(self, dataset: str) -> FromClause: ...


Found = TypeVar("Found")


class Shared(dict[str, pd.DataFrame]):
    """The frames of one select, with what the metrics that share it have worked out from them so far."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        super().__init__(frames)
        self.worked_out: dict[str, Any] = {}


def once(frames: Mapping[str, pd.DataFrame], name: str, make: Callable[[], Found]) -> Found:
    """What `make` gives from these frames; metrics that are handed the same Shared frames work it out once."""
    if not isinstance(frames, Shared):
        return make()
    if name not in frames.worked_out:
        frames.worked_out[name] = make()
    found: Found = frames.worked_out[name]
    return found


@dataclass(frozen=True)
class Own:
    """What is the trust's own in a store that may hold other organisations too: `name` and `org_code` of our
    organisation, `units` (None: every unit is ours), `other_projects` the ids of those that other units lead, `mixed`
    the columns (dataset, column) that name other units or another employer. `others`: how many other organisations
    there are; `rivals`: how many of them could be ours as well, as no setting says which one is."""

    name: str
    org_code: str
    units: tuple[str, ...] | None = None
    other_projects: tuple[str, ...] = ()
    mixed: frozenset[tuple[str, str]] = frozenset()
    others: int = 0
    rivals: int = 0


@dataclass(frozen=True)
class Scope:
    """What is asked for. `unit_ids` None means the whole trust; otherwise the ids of a unit and all below it, resolved
    by the caller. `report_date` is what "now" means. `settings` holds thresholds and [K] rules by their key. `own`:
    what the whole trust is; None where nobody can tell, so that everything counts."""

    report_date: date
    unit_ids: tuple[str, ...] | None = None
    method: Method = Method.MDC
    settings: Mapping[str, str] = field(default_factory=dict)
    own: Own | None = None


IN_TOTAL = "in_total"


class Protects(Enum):
    """Whose small numbers a table may give away; decides which threshold disclosure applies."""

    NOBODY = "nobody"  # projects, organisations, sessions: no suppression
    PEOPLE = "people"  # counts of persons
    SURVEY = "survey"  # answers of a group


@dataclass(frozen=True)
class Breakdown:
    """The small table behind a figure, one row a group or a period.

    The first column is `label` (a text) or, over time, `period` (a date, the period's first day, a survey wave's
    last); `value` is what a chart draws; `low` and `high` are its range (`bounds_are` names it), `n` what it rests on;
    further columns stand in the table only.
    A column `in_total` (no header: not shown) marks the rows that the headline adds up, where not all are in it.
    `count` names the column that holds how many people (or projects) stand behind the row; `hides` the columns that
    are hidden with it. `groups_add_up` says that the rows partition one total that is shown too, so a single hidden
    row could be worked out from it. `labels` gives the header that a page shows for each column. `scale`: the lowest
    and highest value that there can be, where a drawing needs them; `heat`: the columns that a heat table colours;
    `parts`: the columns whose numbers are the parts of a row; `title`: what a picture of it is called, where that is
    not its headers. A column `then` holds the value of the time before, `group` the verdict that a row stands for,
    `said` (over time) the period in words; `benchmark`, `benchmark_low`, `benchmark_high` are those of others.
    `below`: lines of words under the row of a group, each with its number. `apart`: the columns that tell rows of one
    `label` apart."""

    table: pd.DataFrame
    labels: Mapping[str, str]
    protects: Protects = Protects.NOBODY
    count: str | None = None
    hides: tuple[str, ...] = ()
    groups_add_up: bool = False
    scale: tuple[float, float] | None = None
    heat: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    below: tuple[tuple[str, str, int], ...] = ()
    apart: tuple[str, ...] = ()
    title: str = ""
    draws: str = "value"  # the column that a picture draws
    out_of: str = ""  # the column of the whole that a bar is set against: 1,179 of 1,900
    marked: tuple[tuple[date, str], ...] = ()  # over time: days that a drawing names
    bounds_are: str = "95% interval"  # what low and high are
    grows: bool = False  # over time: each row counts all the rows before it, too


@dataclass(frozen=True)
class Result:
    """What a metric says. `value` None means unknown, and `notes` say why; percentages are 0 to 100.

    `low`, `high`: a 95 % interval, or the bounds that missing answers leave (`bounds_are` says which). `n`: what the
    figure rests on; `n_expected`: how many there should be. `newest`: the newest date behind it. `breakdown`: the table
    that the panel shows; `over_time`: one row a period (columns period, value, n) for the small chart."""

    state: State
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bounds_are: str = "95% interval"
    n: int | None = None
    n_expected: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    newest: date | None = None
    notes: tuple[str, ...] = ()
    breakdown: Breakdown | None = None
    over_time: Breakdown | None = None
    facts: Mapping[str, float | int | str | None] = field(default_factory=dict)  # further figures for the sentence
    protects: Protects = Protects.NOBODY  # who stands behind `n`, `numerator` and `denominator`


def unknown(*notes: str) -> Result:
    """The result of a metric without data: no value, and why."""
    return Result(State.NO_DATA, notes=notes)


class Chart(Enum):
    """How a metric's breakdown is drawn small."""

    BARS = "bars"  # one bar a row of the breakdown
    STACK = "stack"  # one bar, its parts the rows
    LINE = "line"  # over_time as a line
    STEPS = "steps"  # over_time as a cumulative step
    DOTS = "dots"  # one dot with its interval a row
    HEAT = "heat"  # one coloured cell a row and column of `heat`
    WAFFLE = "waffle"  # one mark a project, by the verdict of its row (or of the columns `parts`)
    SPLITS = "splits"  # one bar a row, its parts the columns `parts`
    FUNNEL = "funnel"  # one bar a step, each with its share of the first
    PRESENCE = "presence"  # one cell a row and column of `heat`, filled where there is something
    NONE = "none"


BESIDE = "beside"  # the frame of what other metrics say, see Metric.beside
Selects = Mapping[str, Select]  # name → select; each comes back as one small frame under that name
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Metric:
    """One question that the dashboard answers. `id` is unique; `code` is the specification's and may repeat.

    `bullets`: the lines of the framework that it answers (none: it supports its level only). `inputs`: dataset →
    columns it needs. `select` counts in the engine and must give small frames; `judge` turns them into a Result and
    touches nothing else; `rows` selects the rows that were counted, for tracing (columns load_id, row_no)."""

    id: str
    code: str
    level: Level
    bullets: tuple[str, ...]
    title: str
    question: str
    formula: str
    unit: str  # the unit of the value: "%", "projects", "points" …
    direction: Direction
    series: Series
    source: str
    minimum_n: int
    inputs: Mapping[str, tuple[str, ...]]
    select: Callable[[Tables, Scope], Selects]
    judge: Callable[[Frames, Scope], Result]
    rows: Callable[[Tables, Scope], Mapping[str, Select]]
    sentence: Callable[[Result], str]  # the finding in words; only what the result supports
    chart: Chart = Chart.NONE
    groups: Chart = Chart.NONE  # how the groups are drawn beside a line or steps
    fixed_label: str = ""  # a warning that always stands beside it (ruling 7)
    known_as: str = ""  # what `n` of `n_expected` are, said after the numbers: "can be judged", "replied"
    counts: tuple[str, str] | None = None  # what `n` or the denominator counts: ("reply", "replies")
    says: str = ""  # said after a count on its face that would be read as another: 4 of 5 "can be judged"
    places: int | None = None  # decimals of its value; None: as many as its size asks for
    evidence: bool = True  # False: supports its box but decides no bullet's state
    beside: tuple[str, ...] = ()  # ids of metrics that it sets side by side: `judge` finds them in a frame `BESIDE`


def set_beside(results: Mapping[str, Result]) -> Frames:
    """What other metrics say, as the frame `BESIDE`: columns metric (its id), state (the code), newest (a date)."""
    rows = [(id_, result.state.value, result.newest) for id_, result in results.items()]
    return {BESIDE: pd.DataFrame(rows, columns=["metric", "state", "newest"])}
