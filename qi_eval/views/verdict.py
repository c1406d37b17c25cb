"""What the rule says of measures: one verdict a chart, for one chart or for all of a trust in a single pass.

Every view asks here: run charts, projects, what is new for the board, the grid of all measures. So they agree."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from qi_eval import spc
from qi_eval.views.finding import USUAL, Finding, Judged, judged, too_few
from qi_eval.views.phases import Phase
from qi_eval.views.subjects import Subject, moments_of
from qi_eval.vocabulary import Assurance, ChartType, Direction, Method, ValueType

OF_COUNTS = (ChartType.P, ChartType.PP, ChartType.U, ChartType.UP)  # charts of numerators over denominators
NOT_JUDGED = "shown, not judged"
WAYS = pd.CategoricalDtype(sorted(Direction.codes()))


@dataclass(frozen=True, eq=False)
class Verdict:
    """What `method` says of a subject on `chart` (None: no chart of that rule suits its values, so it is not judged).
    `found`: of each phase; the last phase has the word."""

    subject: Subject
    method: Method
    chart: ChartType | None
    found: tuple[Finding, ...]
    assurance: Assurance | None = None
    _judged: Judged | None = None
    _at: tuple[int, int] = (0, 0)  # its first phase and the one after its last, among all that were judged together

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The stretches between new limits."""
        return self.subject.phases

    @property
    def last(self) -> Finding:
        """The finding that title and icon show."""
        return self.found[-1]

    @cached_property
    def seen(self) -> Finding:
        """The last finding, with the marks and rules of the points of all phases."""
        points = tuple(mark for finding in self.found for mark in finding.points)
        rules = tuple(rule for finding in self.found for rule in finding.rules or (None,) * len(finding.points))
        last = self.last
        return Finding(last.variation, points, last.centre, last.since, last.why, rules)

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points as the analysis gives them, `phase` counted from 1; empty where nothing was judged."""
        if self._judged is None:
            return pd.DataFrame()
        every, (first, stop) = self._judged.points, self._at
        rows = every.iloc[slice(*np.searchsorted(every["series"].to_numpy(), (first, stop)))]
        days = pd.DatetimeIndex(self.subject.days)  # the analysis tells events of one day apart
        return rows.assign(phase=rows["series"] - first + 1, x=days).drop(columns="series").reset_index(drop=True)

    @property
    def runs(self) -> Mapping[Hashable, Any]:
        """The runs of the last phase, by the names of the analysis; empty where nothing was judged."""
        return {} if self._judged is None else self._judged.phases.iloc[self._at[1] - 1].to_dict()

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """What the analysis remarks on the last phase, as code and text."""
        if self._judged is None:
            return ()
        notes = self._judged.remarks
        mine = notes[notes["series"].isna() | (notes["series"] == self._at[1] - 1)]
        return tuple(zip(mine["code"], mine["text"], strict=True))


def usual_chart(subject: Subject, method: Method) -> ChartType | None:
    """The chart on which a rule judges a measure: the one that the team set, where the rule may be read on it; else
    that for time between events; else the chart of the rule. None where no chart suits."""
    measure, allowed = subject.measure, spc.ALLOWED[method]
    if measure.chart in allowed and suits(subject, measure.chart):
        return measure.chart
    if measure.value_type is ValueType.TIME_BETWEEN:
        return next((chart for chart in (ChartType.T, ChartType.G) if chart in allowed and suits(subject, chart)), None)
    return spc.CHART[method]


def suits(subject: Subject, chart: ChartType) -> bool:
    """Whether a chart can be drawn of these values: counts need both counts, a t chart values above 0."""
    known = subject.known
    if chart in OF_COUNTS:
        return subject.measure.factor is not None and bool(np.isfinite(subject.below[known]).all() and known.any())
    if chart is ChartType.T:
        return bool((subject.y[known] > 0).all())
    if chart in (ChartType.C, ChartType.G):
        return bool((subject.y[known] >= 0).all())
    return chart in (ChartType.RUN, ChartType.I, ChartType.MR)


def rule_of(subject: Subject, programme: Method) -> Method:
    """The rule that decides for a measure: the one that is set for it, else the programme's."""
    return subject.measure.method or programme


