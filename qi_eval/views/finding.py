"""What the rule in force says of series over time: their points, their centre, and since when. One pass for many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval import spc
from qi_eval.narrative import count
from qi_eval.vocabulary import Assurance, ChartType, Direction, Method, SpcRule, Variation

ENOUGH = 13  # points; Making Data Count gives an icon from here on, and a median asks for 12
USUAL = Variation.COMMON_CAUSE


@dataclass(frozen=True)
class Finding:
    """`variation` None: not judged, and `why` says so. `points`: the mark of each point, in order of time; `rules`: the
    rule that marked it, None where none did (Anhøj's rules speak of the whole series and mark no point)."""

    variation: Variation | None
    points: tuple[Variation, ...]
    centre: float | None = None
    since: date | None = None
    why: str = ""
    rules: tuple[SpcRule | None, ...] = ()


@dataclass(frozen=True, eq=False)
class Judged:
    """Many series as the rule saw them, in the order of their numbers. `points`: those of the analysis, without the
    marks of series too short to judge; `phases`: its runs, one row a series."""

    points: pd.DataFrame
    findings: tuple[Finding, ...]
    assurance: tuple[Assurance | None, ...]
    phases: pd.DataFrame
    analysis: spc.Analysis

    @property
    def remarks(self) -> pd.DataFrame:
        """One row a remark (series, code, text), made when first asked for."""
        return self.analysis.notes


def finding(
    when: Iterable[date],
    values: Iterable[float | None],
    method: Method,
    direction: Direction,
    *,
    freeze: int | None = None,
    exclude: Sequence[bool] = (),
) -> Finding:
    """The finding of one series; `freeze` fixes the centre at the first so many points, `exclude` says of each point
    whether it is left out."""
    frame = pd.DataFrame({"x": pd.to_datetime(list(when)), "y": pd.Series(list(values), dtype=float)})
    if frame.empty:
        return Finding(None, (), why=too_few(0))
    frame = frame.assign(series=0, direction=direction.value, freeze=freeze, excluded=list(exclude) or False)
    return judged(frame.assign(target=np.nan), chart=spc.CHART[method], method=method).findings[0]


def judged(frame: pd.DataFrame, *, chart: ChartType, method: Method, multiply: float = 1.0) -> Judged:
    """What `method` says of each series on `chart`, in one pass.

    Columns of `frame`, sorted by series and x, no x twice in a series: series (numbers from 0), x (date), y (number,
    NaN where missing); direction (Direction code), freeze (points of the baseline, blank: all) and target (blank:
    none), constant within a series; excluded (whether the point is left out); n (denominators) on charts of counts."""
    analysis = spc.analyse(
        frame,
        chart=chart,
        x="x",
        y="y",
        n="n" if "n" in frame else None,
        by="series",
        method=method,
        improvement="direction",
        freeze="freeze" if frame["freeze"].notna().any() else None,
        exclude="excluded",
        target="target" if frame["target"].notna().any() else None,
        multiply=multiply,
    )
    points, phases = analysis.points, analysis.phases
    ends = np.flatnonzero(np.diff(points["series"].to_numpy(), append=-1)) + 1
    starts = np.append(0, ends[:-1])
    counted = points["included"].to_numpy() & ~np.isnan(points["y"].to_numpy())
    known = np.add.reduceat(counted, starts, dtype=np.int64)
    usual = ~counted | np.repeat(known < ENOUGH, ends - starts)
    points = _without_marks(points, usual)
    on_line = points["y"].to_numpy() == points["centre"].to_numpy() if method in spc.PASSED_OVER else ~counted
    seen = _Seen(points, counted, on_line)
    verdicts = [word if n >= ENOUGH else None for word, n in zip(_words(phases["variation"]), known, strict=True)]
    found = tuple(
        seen.finding(slice(a, b), verdict, n)
        for a, b, verdict, n in zip(starts.tolist(), ends.tolist(), verdicts, known.tolist(), strict=True)
    )
    sure = tuple(icon if known[i] >= ENOUGH else None for i, icon in enumerate(_words(phases["assurance"])))
    return Judged(points, found, sure, phases, analysis)


def too_few(known: int) -> str:
    """Why a series of so many known points is not judged."""
    return f"{count(known, 'point')}, {ENOUGH} are needed to judge"


def _without_marks(points: pd.DataFrame, usual: NDArray[np.bool_]) -> pd.DataFrame:
    """The points with no sign where a point counts for nothing or its series is too short."""
    kinds, rules = points["point_type"].array, points["rule"].array
    common = kinds.categories.get_loc(USUAL)
    if (kinds.codes[usual] == common).all() and (rules.codes[usual] < 0).all():
        return points
    nothing = {"improving": points["improving"] & ~usual, "concerning": points["concerning"] & ~usual}
    marks = pd.Categorical.from_codes(np.where(usual, common, kinds.codes), dtype=kinds.dtype)
    fired = pd.Categorical.from_codes(np.where(usual, -1, rules.codes), dtype=rules.dtype)
    return points.assign(**nothing, point_type=marks, rule=fired)


def _words(column: pd.Series, blank: object = None) -> list[Any]:
    """A categorical of words as a list, with `blank` where it is blank."""
    words: list[Any] = np.array([*column.array.categories, blank], dtype=object)[column.array.codes].tolist()
    return words


class _Seen:
    """The points of all series as plain lists, read off series by series."""

    def __init__(self, points: pd.DataFrame, counted: NDArray[np.bool_], on_line: NDArray[np.bool_]) -> None:
        self.marks, self.rules, self.counted = _words(points["point_type"], USUAL), _words(points["rule"]), counted
        self.on_line = on_line  # where the rule passes over such points
        self.centre, self.days = points["centre"].to_numpy(dtype=float), points["x"].to_numpy(dtype="datetime64[D]")

    def finding(self, at: slice, variation: Variation | None, known: int) -> Finding:
        """The finding of the series whose points these are, `known` of them with a value that counts."""
        marks = tuple(self.marks[at])
        if variation is None:
            return Finding(None, marks, why=too_few(known) if known < ENOUGH else "not judged")
        levels = self.centre[at][~np.isnan(self.centre[at])]
        centre = float(levels[-1]) if len(levels) else None
        return Finding(variation, marks, centre, self._since(at, variation), rules=tuple(self.rules[at]))

    def _since(self, at: slice, variation: Variation) -> date | None:
        """The first day of the stretch of such points that lasts to the end; None where the end shows no such point.
        Points that are missing, left out or passed over do not end it."""
        if variation is USUAL:
            return None
        first = None
        for i in range(at.stop - 1, at.start - 1, -1):
            if self.marks[i] is variation:
                first = i if self.counted[i] else first
            elif self.counted[i] and not self.on_line[i]:
                break
        return None if first is None else self.days[first].astype(date)