def verdicts(subjects: Sequence[Subject], programme: Method) -> tuple[Verdict, ...]:
    """The verdict in force on each subject: by the rule set for its measure or the programme's, on its usual chart."""
    rules = [rule_of(subject, programme) for subject in subjects]
    found: dict[int, Verdict] = {}
    for rule in dict.fromkeys(rules):
        chosen = [i for i, own in enumerate(rules) if own is rule]
        found |= zip(chosen, read_by([subjects[i] for i in chosen], rule), strict=True)
    return tuple(found[i] for i in range(len(subjects)))


def read_by(subjects: Sequence[Subject], method: Method, chart: ChartType | None = None) -> tuple[Verdict, ...]:
    """What `method` would say of each subject, whichever rule is in force: on `chart` or on the one usual for each."""
    groups: dict[tuple[ChartType, float], list[int]] = {}
    for i, subject in enumerate(subjects):
        on = chart or usual_chart(subject, method)
        if on is not None and len(subject.days):
            factor = (subject.measure.factor or 1.0) if on in OF_COUNTS else 1.0
            groups.setdefault((on, factor), []).append(i)
    found: dict[int, Verdict] = {}
    for (on, factor), chosen in groups.items():
        found |= zip(chosen, _judged([subjects[i] for i in chosen], method, on, factor), strict=True)
    return tuple(found.get(i) or _not_judged(subject, method) for i, subject in enumerate(subjects))


def _not_judged(subject: Subject, method: Method) -> Verdict:
    why = NOT_JUDGED if len(subject.days) else too_few(int(subject.counted.sum()))
    found = tuple(Finding(None, (USUAL,) * (phase.stop - phase.start), why=why) for phase in subject.phases)
    return Verdict(subject, method, None, found)


def _judged(subjects: Sequence[Subject], method: Method, chart: ChartType, factor: float) -> Iterable[Verdict]:
    """The verdicts of subjects on one kind of chart; each phase is a series of its own."""
    seen = judged(_frame(subjects, chart), chart=chart, method=method, multiply=factor)
    ends = np.cumsum([len(subject.phases) for subject in subjects]).tolist()
    for subject, stop in zip(subjects, ends, strict=True):
        at = (stop - len(subject.phases), stop)
        yield Verdict(subject, method, chart, seen.findings[slice(*at)], seen.assurance[stop - 1], seen, at)


def _frame(subjects: Sequence[Subject], chart: ChartType) -> pd.DataFrame:
    """The points of all subjects one after the other, a number for each phase."""
    phases = [(subject, phase) for subject in subjects for phase in subject.phases]
    lengths = [phase.stop - phase.start for _, phase in phases]
    counts = chart in OF_COUNTS
    days = np.concatenate([subject.days for subject in subjects])
    ways = np.array([WAYS.categories.get_loc(subject.measure.direction.value) for subject, _ in phases])
    columns: Mapping[str, object] = {
        "series": np.repeat(np.arange(len(phases)), lengths),
        "x": moments_of(days, np.cumsum([0, *(len(subject.days) for subject in subjects[:-1])]).tolist()),
        "y": np.concatenate([subject.above if counts else subject.y for subject in subjects]),
        "excluded": np.concatenate([subject.out for subject in subjects]),
        "direction": pd.Categorical.from_codes(np.repeat(ways, lengths), dtype=WAYS),
        "freeze": np.repeat([_number(phase.base.points) for _, phase in phases], lengths),
        "target": np.repeat([_number(subject.measure.target) for subject, _ in phases], lengths),
    }
    below = {"n": np.concatenate([subject.below for subject in subjects])} if counts else {}
    return pd.DataFrame({**columns, **below})


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)
